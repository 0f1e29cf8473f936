import { afterEach, expect, it } from 'vitest'
import { runStream, type StreamNews, type StreamParts } from '../../src/scan/stream.ts'
import { runWatch, type WatchParts } from '../../src/scan/watch.ts'
import type { Store } from '../../src/store/store.ts'
import {
  type SocketVisit,
  startWebSocketServer,
  textFrame,
  type WebSocketServer,
} from '../helpers/websocket-server.ts'
import { temporaryStores } from '../store/builders.ts'
import { type Desk, openDesk, readSettings } from './desk.ts'

const stores = temporaryStores()
const NOW = Date.parse('2026-11-20T12:00:00Z')
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** An event of the network, so many milliseconds after the first. */
function anEvent(number: number, text: string, more: { did?: string; commit?: object } = {}) {
  return JSON.stringify({
    did: more.did ?? 'did:plc:ann',
    time_us: (NOW - 60_000 + number) * 1000,
    kind: 'commit',
    commit: {
      operation: 'create',
      collection: 'app.bsky.feed.post',
      rkey: `r${number}`,
      cid: 'c',
      record: { text, createdAt: new Date(NOW - 60_000 + number).toISOString(), langs: ['en'] },
      ...more.commit,
    },
  })
}

const aDeletion = (number: number, rkey: string) =>
  anEvent(number, '', { commit: { operation: 'delete', rkey, record: undefined } })

interface Scene {
  readonly server: WebSocketServer
  readonly store: Store
  readonly desk: Desk
  readonly stop: AbortController
  readonly parts: StreamParts
  readonly news: StreamNews[]
  /** Resolves when what was stored so far is enough. */
  until(isEnough: () => boolean | Promise<boolean>): Promise<void>
}

