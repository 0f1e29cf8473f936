import type { Narrowed, SqlCondition, TermCondition } from './narrow-types.ts'

export const TRUE: SqlCondition = { kind: 'true' }

/** Both: index terms are joined into one question to the full-text table. */
export function simplifyAnd(items: readonly Narrowed[]): Narrowed {
  const exact = items.every((item) => item.exact)
  const wanted: TermCondition[] = []
  const excluded: TermCondition[] = []
  const others: SqlCondition[] = []
  for (const { condition } of items) {
    if (condition.kind === 'terms') wanted.push(condition.terms)
    else if (condition.kind === 'not' && condition.item.kind === 'terms')
      excluded.push(condition.item.terms)
    else if (condition.kind === 'and') others.push(...condition.items)
    else if (condition.kind !== 'true') others.push(condition)
  }
  const terms = termPart(wanted, excluded)
  const parts = [...terms, ...others]
  const [first] = parts
  if (first === undefined) return { condition: TRUE, exact }
  return { condition: parts.length === 1 ? first : { kind: 'and', items: parts }, exact }
}

function termPart(
  wanted: readonly TermCondition[],
  excluded: readonly TermCondition[],
): readonly SqlCondition[] {
  if (wanted.length === 0) {
    return excluded.map((terms) => ({ kind: 'not', item: { kind: 'terms', terms } }))
  }
  const keep = join('and', wanted)
  if (excluded.length === 0) return [{ kind: 'terms', terms: keep }]
  return [{ kind: 'terms', terms: { op: 'and-not', keep, drop: join('or', excluded) } }]
}

/** Either: one side that says nothing makes the whole say nothing. */
export function simplifyOr(items: readonly Narrowed[]): Narrowed {
  const open = items.filter((item) => item.condition.kind === 'true')
  if (open.length > 0) return { condition: TRUE, exact: open.some((item) => item.exact) }
  const exact = items.every((item) => item.exact)
  const conditions = items.map((item) => item.condition)
  const terms = conditions.flatMap((one) => (one.kind === 'terms' ? [one.terms] : []))
  const others = conditions.filter((one) => one.kind !== 'terms')
  const parts: SqlCondition[] =
    terms.length > 0 ? [{ kind: 'terms', terms: join('or', terms) }, ...others] : others
  const [first] = parts
  return { condition: parts.length === 1 && first ? first : { kind: 'or', items: parts }, exact }
}

/** Only what is exact can be negated; of anything else nothing is known. */
export function simplifyNot(item: Narrowed): Narrowed {
  if (!item.exact) return { condition: TRUE, exact: false }
  if (item.condition.kind === 'not') return { condition: item.condition.item, exact: true }
  return { condition: { kind: 'not', item: item.condition }, exact: true }
}

/** One node for several terms; nodes of the same kind are merged, so that long lists stay flat. */
export function join(op: 'and' | 'or', items: readonly TermCondition[]): TermCondition {
  const flat = items.flatMap((item) => (item.op === op ? item.items : [item]))
  const [first] = flat
  return flat.length === 1 && first ? first : { op, items: flat }
}
