import { expect, it } from 'vitest'
import type { PreparedPost } from '../../src/store/store.ts'
import { aComplaint, aMatch, aPage, HOUR, MINUTE, NOW, temporaryStores } from './builders.ts'

const stores = temporaryStores()

const gone = (ids: readonly string[], at = NOW) => ({ ...aPage([], { at }), gone: ids })

it('a deleted post is marked and stays, in a thread and without one', async () => {
  const store = await stores.open()
  await store.savePages([aPage([aMatch({ id: 'alone' }), aComplaint({ id: 'asks' })])])
  const [saved] = await store.savePages([gone(['alone', 'asks', 'never seen'], NOW + MINUTE)])
  expect(saved?.gone).toBe(2)
  const posts = await store.search({ now: NOW, zone: 'UTC' })
  expect(posts.map(({ id, goneAt }) => [id, goneAt]).sort()).toEqual([
    ['alone', NOW + MINUTE],
    ['asks', NOW + MINUTE],
  ])
  expect(posts.every(({ text }) => text !== '')).toBe(true)
  expect(await store.openWork({})).toEqual([])
  expect((await store.savePages([gone(['alone', 'asks'])]))[0]?.gone).toBeUndefined()
  expect((await store.check()).problems).toEqual([])
})

it('one that is told and deleted in one page is stored as deleted', async () => {
  const store = await stores.open()
  await store.savePages([
    { ...aPage([aComplaint({ id: 'a' }), aMatch({ id: 'b' })]), gone: ['a', 'b'] },
  ])
  const posts = await store.search({ now: NOW, zone: 'UTC' })
  expect(posts.map(({ goneAt }) => goneAt)).toEqual([NOW, NOW])
  expect((await store.check()).problems).toEqual([])
})

it('a deletion is known to whoever looks posts up, and taken back when the post is seen again', async () => {
  const store = await stores.open()
  const posts = [aMatch({ id: 'alone' }), aComplaint({ id: 'asks' })]
  await store.savePages([aPage(posts)])
  await store.savePages([gone(['alone', 'asks'])])
  const known = await store.knownPosts(posts.map(({ post }) => post))
  expect([...known.values()].map((each) => each.gone)).toEqual([true, true])
  await store.savePages([aPage(posts, { at: NOW + HOUR })])
  const seen = await store.search({ now: NOW, zone: 'UTC' })
  expect(seen.map(({ goneAt }) => goneAt)).toEqual([undefined, undefined])
  expect((await store.check()).problems).toEqual([])
})

it('a deletion before the thread began is told to the ledger', async () => {
  const store = await stores.open()
  await store.savePages([aPage([aMatch({ id: 'first' })])])
  await store.savePages([gone(['first'])])
  const answer = aComplaint({ id: 'second', thread: 'first', parent: 'first' })
  await store.savePages([aPage([answer])])
  const [open] = await store.openWork({})
  const thread = await store.thread(open?.thread ?? 0)
  expect(thread.posts.map(({ id, goneAt }) => [id, goneAt !== undefined])).toEqual([
    ['first', true],
    ['second', false],
  ])
  expect((await store.check()).problems).toEqual([])
})

const brief = (more: Partial<PreparedPost['post']> = {}) =>
  aMatch(
    { id: 'p', url: 'https://x.example/did/p', text: 'acme is slow', ...more },
    { brief: true },
  )
const full = (more: Partial<PreparedPost['post']> = {}) =>
  aMatch({
    id: 'p',
    url: 'https://x.example/ann/p',
    text: 'acme is slow',
    tags: ['acme'],
    media: [{ url: 'https://x.example/p.png' }],
    ...more,
  })

it('a full telling completes a brief one and is no edit; the brief one takes nothing back', async () => {
  const store = await stores.open()
  await store.savePages([aPage([brief()])])
  const [fuller] = await store.savePages([aPage([full()])])
  expect(fuller).toMatchObject({ added: 0, edited: 0, known: 1 })
  const [again] = await store.savePages([aPage([brief()]), aPage([full()])])
  expect(again).toMatchObject({ edited: 0, known: 1 })
  const post = await store.post(1)
  expect(post).toMatchObject({ url: 'https://x.example/ann/p', tags: ['acme'] })
  expect(post.media).toHaveLength(1)
  expect(post.firstText).toBeUndefined()
})

it('other words are an edit, told in brief or in full', async () => {
  const store = await stores.open()
  await store.savePages([aPage([brief()])])
  const [one] = await store.savePages([aPage([brief({ text: 'acme is fast', editedAt: NOW })])])
  expect(one?.edited).toBe(1)
  const [two] = await store.savePages([aPage([full({ text: 'acme is fast' })])])
  expect(two).toMatchObject({ edited: 0, known: 1 })
  const [three] = await store.savePages([aPage([full({ text: 'acme is gone' })])])
  expect(three?.edited).toBe(1)
  expect((await store.post(1)).firstText).toBe('acme is slow')
})