async function aScene(
  onVisit: (visit: SocketVisit, count: number) => void,
  options: {
    readonly yaml?: string
    readonly store?: Store
    readonly more?: Partial<StreamParts>
  } = {},
): Promise<Scene> {
  const server = await startWebSocketServer(onVisit)
  const store = options.store ?? (await stores.open())
  const settings = await readSettings(
    options.yaml?.replaceAll('SOCKET', server.origin).replaceAll('HTTP', server.httpOrigin) ??
      `sources:\n  sky: { type: bluesky, endpoint: "${server.httpOrigin}", stream: "${server.origin}" }`,
    { M: 'FAKE-token' },
  )
  const stop = new AbortController()
  const desk = await openDesk(store, settings, () => NOW, { signal: stop.signal })
  ends.push(server.close, desk.close, async () => stop.abort())
  const news: StreamNews[] = []
  let wake = () => {}
  const parts: StreamParts = {
    ...desk.parts,
    random: () => 1,
    wait: () => new Promise(setImmediate),
    streamPace: { lingerMs: 1, pulseMs: 1 },
    onStream: (one) => {
      news.push(one)
      wake()
    },
    ...options.more,
  }
  const until = async (isEnough: () => boolean | Promise<boolean>) => {
    while (!(await isEnough())) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { server, store, desk, stop, parts, news, until }
}

function theStream({ desk }: Scene) {
  const [stream] = desk.plan.streams
  if (stream === undefined) throw new Error('no stream is planned')
  return stream
}

async function listen(scene: Scene, isEnough: () => boolean | Promise<boolean>): Promise<void> {
  const running = runStream(scene.parts, theStream(scene), () => {})
  await scene.until(isEnough)
  scene.stop.abort()
  await running
}

async function textsOf(store: Store): Promise<string[]> {
  const posts = await store.search({ now: NOW, zone: 'UTC', unmatched: true, muted: true })
  return posts.map(({ text }) => text).sort()
}

const stateOf = async (scene: Scene) => scene.store.channelState(theStream(scene).ref)
const cursorOf = async (scene: Scene) =>
  ((await stateOf(scene))?.state as { cursor?: number } | undefined)?.cursor
const countOf = async (store: Store) => (await store.info()).posts

it('of all that is said only what concerns us is kept, with the cursor behind all of it', async () => {
  const scene = await aScene((visit) => {
    visit.send(anEvent(1, 'acme is slow today'))
    visit.send(anEvent(2, 'nothing of interest'))
    visit.send(JSON.stringify({ did: 'did:plc:x', time_us: 1, kind: 'identity' }))
    visit.send('{"broken":')
    visit.send(anEvent(3, 'something else'))
  })
  await listen(scene, async () => (await cursorOf(scene)) === (NOW - 60_000 + 3) * 1000)
  expect(await textsOf(scene.store)).toEqual(['acme is slow today'])
  expect(scene.server.visits[0]?.headers['user-agent']).toBe('listen-test')
  expect(await stateOf(scene)).toMatchObject({ failures: 0, postsSeen: 4, lastSuccessAt: NOW })
})

it('a break in the middle costs nothing, and what is replayed is stored once', async () => {
  const scene = await aScene((visit, count) => {
    visit.send(anEvent(1, 'acme one'))
    visit.send(anEvent(2, 'acme two'))
    if (count === 1) setImmediate(() => visit.drop())
    else visit.send(anEvent(3, 'acme three'))
  })
  await listen(scene, async () => (await countOf(scene.store)) === 3)
  expect(await textsOf(scene.store)).toEqual(['acme one', 'acme three', 'acme two'])
  expect(scene.news.some(({ what }) => what === 'broken')).toBe(true)
  const added = scene.news.reduce((sum, one) => sum + (one.what === 'stored' ? one.added : 0), 0)
  expect(added).toBe(3)
  expect((await stateOf(scene))?.failures).toBe(0)
})

it('deletions are noted and stay known when the stream replays what came before', async () => {
  const scene = await aScene((visit, count) => {
    visit.send(anEvent(1, 'acme is broken, please help me'))
    visit.send(aDeletion(2, 'r1'))
    visit.send(aDeletion(3, 'never-seen'))
    if (count < 3) setImmediate(() => visit.drop())
    else visit.send(anEvent(9, 'acme again'))
  })
  await listen(scene, async () => (await countOf(scene.store)) === 2)
  const posts = await scene.store.search({ now: NOW, zone: 'UTC' })
  expect(posts.map(({ text, goneAt }) => [text, goneAt !== undefined]).sort()).toEqual([
    ['acme again', false],
    ['acme is broken, please help me', true],
  ])
  const { events } = await scene.store.thread(posts.find(({ goneAt }) => goneAt)?.threadNumber ?? 0)
  expect(events.filter(({ type }) => type === 'gone_detected')).toHaveLength(1)
  expect((await scene.store.check()).problems).toEqual([])
})

it('an edit changes the stored post and keeps its first text', async () => {
  const scene = await aScene((visit) => {
    visit.send(anEvent(1, 'acme is slow'))
    const record = { text: 'never mind', createdAt: new Date(NOW).toISOString() }
    visit.send(anEvent(2, '', { commit: { operation: 'update', rkey: 'r1', record } }))
    visit.send(anEvent(3, '', { commit: { operation: 'update', rkey: 'other', record } }))
    visit.send(anEvent(4, 'acme last'))
  })
  await listen(scene, async () => (await countOf(scene.store)) === 2)
  const posts = await scene.store.search({ now: NOW, zone: 'UTC' })
  const edited = posts.find(({ id }) => id.endsWith('/r1'))
  expect(edited).toMatchObject({ text: 'never mind', firstText: 'acme is slow' })
})

it('answers in a followed conversation come in, whatever their words; those to strangers do not', async () => {
  const root = 'at://did:plc:ann/app.bsky.feed.post/r1'
  const reply = (to: string) => ({
    reply: { root: { uri: to, cid: 'c' }, parent: { uri: to, cid: 'c' } },
  })
  const record = (text: string, more: object) => ({
    commit: { record: { text, createdAt: new Date(NOW).toISOString(), ...more } },
  })
  const scene = await aScene((visit, count) => {
    visit.send(anEvent(1, 'acme is broken, please help me'))
    // The answer comes when its question is stored.
    if (count === 1) return
    visit.send(anEvent(2, '', { did: 'did:plc:bo', ...record('me too', reply(root)) }))
    visit.send(anEvent(3, '', record('no', reply('at://did:plc:zo/app.bsky.feed.post/z'))))
    visit.send(anEvent(4, 'acme end'))
  })
  const running = runStream(scene.parts, theStream(scene), () => {})
  await scene.until(async () => (await countOf(scene.store)) === 1)
  scene.server.visits[0]?.drop()
  await scene.until(async () => (await countOf(scene.store)) === 3)
  scene.stop.abort()
  await running
  expect(await textsOf(scene.store)).toEqual([
    'acme end',
    'acme is broken, please help me',
    'me too',
  ])
})

it('a query that is for other sources does not match the whole network', async () => {
  const scene = await aScene(
    (visit) => {
      visit.send(anEvent(1, 'news of the day'))
      visit.send(anEvent(2, 'acme news'))
    },
    {
      yaml: `  news: { match: news, sources: [blog] }
sources:
  sky: { type: bluesky, endpoint: "HTTP", stream: "SOCKET" }
  blog: { type: feed, urls: [https://blog.example/feed] }`,
    },
  )
  await listen(scene, async () => (await countOf(scene.store)) === 1)
  const [post] = await scene.store.search({ now: NOW, zone: 'UTC' })
  expect(post?.text).toBe('acme news')
  expect(post?.mentions.map(({ query }) => query)).toEqual(['acme'])
})

it('a stream told off is not planned, nor one that nothing could match', async () => {
  const planned = async (yaml: string) => (await aScene(() => {}, { yaml })).desk.plan.streams
  expect(await planned('sources: { sky: { type: bluesky, stream: false } }')).toEqual([])
  expect(
    await planned(`  other: { match: x, sources: [h] }
sources: { sky: { type: bluesky }, h: { type: hackernews } }`),
  ).toHaveLength(1)
})

it('a slow store slows the stream: what is held stays small, nothing is lost', async () => {
  const real = await stores.open()
  let most = 0
  let release = () => {}
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const slow: Store = {
    ...real,
    savePages: async (pages) => {
      most = Math.max(
        most,
        pages.reduce((sum, page) => sum + page.posts.length, 0),
      )
      await gate
      return real.savePages(pages)
    },
  }
  let waiting = 0
  const scene = await aScene(
    (visit) => {
      const padding = 'x'.repeat(12_000)
      const createdAt = new Date(NOW).toISOString()
      const frames = Array.from({ length: 1500 }, (_, at) => {
        const record = { text: `acme ${at}`, createdAt, padding }
        return textFrame(anEvent(at, '', { commit: { record } }))
      })
      visit.write(Buffer.concat(frames))
      // When the server gets rid of nothing more, the reading has come to a halt.
      let turns = 0
      const look = () => {
        turns = visit.waiting() === waiting && waiting > 0 ? turns + 1 : 0
        waiting = visit.waiting()
        if (turns > 200) release()
        else setImmediate(look)
      }
      look()
    },
    { store: slow },
  )
  await listen(scene, async () => (await countOf(real)) === 1500)
  expect(waiting).toBeGreaterThan(5_000_000)
  expect(most).toBeLessThanOrEqual(1000)
})

it('a store that cannot write ends the watch with its error', async () => {
  const real = await stores.open()
  const { AppError } = await import('../../src/errors.ts')
  const full: Store = {
    ...real,
    savePages: () => Promise.reject(new AppError('the disk is full')),
  }
  const scene = await aScene((visit) => visit.send(anEvent(1, 'acme')), { store: full })
  await expect(runStream(scene.parts, theStream(scene), () => {})).rejects.toThrow('disk is full')
})

it('a post that the program stumbles over is told as a failure of its source', async () => {
  const scene = await aScene((visit) => visit.send(anEvent(1, 'acme')))
  const stumbling = {
    ...scene.parts,
    knowledge: {
      ...scene.parts.knowledge,
      match: () => {
        throw new TypeError('cannot read properties of nothing')
      },
    },
  }
  const running = runStream(stumbling, theStream(scene), () => {})
  await scene.until(() => scene.news.some(({ what }) => what === 'broken'))
  scene.stop.abort()
  await running
  expect((await stateOf(scene))?.error).toContain('could not be read')
})

it('a server that cannot be reached is a failure in a row, each time', async () => {
  const scene = await aScene(() => {})
  await scene.server.close()
  await listen(scene, () => scene.news.length >= 4)
  const state = await stateOf(scene)
  expect(state?.failures).toBeGreaterThanOrEqual(4)
  expect(state?.error).toContain('refused')
  expect(state?.lastSuccessAt).toBeUndefined()
})

it('an oversized message is passed over', async () => {
  const scene = await aScene((visit) => {
    visit.write(textFrame(anEvent(1, `acme ${'x'.repeat(2_000_000)}`)))
    visit.send(anEvent(2, 'acme small'))
  })
  await listen(scene, async () => (await countOf(scene.store)) === 1)
  expect(await textsOf(scene.store)).toEqual(['acme small'])
})

/** A watch over the stream alone: the searches of the source are not asked. */
function watching(scene: Scene, more: Partial<WatchParts> = {}) {
  const parts: WatchParts = {
    ...scene.parts,
    onRound: async () => {},
    onWait: () => {},
    wait: (_ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve()
        signal?.addEventListener('abort', () => resolve(), { once: true })
        setImmediate(resolve)
      }),
    ...more,
  }
  return runWatch(parts, [], scene.desk.plan.streams)
}

