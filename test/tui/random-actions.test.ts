import { expect, it } from 'vitest'
import { aPage, temporaryStores } from '../store/builders.ts'
import { drive } from './desk.ts'
import { somePosts } from './inbox-store.ts'
import { pressRandomly, standOf } from './random-actions.ts'

const stores = temporaryStores()

it.each([1, 2, 3])(
  'survives 150 random inputs and undo returns to the start (seed %i)',
  async (seed) => {
    const store = await stores.open()
    await store.savePages([aPage(somePosts(6, 20))])
    const before = await standOf(store)
    const driven = drive(store)
    driven.dispatch({ type: 'do', name: 'reload' })
    await driven.settled()
    await pressRandomly(driven, seed, 150)
    expect((await store.check()).problems).toEqual([])
    while ((await store.undo('ann')) !== undefined) {}
    expect(await standOf(store)).toEqual(before)
    expect((await store.check()).problems).toEqual([])
  },
)
