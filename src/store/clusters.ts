import { isCopy } from '../analysis/copies.ts'
import type { CopyReader } from '../analysis/fingerprints.ts'
import type { Database } from './database.ts'
import {
  addKeys,
  areCopies,
  type CopyRow,
  findCopyRow,
  isOurAnswer,
  readCopy,
  removeKeys,
  searchNear,
} from './fingerprints.ts'
import { IS_REPLY } from './post-traits.ts'

/**
 * Copies are links: `cluster` of a post is the number of the post that it is a copy of, and that post's own number
 * there says that it has copies. So every copy was compared with the post that leads, and clusters do not creep.
 * A post without copies has none. Inside a transaction that writes, all of these.
 */

/** The cluster of a post that is not stored yet; null where nothing reads like it. Looked up, never compared with all. */
export function joinCluster(db: Database, reader: CopyReader, row: CopyRow): number | null {
  if (isOurAnswer(row)) return null
  const print = readCopy(reader, row)
  const twin = isCopy(print, print) ? findTwin(db, row) : undefined
  if (twin !== undefined) return leadFrom(db, twin)
  const { lead, keys } = searchNear(db, reader, row, print)
  if (lead !== undefined) return leadFrom(db, lead)
  addKeys(db, row.number, keys)
  return null
}

/** The leader of an earlier post with the very same letters. */
function findTwin(db: Database, { text_hash, number }: CopyRow): number | undefined {
  if (text_hash === null) return undefined
  return db
    .sql(
      `SELECT coalesce(cluster, number) FROM posts
       WHERE text_hash = ? AND number < ? AND (side <> 'ours' OR NOT traits & ?) LIMIT 1`,
    )
    .pluck()
    .get(text_hash, number, IS_REPLY) as number | undefined
}

function leadFrom(db: Database, number: number): number {
  db.sql('UPDATE posts SET cluster = number WHERE number = ? AND cluster IS NULL').run(number)
  return number
}

/** A post says something else now: it may leave its cluster, join another, or lose copies of its own. */
export function followEdit(db: Database, reader: CopyReader, before: CopyRow): void {
  const now = findCopyRow(db, before.number)
  if (now === undefined || readsTheSame(before, now)) return
  if (before.cluster === null || before.cluster === before.number) removeKeys(db, reader, before)
  if (before.cluster === before.number) regroup(db, reader, now, membersOf(db, now.number))
  else if (before.cluster === null) place(db, reader, now)
  else checkMember(db, reader, now, before.cluster)
}

function readsTheSame(one: CopyRow, other: CopyRow): boolean {
  return (
    one.title === other.title &&
    one.text === other.text &&
    one.url === other.url &&
    one.kind === other.kind &&
    one.traits === other.traits
  )
}

/** Stays with its leader if it still reads like it. */
function checkMember(db: Database, reader: CopyReader, row: CopyRow, leader: number): void {
  const lead = findCopyRow(db, leader)
  if (lead !== undefined && lead.cluster === leader && areCopies(reader, lead, row)) return
  setCluster(db, row.number, null)
  freeLoneLeader(db, leader)
  place(db, reader, row)
}

/** Before a post is deleted: takes it out, and gives its copies another leader. */
export function leaveCluster(db: Database, reader: CopyReader, number: number): void {
  const row = findCopyRow(db, number)
  if (row === undefined) return
  if (row.cluster === null || row.cluster === number) removeKeys(db, reader, row)
  // It is still there and must not be found by those that lose it.
  db.sql('UPDATE posts SET text_hash = NULL WHERE number = ?').run(number)
  if (row.cluster === null) return
  setCluster(db, number, null)
  if (row.cluster !== number) {
    freeLoneLeader(db, row.cluster)
    return
  }
  const [heir, ...rest] = membersOf(db, number)
  if (heir !== undefined) regroup(db, reader, heir, rest)
}

/** Who still reads like `lead` follows it; the others find their own places. */
function regroup(
  db: Database,
  reader: CopyReader,
  lead: CopyRow,
  members: readonly CopyRow[],
): void {
  const [kept, lost] = split(members, (member) => areCopies(reader, lead, member))
  setCluster(db, lead.number, kept.length === 0 ? null : lead.number)
  for (const member of kept) setCluster(db, member.number, lead.number)
  for (const member of lost) setCluster(db, member.number, null)
  if (kept.length === 0) place(db, reader, lead)
  else addKeys(db, lead.number, searchNear(db, reader, lead).keys)
  for (const member of lost) place(db, reader, member)
}

/** Finds the place of a stored post that is in no cluster; others may have begun to follow it already. */
function place(db: Database, reader: CopyReader, row: CopyRow): void {
  const isFollowed = findCopyRow(db, row.number)?.cluster === row.number
  if (isFollowed) addKeys(db, row.number, searchNear(db, reader, row).keys)
  else setCluster(db, row.number, joinCluster(db, reader, row))
}

/** Works out again where a stored post belongs, by the present rules; what came later has its turn later. */
export function regather(db: Database, reader: CopyReader, row: CopyRow): void {
  if (row.cluster !== null && row.cluster !== row.number) {
    checkMember(db, reader, row, row.cluster)
    return
  }
  removeKeys(db, reader, row)
  if (row.cluster === null) place(db, reader, row)
  // Earlier rules let our own answers lead.
  else if (isOurAnswer(row)) regroup(db, reader, row, membersOf(db, row.number))
  else joinLeaders(db, reader, row)
}

/** A leader that reads like an earlier one brings its copies along, as far as they read like that one too. */
function joinLeaders(db: Database, reader: CopyReader, row: CopyRow): void {
  const { lead, keys } = searchNear(db, reader, row)
  const other = lead === undefined ? undefined : findCopyRow(db, lead)
  if (other === undefined) {
    addKeys(db, row.number, keys)
    return
  }
  const members = [row, ...membersOf(db, row.number)]
  leadFrom(db, other.number)
  const [kept, lost] = split(members, (member) => areCopies(reader, other, member))
  for (const member of kept) setCluster(db, member.number, other.number)
  for (const member of lost) setCluster(db, member.number, null)
  for (const member of lost) place(db, reader, member)
}

/** The copies of a leader, in the order in which they were stored. */
function membersOf(db: Database, leader: number): readonly CopyRow[] {
  const numbers = db
    .sql('SELECT number FROM posts WHERE cluster = ? AND number <> ? ORDER BY number')
    .pluck()
    .all(leader, leader) as number[]
  return numbers.flatMap((number) => findCopyRow(db, number) ?? [])
}

/** Whose last copy went away stands alone again. */
function freeLoneLeader(db: Database, leader: number): void {
  const copy = db
    .sql('SELECT 1 FROM posts WHERE cluster = ? AND number <> ? LIMIT 1')
    .get(leader, leader)
  if (copy === undefined) setCluster(db, leader, null)
}

function setCluster(db: Database, number: number, cluster: number | null): void {
  db.sql('UPDATE posts SET cluster = ? WHERE number = ? AND cluster IS NOT ?').run(
    cluster,
    number,
    cluster,
  )
}

function split(
  rows: readonly CopyRow[],
  belongs: (row: CopyRow) => boolean,
): readonly [kept: readonly CopyRow[], lost: readonly CopyRow[]] {
  const kept: CopyRow[] = []
  const lost: CopyRow[] = []
  for (const row of rows) (belongs(row) ? kept : lost).push(row)
  return [kept, lost]
}