it('a watch stores the last page at its end and gives the lease back; a second one waits for it', async () => {
  const scene = await aScene((visit) => visit.send(anEvent(1, 'acme is here')), {
    more: { streamPace: { lingerMs: 3_600_000, pulseMs: 3_600_000 } },
  })
  const first = watching(scene)
  while (scene.server.visits.length === 0) await new Promise(setImmediate)
  const lease = await scene.store.lease([theStream(scene).ref])
  expect(lease.granted).toEqual([])
  // Heard, but kept in hand: the pace is slow.
  while ((scene.server.visits[0]?.waiting() ?? 1) > 0) await new Promise(setImmediate)
  for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate)
  expect(await countOf(scene.store)).toBe(0)
  scene.stop.abort()
  await first
  expect(await textsOf(scene.store)).toEqual(['acme is here'])
  const after = await scene.store.lease([theStream(scene).ref])
  expect(after.granted).toHaveLength(1)
  await after.release()
})

it('a watch whose store fails under a stream ends with that error', async () => {
  const real = await stores.open()
  const { AppError } = await import('../../src/errors.ts')
  const full: Store = { ...real, savePages: () => Promise.reject(new AppError('disk full')) }
  const scene = await aScene((visit) => visit.send(anEvent(1, 'acme')), { store: full })
  await expect(watching(scene)).rejects.toThrow('disk full')
})

