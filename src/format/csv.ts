export type CsvType = 'text' | 'id' | 'number'

/** One column of an export; `number` cells are written as numbers and need no guard. */
export interface CsvColumn<Row> {
  readonly name: string
  readonly type?: CsvType
  readonly value: (row: Row) => string | number | boolean | undefined
}

export interface CsvOptions {
  /** One character; default comma. */
  readonly delimiter?: string
  /** For spreadsheets: byte order mark, ids as text, line breaks inside cells as blanks. */
  readonly excel?: boolean
  /** Keeps cells from being read as formulas (default). An apostrophe before the text; see `unguardCell`. */
  readonly guard?: boolean
}

const BOM = '\ufeff'
/** Signs that start a formula or a command in a spreadsheet, also full-width and small forms and dashes. */
const FORMULA = /^[=+\-@|'\u2010-\u2015\u2212\ufe62\ufe63\ufe66\ufe6b\uff0b\uff0d\uff1d\uff20]/u
const LEADING_BLANKS = /^[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]+/u
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\p{Surrogate}]/gu
/** What a spreadsheet would turn into a number, losing digits or leading zeros. */
const NUMBER_LIKE = /^[\d.,eE]+$/
/** What it would turn into a number, a date or a truth value where a text stands: 1/2, 3-4, MAR1, 2 Sep, TRUE. */
const VALUE_LIKE =
  /^(?:\d[\d.,/ %-]*|\d+[eE]\d+|true|false|\d{1,2}[-/. ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[-/. ]\d{2,4})?|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/. ]?\d{1,4})$/i

/** The first line with its CRLF (RFC 4180), behind a byte order mark for spreadsheets. */
export function csvHeader<Row>(
  columns: readonly CsvColumn<Row>[],
  options: CsvOptions = {},
): string {
  const names = columns.map((column) => quoteCell(column.name, options))
  // A file that starts with ID is taken for the SYLK format by one spreadsheet.
  const first = names[0] ?? ''
  const line = [first.startsWith('ID') ? `"${first}"` : first, ...names.slice(1)]
  return `${options.excel === true ? BOM : ''}${line.join(options.delimiter ?? ',')}\r\n`
}

/** One row with its CRLF. */
export function csvRow<Row>(
  row: Row,
  columns: readonly CsvColumn<Row>[],
  options: CsvOptions = {},
): string {
  const cells = columns.map((column) => cell(column.value(row), column.type ?? 'text', options))
  return `${cells.join(options.delimiter ?? ',')}\r\n`
}

/** Header and rows of a list that fits in memory. */
export function csvText<Row>(
  rows: Iterable<Row>,
  columns: readonly CsvColumn<Row>[],
  options: CsvOptions = {},
): string {
  let text = csvHeader(columns, options)
  for (const row of rows) text += csvRow(row, columns, options)
  return text
}

function cell(
  value: string | number | boolean | undefined,
  type: CsvType,
  options: CsvOptions,
): string {
  if (value === undefined) return ''
  if (type === 'number' && typeof value === 'number')
    return Number.isFinite(value) ? String(value) : ''
  const given = String(value)
  if (PLAIN.test(given) && isWrittenAsItIs(options)) return given
  const raw = given.replace(CONTROLS, (control) =>
    control.length === 1 && control >= '\ud800' ? '\ufffd' : '',
  )
  const text = options.excel === true ? oneCell(raw) : raw
  const isChanged = type === 'id' ? NUMBER_LIKE.test(text) : isValue(value, text)
  const asText = options.excel === true && isChanged
  return quoteCell(asText ? `'${text}` : guardCell(text, options), options)
}

function isValue(value: string | number | boolean, text: string): boolean {
  return typeof value === 'string' && VALUE_LIKE.test(text.trim())
}

/** Spreadsheets take 32,767 characters in a cell; what is longer runs over into the next row of some. */
const CELL = 32_700

function oneCell(raw: string): string {
  const line = raw.replace(/\r\n|[\r\n\u2028\u2029]/g, ' ')
  return line.length <= CELL ? line : `${line.slice(0, CELL).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Most cells are words and numbers of ASCII, which no rule touches. */
const PLAIN = /^\w(?:[\w .:/?!()&%*@'+=#-]*[\w.:/?!)])?$/

function isWrittenAsItIs({ delimiter = ',', excel }: CsvOptions): boolean {
  return excel !== true && ',;\t|'.includes(delimiter)
}

function guardCell(text: string, options: CsvOptions): string {
  if (options.guard === false) return text
  return FORMULA.test(text.replace(LEADING_BLANKS, '')) ? `'${text}` : text
}

/** The raw value of a guarded cell: without its one leading apostrophe. */
export function unguardCell(text: string): string {
  return text.startsWith("'") ? text.slice(1) : text
}

/** Every delimiter that a spreadsheet may guess is a reason for quotes, so that locales do not split cells. */
function quoteCell(text: string, options: CsvOptions): string {
  const delimiter = options.delimiter ?? ','
  const needsQuotes = /[",;\t|\r\n]|^\s|\s$/.test(text) || text.includes(delimiter)
  return needsQuotes ? `"${text.replaceAll('"', '""')}"` : text
}
