import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import type { Store, StoreOptions } from '../../src/store/store.ts'
import { NOW, POLICY } from './plain-builders.ts'

export * from './plain-builders.ts'

/** Temporary folders and stores that are gone after each test. */
export function temporaryStores(): {
  folder(): string
  open(path?: string, options?: Partial<StoreOptions>): Promise<Store>
} {
  const folders: string[] = []
  const stores: Store[] = []
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.close()
    for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true })
  })
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'listen-store-'))
    folders.push(made)
    return made
  }
  return {
    folder,
    open: async (path = join(folder(), 'store.db'), options = {}) => {
      const store = await openStore({ path, policy: POLICY, now: () => NOW, ...options })
      stores.push(store)
      return store
    },
  }
}
