import { describe, expect, it } from 'vitest'
import { runImport } from '../../src/scan/import/import.ts'
import { csvRows, type ImportRow, jsonRows } from '../../src/scan/import/rows.ts'
import type { Store } from '../../src/store/store.ts'
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

describe('an import', () => {
  const lines = Array.from({ length: 1200 }, (_, index) =>
    index === 700 ? 'no json' : JSON.stringify({ id: `p${index}`, text: `acme ${index}` }),
  ).join('\n')

  async function importInto(store: Store, options: { stopAfter?: number; text?: string } = {}) {
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
      { rows: rows(), name: 'posts.jsonl', fingerprint: 'f1', source: 'import', keepMs: 1000 },
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
})
