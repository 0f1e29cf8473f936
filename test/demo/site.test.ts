import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Truth } from '../../scripts/sample/assemble.ts'
import { createHttpClient } from '../../src/http/client.ts'
import type { HttpClient, Validators } from '../../src/model/http.ts'
import type { Post } from '../../src/model/post.ts'
import { type Place, readSample, type SamplePost } from '../../src/scan/demo/sample.ts'
import { createDemoSite, type DemoSite } from '../../src/scan/demo/site.ts'
import { loadSource } from '../../src/sources/index.ts'
import { type LoopbackServer, startLoopbackServer } from '../../src/system/loopback-server.ts'

const folder = join(import.meta.dirname, '../../sample')
const fileText = (name: string) => readFileSync(join(folder, name), 'utf8')
const sample = readSample({ posts: fileText('posts.jsonl'), places: fileText('places.json') })
const truth = JSON.parse(fileText('truth.json')) as Truth
const AS_OF = Date.UTC(2027, 1, 14, 9, 30, 0)
const FEEDS = sample.places.filter(
  (place) => !['hackernews', 'mastodon', 'bluesky'].includes(place.format),
)

let site: DemoSite
let server: LoopbackServer
let http: HttpClient

beforeAll(async () => {
  site = createDemoSite(sample, AS_OF)
  server = await startLoopbackServer(site.answer)
  const place = { address: '127.0.0.1', port: server.port }
  http = createHttpClient({
    userAgent: 'listen-test',
    hosts: Object.fromEntries(site.hosts.map((host) => [host, place])),
  })
})

afterAll(async () => {
  await http.close()
  await server.close()
})

async function readFeed(url: string, validators?: Validators) {
  const feed = await loadSource('feed')
  const settings = { urls: [url] } as never
  const [channel] = feed.channels({ settings, queries: [], handles: [], competitorHandles: {} })
  if (channel === undefined) throw new Error('no channel')
  const pages = []
  const environment = {
    settings,
    name: 'test',
    http,
    now: () => AS_OF,
    maxPages: 5,
    maxItems: 2000,
    ...(validators === undefined ? {} : { validators }),
  }
  for await (const page of feed.read(channel, environment)) pages.push(page)
  return {
    posts: pages.flatMap((page) => page.posts),
    validators: pages.at(-1)?.validators,
    notModified: pages.every((page) => page.notModified === true),
    complete: pages.every((page) => page.complete),
  }
}

const squeezed = (text: string) => text.replace(/\s+/g, ' ').trim()

/** What can be compared of a post as read and as it should be. */
function visible({ title, text, publishedAt, author }: Partial<Post>) {
  return {
    text: squeezed(text ?? ''),
    publishedAt,
    ...(title === undefined ? {} : { title: squeezed(title) }),
    ...(author?.name === undefined ? {} : { name: author.name }),
  }
}

function shouldBe(place: Place, wanted: SamplePost): Partial<Post> {
  const name = wanted.author.name ?? wanted.author.handle
  return {
    text: wanted.text,
    ...(wanted.title === undefined ? {} : { title: wanted.title }),
    ...(place.dates === 'none' ? {} : { publishedAt: AS_OF + wanted.at * 1000 }),
    ...(place.writer === 'none' ? {} : { author: { id: name, name } }),
  }
}

describe.each(FEEDS)('the feed $name ($format)', (place) => {
  const expected = sample.posts.filter((post) => post.place === place.name)
  const url = `http://${place.host}${place.path}`

  it('gives every post of the place with its text, date, author and id', async () => {
    const { posts, complete } = await readFeed(url)
    expect(complete).toBe(true)
    expect(posts.length).toBe(expected.length)
    const byId = new Map<string, Post>(posts.map((post) => [post.id, post]))
    for (const wanted of expected) {
      const found = byId.get(truth.posts[wanted.key]?.id ?? '')
      expect(found && visible(found), wanted.key).toMatchObject(visible(shouldBe(place, wanted)))
    }
  })

  it('answers 304 to a reader that has it', async () => {
    const { validators } = await readFeed(url)
    const again = await readFeed(url, validators)
    expect(again).toMatchObject({ posts: [], notModified: true })
  })
})

