/**
 * Splits every labelled text into the word pieces that the strong tier's encoder reads:
 *   node training/export-pieces.ts DATA_FOLDER VOCABULARY_JSON OUT_FOLDER
 * For each set: SET.pieces.bin (Int32) and SET.piece-ends.bin (Int32).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLexicon } from '../src/analysis/lexicon.ts'
import type { Vocabulary } from '../src/analysis/pieces.ts'
import { createPieceSplitter } from '../src/analysis/pieces.ts'
import { createTokens, scanTokens } from '../src/analysis/tokens.ts'
import { readSet } from './read-set.ts'

const [folder = '', vocabularyFile = '', out = ''] = process.argv.slice(2)
const vocabulary = JSON.parse(readFileSync(vocabularyFile, 'utf8')) as Vocabulary
const split = createPieceSplitter(vocabulary, createLexicon())
const tokens = createTokens()

for (const file of readdirSync(folder).filter((name) => name.endsWith('.tsv'))) {
  const pieces: number[] = []
  const ends: number[] = []
  for (const row of readSet(join(folder, file))) {
    pieces.push(...split(row.text, scanTokens(row.text, tokens)))
    ends.push(pieces.length)
  }
  const name = join(out, file.replace('.tsv', ''))
  writeFileSync(`${name}.pieces.bin`, Int32Array.from(pieces))
  writeFileSync(`${name}.piece-ends.bin`, Int32Array.from(ends))
  console.log(file, ends.length, (pieces.length / ends.length).toFixed(1))
}
