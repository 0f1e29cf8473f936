/**
 * Puts the attention of "towards whom" into a model file:
 *   node training/add-attention.ts FOLDER_OF_ATTENTION_PY MODEL_FILE
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { editModel } from './model-edit.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const numbers = JSON.parse(readFileSync(join(folder, 'attention.json'), 'utf8')) as Readonly<
  Record<string, readonly number[]>
>
const floats = (name: string): Float32Array => Float32Array.from(numbers[name] ?? [])
const bytes = (name: string): Float32Array =>
  new Float32Array(Uint8Array.from(readFileSync(join(folder, `${name}.bin`))).buffer)
editModel(
  file,
  { attention: { heads: numbers.heads, pairBits: numbers.pairBits } },
  {
    // An older model's weights of the same purpose.
    targets: new Float32Array(),
    targetKeys: bytes('keys'),
    targetWords: bytes('words'),
    targetWordScale: floats('wordScale'),
    targetPairs: bytes('pairs'),
    targetPairScale: floats('pairScale'),
    targetInputs: floats('inputs'),
    targetPlaces: floats('places'),
    targetNothing: floats('nothing'),
    targetOut: floats('out'),
  },
)
