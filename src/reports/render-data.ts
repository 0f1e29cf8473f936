import { csvText } from '../format/csv.ts'
import { jsonText } from '../format/table.ts'
import { chartTable } from './chart-table.ts'
import type { Block, CellValue, ReportDocument } from './document.ts'

/** One JSON object a report: its scope, and each table and chart as a list of objects by its name. */
export function renderJson(document: ReportDocument): string {
  const data = Object.fromEntries(
    document.blocks.flatMap((block) => {
      const table = tableOf(block)
      return table ? [[table.name, table.rows.map((row) => toObject(table.head, row))]] : []
    }),
  )
  const { period: _words, ...scope } = document.scope
  return `${jsonText({ report: document.report, title: document.title, ...scope, ...data })}\n`
}

interface NamedTable {
  readonly name: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly CellValue[])[]
}

function tableOf(block: Block): NamedTable | undefined {
  if (block.kind === 'table')
    return { name: block.name, head: block.columns.map(({ name }) => name), rows: block.rows }
  if (block.kind === 'chart') return { name: block.name, ...chartTable(block) }
  return undefined
}

function toObject(head: readonly string[], row: readonly CellValue[]) {
  return Object.fromEntries(head.map((name, index) => [name, row[index] ?? null]))
}

interface LongRow {
  readonly report: string
  readonly block: string
  readonly row: number
  readonly column: string
  readonly value: CellValue
}

/** All tables and charts as one long table: its columns never change with the data. */
export function renderCsv(documents: readonly ReportDocument[]): string {
  const rows = documents.flatMap(({ report, blocks }) =>
    blocks.flatMap((block) => {
      const table = tableOf(block)
      return table ? longRows(report, table) : []
    }),
  )
  return csvText(rows, [
    { name: 'report', value: ({ report }) => report },
    { name: 'block', value: ({ block }) => block },
    { name: 'row', type: 'number', value: ({ row }) => row },
    { name: 'column', value: ({ column }) => column },
    { name: 'value', value: ({ value }) => value ?? undefined },
  ])
}

function longRows(report: string, table: NamedTable): readonly LongRow[] {
  return table.rows.flatMap((cells, index) =>
    table.head.map((column, place) => ({
      report,
      block: table.name,
      row: index + 1,
      column,
      value: cells[place] ?? null,
    })),
  )
}
