import type { Hit } from '../model/mention.ts'
import type { CompiledQuery, Node } from './compile.ts'
import { holds } from './evaluate.ts'
import { collectHits } from './evaluate-hits.ts'
import type { MatchablePost, MatchContext } from './match-post.ts'
import { type Reading, readPost } from './match-reading.ts'
import type { Span } from './tree.ts'

/** One clause of a query over one post. */
export interface ExplainedClause {
  /** Where the clause stands in the expression. */
  readonly span: Span
  readonly kind: Node['op']
  /** Whether it holds; that of a NOT is the opposite of its clause's. */
  readonly held: boolean
  /** Where it was found, by itself: also for clauses that did not help the whole to hold. */
  readonly hits: readonly Hit[]
  /** The parts, in the order of the expression; of NEAR and SENT the two operands. */
  readonly clauses: readonly ExplainedClause[]
}

export interface Explanation {
  readonly matched: boolean
  /** What the whole query is highlighted with. */
  readonly hits: readonly Hit[]
  readonly root: ExplainedClause
  /** The smallest clauses that keep the query from holding; none where it matched. */
  readonly failed: readonly ExplainedClause[]
}

/** Says which clauses of a query hold for a post and where, and which ones decided that it does not match. */
export function explainMatch(
  query: CompiledQuery,
  post: MatchablePost,
  context: MatchContext,
): Explanation {
  const reading = readPost(post, context)
  const root = explainNode(query.root, reading)
  const matched = root.held
  const failed: ExplainedClause[] = []
  if (!matched) addFailed(root, true, failed)
  return { matched, hits: matched ? collectHits(query.root, reading) : [], root, failed }
}

function explainNode(node: Node, reading: Reading): ExplainedClause {
  const held = holds(node, reading)
  const clauses = partsOf(node).map((part) => explainNode(part, reading))
  const sorted = clauses.sort((a, b) => a.span.start - b.span.start)
  const hits = held ? collectHits(node, reading) : []
  return { span: node.span, kind: node.op, held, hits, clauses: sorted }
}

function partsOf(node: Node): readonly Node[] {
  if (node.op === 'and' || node.op === 'or') return node.items
  if (node.op === 'not' || node.op === 'count') return [node.item]
  return node.op === 'near' ? [node.left, node.right] : []
}

/** Goes down to the clauses whose value is not the wanted one and that have no such clause inside. */
function addFailed(clause: ExplainedClause, wanted: boolean, failed: ExplainedClause[]): void {
  if (clause.held === wanted) return
  const inner = clause.kind === 'not' ? !wanted : wanted
  const isGroup = clause.kind === 'and' || clause.kind === 'or' || clause.kind === 'not'
  const before = failed.length
  if (isGroup) for (const part of clause.clauses) addFailed(part, inner, failed)
  if (failed.length === before) failed.push(clause)
}
