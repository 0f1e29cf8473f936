import { beforeEach, expect, it } from 'vitest'
import type { Store } from '../../src/store/store.ts'
import { aMatch, aPage, aReply, DAY, HOUR, NOW, temporaryStores } from './builders.ts'

const stores = temporaryStores()
let store: Store
beforeEach(async () => {
  store = await stores.open()
  await store.savePages([
    aPage([
      aReply({ id: 'r1', parent: 'p1', author: { id: 'us' }, publishedAt: NOW - HOUR }),
      aMatch({ id: 'p1', author: { id: 'lee', handle: 'lee' }, publishedAt: NOW - DAY }),
    ]),
  ])
})

const KIM = { id: 'kim', handle: 'kim', name: 'Kim' }
const LEE = { id: 'lee', handle: 'lee' }
const ours = async () => (await store.postsOfSide('ours', { from: 0, to: NOW + 1 }))[0]?.post ?? 0
const like = (author: typeof LEE) => ({ author, how: 'like' as const, at: NOW - HOUR })

it('keeps each like once, also of people who never wrote', async () => {
  const post = await ours()
  expect(await store.saveApprovals(post, [like(KIM), like(LEE)])).toBe(2)
  expect(await store.saveApprovals(post, [like(KIM), { ...like(KIM), how: 'share' }])).toBe(1)
  const people = await store.approvers({ from: NOW - DAY, limit: 10 })
  expect(people.map(({ authors, posts }) => [authors[0]?.id, posts])).toEqual([
    ['kim', 0],
    ['lee', 1],
  ])
  const [kim] = people
  expect(await store.approvals(kim?.person ?? 0)).toEqual([
    { post, how: 'like', at: NOW - HOUR },
    { post, how: 'share', at: NOW - HOUR },
  ])
  expect(await store.approvers({ from: NOW, limit: 10 })).toEqual([])
})

it('knows nothing of posts that it does not have', async () => {
  expect(await store.saveApprovals(999, [like(KIM)])).toBe(0)
  expect(await store.findAuthors('kim')).toEqual([])
})

it('forgets who is erased, and does not learn of them again', async () => {
  const post = await ours()
  await store.saveApprovals(post, [like(KIM)])
  const [found] = await store.findAuthors('kim')
  await store.forget([found?.author ?? 0], 'ann')
  expect(await store.approvers({ from: 0, limit: 10 })).toEqual([])
  expect(await store.saveApprovals(post, [like(KIM), like(LEE)])).toBe(1)
  expect(await store.findAuthors('kim')).toEqual([])
  expect((await store.check()).problems).toEqual([])
})
