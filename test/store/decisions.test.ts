import { describe, expect, it } from 'vitest'
import { NotFoundError, UsageError } from '../../src/errors.ts'
import type { Store, TriageAction } from '../../src/store/store.ts'
import {
  aComplaint,
  aMatch,
  anAnalysis,
  aPage,
  DAY,
  HOUR,
  NOW,
  temporaryStores,
} from './builders.ts'

const stores = temporaryStores()

async function aStore(): Promise<Store> {
  const store = await stores.open()
  await store.savePages([
    aPage([
      aComplaint({ id: 'c1', author: { id: 'kim' } }),
      aComplaint({ id: 'c2', author: { id: 'lee' }, publishedAt: NOW - 2 * HOUR }),
      aMatch({ id: 'm3' }, { analysis: anAnalysis() }),
    ]),
  ])
  return store
}

const numberOf = async (store: Store, id: string) =>
  (await store.search({ now: NOW, zone: 'UTC' })).find((post) => post.id === id)?.post ?? 0

describe('decisions about a thread', () => {
  it.each([
    [{ type: 'prioritise', priority: 'urgent' }, { priority: 'urgent' }],
    [{ type: 'promise', due: NOW + DAY, text: 'I will be back' }, { promiseDueAt: NOW + DAY }],
    [
      { type: 'outcome', kind: 'solved', by: 'person' },
      { outcome: { kind: 'solved', by: 'person', at: NOW } },
    ],
    [
      { type: 'escalate', owner: 'bo', due: NOW + HOUR },
      { escalation: { owner: 'bo', due: NOW + HOUR, at: NOW } },
    ],
  ] as const)('%o is kept, and undone', async (action, state) => {
    const store = await aStore()
    const post = await numberOf(store, 'c1')
    const before = (await store.thread(1)).state
    const thread = (await store.post(post)).threadNumber ?? 0
    const result = await store.triage(action as TriageAction, [post], 'ann')
    expect(result.changed).toEqual([post])
    expect((await store.thread(thread)).state).toMatchObject(state)
    await store.undo('ann')
    expect((await store.thread(1)).state).toEqual(before)
    expect((await store.check()).problems).toEqual([])
  })

  it('keeps the words of a promise apart, and ends promises together', async () => {
    const store = await aStore()
    const post = await numberOf(store, 'c1')
    await store.triage({ type: 'promise', due: NOW + DAY, text: 'by Friday' }, [post], 'ann')
    const thread = (await store.post(post)).threadNumber ?? 0
    const [promise] = (await store.thread(thread)).state.promises ?? []
    expect((await store.texts([promise?.text ?? 0])).get(promise?.text ?? 0)).toBe('by Friday')
    expect((await store.triage({ type: 'keep-promises' }, [post], 'ann')).changed).toEqual([post])
    expect((await store.triage({ type: 'keep-promises' }, [post], 'ann')).unchanged).toEqual([post])
    expect((await store.thread(thread)).state.promiseDueAt).toBeUndefined()
  })

  it('takes a correction over what the program thought, and opens what was not in the ledger', async () => {
    const store = await aStore()
    const post = await numberOf(store, 'm3')
    expect((await store.post(post)).threadNumber).toBeUndefined()
    await store.triage(
      { type: 'correct', intents: ['complaint'], sentiment: 'negative' },
      [post],
      'ann',
    )
    expect((await store.openWork({})).map((each) => each.post.post)).toContain(post)
    expect((await store.post(post)).sentiment?.label).toBe('negative')
    await store.undo('ann')
    expect((await store.openWork({})).map((each) => each.post.post)).not.toContain(post)
    expect((await store.check()).problems).toEqual([])
  })
})

describe('merging and splitting', () => {
  it('joins two people in one thread and gives each back what was theirs', async () => {
    const store = await aStore()
    const [one, two] = [await numberOf(store, 'c1'), await numberOf(store, 'c2')]
    const before = await Promise.all([store.thread(1), store.thread(2)])
    await store.mergeThreads([one, two], 'ann')
    const target = (await store.post(one)).threadNumber ?? 0
    expect((await store.post(two)).threadNumber).toBe(target)
    expect((await store.thread(target)).state).toMatchObject({
      posts: 2,
      people: 2,
      waitingSince: NOW - 2 * HOUR,
    })
    expect(await store.openWork({})).toHaveLength(1)
    await store.splitPosts([two], 'ann')
    const after = await Promise.all([store.thread(1), store.thread(2)])
    expect(after.map(({ state }) => state)).toEqual(before.map(({ state }) => state))
    expect(after.map(({ posts }) => posts.map(({ post }) => post))).toEqual(
      before.map(({ posts }) => posts.map(({ post }) => post)),
    )
    expect((await store.check()).problems).toEqual([])
  })

  it('undoes both', async () => {
    const store = await aStore()
    const [one, two] = [await numberOf(store, 'c1'), await numberOf(store, 'c2')]
    const before = await store.openWork({})
    await store.mergeThreads([one, two], 'ann')
    await store.splitPosts([two], 'ann')
    await store.undo('ann')
    expect(await store.openWork({})).toHaveLength(1)
    await store.undo('ann')
    expect(await store.openWork({})).toEqual(before)
    expect((await store.check()).problems).toEqual([])
  })

  it('gives posts that were always here a thread of their own', async () => {
    const store = await stores.open()
    await store.savePages([
      aPage([
        aComplaint({ id: 'b', thread: 'a', parent: 'a' }),
        aComplaint({ id: 'a', thread: 'a', publishedAt: NOW - 3 * HOUR }),
      ]),
    ])
    const post = await numberOf(store, 'b')
    await store.splitPosts([post], 'ann')
    expect((await store.post(post)).threadNumber).toBe(2)
    expect((await store.openWork({})).map(({ thread, posts }) => [thread, posts])).toEqual(
      expect.arrayContaining([
        [1, 1],
        [2, 1],
      ]),
    )
    expect((await store.check()).problems).toEqual([])
  })

  it('refuses what it cannot do', async () => {
    const store = await aStore()
    const [one, two] = [await numberOf(store, 'c1'), await numberOf(store, 'c2')]
    await expect(store.splitPosts([one, two], 'ann')).rejects.toThrow(UsageError)
    await expect(store.mergeThreads([one, 999], 'ann')).rejects.toThrow(NotFoundError)
    expect((await store.mergeThreads([one], 'ann')).changed).toEqual([])
  })
})
