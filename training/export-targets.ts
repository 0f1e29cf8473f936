/**
 * Writes what the product sees around each labelled subject, one JSON line a view (with the text's other subjects, and alone):
 *   node training/export-targets.ts DATA_FOLDER MODEL_FILE OUT_FILE
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { wordFeature } from '../src/analysis/features.ts'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { readModel } from '../src/analysis/model-file.ts'
import { createOwnWords } from '../src/analysis/own-words.ts'
import { tokensOfHits } from '../src/analysis/targets.ts'
import { createTextReader, readText } from '../src/analysis/text-reader.ts'
import { endsScope } from '../src/analysis/valence.ts'
import { readSet } from './read-set.ts'

const [folder = '', file = '', out = ''] = process.argv.slice(2)
const reader = createTextReader(readModel(readFileSync(file)), createLexicon(), createOwnWords({}))
const SETS = [
  'absa14_laptops',
  'absa14_restaurants',
  'target_tweets_dong14',
  'semeval17_topic_tweets',
]
const lines: string[] = []

for (const set of SETS) {
  const rows = readSet(join(folder, `${set}.tsv`))
  const groups = new Map<string, (typeof rows)[number][]>()
  for (const row of rows) groups.set(row.text, [...(groups.get(row.text) ?? []), row])
  for (const [text, mine] of groups) {
    readText(reader, text)
    const { tokens, lexicon, scores, negated, model } = reader
    const count = Math.min(tokens.count, 80)
    const linear = model?.linear
    const list = <T>(of: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => of(at))
    const targets = mine.map((row) => {
      const start = text.toLowerCase().indexOf((row.target ?? '').toLowerCase())
      const places =
        start < 0 || !row.target
          ? []
          : tokensOfHits(tokens, [{ field: 'text', start, end: start + row.target.length }], 0)
      return {
        first: places[0] ?? -1,
        last: places.at(-1) ?? -1,
        label: row.label,
        split: row.split,
      }
    })
    if (targets.every(({ first }) => first < 0 || first >= count)) continue
    lines.push(
      JSON.stringify({
        set,
        hash: list((at) => (tokens.hash[at] ?? 0) >>> 0),
        negated: list((at) => negated[at] ?? 0),
        score: list((at) => Math.round((scores[at] ?? 0) * 100) / 100),
        border: list((at) => (endsScope(tokens, at, lexicon) ? 1 : 0)),
        stop: list((at) => (lexicon.stops.has(tokens.hash[at] as number) ? 1 : 0)),
        linear: list((at) => {
          if (linear === undefined) return [0, 0, 0]
          const row =
            (wordFeature(tokens.hash[at] as number, negated[at] === 1) & linear.mask) *
            linear.columns
          return [0, 1, 2].map(
            (head) =>
              Math.round(
                (linear.table[row + head] as number) * (linear.scale[head] as number) * 1000,
              ) / 1000,
          )
        }),
        targets,
      }),
    )
  }
}
writeFileSync(out, `${lines.join('\n')}\n`)
console.log(lines.length)
