import type { Role } from '../model/mention.ts'
import type { Database } from './database.ts'
import type { QueryVersion } from './store.ts'

/** Registers the saved queries; one whose expression or role changed gets its next version. */
export function saveQueries(
  db: Database,
  queries: readonly { readonly name: string; readonly role: Role; readonly match: string }[],
): readonly QueryVersion[] {
  return db.write(() => {
    for (const query of queries) saveQuery(db, query)
    const names = new Set(queries.map(({ name }) => name))
    return currentVersions(db).filter(({ name }) => names.has(name))
  })
}

function saveQuery(
  db: Database,
  query: { readonly name: string; readonly role: Role; readonly match: string },
): void {
  const id = queryId(db, query.name, query.role)
  const last = db
    .sql(
      'SELECT version, role, match FROM query_versions WHERE query = ? ORDER BY version DESC LIMIT 1',
    )
    .get(id) as { version: number; role: string; match: string } | undefined
  if (last !== undefined && last.match === query.match && last.role === query.role) return
  const version = (last?.version ?? 0) + 1
  db.sql(
    'INSERT INTO query_versions (query, version, role, match, since) VALUES (?, ?, ?, ?, ?)',
  ).run(id, version, query.role, query.match, db.now())
  db.sql('UPDATE queries SET role = ?, version = ? WHERE id = ?').run(query.role, version, id)
}

/** The row of a query's name; made when it is new (the implicit queries are never registered). */
export function queryId(db: Database, name: string, role: Role): number {
  const known = db.sql('SELECT id FROM queries WHERE name = ?').pluck().get(name)
  if (known !== undefined) return known as number
  return Number(
    db.sql('INSERT INTO queries (name, role, version) VALUES (?, ?, 1)').run(name, role)
      .lastInsertRowid,
  )
}

/** Remembers the rows of queries while one transaction lasts. */
export function queryFinder(
  db: Database,
): (mention: { readonly query: string; readonly role: Role }) => number {
  const ids = new Map<string, number>()
  return ({ query, role }) => {
    const id = ids.get(query) ?? queryId(db, query, role)
    ids.set(query, id)
    return id
  }
}

const VERSIONS = `SELECT q.name, v.role, v.version, v.match, v.since
  FROM query_versions v JOIN queries q ON q.id = v.query`

function currentVersions(db: Database): readonly QueryVersion[] {
  return db.sql(`${VERSIONS} WHERE v.version = q.version ORDER BY q.name`).all() as QueryVersion[]
}

/** All versions, oldest first; of one query where a name is given. */
export function listQueryVersions(db: Database, name?: string): readonly QueryVersion[] {
  if (name === undefined)
    return db.sql(`${VERSIONS} ORDER BY q.name, v.version`).all() as QueryVersion[]
  return db.sql(`${VERSIONS} WHERE q.name = ? ORDER BY v.version`).all(name) as QueryVersion[]
}
