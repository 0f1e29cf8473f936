import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Parser } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { parseCsv } from '../../src/format/csv-read.ts'
import { listen, temporaryFolder } from '../helpers/cli.ts'

const hasOffice = spawnSync('which', ['soffice']).status === 0

/** One sheet as LibreOffice read it: cells by row, without the empty ones at the end of a row. */
interface Sheet {
  readonly rows: readonly (readonly string[])[]
  readonly formulas: readonly string[]
}

const EXPORTS: readonly (readonly [string, readonly string[]])[] = [
  ['native', []],
  ['native-excel', ['--excel']],
  ['brandwatch', ['--profile', 'brandwatch']],
  ['brandwatch-excel', ['--profile', 'brandwatch', '--excel']],
  ['meltwater', ['--profile', 'meltwater', '--excel']],
  ['talkwalker', ['--profile', 'talkwalker', '--excel']],
  ['semicolon', ['--delimiter', ';']],
  ['semicolon-excel', ['--delimiter', ';', '--excel']],
]
const COMMA = 44
const SEMICOLON = 59

describe.skipIf(!hasOffice)('exports in LibreOffice', () => {
  it('open as text, with the same rows and columns, in every profile and with hostile cells', async () => {
    const folder = temporaryFolder()
    const texts = hostileTexts()
    writeFileSync(join(folder, 'queries.yaml'), YAML)
    writeFileSync(join(folder, 'posts.jsonl'), texts.map(postOf).join('\n'))
    const run = (...args: readonly string[]) =>
      listen([...args, '--as-of', '2026-11-17T08:00:00Z'], { cwd: folder })
    const imported = await run('import', 'posts.jsonl')
    expect(imported.status, imported.err).toBe(0)
    for (const [name, args] of EXPORTS)
      expect((await run('export', ...args, '-o', `${name}.csv`)).status).toBe(0)
    const isSplitBySemicolon = ([name]: readonly [string, unknown]) => name.startsWith('semicolon')
    const names = (own: typeof EXPORTS) => own.map(([name]) => name)
    convert(folder, names(EXPORTS.filter((each) => !isSplitBySemicolon(each))), COMMA)
    convert(folder, names(EXPORTS.filter(isSplitBySemicolon)), SEMICOLON)
    for (const [name] of EXPORTS) compare(folder, name, texts.length + 1)
  })
})

/** Without `--excel` digits stand bare, for programs: an office reads them as numbers and dates. */
const LOOSE = /^[\d.eE/-]+$/

/** What the office read against what was written, cell by cell. */
function compare(folder: string, name: string, rows: number): void {
  const text = readFileSync(join(folder, `${name}.csv`), 'utf8').replace(/^\ufeff/, '')
  const written = parseCsv(text, { delimiter: name.startsWith('semicolon') ? ';' : ',' })
  const sheet = readSheet(readFileSync(join(folder, 'out', `${name}.fods`), 'utf8'))
  expect(sheet.formulas, name).toEqual([])
  expect([written.length, sheet.rows.length], name).toEqual([rows, rows])
  for (const [index, row] of written.entries()) {
    const read = sheet.rows[index] ?? []
    expect(read.length, `${name}, row ${index}`).toBeLessThanOrEqual(row.length)
    const keep = (cell: string) => !LOOSE.test(cell) || name.endsWith('excel')
    const filled = row.map((cell, column) => (keep(cell) ? plain(read[column] ?? '') : ''))
    expect(filled, `${name}, row ${index}`).toEqual(
      row.map((cell) => (keep(cell) ? plain(cell) : '')),
    )
  }
}

const YAML = `version: 1
brand: { name: Acme }
queries: { acme: { role: brand, match: acme } }
sources: {}
store: { path: ./listen.db }
`

function postOf(text: string, index: number): string {
  return JSON.stringify({
    platform: 'forum',
    id: `000${index}`,
    title: text,
    text: `${text}\nacme, "quoted"; ${index}`,
    url: `https://forum.example/${index}`,
    author: { id: '12345678901234567890', name: text, handle: text, followers: 3 },
    published: '2026-11-16T10:00:00Z',
    tags: [text],
  })
}

