import type { Features } from './features.ts'
import type { HashedTable } from './model-file.ts'

/** Sums the rows of a text's features into a logit per column. `sums` has as many places. */
export function runFeatureTable(
  hashed: HashedTable,
  features: Features,
  sums: Int32Array,
  logits: Float32Array,
): void {
  const { table, columns, mask, scale, bias } = hashed
  sums.fill(0, 0, columns)
  for (let i = 0; i < features.count; i += 1) {
    const row = ((features.ids[i] as number) & mask) * columns
    for (let column = 0; column < columns; column += 1) {
      sums[column] = (sums[column] as number) + (table[row + column] as number)
    }
  }
  const norm = 1 / Math.sqrt(Math.max(1, features.count))
  for (let column = 0; column < columns; column += 1) {
    logits[column] =
      (sums[column] as number) * (scale[column] as number) * norm + (bias[column] as number)
  }
}
