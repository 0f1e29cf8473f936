import type { Matrix, Workspace } from './matrix.ts'
import { MOST_PIECES } from './pieces.ts'

/** A matrix with what is added behind it. */
export interface Dense {
  readonly matrix: Matrix
  readonly bias: Float32Array
}

export interface Norm {
  readonly scale: Float32Array
  readonly shift: Float32Array
}

export interface EncoderLayer {
  readonly norm1: Norm
  readonly qkv: Dense
  readonly join: Dense
  /** Only where the layer is wider behind than before. */
  readonly widen?: Dense
  readonly norm2: Norm
  readonly up: Dense
  readonly down: Dense
}

/** The weights of a small transformer, in the workspace and beside it. */
export interface EncoderWeights {
  /** Writes the vector of a piece. */
  readonly piece: (id: number, into: Float32Array, at: number) => void
  /** By dimension pair, how fast a place turns. */
  readonly timing: Float32Array
  readonly layers: readonly EncoderLayer[]
  /** [2 · width, classes]: over the mean of the last states, then over the strongest. */
  readonly out: Float32Array
  readonly outBias: Float32Array
}

export type Encoder = (pieces: readonly number[]) => Float32Array

const HEADS = 4
const ROWS = Math.ceil(MOST_PIECES / 4) * 4

interface Buffers {
  readonly state: number
  readonly normal: number
  readonly wide: number
  readonly mixed: number
  readonly rest: number
}

/** A function from word pieces to the logits of the classes. Pre-norm transformer (Vaswani et al. 2017), four heads. */
export function createEncoder(work: Workspace, weights: EncoderWeights): Encoder {
  const widest = Math.max(
    ...weights.layers.flatMap(({ qkv, up, down }) => [qkv, up, down].map(columnsOf)),
  )
  const room = () => work.take(ROWS * widest)
  const at: Buffers = {
    state: room(),
    normal: room(),
    wide: room(),
    mixed: room(),
    rest: room(),
  }
  const last = weights.layers.at(-1)?.down.matrix.columns ?? 0
  return (pieces) => {
    const ids = pieces.length === 0 ? [0] : pieces.slice(0, MOST_PIECES)
    readPieces(work.view(at.state, ROWS * widest), weights, ids)
    for (const layer of weights.layers) runLayer(work, at, layer, ids.length)
    return judge(work.view(at.state, ids.length * last), last, weights)
  }
}

function columnsOf({ matrix }: Dense): number {
  return matrix.columns
}

function readPieces(state: Float32Array, weights: EncoderWeights, ids: readonly number[]): void {
  const half = weights.timing.length
  ids.forEach((id, place) => {
    const row = place * half * 2
    weights.piece(id, state, row)
    for (let i = 0; i < half; i += 1) {
      const turn = place * (weights.timing[i] as number)
      state[row + i] = (state[row + i] as number) + Math.sin(turn)
      state[row + half + i] = (state[row + half + i] as number) + Math.cos(turn)
    }
  })
}

/** Rows beyond the text are padding: the product wants four at a time, nobody reads what stands there. */
function runLayer(work: Workspace, at: Buffers, layer: EncoderLayer, count: number): void {
  const rows = Math.ceil(count / 4) * 4
  const before = layer.qkv.matrix.rows
  const after = count * layer.join.matrix.columns
  normalise(work.view(at.state, count * before), layer.norm1, work.view(at.normal, count * before))
  const wide = apply(work, at.normal, layer.qkv, at.wide, rows)
  attend(wide, count, before, work.view(at.mixed, count * before))
  const joined = apply(work, at.mixed, layer.join, at.normal, rows)
  const state = work.view(at.state, after)
  const rest = layer.widen === undefined ? state : apply(work, at.state, layer.widen, at.rest, rows)
  for (let i = 0; i < after; i += 1) state[i] = (rest[i] as number) + (joined[i] as number)
  normalise(state, layer.norm2, work.view(at.normal, after))
  const lifted = apply(work, at.normal, layer.up, at.wide, rows)
  for (let i = 0; i < lifted.length; i += 1) if ((lifted[i] as number) < 0) lifted[i] = 0
  const lowered = apply(work, at.wide, layer.down, at.mixed, rows)
  for (let i = 0; i < after; i += 1) state[i] = (state[i] as number) + (lowered[i] as number)
}

