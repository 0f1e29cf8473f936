import type { CellValue, ChartBlock } from './document.ts'

/** The numbers of a chart as a table: for Markdown, JSON and CSV, and for readers who cannot see it. */
export interface ChartTable {
  readonly head: readonly string[]
  readonly rows: readonly (readonly CellValue[])[]
}

export function chartTable(block: ChartBlock): ChartTable {
  switch (block.form) {
    case 'line': {
      const { labels, series } = block.data
      return {
        head: ['label', ...series.map(({ name }) => name)],
        rows: labels.map((label, index) => [
          label,
          ...series.map(({ values }) => values[index] ?? null),
        ]),
      }
    }
    case 'bars':
      return {
        head: ['label', 'value'],
        rows: block.data.bars.map(({ label, value }) => [label, value]),
      }
    case 'stack': {
      const { parts, rows } = block.data
      return {
        head: ['label', ...parts.map(({ name }) => name)],
        rows: rows.map(({ label, values }) => [label, ...values]),
      }
    }
    case 'heat': {
      const { rows, columns, values } = block.data
      return {
        head: ['label', ...columns],
        rows: rows.map((row, line) => [
          row,
          ...columns.map((_, index) => values[line]?.[index] ?? null),
        ]),
      }
    }
    case 'distribution':
      return {
        head: ['label', 'count'],
        rows: block.data.bins.map(({ label, count }) => [label, count]),
      }
  }
}
