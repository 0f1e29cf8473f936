import { wilson } from '../metrics/intervals.ts'
import { compileQuery, matchPost } from '../query/matcher.ts'
import { parseQuery } from '../query/parser.ts'
import { printQuery } from '../query/print.ts'
import type { Tree } from '../query/tree.ts'
import type { StoredPost } from '../store/store.ts'
import { numberColumn, textColumn } from './columns.ts'
import type { CellValue, TableBlock } from './document.ts'
import type { BasicRequest, Report } from './report.ts'
import { buildDocument, readTheirPosts } from './scope.ts'
import { byQuery } from './volume.ts'

/** Posts of a query that its clauses are tried on; more tell no more about which clause is dead. */
const TRIED = 2000
/** Labels that say: this post was not meant. */
const NOT_MEANT = /^(?:not-us|off-topic|irrelevant|noise|spam)$/i

export const queries: Report<BasicRequest> = {
  name: 'queries',
  summary: 'hits of each query and of its clauses, dead queries, precision as far as people judged',
  build: async (request) => {
    const found = byQuery(await readTheirPosts(request, request.period))
    const versions = new Map(
      (await request.store.queryVersions()).map((version) => [version.name, version]),
    )
    const saved = request.settings.queries
    const dead = saved.filter(({ name }) => !found.has(name)).map(({ name }) => name)
    return buildDocument(request, 'queries', 'Queries', [
      {
        kind: 'text',
        text:
          dead.length === 0
            ? `All ${saved.length} queries found something.`
            : `Found nothing in this period: ${dead.join(', ')}.`,
      },
      {
        kind: 'table',
        name: 'queries',
        title: 'Hits',
        columns: [
          textColumn('query'),
          textColumn('role'),
          numberColumn('version'),
          numberColumn('posts'),
          numberColumn('judged', 'judged by people'),
          numberColumn('precision', 'meant', 'percent'),
          numberColumn('precision_low', 'from', 'percent'),
          numberColumn('precision_high', 'to', 'percent'),
        ],
        rows: saved.map(({ name, role }) => [
          name,
          role,
          versions.get(name)?.version ?? null,
          found.get(name)?.length ?? 0,
          ...precisionOf(found.get(name) ?? []),
        ]),
        empty: 'No query is saved; see listen init.',
        more: 'listen search query:NAME --side theirs · listen query measure NAME',
      },
      clauseTable(request, found),
    ])
  },
}

/** Closed as not-us or spam, or labelled so: not meant. Answered, or flagged and labelled otherwise: meant. */
function precisionOf(posts: readonly StoredPost[]): readonly CellValue[] {
  const judged = posts.flatMap(judgementOf)
  const meant = judged.filter((isMeant) => isMeant).length
  if (judged.length === 0) return [0, null, null, null]
  const { low, high } = wilson(meant, judged.length)
  return [judged.length, meant / judged.length, low, high]
}

function judgementOf({ labels, flags, answeredAt }: StoredPost): readonly boolean[] {
  if ([...labels, ...flags].some((word) => NOT_MEANT.test(word))) return [false]
  return answeredAt !== undefined || labels.length > 0 ? [true] : []
}

function clauseTable(
  request: BasicRequest,
  found: ReadonlyMap<string, readonly StoredPost[]>,
): TableBlock {
  const { settings, now, zone } = request
  const rows = settings.queries.flatMap(({ name, match }) => {
    const { tree } = parseQuery(match, { context: 'saved', fragments: settings.fragments })
    const posts = (found.get(name) ?? []).slice(0, TRIED)
    return clausesOf(tree).map((clause): readonly CellValue[] => {
      const compiled = compileQuery(clause)
      const hits = posts.filter((post) => matchPost(compiled, post, { now, zone }).matched).length
      const state = hits === 0 ? 'dead' : ''
      return [name, printQuery(clause), posts.length, hits, state]
    })
  })
  return {
    kind: 'table',
    name: 'clauses',
    title: 'Clauses',
    columns: [
      textColumn('query'),
      textColumn('clause'),
      numberColumn('tried', 'posts tried'),
      numberColumn('hits'),
      textColumn('state'),
    ],
    rows,
    empty: 'No query has alternatives.',
    more: 'listen search CLAUSE',
  }
}

/** The alternatives of an expression: the items of its first OR, behind what an AND demands. */
function clausesOf(tree: Tree | undefined): readonly Tree[] {
  if (tree?.type === 'or') return tree.items
  if (tree?.type === 'and') return clausesOf(tree.items.find(({ type }) => type === 'or'))
  return []
}
