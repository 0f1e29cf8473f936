import { zeroSatisfies } from './parser-checks.ts'
import type { NativeGroup, NativeRequest, NativeTerm } from './push-down-types.ts'
import type { Term, Tree, WordPattern } from './tree.ts'

/** Finds every post: what no source can search is left to the matcher. */
const ANYTHING: NativeRequest = { all: [], none: [] }

/** An AND of alternatives is written out only so far. */
const MAX_PRODUCT = 8

/** Requests that together find every post that the tree matches, for a source without limits. */
export function planNode(tree: Tree): readonly NativeRequest[] {
  switch (tree.type) {
    case 'and':
      return planAll(tree.items)
    case 'or':
      return planAny(tree.items)
    case 'not':
      return planNot(tree.item)
    case 'near':
    case 'sentence':
      return tree.negated ? planNode(tree.left) : planAll([tree.left, tree.right])
    case 'scope':
      return planNode(tree.item).map((request) => ({ all: request.all, none: [] }))
    case 'count':
      return zeroSatisfies(tree.compare, tree.count) ? [ANYTHING] : planNode(tree.item)
    case 'term':
      return [planTerm(tree.term)]
    case 'field':
    case 'all':
      return [ANYTHING]
  }
}

function planTerm(term: Term): NativeRequest {
  if (term.form !== 'words') return ANYTHING
  const terms = term.words.map(nativeWord)
  if (term.within === undefined && terms.every((words) => words?.length === 1)) {
    const words = terms.flatMap((alternatives) => alternatives?.[0]?.words ?? [])
    return { all: [[{ words }]], none: [] }
  }
  return { all: terms.filter((alternatives) => alternatives !== undefined), none: [] }
}

const APOSTROPHE = /['’‘ʼ＇]/
const EMOJI = /\p{Extended_Pictographic}|\p{RI}/u

/** How a source may have the word; undefined where a search box cannot ask for it. */
function nativeWord(pattern: WordPattern): NativeGroup | undefined {
  if (pattern.kind === 'any' || pattern.kind === 'wildcard' || EMOJI.test(pattern.text))
    return undefined
  const word = pattern.text.replace(/^[#@$]+/, '')
  const parts = word.split(APOSTROPHE).filter((part) => part !== '')
  if (parts.length > 1) return [{ words: [word] }, { words: [parts.join('')] }, { words: parts }]
  return [{ words: [word] }]
}

/** Either: alternatives of single terms become one group, others requests of their own. */
function planAny(items: readonly Tree[]): readonly NativeRequest[] {
  const plans = items.flatMap(planNode)
  if (plans.some((plan) => plan.all.length === 0)) return [ANYTHING]
  const isSimple = (plan: NativeRequest): boolean => plan.all.length === 1 && plan.none.length === 0
  const merged = plans.filter(isSimple).flatMap((plan) => plan.all[0] ?? [])
  const others = plans.filter((plan) => !isSimple(plan))
  return merged.length === 0 ? others : [{ all: [distinct(merged)], none: [] }, ...others]
}

/** Both: what is a single request is joined; of the others as many as stay few are multiplied out, the rest is left to the matcher. */
function planAll(items: readonly Tree[]): readonly NativeRequest[] {
  const plans = items.map(planNode)
  const single = plans.flatMap((plan) => (plan.length === 1 && plan[0] ? [plan[0]] : []))
  const base = single.reduce(joinRequests, ANYTHING)
  const several = plans.filter((plan) => plan.length > 1).sort((a, b) => a.length - b.length)
  let requests: readonly NativeRequest[] = [base]
  for (const plan of several) {
    const isNeeded = requests.some((request) => request.all.length === 0)
    if (!isNeeded && requests.length * plan.length > MAX_PRODUCT) break
    requests = requests.flatMap((request) => plan.map((other) => joinRequests(request, other)))
  }
  return requests
}

function joinRequests(a: NativeRequest, b: NativeRequest): NativeRequest {
  return { all: [...a.all, ...b.all], none: [...a.none, ...b.none] }
}

const PLAIN = /^[a-z0-9]+$/i

/** Only plain words and phrases are excluded: a source that drops signs would exclude more than is meant. */
function planNot(item: Tree): readonly NativeRequest[] {
  const parts = item.type === 'or' ? item.items : [item]
  const none = parts.flatMap((part) => {
    if (part.type !== 'term' || part.term.form !== 'words' || part.term.within !== undefined)
      return []
    const { words } = part.term
    const isPlain = words.every((word) => word.kind === 'plain' && PLAIN.test(word.text))
    return isPlain ? [{ words: words.map((word) => (word.kind === 'any' ? '' : word.text)) }] : []
  })
  return [{ all: [], none }]
}

export function termKey(term: NativeTerm): string {
  return term.words.join(' ').toLowerCase()
}

function distinct(terms: NativeGroup): NativeGroup {
  const seen = new Map<string, NativeTerm>()
  for (const term of terms) if (!seen.has(termKey(term))) seen.set(termKey(term), term)
  return [...seen.values()]
}
