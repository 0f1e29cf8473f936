import type { Sentiment } from '../model/mention.ts'
import type { Dense, EncoderLayer, EncoderWeights } from './encoder.ts'
import { createEncoder } from './encoder.ts'
import type { Workspace } from './matrix.ts'
import { createWorkspace } from './matrix.ts'
import { moodOfParts, squeezeValence } from './mood.ts'
import { createPieceSplitter } from './pieces.ts'
import type { Adapter, EncoderFiles } from './strong-file.ts'
import { readAdapter, readEncoderWeights } from './strong-file.ts'
import type { TextReader } from './text-reader.ts'
import { sumValence } from './text-reader.ts'

/** The second opinion: slower by a factor of some hundreds, asked in English where the fast tier is unsure. */
export interface StrongTier {
  /** Where the fast tier's confidence is below, this tier is asked. */
  readonly below: number
  /** The mood of the text that was read last; undefined where the fast tier is sure enough. */
  readonly judge: (
    reader: TextReader,
    text: string,
    fast: Sentiment,
    tilt: number,
  ) => Sentiment | undefined
  /** The encoder's own logits, for calibration. */
  readonly logits: (reader: TextReader, text: string) => Float32Array
}

/**
 * The sentence encoder of a package that the user adds, adapted by a small file of ours (`adapter`). Takes some tenths of a
 * second and about 60 MB. Throws AppError when a file is not what it should be.
 */
export function createStrongTier(files: EncoderFiles, adapterBytes: Uint8Array): StrongTier {
  const adapter = readAdapter(adapterBytes)
  const { mood } = adapter
  const work = createWorkspace()
  const encode = createEncoder(work, adaptWeights(work, readEncoderWeights(files), adapter))
  const { vocabulary } = files
  let split: ReturnType<typeof createPieceSplitter> | undefined
  const logits: StrongTier['logits'] = (reader, text) => {
    split ??= createPieceSplitter(vocabulary, reader.lexicon)
    return encode(split(text, reader.tokens))
  }
  return {
    below: mood.below,
    logits,
    judge: (reader, text, fast, tilt) => {
      if (fast.confidence >= mood.below) return undefined
      const valence = squeezeValence(sumValence(reader, 0, reader.tokens.count))
      const parts = { ...reader.logits, encoder: logits(reader, text) }
      return moodOfParts(parts, mood, valence, tilt)
    },
  }
}

type Base = (nameEnd: string) => Float32Array

function adaptWeights(work: Workspace, base: Base, adapter: Adapter): EncoderWeights {
  const out = adapter.table('out.weight').values
  return {
    piece: adaptPieces(base('Embeddings_en'), adapter),
    timing: base('TimingSignal/ExpandDims_1'),
    layers: [0, 1].map((number) => adaptLayer(work, base, adapter, number)),
    out,
    outBias: adapter.table('out.bias').values,
  }
}

/** Rows are put together when a piece is read: a text has few of the 8,002. */
function adaptPieces(table: Float32Array, adapter: Adapter): EncoderWeights['piece'] {
  const down = adapter.table('pieces.down')
  const up = adapter.table('pieces.up')
  const width = up.columns
  return (id, into, at) => {
    for (let i = 0; i < width; i += 1) into[at + i] = table[id * width + i] as number
    for (let rank = 0; rank < up.rows; rank += 1) {
      const share = down.values[id * up.rows + rank] as number
      for (let i = 0; i < width; i += 1)
        into[at + i] = (into[at + i] as number) + share * (up.values[rank * width + i] as number)
    }
  }
}

function adaptLayer(work: Workspace, base: Base, adapter: Adapter, number: number): EncoderLayer {
  const names: Readonly<Record<string, string>> = {
    qkv: 'MultiheadAttention/qkv_transform_single/kernel/part_0',
    join: 'MultiheadAttention/output_transform_single/kernel/part_0',
    widen: 'TransformerLayer/dense/kernel/ConcatPartitions/concat',
    up: 'FFN/conv1/Tensordot/Reshape_1',
    down: 'FFN/conv2/Tensordot/Reshape_1',
  }
  const prefix = `layers.${number}`
  const dense = (name: string): Dense => {
    const place = names[name] ?? ''
    const end = place.startsWith('Transformer') ? place : `TransformerLayer/${place}`
    return {
      matrix: adaptMatrix(work, base(`Layer_${number}/${end}`), adapter, `${prefix}.${name}`),
      bias: adapter.table(`${prefix}.${name}.bias`).values,
    }
  }
  const norm = (which: 1 | 2) => ({
    scale: adapter.table(`${prefix}.norm${which}`).values,
    shift: adapter.table(`${prefix}.shift${which}`).values,
  })
  return {
    norm1: norm(1),
    qkv: dense('qkv'),
    join: dense('join'),
    ...(adapter.has(`${prefix}.widen.down`) ? { widen: dense('widen') } : {}),
    norm2: norm(2),
    up: dense('up'),
    down: dense('down'),
  }
}

/** The encoder's matrix and the learned one of low rank, added up once. */
function adaptMatrix(work: Workspace, fixed: Float32Array, adapter: Adapter, name: string) {
  const down = adapter.table(`${name}.down`)
  const up = adapter.table(`${name}.up`)
  const sum = Float32Array.from(fixed)
  const scratch = createWorkspace()
  const a = scratch.take(down.values.length)
  scratch.view(a, down.values.length).set(down.values)
  const b = scratch.keep(up.values, up.rows, up.columns)
  const c = scratch.take(sum.length)
  scratch.multiply(a, b, c, down.rows)
  const learned = scratch.view(c, sum.length)
  for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] as number) + (learned[i] as number)
  return work.keep(sum, down.rows, up.columns)
}
