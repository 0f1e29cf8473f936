/**
 * Writes what the analyser sees of every labelled text, so that training and product cannot disagree:
 *   node training/export-features.ts DATA_FOLDER OUT_FOLDER
 * For each set: SET.tokens.bin (Int32 hash), SET.kinds.bin, SET.shapes.bin, SET.negated.bin (Uint8 per token), SET.token-ends.bin (Int32),
 * SET.features.bin (Int32 ids), SET.feature-ends.bin, SET.rows.json (all columns).
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createFeatures, extractFeatures } from '../src/analysis/features.ts'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { createTokens, MAX_TOKENS, scanTokens } from '../src/analysis/tokens.ts'
import { scoreTokens } from '../src/analysis/valence.ts'
import { readSet } from './read-set.ts'

const [folder = '', out = ''] = process.argv.slice(2)
mkdirSync(out, { recursive: true })

/** A growing typed array. */
class Column {
  private data: Int32Array
  length = 0

  constructor() {
    this.data = new Int32Array(1 << 20)
  }

  add(values: ArrayLike<number>, count: number): void {
    if (this.length + count > this.data.length) {
      const larger = new Int32Array(Math.max(this.data.length * 2, this.length + count))
      larger.set(this.data.subarray(0, this.length))
      this.data = larger
    }
    for (let i = 0; i < count; i += 1) this.data[this.length + i] = values[i] ?? 0
    this.length += count
  }

  save(path: string, bytes: 1 | 4): void {
    const used = this.data.subarray(0, this.length)
    writeFileSync(path, bytes === 4 ? used : Uint8Array.from(used))
  }
}

const lexicon = createLexicon()
for (const file of readdirSync(folder).filter((name) => name.endsWith('.tsv'))) {
  exportSet(file.replace('.tsv', ''))
}

function exportSet(name: string): void {
  const rows = readSet(join(folder, `${name}.tsv`))
  const columns = Object.fromEntries(
    ['tokens', 'kinds', 'shapes', 'negated', 'token-ends', 'features', 'feature-ends'].map(
      (key) => [key, new Column()],
    ),
  )
  const column = (key: string): Column => columns[key] ?? new Column()
  const tokens = createTokens()
  const features = createFeatures()
  const scores = new Float32Array(MAX_TOKENS)
  const negated = new Uint8Array(MAX_TOKENS)
  for (const row of rows) {
    scanTokens(row.text, tokens)
    scoreTokens(tokens, lexicon, scores, negated)
    extractFeatures(row.text, tokens, negated, features)
    column('tokens').add(tokens.hash, tokens.count)
    column('kinds').add(tokens.kind, tokens.count)
    column('shapes').add(tokens.shape, tokens.count)
    column('negated').add(negated, tokens.count)
    column('token-ends').add([column('tokens').length], 1)
    column('features').add(features.ids, features.count)
    column('feature-ends').add([column('features').length], 1)
  }
  for (const [key, data] of Object.entries(columns)) {
    data.save(join(out, `${name}.${key}.bin`), ['kinds', 'shapes', 'negated'].includes(key) ? 1 : 4)
  }
  writeFileSync(join(out, `${name}.rows.json`), JSON.stringify(rows))
  console.log(name, rows.length, column('features').length)
}
