import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import type { HttpClient } from '../../src/model/http.ts'
import type { Post } from '../../src/model/post.ts'
import { feed } from '../../src/sources/feed.ts'
import type { Channel, Page, ReadEnvironment } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient } from './contract.ts'

const NOW = Date.UTC(2026, 1, 10)
type Extra = Partial<ReadEnvironment<never>>

const item = (number: number, more = '') =>
  `<item><guid isPermaLink="false">g${number}</guid><title>Acme ${number}</title><link>https://site.example/${number}</link><pubDate>Mon, 02 Feb 2026 10:00:0${number % 10} GMT</pubDate>${more}</item>`
const rss = (items: string, channel = '') =>
  `<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Site</title><link>https://site.example/</link>${channel}${items}</channel></rss>`

let server: Loopback
let http: HttpClient

beforeEach(async () => {
  server = await startLoopback()
  http = contractClient()
})
afterEach(async () => {
  await http.close()
  await server.close()
})

function channelsOf(...urls: string[]): readonly Channel[] {
  const settings = v.parse(feed.settings, { urls })
  return feed.channels({ settings, queries: [], handles: [], competitorHandles: {} })
}

async function readAll(url: string, extra: Extra = {}): Promise<Page[]> {
  const pages: Page[] = []
  const settings = v.parse(feed.settings, { urls: [url] })
  const environment = {
    settings,
    name: 'blogs',
    http,
    now: () => NOW,
    maxPages: 20,
    maxItems: 5000,
    ...extra,
  }
  for await (const page of feed.read(channelsOf(url)[0] as Channel, environment)) pages.push(page)
  return pages
}

async function refusal(url: string, extra: Extra = {}): Promise<SourceError> {
  const error = await readAll(url, extra).then(
    () => undefined,
    (problem: unknown) => problem,
  )
  expect(error).toBeInstanceOf(SourceError)
  return error as SourceError
}

const titles = (pages: readonly Page[]) =>
  pages.flatMap((page) => page.posts.map((post) => post.title))

describe('channels', () => {
  test('are the addresses, each once, without secrets in their names', () => {
    const channels = channelsOf(
      'https://ann:secret1@site.example/feed?token=secret2&s=acme#x',
      'https://site.example/feed?s=acme&token=secret3',
      './saved/feed.xml',
      './saved/feed.xml',
    )
    expect(channels.map(({ label }) => label)).toEqual([
      'site.example/feed',
      'site.example/feed',
      './saved/feed.xml',
    ])
    expect(new Set(channels.map(({ key }) => key)).size).toBe(3)
    expect(channels.map(({ key }) => key).join()).not.toContain('secret')
    expect(channels[0]?.request).toEqual({
      url: 'https://ann:secret1@site.example/feed?token=secret2&s=acme#x',
    })
  })

  test.each([[[]], [['']], [['ftp://site.example/feed']], [['javascript://x']], [[1]], ['']])(
    'settings %j are refused',
    (urls) => {
      expect(v.safeParse(feed.settings, { urls }).success).toBe(false)
    },
  )

  test('one address may stand alone', () => {
    expect(v.parse(feed.settings, { urls: 'https://site.example/feed' })).toEqual({
      urls: ['https://site.example/feed'],
    })
  })
})

