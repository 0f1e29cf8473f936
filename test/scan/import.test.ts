import { describe, expect, it } from 'vitest'
import { runImport } from '../../src/scan/import/import.ts'
import { csvRows, type ImportRow, jsonRows } from '../../src/scan/import/rows.ts'
import type { Store } from '../../src/store/store.ts'
import { peekText, readChunks } from '../../src/system/read-stream.ts'
import { temporaryStores } from '../store/builders.ts'
import { openDesk, readSettings } from './desk.ts'

const stores = temporaryStores()
const NOW = Date.parse('2026-11-20T12:00:00Z')

async function* chunksOf(text: string, size = 7) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size)
}

async function readCsv(text: string, own = {}) {
  const rows: ImportRow[] = []
  let profile = ''
  for await (const row of csvRows(chunksOf(text), own, (name) => {
    profile = name
  }))
    rows.push(row)
  return { profile, rows }
}

describe('the heads of other suites', () => {
  it('Brandwatch: lines of its own before the head', async () => {
    const { profile, rows } = await readCsv(
      'Report:,Acme\nFrom:,2026-11-01\n\nQuery Id,Query Name,Date,Title,Snippet,Full Text,Url,Domain,Language,Author,Likes,Mention Id\n' +
        '1,Acme,2026-11-02 10:00:00.0,Help,short,"My acme, broken",https://x.example/1,x.example,en,jo,"1,200",m1\n',
    )
    expect(profile).toBe('brandwatch')
    expect(rows).toHaveLength(1)
    expect(rows[0]?.data).toMatchObject({
      id: 'm1',
      published: '2026-11-02T10:00:00Z',
      title: 'Help',
      url: 'https://x.example/1',
      likes: 1200,
      author: { id: 'jo', name: 'jo' },
    })
  })

  it('Meltwater: day and time in two columns', async () => {
    const { profile, rows } = await readCsv(
      'Date,Time,Document ID,URL,Headline,Opening Text,Hit Sentence,Source,Influencer,Language,Hashtags\n' +
        '02-Nov-2026,10:30,d1,https://x.example/2,Acme rises,The opening,The acme sentence,X News,Jo,en,#acme;#phone\n',
    )
    expect(profile).toBe('meltwater')
    expect(rows[0]?.data).toMatchObject({
      id: 'd1',
      title: 'Acme rises',
      text: 'The opening',
      published: '2026-11-02T10:30:00.000Z',
      tags: ['#acme', '#phone'],
    })
  })

  it.each([
    ['2026-11-02', '9:05', '2026-11-02T09:05Z'],
    ['02-Nov-2026', '9:05 PM', '2026-11-02T21:05:00.000Z'],
    ['2026-11-02T08:00:00Z', '10:30', '2026-11-02T08:00:00Z'],
    ['2026-11-02', 'n/a', '2026-11-02'],
  ])('Meltwater: %s and %s', async (day, time, published) => {
    const { rows } = await readCsv(
      `Time,Date,Opening Text,Hit Sentence\n${time},${day},acme,acme\n`,
    )
    expect(rows[0]?.data).toMatchObject({ published })
  })

  it('Talkwalker: times in milliseconds', async () => {
    const { profile, rows } = await readCsv(
      'url,published,title,content,title_snippet,content_snippet,lang,matched_profile,extra_author_attributes.name\n' +
        'https://x.example/3,1793613600000,Acme,The whole text,snip,snip,en,p1,Jo\n',
    )
    expect(profile).toBe('talkwalker')
    expect(rows[0]?.data).toMatchObject({
      text: 'The whole text',
      title: 'Acme',
      published: new Date(1_793_613_600_000).toISOString(),
      author: { name: 'Jo' },
    })
  })

  it('any other: common names, and columns that were named', async () => {
    const { profile, rows } = await readCsv('Kommentar,When\nacme!,2026-11-02\n', {
      kommentar: 'text',
      when: 'published',
    })
    expect(profile).toBe('plain')
    expect(rows[0]?.data).toMatchObject({ text: 'acme!', published: '2026-11-02' })
  })

  it('a row with more cells than the head is kept aside with its line', async () => {
    const { rows } = await readCsv(
      'text,url\none,https://x.example/1,more\ntwo,https://x.example/2\n',
    )
    expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
      [2, 'it has 3 cells, the head has 2'],
      [3, undefined],
    ])
  })
})

it('rows are named by the line of the file on which they begin', async () => {
  const { rows } = await readCsv(
    '\ufefftext,url\r\n"two\r\nlines",https://x.example/1\r\n\r\n"a ""quoted""\n\nword",https://x.example/2\rlast,https://x.example/3,more\n',
  )
  expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
    [2, undefined],
    [5, undefined],
    [8, 'it has 3 cells, the head has 2'],
  ])
})

it('lines before the head of a known export count as well', async () => {
  const { rows } = await readCsv(
    'Report:,"Acme\nand more"\n\nQuery Id,Query Name,Date,Full Text,Mention Id\n1,Acme,2026-11-02,hello,m1\n',
  )
  expect(rows.map(({ line }) => line)).toEqual([5])
})

