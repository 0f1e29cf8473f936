import { describe, expect, it } from 'vitest'
import { createAnalyzer } from '../../src/analysis/analyze.ts'
import { createWorkspace } from '../../src/analysis/matrix.ts'
import { createStrongTier } from '../../src/analysis/strong.ts'
import type { EncoderFiles } from '../../src/analysis/strong-file.ts'
import { readAdapter } from '../../src/analysis/strong-file.ts'
import { readEncoder } from '../../src/system/encoder-files.ts'
import { readModel, readStrongModel } from '../../src/system/model-file.ts'
import { MODEL } from './analyser.ts'

describe('the product of matrices', () => {
  it.each([
    [4, 8, 8],
    [8, 5, 16],
    [12, 33, 24],
  ])('of %i by %i and %i columns is the sum over the middle', (rows, inner, columns) => {
    const work = createWorkspace()
    const a = Float32Array.from({ length: rows * inner }, (_, i) => Math.sin(i))
    const b = Float32Array.from({ length: inner * columns }, (_, i) => Math.cos(i * 0.7))
    const left = work.take(a.length)
    work.view(left, a.length).set(a)
    const right = work.keep(b, inner, columns)
    const into = work.take(rows * columns)
    work.multiply(left, right, into, rows)
    const found = work.view(into, rows * columns)
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        let sum = 0
        for (let i = 0; i < inner; i += 1)
          sum += (a[row * inner + i] ?? 0) * (b[i * columns + column] ?? 0)
        expect(found[row * columns + column]).toBeCloseTo(sum, 4)
      }
    }
  })
})

/** Every matrix of a layer in the encoder's file, with its shape for an encoder that is eight wide. */
const MATRICES: readonly (readonly [name: string, end: string, rows: number, columns: number])[] = [
  ['qkv', 'TransformerLayer/MultiheadAttention/qkv_transform_single/kernel/part_0', 8, 24],
  ['join', 'TransformerLayer/MultiheadAttention/output_transform_single/kernel/part_0', 8, 8],
  ['up', 'TransformerLayer/FFN/conv1/Tensordot/Reshape_1', 8, 16],
  ['down', 'TransformerLayer/FFN/conv2/Tensordot/Reshape_1', 16, 8],
]
const VOCABULARY = [
  ...['', '<s>', '</s>', 'x', 'y', 'z'].map((piece) => [piece, 0] as const),
  ['\u2581grim', -3] as const,
  ['\u2581fine', -3] as const,
  ['\u2581it', -3] as const,
]

/** An encoder whose layers pass everything on; the first number of a piece's vector says how kind it is. */
function tinyEncoder(): EncoderFiles {
  const weights: { name: string; shape: number[]; dtype: string }[] = []
  const values: number[] = []
  const add = (name: string, shape: number[], given: readonly number[]): void => {
    weights.push({ name, shape, dtype: 'float32' })
    values.push(...given)
  }
  const kind = [0, 0, 0, 0, 0, 0, -4, 4, 0]
  const rows = kind.flatMap((value) => [value, 0, 0, 0, 0, 0, 0, 0])
  add('module/Embeddings_en', [9, 8], rows)
  add('Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1', [1, 4], [0, 0, 0, 0])
  for (const layer of [0, 1])
    for (const [, end, height, width] of MATRICES)
      add(`Layer_${layer}/${end}`, [height, width], new Array(height * width).fill(0))
  const model = JSON.stringify({ weightsManifest: [{ weights }] })
  const data = new Uint8Array(Float32Array.from(values).buffer)
  return { model, data, vocabulary: VOCABULARY }
}

