import { likeness } from '../analysis/copies.ts'
import type { CopyReader, Fingerprint } from '../analysis/fingerprints.ts'
import { urlIdentity } from '../text/url.ts'
import type { Database } from './database.ts'
import { isReplyOf } from './post-traits.ts'

/** What deciding about copies needs of a stored post. */
export interface CopyRow {
  readonly number: number
  readonly cluster: number | null
  readonly text_hash: number | null
  readonly kind: string
  readonly traits: number
  readonly side: string
  readonly title: string | null
  readonly text: string
  readonly url: string | null
}

/** A key that so many texts have says nothing: it is not kept again, so that no look-up finds more. */
const FULL_KEY = 24
/** So many candidates are read and verified at most, those that share the rarest keys first, so that floods stay cheap. */
const MOST_VERIFIED = 8

export function findCopyRow(db: Database, number: number): CopyRow | undefined {
  return db
    .sql(
      `SELECT p.number, p.cluster, p.text_hash, p.kind, p.traits, p.side, t.title, t.text, t.url
       FROM posts p JOIN post_texts t ON t.post = p.id WHERE p.number = ?`,
    )
    .get(number) as CopyRow | undefined
}

/** What we answer belongs to its conversation, however often we have said the same. */
export function isOurAnswer({ side, traits }: CopyRow): boolean {
  return side === 'ours' && isReplyOf(traits)
}

export function readCopy(reader: CopyReader, row: CopyRow): Fingerprint {
  return reader.read({
    title: row.title,
    text: row.text,
    isReply: isReplyOf(row.traits),
    isArticle: row.kind === 'article' || row.kind === 'video',
  })
}

/** Whether two stored posts are copies: of their words, or of one page. */
export function areCopies(reader: CopyReader, one: CopyRow, other: CopyRow): boolean {
  if (isOurAnswer(one) || isOurAnswer(other)) return false
  const page = pageKey(one)
  const samePage = page !== undefined && page === pageKey(other)
  return likeness(readCopy(reader, one), readCopy(reader, other), samePage) > 0
}

const PAGES = new Set(['article', 'video'])

/**
 * The key of the page that an article stands on, beyond the range of the keys of texts. Undefined for posts, answers
 * and reviews, many of which may stand on one page, and for addresses that name a place on a page or only a site.
 */
function pageKey({ url, kind, traits }: CopyRow): number | undefined {
  if (url === null || isReplyOf(traits) || !PAGES.has(kind)) return undefined
  if (url.includes('#') && !url.includes('#!')) return undefined
  const page = urlIdentity(url)
  return page === undefined || !/[/?]/.test(page) ? undefined : hashPage(page)
}

function hashPage(page: string): number {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let at = 0; at < page.length; at++) {
    one = Math.imul(one ^ page.charCodeAt(at), 0x01000193)
    other = Math.imul(other ^ page.charCodeAt(at), 0x85ebca6b) ^ (other >>> 13)
  }
  return 2 ** 32 + (one >>> 0) * 2 ** 16 + ((other ^ (other >>> 12)) & 0xffff)
}

/** Everything by which the post is looked for, and finds others. */
function keysOf(row: CopyRow, print: Fingerprint): readonly number[] {
  const page = pageKey(row)
  return page === undefined ? print.keys : [...print.keys, page]
}

const MOST_KEYS = 6
/** One statement for so many keys. */
const INSERTS = Array.from(
  { length: MOST_KEYS + 1 },
  (_, count) =>
    `INSERT OR IGNORE INTO fingerprints (fingerprint, post) VALUES ${Array.from({ length: count }, () => '(?, ?)').join(', ')}`,
)

const SELECTS = Array.from(
  { length: MOST_KEYS + 1 },
  (_, count) =>
    `SELECT fingerprint, post FROM fingerprints WHERE fingerprint IN (${Array.from({ length: count }, () => '?').join(', ')})`,
)

