import { describe, expect, it } from 'vitest'
import { readQueue } from '../../src/dialogue/queue-view.ts'
import type { Post } from '../../src/model/post.ts'
import type { PreparedPost, Store } from '../../src/store/store.ts'
import { aComplaint, aPage, HOUR, NOW, POLICY, temporaryStores } from '../store/builders.ts'

const stores = temporaryStores()
const TEXT =
  'The new update of my Acme phone makes the camera slow to start and nobody at the shop could help me.'
const ann = { id: 'ann', handle: 'ann' }

async function aStore(...posts: readonly PreparedPost[]): Promise<Store> {
  const store = await stores.open()
  for (const post of posts) await store.savePages([aPage([post])])
  return store
}

const aWaiting = (
  id: string,
  more: Partial<Post> = {},
  opening: 'addressed' | 'uncovered' = 'uncovered',
) =>
  aComplaint(
    { id, text: TEXT, publishedAt: NOW - 2 * HOUR, ...more },
    { addressed: opening === 'addressed', opening: { opening, rule: 'test' } },
  )

const answer = async (store: Store, unfold = false) => {
  const { answer: rows } = await readQueue(store, { now: NOW, policy: POLICY, limit: 9, unfold })
  return rows.map(({ thread }) => [thread.open.post.post, thread.copies])
}

describe('the queue', () => {
  it('folds conversations about us that wait with one text, and names the others', async () => {
    const store = await aStore(aWaiting('1'), aWaiting('2'), aWaiting('3'))
    expect(await answer(store)).toEqual([[1, [2, 3]]])
    expect((await answer(store, true)).map(([post]) => post)).toEqual([1, 2, 3])
  })

  it('keeps a row for everybody who spoke to us', async () => {
    const store = await aStore(
      aWaiting('1', {}, 'addressed'),
      aWaiting('2', {}, 'addressed'),
      aWaiting('3', { author: ann }, 'addressed'),
      aWaiting('4', { author: ann }, 'addressed'),
    )
    expect(await answer(store)).toEqual([
      [1, undefined],
      [2, undefined],
      [3, [4]],
    ])
  })

  it('keeps what was promised apart, and shows a copy when the lead is done', async () => {
    const store = await aStore(aWaiting('1'), aWaiting('2'), aWaiting('3'))
    await store.triage({ type: 'promise', due: NOW + HOUR }, [2], 'bo')
    expect(await answer(store)).toEqual([
      [2, undefined],
      [1, [3]],
    ])
    await store.triage({ type: 'close', reason: 'no-answer-wanted' }, [1], 'bo')
    expect(await answer(store)).toEqual([
      [2, undefined],
      [3, undefined],
    ])
  })
})
