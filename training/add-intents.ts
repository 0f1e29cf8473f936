/**
 * Puts the intents' own table into a model file:
 *   node training/add-intents.ts FOLDER_OF_INTENTS_PY MODEL_FILE
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { editModel } from './model-edit.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const { scale, bias, ...head } = JSON.parse(
  readFileSync(join(folder, 'intents-head.json'), 'utf8'),
) as { readonly scale: readonly number[]; readonly bias: readonly number[] }
const rows = Uint8Array.from(readFileSync(join(folder, 'intents.bin')))
editModel(
  file,
  { intents: { sharpness: 1, ...head } },
  {
    intentTable: new Float32Array(rows.buffer),
    intentScale: Float32Array.from(scale),
    intentBias: Float32Array.from(bias),
  },
)
