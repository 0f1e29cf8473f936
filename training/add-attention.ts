/**
 * Puts the attention of "towards whom" into a model file; what the file's linear part knows of a word is added to the word's row:
 *   node training/add-attention.ts FOLDER_OF_ATTENTION_PY MODEL_FILE
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wordFeature } from '../src/analysis/features.ts'
import { readModel } from '../src/analysis/model-file.ts'
import { NEGATED_KEY } from '../src/analysis/target-attention.ts'
import { editModel } from './model-edit.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const numbers = JSON.parse(readFileSync(join(folder, 'attention.json'), 'utf8')) as Readonly<
  Record<'wordScale' | 'pairScale' | 'inputs' | 'places' | 'nothing' | 'out', readonly number[]>
> & { readonly heads: number; readonly pairBits: number }
const bytesOf = (name: string): ArrayBuffer =>
  Uint8Array.from(readFileSync(join(folder, `${name}.bin`))).buffer
const width = numbers.heads * 4
const keys = new Int32Array(bytesOf('keys'))
const negated = new Int8Array(bytesOf('negated'))
const words = new Float32Array(bytesOf('words'))
const { linear } = readModel(readFileSync(file))

keys.forEach((key, at) => {
  const isNegated = negated[at] === 1
  const hash = isNegated ? key ^ NEGATED_KEY : key
  const row = (wordFeature(hash, isNegated) & linear.mask) * linear.columns
  for (let head = 0; head < 3; head += 1) {
    const weight = (linear.table[row + head] ?? 0) * (linear.scale[head] ?? 0)
    for (let i = 0; i < width; i += 1) {
      const to = (at + 2) * width + i
      words[to] = (words[to] ?? 0) + weight * (numbers.inputs[(head + 1) * width + i] ?? 0)
    }
  }
})

/** Largest magnitude of each column, over 127. */
const scale = Float32Array.from({ length: width }, (_, column) => {
  let top = 0
  for (let at = column; at < words.length; at += width)
    top = Math.max(top, Math.abs(words[at] ?? 0))
  return top / 127
})
const rows = Int8Array.from(words, (value, at) => Math.round(value / (scale[at % width] ?? 1)))

editModel(
  file,
  { attention: { heads: numbers.heads, pairBits: numbers.pairBits } },
  {
    // An older model's weights of the same purpose.
    targets: new Float32Array(),
    targetKeys: new Float32Array(keys.buffer),
    targetWords: new Float32Array(rows.buffer),
    targetWordScale: scale,
    targetPairs: new Float32Array(bytesOf('pairs')),
    targetPairScale: Float32Array.from(numbers.pairScale),
    targetInputs: Float32Array.from(numbers.inputs),
    targetPlaces: Float32Array.from(numbers.places),
    targetNothing: Float32Array.from(numbers.nothing),
    targetOut: Float32Array.from(numbers.out),
  },
)