describe('the Hacker News of the sample', () => {
  const ask = async (path: string) =>
    JSON.parse(
      Buffer.from((await http.get({ url: `http://hn.example${path}` })).body).toString(),
    ) as {
      hits: { objectID: string; created_at_i: number; author: string; _tags: string[] }[]
      nbHits: number
      nbPages: number
      children: { children: unknown[] }[]
    }

  it('is read whole by the connector', async () => {
    const hackernews = await loadSource('hackernews')
    const settings = { endpoint: 'http://hn.example' } as never
    const posts: Post[] = []
    const channel = {
      key: 'author acme_team',
      label: '',
      request: { kind: 'author', name: 'acme_team' },
    }
    for await (const page of hackernews.read(channel, {
      settings,
      name: 'hn',
      http,
      now: () => AS_OF,
      maxPages: 10,
      maxItems: 2000,
    }))
      posts.push(...page.posts)
    const ours = sample.posts.filter(
      (post) => post.place === 'hn' && post.author.handle === 'acme_team',
    )
    expect(posts.map((post) => post.id).sort()).toEqual(ours.map((post) => post.id).sort())
    const first = ours[0]
    const found = posts.find((post) => post.id === first?.id)
    expect(squeezed(found?.text ?? '')).toBe(squeezed(first?.text ?? ''))
    expect(found?.publishedAt).toBe(AS_OF + (first?.at ?? 0) * 1000)
  })

  it('filters by words, tags and time, newest first, in pages', async () => {
    const all = await ask('/api/v1/search_by_date?query=acme&hitsPerPage=1000')
    expect(all.nbHits).toBeGreaterThan(80)
    const times = all.hits.map((hit) => hit.created_at_i)
    expect(times).toEqual([...times].sort((left, right) => right - left))
    const page = await ask('/api/v1/search_by_date?query=acme&hitsPerPage=10&page=1')
    expect(page.hits.map((hit) => hit.objectID)).toEqual(
      all.hits.slice(10, 20).map((hit) => hit.objectID),
    )
    const since = times[5] ?? 0
    const newer = await ask(
      `/api/v1/search_by_date?query=acme&numericFilters=created_at_i>=${since}&hitsPerPage=1000`,
    )
    expect(newer.nbHits).toBe(times.filter((time) => time >= since).length)
    const ours = await ask(
      '/api/v1/search_by_date?tags=comment,(author_acme_team,author_globex_care)',
    )
    expect(new Set(ours.hits.map((hit) => hit.author))).toEqual(
      new Set(['acme_team', 'globex_care']),
    )
    const without = await ask('/api/v1/search_by_date?query=acme -cloud&hitsPerPage=1000')
    expect(without.nbHits).toBeLessThan(all.nbHits)
    expect((await ask('/api/v1/search_by_date?query="no such words here"')).nbHits).toBe(0)
  })

  it('gives a thread as a tree and an item alone', async () => {
    const story = sample.posts.find(
      (post) => post.place === 'hn' && post.title?.includes('seven years'),
    )
    const tree = await ask(`/api/v1/items/${story?.id}`)
    const count = (node: { children: unknown[] }): number =>
      node.children.reduce<number>(
        (sum, child) => sum + 1 + count(child as { children: unknown[] }),
        0,
      )
    expect(count(tree)).toBe(
      sample.posts.filter((post) => post.root === story?.key && post.key !== story?.key).length,
    )
    expect(await ask(`/v0/item/${story?.id}.json`)).toMatchObject({ type: 'story', score: 412 })
    await expect(ask('/api/v1/items/1')).rejects.toThrow()
  })
})