it('after a gap that nothing replays, the ordinary channels of the source are asked before their time', async () => {
  const scene = await aScene(
    (visit, count) => {
      if (count === 1) setImmediate(() => setImmediate(() => visit.drop()))
    },
    {
      yaml: `sources:\n  masto: { type: mastodon, endpoint: "HTTP", token: "\${M}", every: 6h }\n  sky: { type: bluesky, endpoint: "HTTP", stream: false, every: 6h }`,
    },
  )
  const asked = () =>
    scene.server.requests.filter((url) => url.startsWith('/api/v1/timelines/tag/acme'))
  let now = NOW
  const watch = runWatch(
    {
      ...scene.parts,
      now: () => now,
      onRound: async () => {
        if (asked().length > 1) scene.stop.abort()
      },
      onWait: () => {},
      // Short waits pass at once; a long one lasts until something happens.
      wait: (ms, signal) =>
        new Promise((resolve) => {
          if (ms < 60_000) now += ms
          if (ms < 60_000 || signal?.aborted) setImmediate(resolve)
          else signal?.addEventListener('abort', () => resolve(), { once: true })
        }),
    },
    scene.desk.plan.channels,
    scene.desk.plan.streams,
  )
  await watch
  expect(asked()).toHaveLength(2)
  expect(now - NOW).toBeLessThan(60_000)
  const searches = scene.server.requests.filter((url) => url.includes('app.bsky.feed.searchPosts'))
  expect(searches).toHaveLength(1)
})

it('what Mastodon deletes is marked in the store as well', async () => {
  const status = {
    id: '11',
    uri: 'https://far.example/users/ann/statuses/110',
    url: 'https://far.example/@ann/110',
    created_at: '2026-11-20T11:59:00.000Z',
    visibility: 'public',
    content: '<p>acme is <b>slow</b></p>',
    account: { id: '1', acct: 'ann@far.example', url: 'https://far.example/@ann' },
  }
  const say = (event: string, payload: unknown) =>
    JSON.stringify({
      stream: ['public'],
      event,
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    })
  const scene = await aScene(
    (visit) => {
      visit.send(say('update', status))
      const edited_at = '2026-11-20T11:59:30.000Z'
      visit.send(say('status.update', { ...status, edited_at, content: '<p>acme is fast</p>' }))
      visit.send(say('delete', '11'))
    },
    { yaml: `sources:\n  masto: { type: mastodon, endpoint: "HTTP", token: "\${M}" }` },
  )
  const posts = () => scene.store.search({ now: NOW, zone: 'UTC' })
  await listen(scene, async () => (await posts())[0]?.goneAt !== undefined)
  expect(await posts()).toHaveLength(1)
  expect((await posts())[0]).toMatchObject({
    text: 'acme is fast',
    firstText: 'acme is slow',
    author: { handle: 'ann@far.example' },
  })
})