it('a file that ends inside of a quote is not taken in silence', async () => {
  const { rows } = await readCsv(
    'text,url\none,https://x.example/1\n"two,https://x.example/2\nthree,x\n',
  )
  expect(rows.map(({ line, problem }) => [line, problem])).toEqual([
    [2, undefined],
    [3, 'a quote is opened here and never closed; all that follows is in this row'],
  ])
})

describe('the text of a file', () => {
  async function* pieces(...all: readonly Uint8Array[]) {
    yield* all
  }

  it('is UTF-16 where the mark at its beginning says so', async () => {
    const bytes = Buffer.from('\ufefftext,Grüße', 'utf16le')
    let text = ''
    for await (const piece of readChunks(pieces(bytes.subarray(0, 7), bytes.subarray(7))))
      text += piece
    expect(text.replace('\ufeff', '')).toBe('text,Grüße')
  })

  it('can be looked at before it is read, and is whole all the same', async () => {
    const chunks = (async function* () {
      yield* ['ab', 'cd', 'ef']
    })()
    const peeked = await peekText(chunks, 3)
    expect(peeked.start).toBe('abcd')
    let text = ''
    for await (const piece of peeked.chunks) text += piece
    expect(text).toBe('abcdef')
  })

  it('that breaks off is an error in words, after what was read', async () => {
    const broken = (async function* () {
      yield Buffer.from('ab')
      throw new Error('input/output error')
    })()
    const read: string[] = []
    const all = async () => {
      for await (const piece of readChunks(broken)) read.push(piece)
    }
    await expect(all()).rejects.toMatchObject({ exitStatus: 1 })
    expect(read).toEqual(['ab'])
  })
})

describe('an import', () => {
  const lines = Array.from({ length: 1200 }, (_, index) =>
    index === 700 ? 'no json' : JSON.stringify({ id: `p${index}`, text: `acme ${index}` }),
  ).join('\n')

  async function importInto(
    store: Store,
    options: { stopAfter?: number; text?: string; isStream?: boolean } = {},
  ) {
    const stop = new AbortController()
    const desk = await openDesk(
      store,
      await readSettings('sources:\n  f: { type: feed, urls: ["https://x.example/1"] }'),
      () => NOW,
    )
    const bad: string[] = []
    async function* rows() {
      for await (const row of jsonRows(chunksOf(options.text ?? lines, 4096))) {
        if (row.line === options.stopAfter) stop.abort()
        yield row
      }
    }
    const result = await runImport(
      {
        store,
        knowledge: desk.parts.knowledge,
        now: () => NOW,
        signal: stop.signal,
        onProgress: () => {},
        onBadRow: (row, reason) => {
          bad.push(`${row.line} ${reason}`)
          return Promise.resolve()
        },
      },
      {
        rows: rows(),
        name: 'posts.jsonl',
        fingerprint: 'f1',
        source: 'import',
        keepMs: 1000,
        isStream: options.isStream === true,
      },
    )
    await desk.close()
    return { result, bad }
  }

  it('takes what is a post and names what is none', async () => {
    const store = await stores.open()
    const { result, bad } = await importInto(store)
    expect(result).toMatchObject({ rows: 1200, bad: 1, added: 1199, matched: 1199, stopped: false })
    expect(bad).toEqual(['701 it is no JSON'])
  })

  it('goes on where it was stopped, takes nothing twice and leaves nothing out', async () => {
    const store = await stores.open()
    const first = await importInto(store, { stopAfter: 613 })
    expect(first.result).toMatchObject({ rows: 612, added: 612, stopped: true })
    const second = await importInto(store)
    expect(second.result).toMatchObject({ skipped: 612, rows: 588, added: 587, bad: 1, known: 0 })
    expect((await store.info()).posts).toBe(1199)
  })

  it('a file that was read to its end is not read again', async () => {
    const store = await stores.open()
    await importInto(store)
    const again = await importInto(store)
    expect(again.result).toMatchObject({ rows: 0, added: 0, skipped: 1200, bad: 0 })
  })

  it('goes on where it was killed, behind any group that was saved', async () => {
    const store = await stores.open()
    let groups = 0
    const dying: Store = {
      ...store,
      savePages: (pages) => {
        groups++
        return groups > 1 ? Promise.reject(new Error('killed')) : store.savePages(pages)
      },
    }
    await expect(importInto(dying)).rejects.toThrow('killed')
    expect((await store.info()).posts).toBe(500)
    const { result } = await importInto(store)
    expect(result).toMatchObject({ skipped: 500, rows: 700, added: 699, known: 0 })
    expect((await store.info()).posts).toBe(1199)
  })

  it('of a stream begins anew, and takes nothing twice', async () => {
    const store = await stores.open()
    await importInto(store, { isStream: true })
    const { result } = await importInto(store, { isStream: true })
    expect(result).toMatchObject({ skipped: 0, rows: 1200, added: 0, known: 1199 })
  })
})