describe('the Bluesky of the sample', () => {
  const settings = { endpoint: 'http://bsky.example' } as never
  const environment = { settings, name: 'bluesky', now: () => AS_OF, maxPages: 20, maxItems: 2000 }
  const own = sample.posts.filter((post) => post.place === 'bluesky')

  async function read(request: unknown): Promise<Post[]> {
    const bluesky = await loadSource('bluesky')
    const posts: Post[] = []
    const channel = { key: JSON.stringify(request), label: '', request }
    for await (const page of bluesky.read(channel, { ...environment, http }))
      posts.push(...page.posts)
    return posts
  }

  it('gives the connector every post with the word, through several pages', async () => {
    const posts = await read({ kind: 'search', text: 'acme' })
    const wanted = own.filter((post) => /\bacme\b/i.test(post.text))
    expect(wanted.length).toBeGreaterThan(80)
    expect(posts.map((post) => post.id).sort()).toEqual(
      wanted.map((post) => truth.posts[post.key]?.id ?? '').sort(),
    )
    const first = wanted[0]
    expect(posts.find((post) => post.id === truth.posts[first?.key ?? '']?.id)).toMatchObject({
      text: first?.text,
      publishedAt: AS_OF + (first?.at ?? 0) * 1000,
      author: { handle: first?.author.handle },
    })
  })

  it('knows who speaks to us, what we say, threads and likers', async () => {
    const mentions = await read({ kind: 'mentions', handle: 'acme.bsky.example' })
    expect(mentions.length).toBe(
      own.filter((post) => post.to?.includes('acme.bsky.example')).length,
    )
    for (const post of mentions) expect(post.to).toContain('acme.bsky.example')
    const ours = await read({ kind: 'author', handle: 'acme.bsky.example' })
    expect(ours.length).toBe(
      own.filter((post) => post.author.handle === 'acme.bsky.example').length,
    )
    const bluesky = await loadSource('bluesky')
    const reply = ours.find((post) => post.parent !== undefined)
    const thread = await bluesky.thread?.({ thread: reply?.thread ?? '' } as never, {
      ...environment,
      http,
    })
    expect(thread?.posts.map((post) => post.id)).toContain(reply?.id)
    expect(thread?.complete).toBe(true)
    const announcement = ours.find((post) => post.parent === undefined)
    const likers = await bluesky.likers?.(announcement as Post, { ...environment, http })
    expect(likers?.length).toBe(
      own.find((post) => truth.posts[post.key]?.id === announcement?.id)?.likers?.length,
    )
  })
})

describe('the Mastodon of the sample', () => {
  const own = sample.posts.filter((post) => post.place === 'mastodon')
  const ask = async (path: string) => {
    const answer = await http.get({
      url: path.startsWith('http') ? path : `http://social.example${path}`,
    })
    return {
      json: JSON.parse(Buffer.from(answer.body).toString()),
      link: answer.headers.link ?? '',
    }
  }

  it('pages a tag backwards and forwards by the Link header, without gaps', async () => {
    const ids: string[] = []
    let next: string | undefined = '/api/v1/timelines/tag/acme?limit=20'
    let previous = ''
    while (next !== undefined) {
      const { json, link }: { json: { id: string }[]; link: string } = await ask(next)
      ids.push(...json.map((status) => status.id))
      next = /<([^>]+)>; rel="next"/.exec(link)?.[1]
      previous = /<([^>]+)>; rel="prev"/.exec(link)?.[1] ?? previous
    }
    const wanted = own.filter((post) => post.tags?.includes('acme')).map((post) => post.id)
    expect(ids).toEqual(wanted.sort().reverse())
    // `prev` of the last page leads to the page before it.
    const { json } = await ask(previous)
    const start = ids.length - (ids.length % 20 || 20)
    expect(json.map((status: { id: string }) => status.id)).toEqual(ids.slice(start - 20, start))
  })

  it('is read whole by the connector: a tag, our own posts, a thread', async () => {
    const mastodon = await loadSource('mastodon')
    const settings = { endpoint: 'http://social.example', tags: ['acme'] } as never
    const environment = {
      settings,
      name: 'mastodon',
      http,
      now: () => AS_OF,
      maxPages: 20,
      maxItems: 2000,
    }
    const read = async (request: unknown) => {
      const posts: Post[] = []
      for await (const page of mastodon.read(
        { key: JSON.stringify(request), label: '', request },
        environment,
      ))
        posts.push(...page.posts)
      return posts
    }
    const tagged = own.filter((post) => post.tags?.includes('acme'))
    const posts = await read({ kind: 'tag', tag: 'acme' })
    expect(posts.map((post) => post.id).sort()).toEqual(
      tagged.map((post) => truth.posts[post.key]?.id ?? '').sort(),
    )
    for (const wanted of tagged) {
      const found = posts.find((post) => post.id === truth.posts[wanted.key]?.id)
      expect(found).toMatchObject({
        publishedAt: AS_OF + wanted.at * 1000,
        lang: wanted.lang,
        author: { handle: wanted.author.handle },
      })
    }
    const ours = await read({ kind: 'author', handle: 'acme@social.example' })
    expect(ours.length).toBe(
      own.filter((post) => post.author.handle === 'acme@social.example').length,
    )
    const opened = own.find(
      (post) => post.author.handle === 'inge@garten.example' && post.to !== undefined,
    )
    const thread = await mastodon.thread?.(
      { thread: truth.posts[opened?.key ?? '']?.id ?? '' } as never,
      environment,
    )
    expect(thread?.posts.length).toBeGreaterThanOrEqual(2)
  })

  it('gives statuses in the shape of the API, their context and those who liked them', async () => {
    const answer = own.find(
      (post) => post.author.handle === 'acme@social.example' && post.lang === 'de',
    )
    const { json: status } = await ask(`/api/v1/statuses/${answer?.id}`)
    expect(status).toMatchObject({
      account: { acct: 'acme', username: 'acme' },
      language: 'de',
      visibility: 'public',
      uri: truth.posts[answer?.key ?? '']?.id,
    })
    const { json: context } = await ask(`/api/v1/statuses/${answer?.id}/context`)
    expect(context.ancestors).toHaveLength(1)
    expect(context.descendants).toHaveLength(1)
    const { json: account } = await ask('/api/v1/accounts/lookup?acct=acme')
    const { json: statuses } = await ask(`/api/v1/accounts/${account.id}/statuses?limit=40`)
    expect(statuses).toHaveLength(
      own.filter((post) => post.author.handle === 'acme@social.example').length,
    )
    const { json: search } = await ask('/api/v2/search?q=acme+cloud&type=statuses&limit=40')
    expect(search.statuses.length).toBeGreaterThan(5)
    const { json: likers } = await ask(
      `/api/v1/statuses/${own.find((post) => (post.likers?.length ?? 0) > 1)?.id}/favourited_by`,
    )
    expect(likers.length).toBeGreaterThan(1)
    await expect(ask('/api/v1/statuses/1')).rejects.toThrow()
  })
})

