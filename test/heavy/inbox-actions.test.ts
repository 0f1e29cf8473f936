import { expect, it } from 'vitest'
import { aPage, temporaryStores } from '../store/builders.ts'
import { drive } from '../tui/desk.ts'
import { somePosts } from '../tui/inbox-store.ts'
import { pressRandomly, standOf } from '../tui/random-actions.ts'

const stores = temporaryStores()
const SEQUENCES = 100
const LENGTH = 1000

it('survives 100 sequences of 1,000 inputs; the ledger stays consistent and undo returns to the start', async () => {
  for (let seed = 1; seed <= SEQUENCES; seed++) {
    const store = await stores.open()
    await store.savePages([aPage(somePosts(8, 30))])
    const before = await standOf(store)
    const driven = drive(store, { rows: 24, columns: seed % 2 === 0 ? 80 : 200 })
    driven.dispatch({ type: 'do', name: 'reload' })
    await driven.settled()
    await pressRandomly(driven, seed, LENGTH)
    expect((await store.check()).problems, `seed ${seed}`).toEqual([])
    while ((await store.undo('ann')) !== undefined) {}
    expect(await standOf(store), `seed ${seed}`).toEqual(before)
    expect((await store.check()).problems, `seed ${seed}`).toEqual([])
  }
})
