import type { Features } from './features.ts'
import type { HashedTable } from './model-file.ts'

/**
 * Sums the rows of a text's features into a logit per column. Two columns at a time in local sums: the rows of one text
 * fit the fastest cache, so reading them again costs less than keeping all sums in memory.
 */
export function runFeatureTable(
  hashed: HashedTable,
  features: Features,
  logits: Float32Array,
): void {
  const { table, columns, mask, scale, bias } = hashed
  const { ids, count } = features
  const norm = 1 / Math.sqrt(Math.max(1, count))
  for (let column = 0; column < columns; column += 2) {
    let first = 0
    let second = 0
    for (let i = 0; i < count; i += 1) {
      const at = ((ids[i] as number) & mask) * columns + column
      first += table[at] as number
      second += table[at + 1] as number
    }
    logits[column] = first * norm * (scale[column] as number) + (bias[column] as number)
    if (column + 1 === columns) return
    logits[column + 1] =
      second * norm * (scale[column + 1] as number) + (bias[column + 1] as number)
  }
}
