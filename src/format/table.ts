import { isBlank, safeLine } from './safe-text.ts'
import { createStyle, type Style } from './style.ts'
import { cutToWidth, displayWidth, padToWidth } from './width.ts'

export type Cell = string | number | boolean | undefined

/** One column of a list: what it shows of a row, and how it behaves when room is short. */
export interface Column<Row> {
  /** The key in JSON lines. */
  readonly key: string
  readonly title: string
  readonly value: (row: Row) => Cell
  readonly align?: 'left' | 'right'
  /** 1 (default) always stays; columns with higher numbers leave first when the terminal is narrow. */
  readonly priority?: number
  /** The least columns of the terminal that it may shrink to; only columns with `grow` shrink and grow. */
  readonly min?: number
  readonly grow?: boolean
  /** Dresses the padded cell. */
  readonly paint?: (text: string, row: Row, style: Style) => string
  /** The value in JSON lines where it differs from `value`. */
  readonly json?: (row: Row) => unknown
}

export interface RenderOptions<Row> {
  readonly mode: 'table' | 'tsv' | 'json'
  /** Columns of the terminal; default 80. */
  readonly width?: number
  readonly colour?: boolean
  /** The first line of tab-separated output names the columns. */
  readonly header?: boolean
  /** The whole object of a JSON line; default: the columns' keys and values. */
  readonly json?: (row: Row) => unknown
}

/** A list as text, each line ended by LF; "" for no rows. All cells are made safe here. */
export function renderRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: RenderOptions<Row>,
): string {
  if (rows.length === 0) return ''
  if (options.mode === 'json')
    return rows.map((row) => `${jsonLine(row, columns, options)}\n`).join('')
  if (options.mode === 'tsv') return tabSeparated(rows, columns, options.header ?? false)
  return table(rows, columns, options.width ?? 80, createStyle({ colour: options.colour ?? false }))
}

function jsonLine<Row>(
  row: Row,
  columns: readonly Column<Row>[],
  options: RenderOptions<Row>,
): string {
  if (options.json !== undefined) return jsonText(options.json(row))
  const value = (column: Column<Row>) => (column.json ?? column.value)(row)
  return jsonText(Object.fromEntries(columns.map((column) => [column.key, value(column)])))
}

/** JSON on one line in which no character can steer a terminal; it parses back to the same value. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function tabSeparated<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  header: boolean,
): string {
  const lines = rows.map((row) => columns.map((column) => cellText(column.value(row))).join('\t'))
  const head = header ? [columns.map((column) => column.key).join('\t')] : []
  return [...head, ...lines].map((line) => `${line}\n`).join('')
}

function cellText(cell: Cell): string {
  if (cell === undefined) return ''
  const text = safeLine(String(cell)).trim()
  return isBlank(text) ? '' : text
}

const GAP = 2

function table<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
  style: Style,
): string {
  const cells = rows.map((row) => columns.map((column) => cellText(column.value(row))))
  const natural = columns.map((column, index) =>
    cells.reduce(
      (most, line) => Math.max(most, displayWidth(line[index] ?? '')),
      displayWidth(column.title),
    ),
  )
  const widths = fitWidths(columns, natural, width)
  const shown = columns
    .map((column, index) => ({ column, index, width: widths[index] ?? 0 }))
    .filter((each) => each.width > 0)
  const head = shown.map(({ column, width: wide }) => padToWidth(column.title, wide, column.align))
  const lines = rows.map((row, line) =>
    shown.map(({ column, index, width: wide }, place) => {
      const isLast = place === shown.length - 1 && column.align !== 'right'
      const raw = cells[line]?.[index] ?? ''
      const text = isLast ? cutToWidth(raw, wide) : padToWidth(raw, wide, column.align)
      return column.paint === undefined ? text : column.paint(text, row, style)
    }),
  )
  const gap = ' '.repeat(GAP)
  return [style.dim(head.join(gap).trimEnd()), ...lines.map((line) => line.join(gap).trimEnd())]
    .map((line) => `${line}\n`)
    .join('')
}

/** Column widths that fit: first growing columns shrink to their least, then the least important ones leave (0). */
function fitWidths<Row>(
  columns: readonly Column<Row>[],
  natural: readonly number[],
  width: number,
): readonly number[] {
  const least = columns.map((column, index) => leastWidth(column, natural[index] ?? 0))
  const kept = columns.map(() => true)
  const total = (widths: readonly number[]) => {
    const used = widths.filter((_, index) => kept[index])
    return used.reduce((sum, each) => sum + each, 0) + GAP * Math.max(0, used.length - 1)
  }
  while (total(least) > width) {
    const leaving = leastImportant(columns, kept)
    if (leaving === undefined) break
    kept[leaving] = false
  }
  return shareRoom(columns, natural, least, kept, width - total(least), width)
}

function leastWidth<Row>(column: Column<Row>, natural: number): number {
  return column.grow === true ? Math.min(natural, column.min ?? 12) : natural
}

/** The last of the columns with the highest priority number above 1 that is still there. */
function leastImportant<Row>(
  columns: readonly Column<Row>[],
  kept: readonly boolean[],
): number | undefined {
  let found: number | undefined
  columns.forEach((column, index) => {
    const priority = column.priority ?? 1
    if (!kept[index] || priority <= 1) return
    if (found === undefined || priority >= (columns[found]?.priority ?? 1)) found = index
  })
  return found
}

function shareRoom<Row>(
  columns: readonly Column<Row>[],
  natural: readonly number[],
  least: readonly number[],
  kept: readonly boolean[],
  room: number,
  width: number,
): readonly number[] {
  let left = room
  return columns.map((column, index) => {
    if (!kept[index]) return 0
    const start = least[index] ?? 0
    if (left < 0) {
      const squeezed = Math.max(1, Math.min(start, width))
      return squeezed
    }
    if (column.grow !== true) return start
    const more = Math.min(left, (natural[index] ?? start) - start)
    left -= more
    return start + more
  })
}
