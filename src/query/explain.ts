import type { Hit } from '../model/mention.ts'
import type { SearchCapabilities } from '../model/search-capabilities.ts'
import { describeTree, type TreeLine } from './describe.ts'
import {
  compileQuery,
  type MatchablePost,
  type MatchContext,
  matchReading,
  readPost,
} from './matcher.ts'
import { childrenOf } from './parser-tree.ts'
import { printQuery } from './print.ts'
import { pushDown } from './push-down.ts'
import { writeNative } from './push-down-write.ts'
import type { Tree } from './tree.ts'

/** A line of the tree with what it says of one post. */
export interface ExplainedLine extends TreeLine {
  readonly holds: boolean
  /** Where the part was found; empty for a part that has no place in the text. */
  readonly hits: readonly Hit[]
}

export interface ExplainedPost {
  readonly matched: boolean
  readonly hits: readonly Hit[]
  readonly lines: readonly ExplainedLine[]
  /** The smallest parts that decided against the post: what is missing, or what stands there and is excluded. */
  readonly failed: readonly ExplainedLine[]
}

interface Explained {
  readonly tree: Tree
  readonly line: ExplainedLine
  readonly children: readonly Explained[]
}

/** Why a post matches, or which clauses fail. Evaluates every node by itself: for people, not for streams of posts. */
export function explainPost(tree: Tree, post: MatchablePost, context: MatchContext): ExplainedPost {
  const reading = readPost(post, context)
  const lines = describeTree(tree)
  let next = 0
  const explain = (node: Tree, within: 'title' | 'text' | undefined): Explained => {
    const line = lines[next] as TreeLine
    next += 1
    const scoped: Tree =
      within === undefined ? node : { type: 'scope', field: within, item: node, span: node.span }
    const { matched, hits } = matchReading(compileQuery(scoped), reading)
    const inner = node.type === 'scope' ? node.field : within
    const children = childrenOf(node).map((child) => explain(child, inner))
    return { tree: node, line: { ...line, holds: matched, hits }, children }
  }
  const root = explain(tree, undefined)
  const failed: ExplainedLine[] = []
  if (!root.line.holds) collectFailed(root, failed)
  return { matched: root.line.holds, hits: root.line.hits, lines: listLines(root), failed }
}

function listLines(node: Explained): readonly ExplainedLine[] {
  const lines: ExplainedLine[] = []
  const add = (one: Explained): void => {
    lines.push(one.line)
    for (const child of one.children) add(child)
  }
  add(node)
  return lines
}

/** Goes down from a node that fails to the parts that make it fail. */
function collectFailed(node: Explained, failed: ExplainedLine[]): void {
  if (node.tree.type === 'not') {
    for (const child of node.children) collectHeld(child, failed)
    return
  }
  const missing = canBlameChildren(node.tree)
    ? node.children.filter((child) => !child.line.holds)
    : []
  for (const child of missing) collectFailed(child, failed)
  if (missing.length === 0) failed.push(node.line)
}

/** A pair whose two words are there, but apart, fails by itself; so does a count. */
function canBlameChildren(tree: Tree): boolean {
  const isAbsence = (tree.type === 'near' || tree.type === 'sentence') && tree.negated
  return tree.type !== 'count' && !isAbsence
}

/** Goes down from an excluded node that holds to the parts that make it hold. */
function collectHeld(node: Explained, failed: ExplainedLine[]): void {
  if (node.tree.type === 'or') {
    for (const child of node.children) if (child.line.holds) collectHeld(child, failed)
  } else failed.push(node.line)
}

/** What one source is asked, and what is checked here. */
export interface ExplainedSource {
  readonly name: string
  /** The native queries; empty: everything that the source has is read. */
  readonly asked: readonly string[]
  /** The parts of the query that are checked here only. */
  readonly checked: readonly string[]
}

/** The part of a query that each source is asked; a source without `search` is read whole. */
export function explainSources(
  tree: Tree,
  sources: readonly { readonly name: string; readonly search?: SearchCapabilities | undefined }[],
): readonly ExplainedSource[] {
  return sources.map(({ name, search }) => {
    if (search === undefined) return { name, asked: [], checked: [printQuery(tree)] }
    const { requests, residue } = pushDown(tree, search)
    return {
      name,
      asked: requests.map((request) => writeNative(request)),
      checked: residue.map(printQuery),
    }
  })
}
