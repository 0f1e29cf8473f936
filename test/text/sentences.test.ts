import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findSentences } from '../../src/text/sentences.ts'

const split = (text: string) => findSentences(text).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  it.each([
    ['One. Two! Three? Four', ['One.', 'Two!', 'Three?', 'Four']],
    [
      'Dr. Smith met Mr. Jones, e.g. at Acme Inc. in town. Bye.',
      ['Dr. Smith met Mr. Jones, e.g. at Acme Inc. in town.', 'Bye.'],
    ],
    ['It costs 3.5 or .5 in the U.S. market. Ok', ['It costs 3.5 or .5 in the U.S. market.', 'Ok']],
    ['great phone. battery bad', ['great phone.', 'battery bad']],
    ['Wait... what? Well… yes', ['Wait...', 'what?', 'Well…', 'yes']],
    ['one\ntwo\n\n three', ['one', 'two', 'three']],
    ['He said "Go." She left. (Yes.) No.', ['He said "Go."', 'She left.', '(Yes.)', 'No.']],
    ['東京。大阪！次', ['東京。', '大阪！', '次']],
    ['wow!great?!ok', ['wow!', 'great?!', 'ok']],
    ['see acme.com/x?y=1!z. Then', ['see acme.com/x?y=1!z.', 'Then']],
    ['J. Smith and I. Then', ['J. Smith and I.', 'Then']],
    ['No. 5 is alive. No. I mean it', ['No. 5 is alive.', 'No.', 'I mean it']],
    ['यह है। वह', ['यह है।', 'वह']],
    ['   ', []],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(split(text)).toEqual(expected)
  })

  it('cover all that is not blank, in order', () => {
    const piece = fc.constantFrom(
      'a',
      'Dr.',
      '. ',
      '.',
      '!',
      '?',
      '…',
      '\n',
      ' ',
      '"',
      ')',
      '。',
      'b.c',
      'http://x.de/?a ',
      '3.5',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('')
        let rest = ''
        let last = 0
        for (const { start, end } of findSentences(text)) {
          expect(end).toBeGreaterThan(start)
          rest += text.slice(last, start)
          last = end
        }
        expect((rest + text.slice(last)).trim()).toBe('')
      }),
    )
  })
})
