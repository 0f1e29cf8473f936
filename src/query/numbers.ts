import type { Comparison } from './tree.ts'

const FACTORS: Readonly<Record<string, number>> = { k: 1_000, m: 1_000_000 }

/** `5`, `-0.5`, `1k`, `1.5M`; undefined when it is no number. A comma is refused by the caller with a fix-it. */
export function parseNumber(text: string): number | undefined {
  const match = /^(-?(?:\d+(?:\.\d+)?|\.\d+))([km])?$/i.exec(text)
  if (!match) return undefined
  const number = Number(match[1]) * (FACTORS[(match[2] ?? '').toLowerCase()] ?? 1)
  // 1.1k is 1100 and not 1100.0000000000002.
  return Number.isFinite(number) ? Number(number.toPrecision(15)) : undefined
}

/** Splits `>=5` into `>=` and `5`; without a sign the comparison is undefined. */
export function splitComparison(text: string): {
  readonly compare: Comparison | undefined
  readonly rest: string
} {
  const match = /^(>=|<=|>|<|=)/.exec(text)
  if (!match) return { compare: undefined, rest: text }
  return { compare: match[1] as Comparison, rest: text.slice(match[0].length).trimStart() }
}
