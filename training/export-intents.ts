/**
 * Writes the intents' own features of every labelled text, as the product sees them:
 *   node training/export-intents.ts DATA_FOLDER OUT_FOLDER [BITS]
 * For each set: SET.intents.bin (Int32 buckets), SET.intent-ends.bin (Int32, three a text: words, beginning, letters), SET.rows.json.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFeatures, extractFeatures } from '../src/analysis/features.ts'
import {
  createIntentFeatures,
  INTENT_BITS,
  listIntentFeatures,
} from '../src/analysis/intent-features.ts'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { createTokens, MAX_TOKENS, scanTokens } from '../src/analysis/tokens.ts'
import { scoreTokens } from '../src/analysis/valence.ts'
import { readSet } from './read-set.ts'

const [folder = '', out = '', bits = String(INTENT_BITS)] = process.argv.slice(2)
mkdirSync(out, { recursive: true })
const lexicon = createLexicon()
const tokens = createTokens()
const features = createFeatures()
const intents = createIntentFeatures(Number(bits))
const scores = new Float32Array(MAX_TOKENS)
const negated = new Uint8Array(MAX_TOKENS)

for (const file of readdirSync(folder).filter((name) => name.endsWith('.tsv'))) {
  exportSet(file.replace('.tsv', ''))
}

function exportSet(name: string): void {
  const rows = readSet(join(folder, `${name}.tsv`))
  const parts: Buffer[] = []
  const ends: number[] = []
  let total = 0
  for (const row of rows) {
    scanTokens(row.text, tokens)
    scoreTokens(tokens, lexicon, scores, negated)
    extractFeatures(row.text, tokens, negated, features)
    listIntentFeatures(tokens, features, intents)
    parts.push(Buffer.from(Int32Array.from(intents.ids.subarray(0, intents.ends[2])).buffer))
    ends.push(...intents.ends.map((end) => total + end))
    total += intents.ends[2]
  }
  writeFileSync(join(out, `${name}.intents.bin`), Buffer.concat(parts))
  writeFileSync(join(out, `${name}.intent-ends.bin`), Int32Array.from(ends))
  writeFileSync(join(out, `${name}.rows.json`), JSON.stringify(rows))
}
writeFileSync(join(out, 'intents.json'), JSON.stringify({ bits: Number(bits) }))
