import { createCsvReader } from '../../format/csv-read.ts'
import { type ColumnMap, chooseColumns, isKnownHead, rowToJson } from './columns.ts'

/** One row of an import file: its data, or why it is none. `line` counts rows of a CSV and lines of JSON, from 1. */
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

/** CSV with a head; metadata lines before the head of a known export are passed over. */
export async function* csvRows(
  chunks: AsyncIterable<string>,
  own: ColumnMap,
  onProfile: (name: string) => void,
): AsyncGenerator<ImportRow> {
  let line = 0
  let before: (readonly string[])[] = []
  let read: ((row: readonly string[], line: number) => ImportRow) | undefined
  for await (const row of tableOf(chunks)) {
    line++
    if (read) {
      yield read(row, line)
      continue
    }
    before.push(row)
    if (!isKnownHead(row) && before.length < MOST_PREAMBLE) continue
    const start = startTable(before, line, own)
    onProfile(start.profile)
    read = start.read
    yield* start.rows
    before = []
  }
  if (!read && before.length > 0) {
    const start = startTable(before, line, own)
    onProfile(start.profile)
    yield* start.rows
  }
}

/** Takes the last known head of the first rows, else the first row, as the head. */
function startTable(rows: readonly (readonly string[])[], line: number, own: ColumnMap) {
  const found = rows.findIndex(isKnownHead)
  const place = Math.max(0, found)
  const head = rows[place] ?? []
  const { profile, columns } = chooseColumns(head, own)
  const read = (row: readonly string[], at: number): ImportRow => {
    const raw = JSON.stringify(row)
    if (row.length > head.length)
      return { line: at, problem: `it has ${row.length} cells, the head has ${head.length}`, raw }
    return { line: at, data: rowToJson(head, row, columns), raw }
  }
  const first = line - rows.length
  return {
    profile,
    read,
    rows: rows.slice(place + 1).map((row, index) => read(row, first + place + 2 + index)),
  }
}

async function* tableOf(chunks: AsyncIterable<string>): AsyncGenerator<readonly string[]> {
  const reader = createCsvReader()
  for await (const chunk of chunks) yield* reader.push(chunk)
  yield* reader.end()
}
