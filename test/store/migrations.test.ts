import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { randomNumbers } from '../../bench/_posts.ts'
import { APPLICATION_ID } from '../../src/store/file.ts'
import { latestVersion, MIGRATIONS, migrate, versionOf } from '../../src/store/migrations.ts'
import { backupBeforeMigration } from '../../src/store/safety-copy.ts'
import { temporaryStores } from './builders.ts'
import { startChild } from './children.ts'
import { SLOW_STEPS, stateOf } from './slow-steps.ts'

const stores = temporaryStores()

describe('migrations', () => {
  it('grow one by one', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(
      MIGRATIONS.map((_, index) => index + 1),
    )
  })

  it('lead from every earlier version to the present one, with a copy of what was', async () => {
    for (let from = 1; from < latestVersion(); from++) {
      const path = join(stores.folder(), 'store.db')
      const old = new Sqlite(path)
      old.pragma('journal_mode = WAL')
      old.pragma(`application_id = ${APPLICATION_ID}`)
      migrate(old, MIGRATIONS.slice(0, from))
      old.close()
      const store = await stores.open(path)
      expect((await store.info()).schemaVersion).toBe(latestVersion())
      expect((await store.check()).problems.filter(({ what }) => what !== 'index')).toEqual([])
      const copy = new Sqlite(`${path}.v${from}.backup`, { readonly: true })
      expect(versionOf(copy)).toBe(from)
      copy.close()
      expect((statSync(`${path}.v${from}.backup`).mode & 0o777).toString(8)).toBe('600')
    }
  })

  it('are done or not done when the process is killed, and are completed afterwards', {
    timeout: 60_000,
  }, async () => {
    const next = randomNumbers(5)
    for (let round = 0; round < 4; round++) {
      const path = join(stores.folder(), 'store.db')
      const child = startChild([path], 'migrating-child.ts')
      await child.said(1)
      const end = performance.now() + next() * 60
      while (performance.now() < end) await new Promise((resolve) => setImmediate(resolve))
      await child.kill()
      const connection = new Sqlite(path)
      expect(stateOf(connection)).toEqual(stateOf(connection, versionOf(connection)))
      migrate(connection, SLOW_STEPS)
      expect(stateOf(connection)).toEqual(stateOf(connection, 3))
      connection.close()
    }
  })

  it('leave the old version where the disk is full, and make no half copy', () => {
    const folder = stores.folder()
    const path = join(folder, 'store.db')
    const connection = new Sqlite(path)
    migrate(connection, SLOW_STEPS.slice(0, 1))
    connection.pragma(`max_page_count = ${connection.pragma('page_count', { simple: true })}`)
    expect(() => migrate(connection, SLOW_STEPS)).toThrow(/full/)
    expect(versionOf(connection)).toBe(1)
    expect(stateOf(connection)).toEqual(stateOf(connection, 1))
    connection.close()
    const other = new Sqlite(path)
    expect(() => backupBeforeMigration(other, join(folder, 'none', 'store.db'), false)).toThrow(
      /no backup/,
    )
    other.close()
    expect(readdirSync(folder)).toEqual(['store.db'])
    expect(existsSync(join(folder, 'none'))).toBe(false)
  })
})
