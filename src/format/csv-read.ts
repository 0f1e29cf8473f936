export interface CsvReadOptions {
  /** Guessed from the first line when absent. */
  readonly delimiter?: string
  /** A cell longer than this ends the reading with a RangeError; default 16 Mi characters. */
  readonly maxCell?: number
  /** Told of every row with the line of the text on which it begins, from 1. */
  readonly onRow?: (row: readonly string[], line: number) => void
}

/** Takes text in pieces of any size, gives rows as soon as they are whole. */
export interface CsvReader {
  push(text: string): readonly (readonly string[])[]
  end(): readonly (readonly string[])[]
  /** A quote was opened that nothing has closed yet. */
  isOpen(): boolean
}

const DELIMITERS = [',', ';', '\t', '|']

/** The delimiter that stands most often outside of quotes in the first line. */
export function guessDelimiter(sample: string): string {
  const line = firstLine(sample)
  const count = (delimiter: string) => line.split(delimiter).length
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best))
}

function firstLine(sample: string): string {
  return unquoted(sample).split(/[\r\n]/, 1)[0] ?? ''
}

/** The text with its quoted parts taken out: what is left of delimiters and line breaks counts. */
function unquoted(text: string): string {
  return text.replace(/"(?:[^"]|"")*"?/g, '')
}

type State = 'start' | 'plain' | 'quoted' | 'quote' | 'cr'

/**
 * Reads RFC 4180 and what people make of it: any line end, a byte order mark, quotes inside plain cells
 * kept as they are, text behind a closing quote appended. Empty lines are left out.
 */
export function createCsvReader(options: CsvReadOptions = {}): CsvReader {
  const maxCell = options.maxCell ?? 16 * 1024 * 1024
  let delimiter = options.delimiter
  let waiting = ''
  let fresh = true
  let state: State = 'start'
  let cell = ''
  let row: string[] = []
  let rows: (readonly string[])[] = []
  const lines = createLineCounter()

  const endCell = () => {
    row.push(cell)
    cell = ''
    state = 'start'
  }
  const endRow = () => {
    endCell()
    if (row.length > 1 || row[0] !== '') {
      rows.push(row)
      options.onRow?.(row, lines.start())
    }
    row = []
    lines.begin()
  }
  const plain = (character: string) => {
    if (character === delimiter) endCell()
    else if (character === '\n') endRow()
    else if (character === '\r') {
      endRow()
      state = 'cr'
    } else {
      cell += character
      state = 'plain'
    }
  }
  const step: Record<State, (character: string) => void> = {
    start: (character) => {
      if (character === '"') state = 'quoted'
      else plain(character)
    },
    plain,
    quoted: (character) => {
      if (character === '"') state = 'quote'
      else cell += character
    },
    quote: (character) => {
      if (character === '"') {
        cell += '"'
        state = 'quoted'
      } else plain(character)
    },
    cr: (character) => {
      state = 'start'
      if (character !== '\n') step.start(character)
    },
  }
  const read = (piece: string) => {
    const text = fresh ? piece.replace(/^\ufeff/, '') : piece
    if (piece !== '') fresh = false
    for (const character of text) {
      lines.pass(character)
      step[state](character)
      if (cell.length > maxCell) throw new RangeError(`a cell is longer than ${maxCell} characters`)
    }
    const done = rows
    rows = []
    return done
  }
  const begin = () => {
    const text = waiting
    delimiter = guessDelimiter(text.replace(/^\ufeff/, ''))
    waiting = ''
    return read(text)
  }
  return {
    push: (text) => {
      if (delimiter !== undefined) return read(text)
      waiting += text
      return waiting.length > 4096 || /[\r\n]/.test(unquoted(waiting)) ? begin() : []
    },
    end: () => {
      const before = delimiter === undefined ? begin() : []
      if (cell !== '' || row.length > 0 || state === 'quote') endRow()
      const rest = rows
      rows = []
      return [...before, ...rest]
    },
    isOpen: () => state === 'quoted',
  }
}

/** Counts lines as editors do: LF, CR and CRLF end one. */
function createLineCounter() {
  let line = 1
  let start = 1
  let before = ''
  return {
    pass: (character: string) => {
      if (character === '\r' || (character === '\n' && before !== '\r')) line++
      before = character
    },
    /** The next row begins here. */
    begin: () => {
      start = line
    },
    start: () => start,
  }
}

/** All rows of a text. */
export function parseCsv(
  text: string,
  options: CsvReadOptions = {},
): readonly (readonly string[])[] {
  const reader = createCsvReader(options)
  return [...reader.push(text), ...reader.end()]
}

/** Rows from bytes in pieces: UTF-8, or UTF-16 where a byte order mark says so. */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  options: CsvReadOptions = {},
): AsyncGenerator<readonly string[]> {
  const reader = createCsvReader(options)
  let decoder: InstanceType<typeof TextDecoder> | undefined
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(encodingOf(chunk))
    yield* reader.push(decoder.decode(chunk, { stream: true }))
  }
  if (decoder !== undefined) yield* reader.push(decoder.decode())
  yield* reader.end()
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}
