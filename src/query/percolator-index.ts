import { buildAutomaton, type LiteralAutomaton } from './automata.ts'
import type { CompiledQuery } from './compile.ts'
import type { Word } from './match-vocabulary.ts'
import { type Frequency, rarestRequirement } from './percolator-anchors.ts'

/** Which queries are worth a look when a feature is met. Made anew when the posts have shown what is rare. */
export interface AnchorIndex {
  /** Queries by the number of a word. */
  readonly ofWord: readonly (readonly number[] | undefined)[]
  readonly runs: RunIndex | undefined
  readonly literals:
    | { readonly automaton: LiteralAutomaton; readonly queries: readonly (readonly number[])[] }
    | undefined
  /** Queries that have no required term: evaluated for every post. */
  readonly loose: readonly number[]
}

/** Characters in a row, by their first two. */
export type RunIndex = ReadonlyMap<
  string,
  readonly { readonly text: string; readonly queries: readonly number[] }[]
>

export function buildIndex(
  queries: readonly CompiledQuery[],
  words: readonly Word[],
  frequency: Frequency,
): AnchorIndex {
  const ofWord: (number[] | undefined)[] = new Array(words.length)
  const runs = new Map<string, number[]>()
  const literals = new Map<string, number[]>()
  const loose: number[] = []
  for (const [query, { root }] of queries.entries()) {
    const requirement = rarestRequirement(root, frequency)
    if (requirement === undefined) loose.push(query)
    for (const feature of requirement ?? []) {
      if (feature.kind === 'word') addWord(ofWord, feature.id, query)
      else addTo(feature.kind === 'run' ? runs : literals, feature.text, query)
    }
  }
  return { ofWord, runs: indexRuns(runs), literals: indexLiterals(literals), loose }
}

function addWord(ofWord: (number[] | undefined)[], id: number, query: number): void {
  const known = ofWord[id]
  if (known === undefined) ofWord[id] = [query]
  else known.push(query)
}

function addTo(map: Map<string, number[]>, key: string, query: number): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [query])
  else known.push(query)
}

function indexRuns(runs: ReadonlyMap<string, readonly number[]>): RunIndex | undefined {
  if (runs.size === 0) return undefined
  const index = new Map<string, { text: string; queries: readonly number[] }[]>()
  for (const [text, queries] of runs) {
    const key = text.slice(0, 2)
    const list = index.get(key)
    if (list === undefined) index.set(key, [{ text, queries }])
    else list.push({ text, queries })
  }
  return index
}

function indexLiterals(literals: ReadonlyMap<string, readonly number[]>): AnchorIndex['literals'] {
  if (literals.size === 0) return undefined
  return { automaton: buildAutomaton([...literals.keys()]), queries: [...literals.values()] }
}
