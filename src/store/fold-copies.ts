import { chooseLead } from '../analysis/folding.ts'
import type { Tree } from '../query/tree.ts'
import { type Candidates, selectFrom } from './candidates.ts'
import type { Database } from './database.ts'
import type { Verify } from './narrowing.ts'
import type { StoredPost } from './store.ts'
import { loadPosts } from './stored-posts.ts'

/** Of more copies than this, those said first are looked at: the lead is among them. */
const MOST_COPIES = 300

/** Who asks for copies by name wants to see them. */
export function asksForCopies(tree: Tree | undefined): boolean {
  if (tree === undefined) return false
  switch (tree.type) {
    case 'and':
    case 'or':
      return tree.items.some(asksForCopies)
    case 'not':
      return asksForCopies(tree.item)
    case 'field':
      return tree.field === 'cluster' || (tree.field === 'is' && isDuplicate(tree.value))
    default:
      return false
  }
}

function isDuplicate(value: Extract<Tree, { type: 'field' }>['value']): boolean {
  return value.form === 'text' && value.text === 'duplicate'
}

/** What a search found, without its limit and its place in the pages. */
export interface Found {
  readonly candidates: Candidates
  readonly verify?: Verify
}

/**
 * Answers the post that stands for its copies among what was found, with their number, and nothing for the others: so
 * every cluster has one place in the list, whatever page is asked for. Within a transaction.
 */
export function createFold(
  db: Database,
  found: Found,
): (post: StoredPost) => StoredPost | undefined {
  const clusters = new Map<number, { readonly lead: number; readonly copies: number }>()
  return (post) => {
    if (post.cluster === undefined) return post
    const known = clusters.get(post.cluster) ?? readCluster(db, found, post.cluster)
    clusters.set(post.cluster, known)
    if (known.lead !== post.post) return undefined
    return known.copies === 0 ? post : { ...post, copies: known.copies }
  }
}

interface Member {
  readonly id: number
  readonly number: number
  readonly length: number
}

function readCluster(
  db: Database,
  { candidates, verify }: Found,
  cluster: number,
): { readonly lead: number; readonly copies: number } {
  const { text, values } = selectFrom(candidates, 'p.id, p.number, p.length', {
    ...membersOf(candidates, cluster),
    ending: ` ORDER BY ${candidates.id} LIMIT ${MOST_COPIES}`,
  })
  const rows = db.sql(text).all(...values) as Member[]
  const members = verify === undefined ? rows : verified(db, rows, verify)
  const lead = chooseLead(members.map((member) => ({ ...member, order: member.id })))
  const isCut = verify === undefined && rows.length === MOST_COPIES
  const count = isCut ? countMembers(db, candidates, cluster) : members.length
  return { lead: lead?.number ?? -1, copies: count - 1 }
}

/** Where the matcher decides, those beyond the first are not asked: then the count says how many there are at least. */
function countMembers(db: Database, candidates: Candidates, cluster: number): number {
  const { text, values } = selectFrom(candidates, 'count(*)', membersOf(candidates, cluster))
  return db
    .sql(text)
    .pluck()
    .get(...values) as number
}

function membersOf({ id }: Candidates, cluster: number) {
  return { where: `${id} IN (SELECT id FROM posts WHERE cluster = ?)`, values: [cluster] }
}

function verified(db: Database, rows: readonly Member[], verify: Verify): readonly Member[] {
  const posts = loadPosts(
    db,
    rows.map(({ id }) => id),
  )
  const matching = new Set(posts.filter(verify).map(({ post }) => post))
  return rows.filter(({ number }) => matching.has(number))
}
