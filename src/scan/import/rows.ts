import { AppError } from '../../errors.ts'
import { createCsvReader } from '../../format/csv-read.ts'
import { type ColumnMap, chooseColumns, isKnownHead, rowToJson } from './columns.ts'

/** One row of an import file: its data, or why it is none. `line` is the line of the file on which it begins, from 1. */
export interface ImportRow {
  readonly line: number
  readonly data?: unknown
  readonly problem?: string
  /** The row as it stood, to be kept aside when it is no post. */
  readonly raw: string
}

/** JSON lines, one object each. */
export async function* jsonRows(chunks: AsyncIterable<string>): AsyncGenerator<ImportRow> {
  let line = 0
  for await (const text of linesOf(chunks)) {
    line++
    if (text.trim() === '') continue
    yield parseLine(line, text)
  }
}

function parseLine(line: number, text: string): ImportRow {
  try {
    return { line, data: JSON.parse(text), raw: text }
  } catch {
    return { line, problem: 'it is no JSON', raw: text }
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) yield line.replace(/\r$/, '').replace(/^\ufeff/, '')
  }
  if (rest !== '') yield rest
}

/** So many lines a suite may write before its head. */
const MOST_PREAMBLE = 20

interface TableRow {
  readonly cells: readonly string[]
  readonly line: number
  /** The text ended inside of a quote: whatever follows it is in this row. */
  readonly isOpen: boolean
}

/** CSV with a head; metadata lines before the head of a known export are passed over. */
export async function* csvRows(
  chunks: AsyncIterable<string>,
  own: ColumnMap,
  onProfile: (name: string) => void,
): AsyncGenerator<ImportRow> {
  let before: TableRow[] = []
  let read: ((row: TableRow) => ImportRow) | undefined
  for await (const row of tableOf(chunks)) {
    if (read) {
      yield read(row)
      continue
    }
    before.push(row)
    if (!isKnownHead(row.cells) && before.length < MOST_PREAMBLE) continue
    const start = startTable(before, own)
    onProfile(start.profile)
    read = start.read
    yield* start.rows
    before = []
  }
  if (!read && before.length > 0) {
    const start = startTable(before, own)
    onProfile(start.profile)
    yield* start.rows
  }
}

/** Takes the last known head of the first rows, else the first row, as the head. */
function startTable(rows: readonly TableRow[], own: ColumnMap) {
  const place = Math.max(
    0,
    rows.findIndex(({ cells }) => isKnownHead(cells)),
  )
  const head = rows[place]?.cells ?? []
  const { profile, columns } = chooseColumns(head, own)
  const read = (row: TableRow): ImportRow => {
    const { cells, line } = row
    const problem = problemOf(row, head)
    const raw = JSON.stringify(cells)
    if (problem !== undefined) return { line, problem, raw }
    return { line, data: rowToJson(head, cells, columns), raw }
  }
  return { profile, read, rows: rows.slice(place + 1).map(read) }
}

function problemOf({ cells, isOpen }: TableRow, head: readonly string[]): string | undefined {
  if (isOpen) return 'a quote is opened here and never closed; all that follows is in this row'
  if (cells.length > head.length) return `it has ${cells.length} cells, the head has ${head.length}`
  return undefined
}

async function* tableOf(chunks: AsyncIterable<string>): AsyncGenerator<TableRow> {
  let ready: TableRow[] = []
  let line = 1
  let isOpen = false
  const reader = createCsvReader({
    onRow: (cells, at) => {
      line = at
      ready.push({ cells, line: at, isOpen })
    },
  })
  const take = () => {
    const rows = ready
    ready = []
    return rows
  }
  try {
    for await (const chunk of chunks) {
      reader.push(chunk)
      yield* take()
    }
    isOpen = reader.isOpen()
    reader.end()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new AppError(`behind line ${line} ${error.message}`, {
      hint: 'perhaps a quote is opened there and never closed',
    })
  }
  yield* take()
}
