/**
 * Describes every labelled (text, target) by the model's own numbers, for the training of the target weights:
 *   node training/export-targets.ts DATA_FOLDER MODEL_FILE OUT_FOLDER
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { readModel } from '../src/analysis/model-file.ts'
import { createOwnWords } from '../src/analysis/own-words.ts'
import { countTargetFeatures, describeTarget } from '../src/analysis/target-features.ts'
import { tokensOfHits } from '../src/analysis/targets.ts'
import { createTextReader, readText } from '../src/analysis/text-reader.ts'
import { readSet } from './read-set.ts'

const [folder = '', file = '', out = ''] = process.argv.slice(2)
const reader = createTextReader(readModel(readFileSync(file)), createLexicon(), createOwnWords({}))
const width = countTargetFeatures(reader)

for (const set of ['absa14_laptops', 'absa14_restaurants', 'target_tweets_dong14', 'semeval17_topic_tweets']) {
  const rows = readSet(join(folder, `${set}.tsv`))
  const found: Float32Array[] = []
  const kept: object[] = []
  for (const row of rows) {
    const target = row.target ?? ''
    const start = row.text.toLowerCase().indexOf(target.toLowerCase())
    if (start < 0 || target === '') continue
    readText(reader, row.text)
    const places = tokensOfHits(reader.tokens, [{ field: 'text', start, end: start + target.length }], 0)
    const numbers = new Float32Array(width)
    describeTarget(reader, places[0] ?? 0, places.at(-1) ?? 0, numbers)
    found.push(numbers)
    kept.push({ text: row.text, label: row.label, split: row.split, target })
  }
  const all = new Float32Array(found.length * width)
  found.forEach((numbers, at) => {
    all.set(numbers, at * width)
  })
  writeFileSync(join(out, `${set}.targets.bin`), all)
  writeFileSync(join(out, `${set}.targets.json`), JSON.stringify({ width, rows: kept }))
  console.log(set, found.length, width)
}
