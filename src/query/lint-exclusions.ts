import { broaderKeys, type KeyKinds, kindsOf, ownKey } from './lint-keys.ts'
import { printQuery } from './print.ts'
import { makeProblem, type Problem, shorten } from './problems.ts'
import type { Tree } from './tree.ts'

/** Reports terms that the same level asks for and excludes: `(acme OR phone) NOT phone`. */
export function lintExclusions(items: readonly Tree[], problems: Problem[]): void {
  const excluded = excludedTerms(items)
  if (excluded.size === 0) return
  const kinds = kindsOf(excluded.keys())
  for (const item of items) {
    if (item.type === 'not') continue
    const parts = alternatives(item)
    for (const part of parts)
      reportRemoved(part, { isRequired: parts.length === 1, excluded, kinds }, problems)
  }
}

function excludedTerms(items: readonly Tree[]): ReadonlyMap<string, Tree> {
  const parts = items.flatMap((item) => (item.type === 'not' ? alternatives(item.item) : []))
  return new Map(
    parts.flatMap((part) => {
      const key = ownKey(part)
      return key === undefined ? [] : [[key, part] as const]
    }),
  )
}

function alternatives(tree: Tree): readonly Tree[] {
  return tree.type === 'or' ? tree.items : [tree]
}

function reportRemoved(
  part: Tree,
  level: {
    readonly isRequired: boolean
    readonly excluded: ReadonlyMap<string, Tree>
    readonly kinds: KeyKinds
  },
  problems: Problem[],
): void {
  const { isRequired, excluded, kinds } = level
  const keys = [ownKey(part), ...broaderKeys(part, kinds)].filter((key) => key !== undefined)
  const by = keys.map((key) => excluded.get(key)).find((found) => found !== undefined)
  if (!by) return
  const wanted = shorten(printQuery(part))
  const unwanted = shorten(printQuery(by))
  problems.push(
    makeProblem(
      'W004',
      by.span,
      isRequired
        ? `NOT ${unwanted} removes every post, because ${wanted} is asked for`
        : `NOT ${unwanted} removes every post that ${wanted} finds`,
      { fixit: `leave ${unwanted} out of the NOT, or ${wanted} out of the query` },
    ),
  )
}
