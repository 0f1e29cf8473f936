import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { type Column, jsonText, renderRows } from '../../src/format/table.ts'
import { cutToWidth, displayWidth, padToWidth, wrapToWidth } from '../../src/format/width.ts'

interface Row {
  readonly post: number
  readonly who: string
  readonly text: string
}
const COLUMNS: readonly Column<Row>[] = [
  { key: 'post', title: 'POST', value: (row) => row.post, align: 'right' },
  { key: 'who', title: 'WHO', value: (row) => row.who, priority: 2 },
  {
    key: 'text',
    title: 'TEXT',
    value: (row) => row.text,
    grow: true,
    min: 8,
    paint: (text, _, style) => style.mark(text),
  },
]
const ROWS: readonly Row[] = [
  { post: 1, who: 'ann', text: 'short' },
  { post: 12, who: '漢字さん', text: 'a text\x1b[2J with\nlines and \u202eovertaking' },
]

describe('renderRows', () => {
  it('aligns columns on a terminal by what they take there', () => {
    expect(renderRows(ROWS, COLUMNS, { mode: 'table', width: 80 })).toBe(
      'POST  WHO       TEXT\n   1  ann       short\n  12  漢字さん  a text with lines and ‹U+202E›overtaking\n',
    )
  })

  it('shrinks growing columns, then drops the least important', () => {
    expect(renderRows(ROWS, COLUMNS, { mode: 'table', width: 30 })).toBe(
      'POST  WHO       TEXT\n   1  ann       short\n  12  漢字さん  a text with l…\n',
    )
    expect(renderRows(ROWS, COLUMNS, { mode: 'table', width: 16 })).toBe(
      'POST  TEXT\n   1  short\n  12  a text wi…\n',
    )
  })

  it.each([0, 1, 3, 7, 10, 16, 25, 40, 200])(
    'never writes a line over %d columns where the first column fits',
    (width) => {
      const lines = renderRows(ROWS, COLUMNS, { mode: 'table', width }).split('\n')
      for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(Math.max(width, 14))
    },
  )

  it('writes no escape without colour and its own only with colour', () => {
    expect(renderRows(ROWS, COLUMNS, { mode: 'table', width: 80 })).not.toContain('\x1b')
    expect(
      renderRows(ROWS, COLUMNS, { mode: 'table', width: 80, colour: true }).replace(
        /\x1b\[\d+m/g,
        '',
      ),
    ).not.toContain('\x1b')
  })

  it('writes tab-separated lines when piped', () => {
    expect(renderRows(ROWS, COLUMNS, { mode: 'tsv', header: true })).toBe(
      'post\twho\ttext\n1\tann\tshort\n12\t漢字さん\ta text with lines and ‹U+202E›overtaking\n',
    )
  })

  it('writes JSON lines with raw values that cannot steer a terminal', () => {
    const lines = renderRows(ROWS, COLUMNS, { mode: 'json' }).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual(ROWS)
    expect(jsonText({ text: 'a\x9b2J\u202e\x1b' })).toBe('{"text":"a\\u009b2J\\u202e\\u001b"}')
  })

  it('says nothing for no rows', () => {
    expect(renderRows([], COLUMNS, { mode: 'table' })).toBe('')
  })
})

describe('widths', () => {
  it('cuts between graphemes', () => {
    expect(cutToWidth('👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 5)).toBe('👨‍👩‍👧‍👦👨‍👩‍👧‍👦…')
    expect(cutToWidth('漢字漢字', 4)).toBe('漢…')
    expect(cutToWidth('Cafe\u0301 x', 4)).toBe('Caf…')
    expect(cutToWidth('abc', 3)).toBe('abc')
    expect(cutToWidth('abc', 0)).toBe('')
  })

  it('agree with the library on every character of the quick way, and cut alike on both ways', () => {
    for (let code = 0x20; code < 0x2030; code += 1) {
      const character = String.fromCharCode(code)
      if (/\p{C}/u.test(character)) continue
      expect(displayWidth(character), code.toString(16)).toBe(stringWidth(character))
    }
    expect(cutToWidth('abcdefgh', 5)).toBe('abcd…')
    expect(cutToWidth('abcdefgh漢', 5)).toBe('abcd…')
    expect(cutToWidth('abcde\u0301fgh', 6)).toBe('abcde\u0301…')
    expect(cutToWidth('abcd\u0301', 4)).toBe('abcd\u0301')
  })

  it('fills and wraps', () => {
    expect(padToWidth('漢', 4, 'right')).toBe('  漢')
    expect(wrapToWidth('one two three\nabcdefghij', 7)).toEqual([
      'one two',
      'three',
      'abcdefg',
      'hij',
    ])
  })
})
