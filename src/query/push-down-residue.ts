import { planNode, termKey } from './push-down-plan.ts'
import type { NativeGroup, NativeRequest } from './push-down-types.ts'
import type { Tree } from './tree.ts'

/** Whether every request says this part of the query in full, so that nothing of it is left to check. */
export function isExpressed(part: Tree, requests: readonly NativeRequest[]): boolean {
  if (requests.length === 0) return false
  if (part.type === 'not') return isExcluded(part.item, requests)
  if (!isPlain(part)) return false
  const [plan, ...others] = planNode(part)
  const group = plan?.all[0]
  if (plan === undefined || others.length > 0 || plan.all.length !== 1 || group === undefined)
    return false
  const wanted = keys(group)
  // Split requests hold a part of the alternatives each; together they say the same.
  const said = requests.map((request) =>
    request.all.find((one) => [...keys(one)].every((key) => wanted.has(key))),
  )
  if (said.some((one) => one === undefined)) return false
  const isWhole = said.every((one) => one?.length === group.length)
  return isWhole || (requests.every((request) => request.all.length === 1) && covers(said, wanted))
}

function covers(said: readonly (NativeGroup | undefined)[], wanted: ReadonlySet<string>): boolean {
  const found = new Set(said.flatMap((group) => [...keys(group ?? [])]))
  return [...wanted].every((key) => found.has(key))
}

function isExcluded(item: Tree, requests: readonly NativeRequest[]): boolean {
  const parts = item.type === 'or' ? item.items : [item]
  const wanted = planNode({ type: 'not', item, span: item.span })[0]?.none ?? []
  if (wanted.length !== parts.length) return false
  return requests.every((request) => wanted.every((term) => keys(request.none).has(termKey(term))))
}

/** Words and phrases without signs, accents and letter case of their own, and alternatives of these. */
function isPlain(tree: Tree): boolean {
  if (tree.type === 'or') return tree.items.every(isPlain)
  if (tree.type !== 'term' || tree.term.form !== 'words' || tree.term.within !== undefined)
    return false
  return tree.term.words.every((word) => word.kind === 'plain' && /^[a-z0-9]+$/i.test(word.text))
}

function keys(group: NativeGroup): Set<string> {
  return new Set(group.map(termKey))
}
