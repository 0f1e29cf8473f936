import { expect, it } from 'vitest'
import { createStyle } from '../../src/format/style.ts'
import { plainText } from '../../src/tui/lines.ts'
import { readStyledLine } from '../../src/tui/styled-text.ts'

const style = createStyle({ colour: true })

it('turns what a coloured report writes into roles of the theme', () => {
  const text = `${style.heading('Volume')} ${style.dim('a day')} ${style.bad('-3')}${style.good('+4')}${style.bold('x')}${style.warn('w')}`
  const { segments } = readStyledLine(text)
  expect(segments.map(({ text: part, role }) => [part, role])).toEqual([
    ['Volume', 'key'],
    [' ', undefined],
    ['a day', 'dim'],
    [' ', undefined],
    ['-3', 'bad'],
    ['+4', 'good'],
    ['x', 'bold'],
    ['w', 'warn'],
  ])
})

it('keeps plain text, and leaves no sequence in what is shown', () => {
  expect(plainText(readStyledLine('1 of 2'))).toBe('1 of 2')
  const shown = plainText(readStyledLine(`${style.mark('hit')} \u001b[48;5;1mred\u001b[0m`))
  expect(shown).toBe('hit red')
})