describe('posts', () => {
  test('are what the items say', async () => {
    server.on('/feed', {
      headers: { 'content-type': 'application/rss+xml' },
      body: rss(
        item(
          1,
          '<author>ann@site.example (Ann)</author><description>&lt;p>Text&lt;/p>&lt;p>More&lt;/p></description><category>t</category>',
        ),
      ),
    })
    const [page] = await readAll(server.url('/feed'))
    expect(page?.posts).toEqual<Post[]>([
      {
        platform: 'feed',
        source: 'blogs',
        id: 'g1',
        identity: 'site.example#g1',
        url: 'https://site.example/1',
        kind: 'article',
        title: 'Acme 1',
        text: 'Text\n\nMore',
        author: { id: 'site.example/Ann', name: 'Ann' },
        publishedAt: Date.UTC(2026, 1, 2, 10, 0, 1),
        publishedPrecision: 'second',
        collectedAt: NOW,
        tags: ['t'],
      },
    ])
  })

  test.each([
    ['no date', '', undefined, 'none'],
    ['a date that is none', '<pubDate>soon</pubDate>', undefined, 'none'],
    ['the far future', '<pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>', undefined, 'none'],
    [
      'a clock that is a little fast',
      '<pubDate>Tue, 10 Feb 2026 06:00:00 GMT</pubDate>',
      Date.UTC(2026, 1, 10, 6),
      'second',
    ],
    ['no zone', '<pubDate>2026-02-02T10:00:00</pubDate>', Date.UTC(2026, 1, 2, 10), 'day'],
    [
      'no seconds',
      '<pubDate>Mon, 02 Feb 2026 10:00 GMT</pubDate>',
      Date.UTC(2026, 1, 2, 10),
      'minute',
    ],
    ['a day', '<pubDate>2026-02-02</pubDate>', Date.UTC(2026, 1, 2), 'day'],
    ['a month', '<pubDate>2026-02</pubDate>', Date.UTC(2026, 1, 1), 'none'],
  ])('with %s', async (_, date, publishedAt, precision) => {
    server.on('/feed', { body: rss(`<item><guid>1</guid>${date}</item>`) })
    const [post] = (await readAll(server.url('/feed')))[0]?.posts ?? []
    expect([post?.publishedAt, post?.publishedPrecision]).toEqual([publishedAt, precision])
  })

  test('an answer names the identity of what it answers', async () => {
    server.on('/feed', {
      body: '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><link href="https://site.example/"/><entry><id>2</id><thr:in-reply-to ref="1"/></entry><entry><id>1</id></entry></feed>',
    })
    const [page] = await readAll(server.url('/feed'))
    expect(page?.posts[0]?.parent).toBe(page?.posts[1]?.identity)
  })

  test('two items with one id keep their order and have one identity', async () => {
    server.on('/feed', {
      body: rss(
        '<item><guid>1</guid><title>new</title></item><item><guid>2</guid><title>x</title></item><item><guid>1</guid><title>old</title></item>',
      ),
    })
    const pages = await readAll(server.url('/feed'))
    expect(titles(pages)).toEqual(['new', 'x', 'old'])
    expect(pages[0]?.posts[0]?.identity).toBe(pages[0]?.posts[2]?.identity)
  })
})

describe('visits', () => {
  test('are conditional, and 304 is no news', async () => {
    server.on('/feed', ({ headers }) =>
      headers['if-none-match'] === '"1"'
        ? { status: 304 }
        : { headers: { etag: '"1"' }, body: rss(item(1)) },
    )
    const [first] = await readAll(server.url('/feed'))
    expect(first).toMatchObject({ complete: true, validators: { etag: '"1"' } })
    expect(
      await readAll(server.url('/feed'), {
        state: first?.state,
        validators: first?.validators ?? {},
      }),
    ).toEqual([{ posts: [], notModified: true, complete: true }])
  })

  test('a cut document keeps its whole items and moves neither state nor validators', async () => {
    const document = rss(item(3) + item(2) + item(1))
    for (let cut = 80; cut < document.length; cut += 23) {
      server.on('/feed', { headers: { etag: `"${cut}"` }, body: document.slice(0, cut) })
      const [page] = await readAll(server.url('/feed'))
      expect(page).toMatchObject({ complete: false, notice: expect.stringContaining('cut') })
      expect([page?.state, page?.validators]).toEqual([undefined, undefined])
      expect(page?.posts.length).toBe(document.slice(0, cut).split('</item>').length - 1)
    }
  })

  test('what is no feed is refused with what it is', async () => {
    const bodies: Record<string, [string, RegExp]> = {
      '/empty': ['', /empty document/],
      '/text': ['hello', /not a feed but something other than RSS, Atom or JSON Feed$/],
      '/gate': [
        '<!DOCTYPE html><title>Just a moment...</title><script src="/cdn-cgi/challenge"></script>',
        /checks for robots/,
      ],
      '/login': ['<html><form><input name=p type="password"></form></html>', /login page/],
      '/page': ['<html><body><p>Welcome</p></body></html>', /web page that names none/],
      '/json': ['{"items":[{"id":', /JSON that cannot be read/],
    }
    for (const [path, [body, expected]] of Object.entries(bodies)) {
      server.on(path, { body })
      const error = await refusal(server.url(path))
      expect(error.kind).toBe('unexpected-response')
      expect(error.message).toMatch(expected)
    }
  })

  test('fewer posts than the document holds: the rest must come again', async () => {
    server.on('/feed', { headers: { etag: '"1"' }, body: rss(item(3) + item(2) + item(1)) })
    const [page] = await readAll(server.url('/feed'), { maxItems: 2 })
    expect([page?.posts.length, page?.complete, page?.state, page?.validators]).toEqual([
      2,
      true,
      undefined,
      undefined,
    ])
  })

  test.each([
    ['nothing', '', undefined],
    ['an interval', '<ttl>90</ttl>', 5400],
    [
      'hours without news',
      '<skipHours><hour>0</hour><hour>1</hour><hour>3</hour></skipHours>',
      7200,
    ],
    [
      'an interval that ends in such an hour',
      '<ttl>90</ttl><skipHours><hour>1</hour><hour>2</hour></skipHours>',
      10_800,
    ],
    [
      'no hour left',
      `<skipHours>${Array.from({ length: 24 }, (_, hour) => `<hour>${hour}</hour>`).join('')}</skipHours>`,
      undefined,
    ],
  ])('when to come again, as the feed hints: %s', async (_, hints, seconds) => {
    server.on('/feed', { body: rss(item(1), hints) })
    expect((await readAll(server.url('/feed')))[0]?.hintSeconds).toBe(seconds)
  })

  test('a feed that has moved for good says so', async () => {
    server.on('/feed', { status: 301, headers: { location: '/new' } })
    server.on('/new', { body: rss(item(1)) })
    expect((await readAll(server.url('/feed')))[0]?.notice).toContain(
      `moved for good to ${server.url('/new')}`,
    )
  })
})

