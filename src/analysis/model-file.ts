import { AppError } from '../errors.ts'
import type { Calibration } from './calibration.ts'

/** Width in words and number of a group of filters. */
export interface FilterGroup {
  readonly width: number
  readonly count: number
  /** Where the group's columns begin in a word's row, and its filters among all filters. */
  readonly column: number
  readonly first: number
}

/** A table of hashed features: a row of small numbers per bucket, a column per answer. */
export interface HashedTable {
  readonly mask: number
  readonly columns: number
  readonly table: Int8Array
  readonly scale: Float32Array
  readonly bias: Float32Array
}

/** The intents' own table: what kind of text it is, and heads for kinds of text ("request@app") or for all ("churn"). */
export interface IntentModel {
  readonly bits: number
  readonly kinds: readonly string[]
  readonly heads: readonly string[]
  /** What the groups of features weigh. */
  readonly shares: readonly number[]
  /** Heat of the softmax over kinds. */
  readonly sharpness: number
  readonly table: Int8Array
  readonly scale: Float32Array
  readonly bias: Float32Array
}

/** Known words by hash: open addressing, and the row of each; 0 is empty. */
interface WordIndex {
  readonly keys: Int32Array
  readonly rows: Uint16Array
}

/** Attention over the words around a subject; rows hold, for each head, a weight and three votes. */
export interface TargetModel {
  readonly heads: number
  readonly pairBits: number
  readonly index: WordIndex
  readonly words: Int8Array
  readonly wordScale: Float32Array
  readonly pairs: Int8Array
  readonly pairScale: Float32Array
  /** Five rows: valence, three learned weights of the word, negation. */
  readonly inputs: Float32Array
  /** What a place adds to the weight, a row of all heads each. */
  readonly places: Float32Array
  /** The weight of nothing. */
  readonly nothing: Float32Array
  readonly out: Float32Array
}

/** The trained model: views into the bytes of the file, nothing is copied. */
export interface Model {
  readonly heads: readonly string[]
  readonly languages: readonly string[]
  readonly calibration: Calibration | undefined
  /** Absent where not trained. */
  readonly intents: IntentModel | undefined
  /** Absent where not trained. */
  readonly attention: TargetModel | undefined
  readonly linear: HashedTable
  readonly languageTable: HashedTable
  readonly words: WordIndex & {
    readonly columns: number
    readonly table: Int8Array
    readonly groups: readonly FilterGroup[]
    readonly filters: number
    readonly scale: Float32Array
    readonly bias: Float32Array
    readonly out: Float32Array
    readonly outBias: Float32Array
  }
}

interface Header {
  readonly heads: readonly string[]
  readonly languages: readonly string[]
  readonly bits: number
  readonly languageBits: number
  readonly filters: readonly (readonly [number, number])[]
  readonly words: number
  readonly floats: readonly (readonly [string, number])[]
  readonly calibration?: Calibration
  readonly attention?: Pick<TargetModel, 'heads' | 'pairBits'>
  readonly intents?: Pick<IntentModel, 'bits' | 'kinds' | 'heads' | 'shares' | 'sharpness'>
}

const MAGIC = 'LSTN'
const FORMAT = 2

/** Reads the file that training/pack.py writes. Throws AppError when it is not one. Little-endian machines only, as Node's are. */
export function readModel(bytes: Uint8Array): Model {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength)
  const magic = String.fromCharCode(...aligned.subarray(0, 4))
  if (magic !== MAGIC || view.getUint32(4, true) !== FORMAT) {
    throw new AppError('the file of the language model is damaged or of another version', {
      hint: 'install the program again',
    })
  }
  const length = view.getUint32(8, true)
  const text = new TextDecoder().decode(aligned.subarray(12, 12 + length))
  return layOut(JSON.parse(text) as Header, aligned, 12 + length)
}

function layOut(header: Header, bytes: Uint8Array, start: number): Model {
  const { buffer, byteOffset } = bytes
  let at = byteOffset + start
  const floats: Record<string, Float32Array> = {}
  for (const [name, size] of header.floats) {
    floats[name] = new Float32Array(buffer, at, size)
    at += size * 4
  }
  const float = (name: string): Float32Array => floats[name] ?? new Float32Array()
  const hashes = new Int32Array(buffer, at, header.words)
  at += header.words * 4
  const groups = groupFilters(header.filters)
  const columns = groups.reduce((sum, group) => sum + group.width * group.count, 0)
  const size = (header.words + 2) * columns
  const table = new Int8Array(buffer, at, size)
  at += size + (-size & 3)
  const hashed = (bits: number, wide: number, name: string): HashedTable => {
    const rows = new Int8Array(buffer, at, wide << bits)
    at += rows.length + (-rows.length & 3)
    const scale = float(`${name}Scale`)
    return { mask: (1 << bits) - 1, columns: wide, table: rows, scale, bias: float(`${name}Bias`) }
  }
  return {
    heads: header.heads,
    languages: header.languages,
    calibration: header.calibration,
    intents: header.intents && {
      ...header.intents,
      table: bytesOf(float('intentTable')),
      scale: float('intentScale'),
      bias: float('intentBias'),
    },
    attention: header.attention && {
      ...header.attention,
      index: indexWords(hashesOf(float('targetKeys'))),
      words: bytesOf(float('targetWords')),
      wordScale: float('targetWordScale'),
      pairs: bytesOf(float('targetPairs')),
      pairScale: float('targetPairScale'),
      inputs: float('targetInputs'),
      places: float('targetPlaces'),
      nothing: float('targetNothing'),
      out: float('targetOut'),
    },
    linear: hashed(header.bits, header.heads.length, 'linear'),
    languageTable: hashed(header.languageBits, header.languages.length, 'language'),
    words: {
      ...indexWords(hashes),
      columns,
      table,
      groups,
      filters: groups.reduce((sum, group) => sum + group.count, 0),
      scale: float('filterScale'),
      bias: float('filterBias'),
      out: float('out'),
      outBias: float('outBias'),
    },
  }
}

/** Small numbers that are kept in a section of floats. */
function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Int8Array {
  return new Int8Array(buffer, byteOffset, byteLength)
}

function hashesOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length)
}

function groupFilters(filters: Header['filters']): readonly FilterGroup[] {
  let column = 0
  let first = 0
  return filters.map(([width, count]) => {
    const group = { width, count, column, first }
    column += width * count
    first += count
    return group
  })
}

/** A table at most half full, so that a look-up is one or two steps. */
function indexWords(hashes: Int32Array): WordIndex {
  const size = 2 ** Math.ceil(Math.log2(hashes.length * 2 + 2))
  const keys = new Int32Array(size)
  const rows = new Uint16Array(size)
  for (let i = 0; i < hashes.length; i += 1) {
    const hash = hashes[i] ?? 0
    let slot = (hash ^ (hash >>> 15)) & (size - 1)
    while (rows[slot] !== 0) slot = (slot + 1) & (size - 1)
    keys[slot] = hash
    rows[slot] = i + 2
  }
  return { keys, rows }
}

/** The row of a word; 1 for a word that was not learned. */
export function rowOfWord(words: WordIndex, hash: number): number {
  const mask = words.keys.length - 1
  let slot = (hash ^ (hash >>> 15)) & mask
  for (;;) {
    const row = words.rows[slot] ?? 0
    if (row === 0) return 1
    if (words.keys[slot] === hash) return row
    slot = (slot + 1) & mask
  }
}