/** What was found about a text that may be kept, so that keeping it asks nothing again. */
export interface NearSearch {
  /** The first post of the cluster that it belongs to, or a post that stands alone so far. */
  readonly lead: number | undefined
  /** Its keys that are worth keeping. */
  readonly keys: readonly number[]
}

/** Looks up who shares keys, and verifies the best of them. The keys in the table are those of posts that lead or stand alone. */
export function searchNear(
  db: Database,
  reader: CopyReader,
  row: CopyRow,
  print = readCopy(reader, row),
): NearSearch {
  const keys = keysOf(row, print)
  if (keys.length === 0) return { lead: undefined, keys }
  const { shared, full } = findSharers(db, keys)
  if (shared.size === 0) return { lead: undefined, keys }
  return {
    lead: bestOf(
      db,
      reader,
      { row, print, page: pageKey(row) },
      rankCandidates(shared, row.number, fewestShared(print)),
    ),
    keys: full.length === 0 ? keys : keys.filter((key) => !full.includes(key)),
  }
}

/** Who has keys of a text: how many, and how rare these are, because what many have is a by-line or a footer. */
interface Sharer {
  readonly keys: number
  readonly weight: number
}

/** Who has some of the keys, and which keys are full. */
function findSharers(
  db: Database,
  keys: readonly number[],
): { readonly shared: ReadonlyMap<number, Sharer>; readonly full: readonly number[] } {
  const rows = db
    .sql(SELECTS[keys.length] as string)
    .raw()
    .all(keys) as [key: number, post: number][]
  const counts = new Map<number, number>()
  for (const [key] of rows) counts.set(key, (counts.get(key) ?? 0) + 1)
  const shared = new Map<number, Sharer>()
  for (const [key, post] of rows) {
    const { keys: more = 0, weight = 0 } = shared.get(post) ?? {}
    shared.set(post, { keys: more + 1, weight: weight + 1 / (counts.get(key) ?? 1) })
  }
  return { shared, full: keys.filter((key) => (counts.get(key) ?? 0) >= FULL_KEY) }
}

/**
 * Posts that read alike share most of their keys, those that share one share a turn of speech: of 550 copies among
 * 49,000 real posts two had but one in common, and 130,000 others had. Articles may be cut to their beginning.
 */
function fewestShared({ isArticle, keys }: Fingerprint): number {
  return isArticle || keys.length < 3 ? 1 : 2
}

/** Those that share the rarest keys first, then the oldest. */
function rankCandidates(
  shared: ReadonlyMap<number, Sharer>,
  self: number,
  least: number,
): readonly number[] {
  return [...shared]
    .filter(([post, { keys }]) => post !== self && keys >= least)
    .sort(([a, one], [b, other]) => other.weight - one.weight || a - b)
    .slice(0, MOST_VERIFIED)
    .map(([post]) => post)
}

interface Subject {
  readonly row: CopyRow
  readonly print: Fingerprint
  readonly page: number | undefined
}

const SURE = 0.9

function bestOf(
  db: Database,
  reader: CopyReader,
  { row, print, page }: Subject,
  candidates: readonly number[],
): number | undefined {
  let best: number | undefined
  let most = 0
  for (const number of candidates) {
    const other = findCopyRow(db, number)
    if (other === undefined || other.number === row.number) continue
    const samePage = page !== undefined && page === pageKey(other)
    const found = likeness(print, readCopy(reader, other), samePage)
    if (found > most) [best, most] = [number, found]
    if (most >= SURE) break
  }
  return best
}

export function addKeys(db: Database, number: number, keys: readonly number[]): void {
  const insert = INSERTS[keys.length]
  if (keys.length === 0 || insert === undefined) return
  const values: number[] = []
  for (const key of keys) values.push(key, number)
  db.sql(insert).run(values)
}

/** Takes back what addKeys kept; the row must still be as it was then. */
export function removeKeys(db: Database, reader: CopyReader, row: CopyRow): void {
  const remove = db.sql('DELETE FROM fingerprints WHERE fingerprint = ? AND post = ?')
  for (const key of keysOf(row, readCopy(reader, row))) remove.run(key, row.number)
}