describe('a page that names its feed', () => {
  const page =
    '<html><head><link rel="alternate" type="application/rss+xml" href="/gone.xml"><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>'

  test('is followed, and later the feed is asked at once', async () => {
    server.on('/', { headers: { etag: '"page"' }, body: page })
    server.on('/feed.xml', ({ headers }) =>
      headers['if-none-match'] === '"feed"'
        ? { status: 304 }
        : { headers: { etag: '"feed"' }, body: rss(item(1)) },
    )
    const [first] = await readAll(server.url('/'))
    expect(first?.notice).toContain(`its feed is ${server.url('/feed.xml')}`)
    expect([titles([first as Page]), first?.validators]).toEqual([['Acme 1'], { etag: '"feed"' }])
    const before = server.requests.length
    const [second] = await readAll(server.url('/'), {
      state: first?.state,
      validators: first?.validators ?? {},
    })
    expect(second?.notModified).toBe(true)
    expect(server.requests.slice(before).map((request) => request.path)).toEqual(['/feed.xml'])
  })

  test('is asked again when the feed has gone', async () => {
    server.on('/', { body: page.replace('/gone.xml', '/other.xml') })
    server.on('/feed.xml', { status: 410 })
    server.on('/other.xml', { body: rss(item(2)) })
    expect(
      titles(
        await readAll(server.url('/'), { state: { items: [], found: server.url('/feed.xml') } }),
      ),
    ).toEqual(['Acme 2'])
  })

  test('is refused when it names only what is no feed', async () => {
    server.on('/', { body: page })
    expect((await refusal(server.url('/'))).kind).toBe('unexpected-response')
  })
})

