import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { readPeople } from '../../src/dialogue/people.ts'
import { runScan } from '../../src/scan/scan.ts'
import type { Store } from '../../src/store/store.ts'
import { type LoopbackAnswer, startLoopback } from '../helpers/loopback.ts'
import { temporaryStores } from '../store/builders.ts'
import { openDesk, readSettings } from './desk.ts'

const stores = temporaryStores()
const NOW = Date.parse('2026-11-20T12:00:00Z')
const HOUR = 3_600_000
const OURS = 'at://did:plc:acme/app.bsky.feed.post/3a'

let now = NOW
let store: Store
beforeEach(async () => {
  now = NOW
  store = await stores.open(undefined, { now: () => now })
})

const ACME = { did: 'did:plc:acme', handle: 'acme.example' }
const KIM = { did: 'did:plc:kim', handle: 'kim.example', displayName: 'Kim' }
const ownPost = (rkey: string, at: number, likeCount: number) => ({
  post: {
    uri: `at://did:plc:acme/app.bsky.feed.post/${rkey}`,
    cid: 'c',
    author: ACME,
    record: { text: `News ${rkey}`, createdAt: new Date(at).toISOString() },
    indexedAt: new Date(at).toISOString(),
    likeCount,
    repostCount: 0,
  },
})

async function desk(likes: LoopbackAnswer, feed = [ownPost('3a', NOW - HOUR, 2)]) {
  const server = await startLoopback({
    '/xrpc/app.bsky.feed.searchPosts': { body: { posts: [] } },
    '/xrpc/app.bsky.feed.getAuthorFeed': { body: { feed } },
    '/xrpc/app.bsky.feed.getLikes': likes,
    '/xrpc/app.bsky.feed.getRepostedBy': { body: { uri: OURS, repostedBy: [KIM] } },
  })
  const text = `sources:\n  sky: { type: bluesky, endpoint: "${server.origin}" }`
  const settings = await readSettings(text)
  const brand = { name: 'Acme', handles: { bluesky: ['acme.example'] } }
  const opened = await openDesk(store, { ...settings, brand }, () => now)
  onTestFinished(async () => {
    await opened.close()
    await server.close()
  })
  const scan = () => runScan(opened.parts, opened.plan.channels, [], { ignoreSchedule: true })
  const asked = () => server.requests.filter(({ path }) => path.includes('getLikes')).length
  return { scan, asked }
}

const likesOf = (...actors: object[]) => ({
  body: { uri: OURS, likes: actors.map((actor) => ({ actor, createdAt: '2026-11-20T11:30:00Z' })) },
})

it('who likes and shares our posts stands on the first step of the ladder', async () => {
  const { scan } = await desk(likesOf(KIM, ACME))
  const { approvals } = await scan()
  expect(approvals).toEqual({ posts: 1, added: 2, failed: [] })
  const view = await readPeople(store, { now, zone: 'UTC' })
  expect(view.rows.map(({ name, place }) => [name, place.step, place.nextStep])).toEqual([
    ['Kim', 'liker', 'thank'],
  ])
  expect(view.rows[0]?.place.evidence).toMatchObject([{ deed: 'like' }, { deed: 'like' }])
})

it('a post is looked at again after hours, not at every scan', async () => {
  const { scan, asked } = await desk(likesOf(KIM))
  await scan()
  now += HOUR
  await scan()
  expect(asked()).toBe(1)
  now += 3 * HOUR
  expect((await scan()).approvals).toMatchObject({ posts: 1, added: 0 })
  expect(asked()).toBe(2)
})

it('old posts, and those that nobody noticed, are left alone; a scan takes ten', async () => {
  const DAY = 24 * HOUR
  const many = Array.from({ length: 14 }, (_, index) => ownPost(`n${index}`, NOW - HOUR, 1))
  const old = ownPost('old', NOW - 20 * DAY, 50)
  const unnoticed = ownPost('none', NOW - 3 * DAY, 0)
  const { scan, asked } = await desk(likesOf(), [...many, old, unnoticed])
  expect((await scan()).approvals?.posts).toBe(10)
  await scan()
  expect(asked()).toBe(14)
})

it('a limit ends the looking for now; the scan itself goes well', async () => {
  const feed = [ownPost('3a', NOW - HOUR, 2), ownPost('3b', NOW - HOUR, 2)]
  const { scan, asked } = await desk({ status: 429, headers: { 'retry-after': '60' } }, feed)
  const summary = await scan()
  expect(summary.approvals?.failed).toMatchObject([{ source: 'sky' }])
  expect(summary.results.every(({ outcome }) => outcome === 'read')).toBe(true)
  expect(asked()).toBe(1)
})