/** What training writes: matrices of low rank (here of zeros), biases, norms and the head. */
function tinyAdapter(below: number): Uint8Array {
  const sections: unknown[] = []
  const parts: Buffer[] = []
  const floats = (values: readonly number[]) => Buffer.from(Float32Array.from(values).buffer)
  const small = (name: string, rows: number, columns: number): void => {
    sections.push([name, rows, columns, 'i1'])
    parts.push(floats(new Array(columns).fill(0.01)))
    parts.push(Buffer.alloc(rows * columns + (-(rows * columns) & 3)))
  }
  const plain = (name: string, rows: number, values: readonly number[]): void => {
    sections.push([name, rows, values.length / rows, 'f4'])
    parts.push(floats(values))
  }
  small('pieces.down', 9, 2)
  small('pieces.up', 2, 8)
  for (const layer of [0, 1]) {
    for (const [name, , rows, columns] of MATRICES) {
      small(`layers.${layer}.${name}.down`, rows, 2)
      small(`layers.${layer}.${name}.up`, 2, columns)
      plain(`layers.${layer}.${name}.bias`, 1, new Array(columns).fill(0))
    }
    for (const norm of [1, 2]) {
      plain(`layers.${layer}.norm${norm}`, 1, new Array(8).fill(1))
      plain(`layers.${layer}.shift${norm}`, 1, new Array(8).fill(0))
    }
  }
  const head = Array.from({ length: 16 }, (_, i) => (i === 0 ? [-1, 0, 1] : [0, 0, 0]))
  plain('out.weight', 16, head.flat())
  plain('out.bias', 1, [0, 0.5, 0])
  const mood = { linear: 0, network: 0, lexicon: 0, encoder: 1, below }
  const text = Buffer.from(JSON.stringify({ sections, mood }))
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 3, 32)])
  const start = Buffer.alloc(12)
  start.write('LSTS', 'latin1')
  start.writeUInt32LE(1, 4)
  start.writeUInt32LE(padded.length, 8)
  return Buffer.concat([start, padded, ...parts])
}

describe('the strong tier on a small encoder', () => {
  const analyse = (below: number, text: string, lang = 'en') =>
    createAnalyzer(MODEL, { strong: createStrongTier(tinyEncoder(), tinyAdapter(below)) }).analyze(
      text,
      { lang },
    )

  it.each([
    ['it fine', 'positive'],
    ['it grim', 'negative'],
    ['it it', 'neutral'],
  ])('reads %s as %s', (text, label) => {
    const found = analyse(2, text)
    expect(found.sentiment?.label).toBe(label)
    expect(found.strong).toBe(true)
  })

  it('is the mean over the pieces: 4 of one in two makes 2', () => {
    const odds = Math.exp(2) / (Math.exp(2) + Math.exp(0.5) + Math.exp(-2))
    expect(analyse(2, 'it fine').sentiment?.confidence).toBeCloseTo(odds, 2)
  })

  it('is not asked where the fast tier is sure, nor in other languages', () => {
    const sure = analyse(0, 'it grim')
    expect(sure.strong).toBeUndefined()
    expect(sure.sentiment).toEqual(
      createAnalyzer(MODEL).analyze('it grim', { lang: 'en' }).sentiment,
    )
    expect(analyse(2, 'Das Wetter ist heute sehr schön', 'de').strong).toBeUndefined()
  })

  it('does not read what the configuration silences', () => {
    const strong = createStrongTier(tinyEncoder(), tinyAdapter(2))
    const analyser = createAnalyzer(MODEL, { strong, words: { grim: 'neutral' } })
    expect(analyser.analyze('it grim', { lang: 'en' }).sentiment?.label).toBe('neutral')
  })

  it('refuses damaged files with a hint', () => {
    expect(() => readAdapter(new Uint8Array(16))).toThrow(/strong tier is damaged/)
    const cut = { ...tinyEncoder(), data: new Uint8Array(40) }
    expect(() => createStrongTier(cut, tinyAdapter(2))).toThrow(
      /sentence encoder is not as expected/,
    )
  })
})

it('the model files together take no more than 10 MB of the package', async () => {
  const [fast, strong] = await Promise.all([readModel(), readStrongModel()])
  expect(strong?.length).toBeGreaterThan(100_000)
  expect((fast?.length ?? 0) + (strong?.length ?? 0)).toBeLessThanOrEqual(10_000_000)
})

const encoder = await readEncoder()
const adapter = await readStrongModel()

describe.skipIf(encoder === undefined || adapter === undefined)('with the package', () => {
  it('judges plain speech', () => {
    if (encoder === undefined || adapter === undefined) return
    const strong = createStrongTier(encoder, adapter)
    const { analyze } = createAnalyzer(MODEL, { strong: { ...strong, below: 2 } })
    expect(analyze('I love this phone, best I ever had').sentiment?.label).toBe('positive')
    expect(analyze('This is the worst support I have ever met').sentiment?.label).toBe('negative')
  })
})
