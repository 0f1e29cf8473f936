import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { parseCsv } from '../../src/format/csv-read.ts'
import { listen, temporaryFolder } from '../helpers/cli.ts'

const NOW = Date.now()
const HOUR = 3_600_000

interface Item {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly hoursAgo: number
}

const ITEMS: readonly Item[] = [
  {
    id: '1',
    title: 'Acme phone battery died again',
    text: 'The battery of my Acme phone is dead after one day. This is terrible, I want my money back!',
    hoursAgo: 3,
  },
  {
    id: '2',
    title: 'Love it',
    text: 'I love the camera of the Acme phone, great work.',
    hoursAgo: 30,
  },
  { id: '3', title: 'Garden news', text: 'Tomatoes are ripe.', hoursAgo: 5 },
  {
    id: '4',
    title: 'Globex tablet',
    text: 'The Globex tablet is fine. \u001b]0;owned\u0007=HYPERLINK("http://evil.example")',
    hoursAgo: 6,
  },
]

function rss(items: readonly Item[]): string {
  const body = items.map(({ id, title, text, hoursAgo }) => {
    const date = new Date(NOW - hoursAgo * HOUR).toUTCString()
    return `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>https://blog.example/${id}</link><pubDate>${date}</pubDate><description><![CDATA[${text}]]></description><author>jo@blog.example (Jo Blogg)</author></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title>${body.join('')}</channel></rss>`
}

/** A site whose feed can change, with an ETag; /broken answers a login page, /down 500. */
async function startSite(first: readonly Item[]) {
  let items = first
  const answers: number[] = []
  const server = createServer((request, response) => {
    if (request.url === '/broken')
      return response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html><title>Sign in</title><body>Please sign in</body></html>')
    if (request.url === '/down') return response.writeHead(500).end()
    const etag = `"${items.length}"`
    const status = request.headers['if-none-match'] === etag ? 304 : 200
    answers.push(status)
    return response
      .writeHead(status, { etag, 'content-type': 'application/rss+xml' })
      .end(status === 200 ? rss(items) : '')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  onTestFinished(() => void server.close())
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    base: `http://127.0.0.1:${port}`,
    answers,
    publish: (more: readonly Item[]) => {
      items = more
    },
  }
}

function configuration(urls: readonly string[]): string {
  return `version: 1
timezone: Europe/Berlin
brand: { name: Acme }
network: { allow_hosts: [127.0.0.1] }
store: { path: ./store.db }
queries:
  acme: { role: brand, match: acme }
  globex: { role: competitor, match: globex }
sources:
${urls.map((url, index) => `  s${index + 1}: { type: feed, urls: ["${url}"] }`).join('\n')}
`
}

let folder = ''
const run = (...args: string[]) => listen(args, { cwd: folder })

beforeEach(() => {
  folder = temporaryFolder()
})

async function scanned() {
  const site = await startSite(ITEMS)
  writeFileSync(join(folder, 'queries.yaml'), configuration([`${site.base}/feed.xml`]))
  const result = await run('scan')
  return { site, result }
}

describe('a scan', () => {
  it('keeps what matches, and says what it found', async () => {
    const { result } = await scanned()
    expect(result.err).toContain('4 found, 4 new, 3 matched')
    expect(result.status).toBe(0)
  })

  it('asks again with the validators, and finds nothing new', async () => {
    const { site } = await scanned()
    const again = await run('scan')
    expect(site.answers).toEqual([200, 304])
    expect(again.err).toContain('0 found, 0 new, 0 matched')
    expect(again.status).toBe(0)
  })

  it('names what failed and keeps the rest', async () => {
    const site = await startSite(ITEMS)
    writeFileSync(
      join(folder, 'queries.yaml'),
      configuration([`${site.base}/broken`, `${site.base}/feed.xml`]),
    )
    const result = await run('scan')
    expect(result.status).toBe(3)
    expect(result.err).toMatch(/s1 .*\n\s+failed/)
    expect(result.err).toContain('3 matched; 1 failure, the rest is saved')
  })

  it('fails when no source could be read', async () => {
    const site = await startSite(ITEMS)
    writeFileSync(join(folder, 'queries.yaml'), configuration([`${site.base}/broken`]))
    expect((await run('scan')).status).toBe(1)
  })

  it('refuses a private address that the configuration does not allow', async () => {
    const site = await startSite(ITEMS)
    const text = configuration([`${site.base}/feed.xml`]).replace(/network:.*\n/, '')
    writeFileSync(join(folder, 'queries.yaml'), text)
    const result = await run('scan')
    expect(result.status).toBe(1)
    expect(result.err).toContain('127.0.0.1')
    expect(site.answers).toEqual([])
  })

  it('finds what a changed query asks for in what was kept unmatched', async () => {
    await scanned()
    const text = readFileSync(join(folder, 'queries.yaml'), 'utf8')
    writeFileSync(
      join(folder, 'queries.yaml'),
      text.replace('match: acme', 'match: acme OR tomatoes'),
    )
    const result = await run('scan')
    expect(result.err).toContain('4 found')
    expect((await run('search', 'tomatoes')).out).toContain('Garden news')
  })
})

describe('looking at what is stored', () => {
  it('search finds by words, feeling and fields', async () => {
    await scanned()
    expect((await run('search', 'battery')).out).toContain('Acme phone battery died again')
    expect((await run('search', 'query:globex')).out.trim().split('\n')).toHaveLength(1)
    expect((await run('search', 'sentiment:negative')).out).toContain('battery died')
    expect((await run('search', 'tomatoes')).out).toBe('')
    expect((await run('search', 'tomatoes', '--all')).out).toContain('Garden news')
  })

  it('show tells why a post matched, and no byte of a post steers the terminal', async () => {
    await scanned()
    const [line = ''] = (await run('search', 'query:globex')).out.split('\n')
    const shown = await run('show', line.split('\t')[0] ?? '')
    expect(shown.out).toContain('globex (competitor): Globex')
    expect(shown.out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
  })

  it('a complaint of three hours is overdue in the queue', async () => {
    await scanned()
    const queue = await run('queue', '--json')
    const rows = queue.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { title: string; opening: string })
    expect(rows[0]).toMatchObject({ title: 'Acme phone battery died again', opening: 'uncovered' })
  })
})

describe('triage', () => {
  it('flags, labels, notes, closes and undoes', async () => {
    await scanned()
    const number = (await run('search', 'battery')).out.split('\t')[0] ?? ''
    await run('flag', number)
    await run('label', 'billing', number)
    await run('note', number, '--text', 'called back')
    const closed = await run('close', number, '--reason', 'no-answer-wanted')
    expect(closed.err).toContain('1 post closed')
    const shown = (await run('show', number)).out
    for (const words of ['closed', 'flag', 'billing', 'called back (ann)'])
      expect(shown).toContain(words)
    await run('undo')
    expect((await run('show', number)).out).not.toContain('status     closed')
    expect((await run('search', 'label:billing')).out).toContain('battery')
  })

  it('--where acts on all that match, and asks for --yes in a script', async () => {
    await scanned()
    const refused = await run('flag', '--where', 'acme')
    expect(refused.status).toBe(2)
    expect(refused.err).toContain('--yes')
    const done = await run('flag', '--where', 'acme', '--yes')
    expect(done.err).toContain('2 posts flagged')
    expect((await run('search', 'is:flagged')).out.trim().split('\n')).toHaveLength(2)
  })

  it('a post that is not there is named, and the others are changed', async () => {
    await scanned()
    const number = (await run('search', 'battery')).out.split('\t')[0] ?? ''
    const result = await run('flag', number, '9999')
    expect(result.status).toBe(1)
    expect(result.err).toContain('there is no post 9999')
    expect((await run('search', 'is:flagged')).out).toContain('battery')
  })
})

describe('telling', () => {
  it('the report says the same in every format', async () => {
    await scanned()
    const json = JSON.parse((await run('report', '--format', 'json')).out) as {
      queries: { query: string; posts: number }[]
    }
    expect(json.queries).toContainEqual(expect.objectContaining({ query: 'acme', posts: 2 }))
    expect((await run('report')).out).toContain('Overview of Acme')
    expect((await run('report', '--format', 'md')).out).toContain('| acme | brand | 2 |')
    expect((await run('report', '--format', 'html')).out).toContain("default-src 'none'")
    expect((await run('report', '--format', 'csv')).out).toContain('overview,queries,1,')
  })

  it('the same store at the same time gives the same bytes', async () => {
    await scanned()
    const asOf = new Date(NOW).toISOString()
    const first = await run('report', '--as-of', asOf, '--format', 'json')
    expect(first.out).toBe((await run('report', '--as-of', asOf, '--format', 'json')).out)
    expect(first.out).not.toBe('')
  })

  it('every post is in exactly one digest', async () => {
    const { site } = await scanned()
    expect((await run('digest')).out).toContain('battery died')
    site.publish([
      ...ITEMS,
      { id: '5', title: 'Acme opens a shop', text: 'News from Acme.', hoursAgo: 1 },
    ])
    await run('scan')
    const second = (await run('digest')).out
    expect(second).toContain('1 new post')
    expect(second).toContain('Acme opens a shop')
    expect((await run('digest')).out).toContain('0 new posts')
  })

  it('a digest that could not be written keeps its window', async () => {
    await scanned()
    const failed = await run('digest', '--to', 'nowhere/digest.md')
    expect(failed.status).toBe(1)
    expect((await run('digest')).out).toContain('battery died')
  })

  it('the CSV opens as text, row by row', async () => {
    await scanned()
    const written = await run('export', '--excel', '-o', 'posts.csv')
    expect(written.status).toBe(0)
    const rows = parseCsv(readFileSync(join(folder, 'posts.csv'), 'utf8'))
    expect(rows).toHaveLength(4)
    const again = await run('export', '-o', 'posts.csv')
    expect(again.status).toBe(1)
    expect(again.err).toContain('exists already')
    expect((await run('export', '-o', '/dev/full')).err).toContain('/dev/full')
  })

  it('JSON lines hold the documented keys', async () => {
    await scanned()
    const [line = ''] = (await run('export', 'battery', '--format', 'jsonl')).out.split('\n')
    const post = JSON.parse(line) as Record<string, unknown>
    expect(post).toMatchObject({
      platform: 'feed',
      source: 's1',
      id: '1',
      kind: 'article',
      side: 'theirs',
      published_precision: 'second',
    })
    expect(post.published).toMatch(/\+0[12]:00$/)
  })
})

it('a changed opening rule is applied to what is stored', async () => {
  await scanned()
  const text = readFileSync(join(folder, 'queries.yaml'), 'utf8')
  const rule =
    'answer: { uncovered: { intents: [praise, complaint], confidence: 0.2, look: 0.1 } }\n'
  writeFileSync(join(folder, 'queries.yaml'), text + rule)
  expect((await run('db', 'reindex')).err).toContain('1 conversation opened by the present rule')
  expect((await run('queue')).out).toContain('Love it')
  expect((await run('db', 'reindex')).err).toContain('0 conversations opened')
  expect((await run('db', 'check')).status).toBe(0)
})

it('query test says which posts of a file match, and names lines that are no posts', async () => {
  writeFileSync(
    join(folder, 'posts.jsonl'),
    '{"id":"a","text":"Acme is fine"}\nnot json\n{"id":"b","text":"Globex"}\n',
  )
  const result = await run('query', 'test', 'acme', '--input', 'posts.jsonl', '--json')
  expect(
    result.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([
    { id: 'a', matched: true, hits: [{ field: 'text', start: 0, end: 4 }] },
    { id: 'b', matched: false, hits: [] },
  ])
  expect(result.err).toContain('line 2')
  expect(result.status).toBe(3)
})

it('analyze answers a line for every text, in order', async () => {
  const result = await listen(['analyze'], {
    cwd: folder,
    input: 'I love it\n{"id":7,"text":"this is terrible and broken"}\n',
  })
  const rows = result.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id?: number; sentiment: { label: string } })
  expect(rows.map(({ sentiment }) => sentiment.label)).toEqual(['positive', 'negative'])
  expect(rows[1]?.id).toBe(7)
})

it('init writes a configuration that passes query check', async () => {
  const made = await run(
    'init',
    '--brand',
    'Acme "Phones"',
    '--competitor',
    'Globex',
    '--feed',
    'https://acme.example/feed.xml',
    '--handle',
    'bluesky:acme.bsky.social',
  )
  expect(made.status).toBe(0)
  const checked = await run('query', 'check')
  expect(checked.err).toContain('2 queries: 2 can be used')
  expect(checked.status).toBe(0)
})
