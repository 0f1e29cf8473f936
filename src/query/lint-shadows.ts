import { broaderKeys, type KeyKinds, kindsOf, ownKey } from './lint-keys.ts'
import { printQuery } from './print.ts'
import { makeProblem, type Problem, shorten } from './problems.ts'
import type { Tree } from './tree.ts'

/** In OR a term is superfluous where another finds all that it finds; in AND where another asks for more. */
export function lintShadows(
  tree: Extract<Tree, { type: 'and' | 'or' }>,
  problems: Problem[],
): void {
  const byKey = new Map<string, Tree>()
  for (const item of tree.items) {
    const key = ownKey(item)
    if (key === undefined) continue
    const same = byKey.get(key)
    if (same) problems.push(shadow(item, `${shown(item)} stands here twice`))
    else byKey.set(key, item)
  }
  const kinds = kindsOf(byKey.keys())
  for (const item of tree.items) {
    const broader = firstOther(item, byKey, kinds)
    if (!broader) continue
    problems.push(
      tree.type === 'or'
        ? shadow(item, `${shown(item)} finds nothing that ${shown(broader)} does not find`)
        : shadow(broader, `${shown(broader)} is in every post that has ${shown(item)}`),
    )
  }
}

function firstOther(
  item: Tree,
  byKey: ReadonlyMap<string, Tree>,
  kinds: KeyKinds,
): Tree | undefined {
  for (const key of broaderKeys(item, kinds)) {
    const found = byKey.get(key)
    if (found && found !== item && ownKey(item) !== key) return found
  }
  return undefined
}

function shown(tree: Tree): string {
  return shorten(printQuery(tree))
}

function shadow(tree: Tree, message: string): Problem {
  return makeProblem('W002', tree.span, message, { fixit: `leave ${shown(tree)} out` })
}
