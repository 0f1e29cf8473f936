import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CsvColumn, csvHeader, csvText, unguardCell } from '../../src/format/csv.ts'
import { createCsvReader, guessDelimiter, parseCsv, readCsv } from '../../src/format/csv-read.ts'

interface Row {
  readonly id: string
  readonly text: string
  readonly score: number
}
const COLUMNS: readonly CsvColumn<Row>[] = [
  { name: 'id', type: 'id', value: (row) => row.id },
  { name: 'text', value: (row) => row.text },
  { name: 'score', type: 'number', value: (row) => row.score },
]
const aRow = (text: string, id = 'a1'): Row => ({ id, text, score: -0.75 })
const textOf = (text: string, options = {}) =>
  parseCsv(csvText([aRow(text)], COLUMNS, options))[1]?.[1]

describe('a CSV cell', () => {
  it.each([
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1,1)',
    '\t=1+1',
    '\r=1+1',
    '\n=1+1',
    ' =1+1',
    '\u00a0=1+1',
    '\ufeff=1+1',
    '\u200b=1+1',
    '\uff1d1+1',
    '\uff0b1',
    '\uff0d1',
    '\uff20SUM(1)',
    '\u20131',
    "=cmd|' /C calc'!A0",
    '|calc',
    '\u202e=1+1',
    '@acme',
    '+49 30 123456',
    '-5',
    "'=1+1",
  ])(
    'that a spreadsheet could take for a formula becomes text, and the raw value comes back: %j',
    (text) => {
      const cell = textOf(text) ?? ''
      expect(cell.startsWith("'")).toBe(true)
      expect(unguardCell(cell)).toBe(text)
    },
  )

  it.each(['#acme', '1/2', 'TRUE', 'a;=1+1', 'a\n=1+1', '"=1+1"', '","=1+1","', 'say "hi"', ''])(
    'that is harmless stays one cell with its value: %j',
    (text) => {
      expect(textOf(text)).toBe(text)
      expect(textOf(text, { delimiter: ';' })).toBe(text)
    },
  )

  it('of a number column stays a number', () => {
    expect(csvText([aRow('x')], COLUMNS)).toBe('id,text,score\r\na1,x,-0.75\r\n')
  })

  it('loses control characters and halves of characters', () => {
    expect(textOf('a\0=1\x1b]52;c;QQ==\x07\ud800')).toBe('a=1]52;c;QQ==\ufffd')
  })

  it('can be written raw', () => {
    expect(textOf('@acme', { guard: false })).toBe('@acme')
  })
})

describe('CSV for spreadsheets', () => {
  it('has a byte order mark, ids as text, no line breaks inside cells', () => {
    const text = csvText([aRow('one\r\ntwo', '1234567890123456789')], COLUMNS, { excel: true })
    expect(text).toBe("\ufeffid,text,score\r\n'1234567890123456789,one two,-0.75\r\n")
  })

  it('never starts with ID', () => {
    expect(csvHeader([{ name: 'ID', value: () => '' }])).toBe('"ID"\r\n')
  })
})

describe('reading CSV', () => {
  it('takes any line end, quotes, byte order mark and an unfinished last line', () => {
    expect(parseCsv('\ufeffa,b\r1,"x ""y""\nz"\r\n\n2,"q"r')).toEqual([
      ['a', 'b'],
      ['1', 'x "y"\nz'],
      ['2', 'qr'],
    ])
  })

  it.each([
    [';', 'a;b;"c,d,e"'],
    ['\t', 'a\tb, c\td'],
    ['|', 'a|b'],
    [',', 'a'],
  ])('guesses the delimiter %j', (delimiter, sample) => {
    expect(guessDelimiter(sample)).toBe(delimiter)
  })

  it('refuses a cell without end', () => {
    expect(() =>
      createCsvReader({ delimiter: ',', maxCell: 10 }).push('"aaaaaaaaaaaaaaaa'),
    ).toThrow(RangeError)
  })

  it('reads UTF-16 in pieces', async () => {
    const bytes = Buffer.from('\ufeffa\tb\r\nü\t"1\t2"', 'utf16le')
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 3) yield bytes.subarray(at, at + 3)
    }
    const rows: (readonly string[])[] = []
    for await (const row of readCsv(pieces())) rows.push(row)
    expect(rows).toEqual([
      ['a', 'b'],
      ['ü', '1\t2'],
    ])
  })

  it('gives back what was written, however the text is cut', () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r', '=', "'", ' ', 'ü', '😀', '\t'),
      maxLength: 8,
    })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        (rows, size) => {
          const columns = [0, 1].map((index) => ({
            name: `n${index}`,
            value: (row: readonly string[]) => row[index],
          }))
          const text = csvText(rows, columns)
          const reader = createCsvReader({ delimiter: ',' })
          const read = (text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []).flatMap((piece) => [
            ...reader.push(piece),
          ])
          const [, ...back] = [...read, ...reader.end()]
          expect(back.map((row) => row.map(unguardCell))).toEqual(rows)
        },
      ),
    )
  })
})

it('cuts what is longer than a cell of a spreadsheet, and says so', () => {
  const columns = [{ name: 'text', value: (text: string) => text }]
  const long = `${'x'.repeat(32_699)}😀${'y'.repeat(9)}`
  const [, row = ''] = csvText([long], columns, { excel: true }).split('\r\n')
  expect(row).toBe(`${'x'.repeat(32_699)}…`)
  expect(csvText([long], columns)).toContain(long)
})

it.each(['1/2', '3-4', '2026-11-17', 'MAR1', '2 Sep', '1-Mar-2026', 'TRUE', '007', '50 %', ' 12 '])(
  'keeps the text %j a text for spreadsheets',
  (text) => {
    const columns = [{ name: 'text', value: (each: string) => each }]
    const cell = (excel: boolean) => parseCsv(csvText([text], columns, { excel }))[1]?.[0]
    expect(cell(true)).toBe(`'${text}`)
    expect(cell(false)).toBe(text)
  },
)

it.each(['3 phones', 'maybe', '2026-11-17T08:00:00+01:00'])('leaves the words %j alone', (text) => {
  const columns = [{ name: 'text', value: (each: string) => each }]
  expect(parseCsv(csvText([text], columns, { excel: true }))[1]?.[0]).toBe(text)
})
