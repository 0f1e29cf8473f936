import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryStores } from '../store/builders.ts'
import { crashRounds } from '../store/crash-rounds.ts'

const stores = temporaryStores()

it('two hundred kills lose nothing that was acknowledged and leave nothing half', {
  timeout: 1_200_000,
}, async () => {
  let pages = 0
  // Ten stores, so that the last rounds need not check a huge one.
  for (let seed = 1; seed <= 10; seed++) {
    const path = join(stores.folder(), 'store.db')
    const rounds = await crashRounds(20, path, (each) => stores.open(each), seed)
    expect(rounds.lost).toBe(0)
    pages += rounds.pages
  }
  expect(pages).toBeGreaterThan(200)
})
