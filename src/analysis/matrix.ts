import { MATRIX_MODULE } from './matrix.data.ts'

/** A matrix in a workspace, laid out in panels of eight columns so that the product reads it in order. */
export interface Matrix {
  readonly at: number
  readonly rows: number
  readonly columns: number
}

type Multiply = (
  a: number,
  b: number,
  c: number,
  rows: number,
  inner: number,
  columns: number,
) => void

/** One piece of memory for matrices and the numbers between them, and the product that works on it. */
export interface Workspace {
  /** Room for rows of numbers; grows the memory, so that views made before are stale. */
  take(floats: number): number
  /** A view from an address; valid until the next `take`. */
  view(at: number, floats: number): Float32Array
  /** `values` row by row; columns must be a multiple of eight. */
  keep(values: Float32Array, rows: number, columns: number): Matrix
  /** Writes a·b to `into`; `a` has `rows` rows (a multiple of four) of as many numbers as `b` has rows. */
  multiply(a: number, b: Matrix, into: number, rows: number): void
}

const PANEL = 8
const PAGE = 65536

export function createWorkspace(): Workspace {
  const module = new WebAssembly.Module(Buffer.from(MATRIX_MODULE, 'base64'))
  const { exports } = new WebAssembly.Instance(module)
  const memory = exports.memory as WebAssembly.Memory
  const product = exports.multiply as Multiply
  let end = 0
  const take = (floats: number): number => {
    const at = end
    end += Math.ceil(floats / 4) * 16
    const missing = end - memory.buffer.byteLength
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE))
    return at
  }
  const view = (at: number, floats: number) => new Float32Array(memory.buffer, at, floats)
  return {
    take,
    view,
    keep: (values, rows, columns) => {
      const at = take(rows * columns)
      intoPanels(values, rows, columns, view(at, rows * columns))
      return { at, rows, columns }
    },
    multiply: (a, b, into, rows) => product(a, b.at, into, rows, b.rows, b.columns),
  }
}

function intoPanels(from: Float32Array, rows: number, columns: number, into: Float32Array): void {
  let to = 0
  for (let panel = 0; panel < columns; panel += PANEL) {
    for (let row = 0; row < rows; row += 1) {
      const start = row * columns + panel
      for (let i = 0; i < PANEL; i += 1) into[to + i] = from[start + i] as number
      to += PANEL
    }
  }
}
