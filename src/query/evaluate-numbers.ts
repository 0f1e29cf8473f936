import type { Comparison } from './tree.ts'

export function compareNumbers(value: number, compare: Comparison, bound: number): boolean {
  switch (compare) {
    case '>=':
      return value >= bound
    case '>':
      return value > bound
    case '=':
      return value === bound
    case '<=':
      return value <= bound
    case '<':
      return value < bound
  }
}
