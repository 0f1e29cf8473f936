import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { csvText, unguardCell } from '../../src/format/csv.ts'
import { parseCsv } from '../../src/format/csv-read.ts'
import { escapeHtml, htmlLink, htmlText } from '../../src/format/html.ts'
import { escapeMarkdown, markdownLink } from '../../src/format/markdown.ts'
import { safeBlock, safeLine, safeUrl } from '../../src/format/safe-text.ts'
import { jsonText, renderRows } from '../../src/format/table.ts'
import { cutToWidth, displayWidth, padToWidth } from '../../src/format/width.ts'

// Larger sets of hostile texts than the repository holds, where a folder with them is at hand.
const shared = process.env.LISTEN_SHARED ?? '../shared'
const folder = join(shared, 'hostile')

interface Row {
  readonly id: string
  readonly input: string
  readonly verdict?: string
}

function rowsOf(path: string): Row[] {
  const file = join(folder, path)
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n')
  return lines
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row)
    .filter((row) => typeof row.input === 'string' && !row.input.startsWith('generator:'))
}

function textsOf(path: string): Row[] {
  const file = join(folder, path)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((input, index) => ({ id: `${path}:${index}`, input }))
}

function namesOf(path: string): Row[] {
  const file = join(folder, path)
  if (!existsSync(file)) return []
  return (JSON.parse(readFileSync(file, 'utf8')) as string[]).map((input, index) => ({
    id: `${path}:${index}`,
    input,
  }))
}

const texts = [
  ...rowsOf('terminal/sequences.jsonl'),
  ...rowsOf('unicode/display.jsonl'),
  ...rowsOf('csv/cells.jsonl'),
  ...rowsOf('csv/patt-formulas.jsonl'),
  ...rowsOf('html/patt-xss.jsonl'),
  ...textsOf('terminal/fuzzdb-terminal-escape-codes.txt'),
  ...[
    'naughty-unicode',
    'right-to-left',
    'two-byte-chars',
    'corrupted',
    'regionalindicators',
  ].flatMap((name) => textsOf(`text/fuzzdb-unicode/${name}.txt`)),
  ...namesOf('text/blns.json'),
]

describe.skipIf(!existsSync(folder))('hostile texts', () => {
  it('are at hand', () => {
    expect(texts.length).toBeGreaterThan(1000)
  })

  it('reach a terminal as harmless lines and blocks', () => {
    for (const { id, input } of texts) {
      const line = safeLine(input)
      expect(line, id).not.toMatch(
        /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u,
      )
      expect(safeLine(line), id).toBe(line)
      const block = safeBlock(input)
      expect(block, id).not.toMatch(
        /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\p{Surrogate}]/u,
      )
      expect(safeUrl(`https://x.test/${input}`), id).not.toMatch(
        /[\x00-\x20\x7f-\x9f\u202a-\u202e]/,
      )
    }
  })

  it('keep the text before and after a sequence', () => {
    const framed = rowsOf('terminal/sequences.jsonl').filter(({ input }) => /^a.*b$/su.test(input))
    expect(framed.length).toBeGreaterThan(25)
    for (const { id, input } of framed) expect(safeLine(input), id).toMatch(/^a.*b$/u)
  })

  it('keep rows of a table at their width', () => {
    for (const { id, input } of texts) {
      const padded = padToWidth(safeLine(input), 20)
      expect(displayWidth(padded), id).toBe(20)
      expect(displayWidth(cutToWidth(safeLine(input), 7)), id).toBeLessThanOrEqual(7)
    }
    const table = renderRows(
      texts,
      [
        { key: 'n', title: 'N', value: () => 1 },
        { key: 'text', title: 'TEXT', value: (row) => row.input, grow: true },
      ],
      { mode: 'table', width: 60 },
    )
    expect(table.trimEnd().split('\n')).toHaveLength(texts.length + 1)
    for (const row of table.split('\n')) expect(displayWidth(row)).toBeLessThanOrEqual(60)
  })

  it('come back from JSON lines as they were', () => {
    for (const { id, input } of texts) {
      const json = jsonText({ text: input })
      expect(json, id).not.toMatch(/[\x00-\x1f\x7f-\x9f\u202a-\u202e]/)
      expect(JSON.parse(json), id).toEqual({ text: input })
    }
  })

  it.each([',', ';', '\t'])(
    'stay one CSV cell each with delimiter %j, never a formula, raw value recoverable',
    (delimiter) => {
      for (const excel of [false, true]) {
        const columns = [
          { name: 'a', value: () => 'x' },
          { name: 'text', value: (row: Row) => row.input },
          { name: 'b', value: () => 'y' },
        ]
        const back = parseCsv(csvText(texts, columns, { delimiter, excel }), { delimiter })
        expect(back).toHaveLength(texts.length + 1)
        texts.forEach(({ id, input }, index) => {
          const [first, cell = '', last] = back[index + 1] ?? []
          expect([first, last], id).toEqual(['x', 'y'])
          expect(cell, id).not.toMatch(
            /^[\s\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]*[=+\-@|\uff0b\uff0d\uff1d\uff20\u2013]/u,
          )
          const raw = input
            .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '')
            .replace(/\p{Surrogate}/gu, '\ufffd')
          if (!excel) expect(unguardCell(cell), id).toBe(raw)
        })
      }
    },
  )

  it('stay text in HTML, in elements, attributes and links', () => {
    for (const { id, input } of texts) {
      const tree = parseDocument(`<p title="${escapeHtml(input)}">${htmlText(input)}</p>`)
      expect(
        tree.children.map((child) => child.type),
        id,
      ).toEqual(['tag'])
      expect(escapeHtml(input), id).not.toMatch(/[<>"'`]/)
      const link = htmlLink('x', input)
      if (link !== 'x') expect(link, id).toMatch(/^<a href="https?:&#?\S*"|^<a href="https?:\/\//)
    }
  })

  it('stay words in Markdown', () => {
    for (const { id, input } of texts) {
      const line = escapeMarkdown(input)
      expect(line, id).not.toMatch(/(?<!\\)[<>[\]`*_|]/)
      expect(line, id).not.toMatch(/[\n\r\x1b]/)
      expect(markdownLink('x', input), id).toMatch(/^x$|^\[x\]\(<https?:\/\/[^<>\n]*>\)$/)
    }
  })
})
