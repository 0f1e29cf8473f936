import type { Connection } from '../../src/store/database.ts'
import { type Migration, versionOf } from '../../src/store/migrations.ts'

const ROWS = 20_000

/** Steps that take long enough to be killed in: each makes a table and fills it. */
export const SLOW_STEPS: readonly Migration[] = [1, 2, 3].map((version) => ({
  version,
  summary: `step ${version}`,
  run: (connection) => {
    connection.exec(`CREATE TABLE step_${version} (a INTEGER PRIMARY KEY, b TEXT)`)
    const add = connection.prepare(`INSERT INTO step_${version} (b) VALUES (?)`)
    for (let row = 0; row < ROWS; row++) add.run(`row ${row} of a table that is being filled`)
  },
}))

/** What stands in the file: the version and the rows of each table; or what should stand there at a version. */
export function stateOf(connection: Connection, version?: number): readonly number[] {
  if (version !== undefined)
    return [version, ...[1, 2, 3].map((step) => (step <= version ? ROWS : -1))]
  const count = (step: number) => {
    const table = connection
      .prepare('SELECT 1 FROM sqlite_master WHERE name = ?')
      .get(`step_${step}`)
    if (table === undefined) return -1
    return connection.prepare(`SELECT count(*) FROM step_${step}`).pluck().get() as number
  }
  return [versionOf(connection), ...[1, 2, 3].map(count)]
}