function apply(
  work: Workspace,
  from: number,
  { matrix, bias }: Dense,
  to: number,
  rows: number,
): Float32Array {
  work.multiply(from, matrix, to, rows)
  const answer = work.view(to, rows * matrix.columns)
  for (let row = 0; row < answer.length; row += matrix.columns) {
    for (let i = 0; i < matrix.columns; i += 1)
      answer[row + i] = (answer[row + i] as number) + (bias[i] as number)
  }
  return answer
}

function normalise(from: Float32Array, { scale, shift }: Norm, into: Float32Array): void {
  const width = scale.length
  for (let row = 0; row < from.length; row += width) {
    let mean = 0
    for (let i = 0; i < width; i += 1) mean += from[row + i] as number
    mean /= width
    let spread = 0
    for (let i = 0; i < width; i += 1) spread += ((from[row + i] as number) - mean) ** 2
    const rate = 1 / Math.sqrt(spread / width + 1e-6)
    for (let i = 0; i < width; i += 1)
      into[row + i] =
        ((from[row + i] as number) - mean) * rate * (scale[i] as number) + (shift[i] as number)
  }
}

/** `qkv` holds query, key and value of each place side by side. */
function attend(qkv: Float32Array, count: number, width: number, into: Float32Array): void {
  const size = width / HEADS
  const shares = new Float32Array(count)
  into.fill(0)
  for (let head = 0; head < HEADS; head += 1) {
    for (let place = 0; place < count; place += 1) {
      const query = place * 3 * width + head * size
      weigh(qkv, query, width + head * size, width * 3, size, shares)
      const to = place * width + head * size
      for (let other = 0; other < count; other += 1) {
        const share = shares[other] as number
        const value = other * 3 * width + 2 * width + head * size
        for (let i = 0; i < size; i += 1)
          into[to + i] = (into[to + i] as number) + share * (qkv[value + i] as number)
      }
    }
  }
}

/** How much of its attention a place gives to each: the softmax of query · key / √size. */
function weigh(
  qkv: Float32Array,
  query: number,
  firstKey: number,
  stride: number,
  size: number,
  shares: Float32Array,
): void {
  const rate = 1 / Math.sqrt(size)
  let most = Number.NEGATIVE_INFINITY
  for (let other = 0; other < shares.length; other += 1) {
    const key = firstKey + other * stride
    let sum = 0
    for (let i = 0; i < size; i += 1) sum += (qkv[query + i] as number) * (qkv[key + i] as number)
    shares[other] = sum * rate
    most = Math.max(most, sum * rate)
  }
  let total = 0
  for (let other = 0; other < shares.length; other += 1) {
    const share = Math.exp((shares[other] as number) - most)
    shares[other] = share
    total += share
  }
  for (let other = 0; other < shares.length; other += 1)
    shares[other] = (shares[other] as number) / total
}

function judge(state: Float32Array, width: number, { out, outBias }: EncoderWeights): Float32Array {
  const logits = Float32Array.from(outBias)
  const classes = logits.length
  const count = state.length / width
  for (let i = 0; i < width; i += 1) {
    let sum = 0
    let most = Number.NEGATIVE_INFINITY
    for (let row = i; row < state.length; row += width) {
      sum += state[row] as number
      if ((state[row] as number) > most) most = state[row] as number
    }
    for (let c = 0; c < classes; c += 1) {
      const answer = (sum / count) * (out[i * classes + c] as number)
      logits[c] = (logits[c] as number) + answer + most * (out[(width + i) * classes + c] as number)
    }
  }
  return logits
}