describe('older pages', () => {
  const next = (path: string) => `<atom:link rel="next" href="${server.url(path)}"/>`

  test('are read until something is known', async () => {
    server.on('/1', { headers: { etag: '"new"' }, body: rss(item(6) + item(5), next('/2')) })
    server.on('/2', { body: rss(item(4) + item(3), next('/3')) })
    server.on('/3', { body: rss(item(2) + item(1), next('/4')) })
    const state = { items: [['site.example#g3', '']] }
    const pages = await readAll(server.url('/1'), { state })
    expect(titles(pages)).toEqual(['Acme 6', 'Acme 5', 'Acme 4', 'Acme 3'])
    expect(pages.map((page) => page.validators)).toEqual([undefined, { etag: '"new"' }])
    expect(pages[0]?.state).toBeUndefined()
    expect(JSON.stringify(pages[1]?.state)).toContain('g6')
    expect(server.count('/3')).toBe(0)
  })

  test('are not read at the first visit, but back to a date that is asked for', async () => {
    server.on('/1', { body: rss(item(6), next('/2')) })
    server.on('/2', { body: rss(item(5), next('/3')) })
    server.on('/3', {
      body: rss(
        '<item><guid>old</guid><title>old</title><pubDate>2020-01-01</pubDate></item>',
        next('/4'),
      ),
    })
    expect(titles(await readAll(server.url('/1')))).toEqual(['Acme 6'])
    expect(titles(await readAll(server.url('/1'), { since: Date.UTC(2026, 0, 1) }))).toEqual([
      'Acme 6',
      'Acme 5',
      'old',
    ])
    expect(server.count('/4')).toBe(0)
  })

  test('one that has gone is the end, one that cannot be reached is an error that moves nothing', async () => {
    server.on('/1', { headers: { etag: '"1"' }, body: rss(item(1), next('/2')) })
    server.on('/2', { status: 410 })
    expect((await readAll(server.url('/1'), { since: 0 })).at(-1)).toMatchObject({
      validators: { etag: '"1"' },
    })
    server.on('/2', { body: '<html><title>404</title></html>' })
    expect((await readAll(server.url('/1'), { since: 0 })).at(-1)).toMatchObject({
      validators: { etag: '"1"' },
    })
    server.on('/2', { status: 500 })
    expect((await refusal(server.url('/1'), { since: 0 })).kind).toBe('unreachable')
  })

  test('rings and caps end', async () => {
    server.on('/1', { body: rss(item(1), next('/2')) })
    server.on('/2', { body: rss(item(2), next('/1')) })
    expect((await readAll(server.url('/1'), { since: 0 })).length).toBe(2)
    server.on('/2', ({ query }) => ({
      body: rss(item(2), next(`/2?p=${Number(query.get('p') ?? 0) + 1}`)),
    }))
    expect((await readAll(server.url('/1'), { since: 0, maxPages: 5 })).length).toBe(5)
  })
})

describe('files', () => {
  const disk = (files: Record<string, string>): Extra => ({
    readFile: async (path) => {
      const text = files[path]
      if (text === undefined) throw new Error('ENOENT')
      return Buffer.from(text)
    },
    listFolder: async (path) => {
      const inside = Object.keys(files).filter((each) => each.startsWith(`${path}/`))
      return inside.length === 0 ? undefined : inside.sort()
    },
  })

  test('are read, and not again when they have not changed', async () => {
    const files = { 'a.xml': rss(item(1)) }
    const [first] = await readAll('a.xml', disk(files))
    expect(titles([first as Page])).toEqual(['Acme 1'])
    expect(JSON.stringify(first?.state)).toContain(
      createHash('sha256').update(files['a.xml']).digest('base64url'),
    )
    expect(await readAll('a.xml', { ...disk(files), state: first?.state })).toEqual([
      { posts: [], notModified: true, complete: true },
    ])
    expect(
      titles(await readAll('a.xml', { ...disk({ 'a.xml': rss(item(2)) }), state: first?.state })),
    ).toEqual(['Acme 2'])
  })

  test('a folder is all feed files in it', async () => {
    const files = {
      'f/a.xml': rss(item(1)),
      'f/b.json': '{"items":[{"id":"1","title":"B"}]}',
      'f/c.txt': 'x',
      'f/d.atom': 'no feed',
      'f/e.rss': rss(item(2)).slice(0, -6),
    }
    const pages = await readAll('f', disk(files))
    expect(titles(pages)).toEqual(['Acme 1', 'B', 'Acme 2'])
    expect(pages.map((page) => page.complete)).toEqual([true, true, false])
    expect(pages.at(-1)?.notice).toContain('f/d.atom: not a feed')
  })

  test('what cannot be read is said', async () => {
    expect((await refusal('none.xml', disk({}))).message).toContain('cannot be read')
    expect((await refusal('a.xml', disk({ 'a.xml': 'no feed' }))).message).toContain('not a feed')
    expect((await refusal('f', disk({ 'f/a.xml': 'no feed' }))).message).toContain('not a feed')
  })

  test('a file URL is a path', async () => {
    expect(
      titles(await readAll('file:///tmp/a.xml', disk({ '/tmp/a.xml': rss(item(1)) }))),
    ).toEqual(['Acme 1'])
  })
})