/** Cells that spreadsheets like to run or to change, and the larger sets where they are at hand. */
function hostileTexts(): readonly string[] {
  const own = [
    '=1+1',
    '+1+1',
    '-1+1',
    '@SUM(1,1)',
    '\t=1+1',
    ' =1+1',
    '\u00a0=1+1',
    '\ufeff=1+1',
    '\uff1d1+1',
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://127.0.0.1:9/";"x")',
    '"=1+1',
    'a,b;c\td|e',
    'one\r\ntwo\rthree\nfour',
    '00123',
    '1e5',
    '2026-11-17',
    '1/2',
    'TRUE',
    'ID',
    '"',
    "'",
    'Größe 日本 👩‍👩‍👧 \u202eabc',
  ]
  const rows = ['csv/cells.jsonl', 'csv/patt-formulas.jsonl'].flatMap((name) => {
    const file = join(process.env.LISTEN_SHARED ?? '../shared', 'hostile', name)
    if (!existsSync(file)) return []
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { readonly input: string }).input)
      .filter((input) => !input.startsWith('generator:') && input.trim() !== '')
  })
  return [...own, ...rows]
}

/** CSV in, flat XML of the sheet out; UTF-8 (76) from the first row on. */
function convert(folder: string, names: readonly string[], delimiter: number): void {
  mkdirSync(join(folder, 'out'), { recursive: true })
  const { status, stderr } = spawnSync(
    'soffice',
    [
      `-env:UserInstallation=file://${join(folder, 'office')}`,
      '--headless',
      `--infilter=CSV:${delimiter},34,76,1`,
      '--convert-to',
      'fods',
      '--outdir',
      join(folder, 'out'),
      ...names.map((name) => join(folder, `${name}.csv`)),
    ],
    { encoding: 'utf8', timeout: 300_000 },
  )
  expect(status, stderr).toBe(0)
}

function readSheet(xml: string): Sheet {
  const rows: string[][] = []
  const formulas: string[] = []
  let text = ''
  let paragraphs = 0
  let repeat = 1
  let isParagraph = false
  const open: Readonly<Record<string, (attributes: Readonly<Record<string, string>>) => void>> = {
    'table:table-row': () => void rows.push([]),
    'table:table-cell': (attributes) => {
      if (attributes['table:formula'] !== undefined) formulas.push(attributes['table:formula'])
      repeat = Number(attributes['table:number-columns-repeated'] ?? 1)
      text = ''
      paragraphs = 0
    },
    'text:p': () => {
      text += paragraphs === 0 ? '' : '\n'
      paragraphs += 1
      isParagraph = true
    },
    'text:s': (attributes) => {
      text += ' '.repeat(Number(attributes['text:c'] ?? 1))
    },
    'text:tab': () => {
      text += '\t'
    },
  }
  const close: Readonly<Record<string, () => void>> = {
    'text:p': () => {
      isParagraph = false
    },
    // The empty rest of a row stands for a thousand and more columns.
    'table:table-cell': () => {
      if (repeat < 1000) rows.at(-1)?.push(...Array.from({ length: repeat }, () => text))
    },
  }
  const parser = new Parser(
    {
      onopentag: (name, attributes) => open[name]?.(attributes),
      ontext: (more) => {
        if (isParagraph) text += more
      },
      onclosetag: (name) => close[name]?.(),
    },
    { xmlMode: true },
  )
  parser.end(xml)
  const kept = rows.map((row) => row.slice(0, row.findLastIndex((each) => each !== '') + 1))
  return { rows: kept.slice(0, kept.findLastIndex((row) => row.length > 0) + 1), formulas }
}

/** Longer cells are compared by their beginning: the office cuts what is very long. */
const CELL = 2000

/** The office folds blanks and drops what XML cannot hold: what is compared is what can be seen. */
function plain(text: string): string {
  return text
    .slice(0, CELL)
    .replaceAll(/[\s\p{Z}\p{C}]+/gu, '')
    .replace(/^(?:true|false)$/i, (word) => word.toLowerCase())
}
