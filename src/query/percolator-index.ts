import { buildAutomaton, type LiteralAutomaton } from './automata.ts'
import type { CompiledQuery } from './compile.ts'
import type { Word } from './match-vocabulary.ts'
import {
  type Feature,
  type Frequency,
  findRequirements,
  type Requirement,
  sortByRarity,
} from './percolator-anchors.ts'
import { type Guard, makeGuard } from './percolator-guards.ts'

/** More than so many words beside the anchor are left to the evaluation. */
const MOST_GUARDS = 3

/** Which queries are worth a look when a feature is met. Made anew when the posts have shown what is rare. */
export interface AnchorIndex {
  /** Queries by the number of a word. */
  readonly ofWord: ReadonlyMap<number, readonly number[]>
  readonly runs: RunIndex | undefined
  readonly literals:
    | { readonly automaton: LiteralAutomaton; readonly queries: readonly (readonly number[])[] }
    | undefined
  /** Queries that have no required term: evaluated for every post. */
  readonly loose: readonly number[]
  /** For each query, what else a post must have. */
  readonly guards: readonly (Guard | undefined)[]
}

/** Characters in a row. */
export interface RunIndex {
  /** Calls `found` with the queries of each row that stands in the text. */
  scan(text: string, found: (queries: readonly number[]) => void): void
}

export function buildIndex(
  queries: readonly CompiledQuery[],
  words: readonly Word[],
  frequency: Frequency,
): AnchorIndex {
  const anchors = new Map<number, number[]>()
  const runs = new Map<string, number[]>()
  const literals = new Map<string, number[]>()
  const loose: number[] = []
  const add = (feature: Feature, query: number) => {
    if (feature.kind === 'word') addTo(anchors, feature.id, query)
    else addTo(feature.kind === 'run' ? runs : literals, feature.text, query)
  }
  const guards = queries.map(({ root }, query) => {
    const [anchor, ...others] = sortByRarity(findRequirements(root, frequency), frequency)
    if (anchor === undefined) loose.push(query)
    else for (const feature of anchor) add(feature, query)
    return guardOf(others, words)
  })
  return {
    ofWord: anchors,
    runs: indexRuns(runs),
    literals: indexLiterals(literals),
    loose,
    guards,
  }
}

/** The rarest requirements that are plain words. */
function guardOf(requirements: readonly Requirement[], words: readonly Word[]): Guard | undefined {
  const groups: number[][] = []
  for (const requirement of requirements) {
    const hashes = requirement.map((feature) => {
      const word = feature.kind === 'word' ? words[feature.id] : undefined
      return word?.kind === 'literal' ? word.hash : undefined
    })
    if (hashes.every((hash) => hash !== undefined)) groups.push(hashes)
    if (groups.length === MOST_GUARDS) break
  }
  return makeGuard(groups)
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [value])
  else known.push(value)
}

interface Row {
  readonly text: string
  readonly queries: readonly number[]
}

/** Rows by their first two characters. */
function indexRuns(runs: ReadonlyMap<string, readonly number[]>): RunIndex | undefined {
  if (runs.size === 0) return undefined
  const rows = new Map<string, Row[]>()
  for (const [text, queries] of runs) addTo(rows, text.slice(0, 2), { text, queries })
  return {
    scan: (text, found) => {
      for (let at = 0; at < text.length; at += 1) {
        const near = [
          ...(rows.get(text.charAt(at)) ?? []),
          ...(rows.get(text.slice(at, at + 2)) ?? []),
        ]
        for (const row of near) if (text.startsWith(row.text, at)) found(row.queries)
      }
    },
  }
}

function indexLiterals(literals: ReadonlyMap<string, readonly number[]>): AnchorIndex['literals'] {
  if (literals.size === 0) return undefined
  return { automaton: buildAutomaton([...literals.keys()]), queries: [...literals.values()] }
}