describe('the site', () => {
  it('keeps ids and moves dates when it ends on another day', async () => {
    const request = { method: 'GET', host: 'daily.example', path: '/rss', headers: {} }
    const text = (asOf: number) =>
      Buffer.from(createDemoSite(sample, asOf).answer(request).body).toString()
    expect(text(AS_OF)).toBe(text(AS_OF + 400))
    const dates = (body: string) =>
      [...body.matchAll(/<pubDate>(.*?)<\/pubDate>/g)].map((match) => Date.parse(match[1] ?? ''))
    const ids = (body: string) => body.match(/<guid>.*?<\/guid>/g)
    expect(dates(text(AS_OF + 86_400_000))).toEqual(
      dates(text(AS_OF)).map((date) => date + 86_400_000),
    )
    expect(ids(text(AS_OF + 86_400_000))).toEqual(ids(text(AS_OF)))
  })

  it('knows no other pages and takes nothing', () => {
    const ask = (method: string, host: string, path: string) =>
      site.answer({ method, host, path, headers: {} }).status
    expect(ask('GET', 'nowhere.example', '/')).toBe(404)
    expect(ask('GET', 'daily.example', '/other')).toBe(404)
    expect(ask('POST', 'daily.example', '/rss')).toBe(405)
  })

  it('shows edits once they are published, and leaves everything else as it was', async () => {
    const before = new Map(
      await Promise.all(
        FEEDS.map(
          async (place) =>
            [place.name, (await readFeed(`http://${place.host}${place.path}`)).validators] as const,
        ),
      ),
    )
    site.publishEdits()
    for (const place of FEEDS) {
      const edited = sample.posts.filter(
        (post) => post.place === place.name && post.edit !== undefined,
      )
      const visit = await readFeed(`http://${place.host}${place.path}`, before.get(place.name))
      expect(visit.notModified, place.name).toBe(edited.length === 0)
      for (const post of edited) {
        const found = visit.posts.find((each) => each.id === truth.posts[post.key]?.id)
        expect(squeezed(found?.text ?? '')).toBe(squeezed(post.edit?.text ?? ''))
        expect(found?.editedAt).toBe(AS_OF + (post.edit?.at ?? 0) * 1000)
      }
    }
  })
})
