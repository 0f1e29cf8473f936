import { expect, it } from 'vitest'
import { createCommitter } from '../../src/scan/committer.ts'
import { aMatch, aPage, CHANNEL, temporaryStores } from '../store/builders.ts'

const stores = temporaryStores()
const channel = (key: string) => ({ ...CHANNEL, key })

it('pages of several channels become durable together', async () => {
  const store = await stores.open()
  const committer = createCommitter(store)
  const saves = ['a', 'b', 'c'].map((key) =>
    committer.add(aPage([aMatch({ id: key })], { channel: channel(key) })),
  )
  await committer.flush()
  expect((await Promise.all(saves)).map(({ added }) => added)).toEqual([1, 1, 1])
  expect((await store.info()).posts).toBe(3)
})

it('a page that cannot be stored costs only itself', async () => {
  const store = await stores.open()
  const committer = createCommitter(store)
  // No column takes a symbol: SQLite refuses the page in the middle of the common transaction.
  const broken = aMatch({ id: 'broken', text: Symbol('no text') as unknown as string })
  const saves = [
    committer.add(aPage([aMatch({ id: 'a' })], { channel: channel('a') })),
    committer.add(aPage([aMatch({ id: 'whole' }), broken], { channel: channel('b') })),
    committer.add(aPage([aMatch({ id: 'c' })], { channel: channel('c') })),
  ]
  await committer.flush()
  const results = await Promise.allSettled(saves)
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  // Of the broken page not even its good post stands: a page is stored whole or not at all.
  expect((await store.info()).posts).toBe(2)
})

it('a page is saved without a flush when its time has come', async () => {
  const store = await stores.open()
  const saved = await createCommitter(store).add(aPage([aMatch({ id: 'a' })]))
  expect(saved.added).toBe(1)
})
