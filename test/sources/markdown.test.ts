import fc from 'fast-check'
import { expect, test } from 'vitest'
import { markdownToText } from '../../src/sources/markdown.ts'

test.each([
  ['# Title #\n\ntext', 'Title\n\ntext'],
  ['**bold**, *soft*, ~~gone~~, `code` and __strong__', 'bold, soft, gone, code and strong'],
  ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
  ['- one\n- two\n\n> quote', '- one\n- two\n\n> quote'],
  ['```js\nlet a = 1\n```', 'let a = 1'],
  ['a\r\n\r\n\r\n\r\nb', 'a\n\nb'],
  ['<!-- hidden\nnote -->shown', 'shown'],
  ['a < b and List<String>', 'a < b and List<String>'],
  ['<details><summary>More</summary>\n\ninside\n</details>', 'More\n\ninside'],
])('%j reads %j', (markdown, text) => {
  expect(markdownToText(markdown).text.replace(/\n{2,}/g, '\n\n')).toBe(text)
})

test('links and pictures are kept apart from their words', () => {
  const plain = markdownToText(
    'see [the docs](https://a.example/x "t") and ![a shot](https://a.example/y.png) or https://b.example/z.',
  )
  expect(plain).toEqual({
    text: 'see the docs and a shot or https://b.example/z.',
    links: ['https://a.example/x', 'https://b.example/z'],
    media: [{ url: 'https://a.example/y.png', type: 'image', alt: 'a shot' }],
  })
})

test('scripts are no links', () => {
  expect(markdownToText('[x](javascript:alert(1))').links).toEqual([])
})

test('any text is read, also one made of signs only', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof markdownToText(text).text === 'string'))
  for (const piece of [
    '*',
    '_',
    '`',
    '[',
    '](',
    '![',
    '<',
    '~',
    '#',
    '> ',
    '<!--',
    '- ',
    '**a',
    '(https://a',
  ]) {
    expect(typeof markdownToText(piece.repeat(60_000 / piece.length)).text).toBe('string')
  }
})
