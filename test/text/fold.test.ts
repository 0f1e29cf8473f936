import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasEmoji } from '../../src/text/emoji.ts'
import { foldLetters, foldWord } from '../../src/text/fold.ts'
import { bareWord, foldHomoglyphs } from '../../src/text/scripts-homoglyphs.ts'

describe('folding', () => {
  it.each([
    ['RÉSUMÉ', 'resume'],
    ['Straße', 'strasse'],
    ['ŒUVRE æther', 'oeuvre aether'],
    ['Łódź Øre Đorđe Ħal', 'lodz ore dorde hal'],
    ['İstanbul ısı', 'istanbul isi'],
    ['ΑΘΉΝΑΣ αθήνας', 'αθηνασ αθηνασ'],
    ['Ёлка йод їжа ўжо', 'елка йод іжа ўжо'],
    ['مُحَمَّد آب', 'محمد آب'],
    ['שָׁלוֹם', 'שלום'],
    ['がか ｶﾞ パ', 'がか ガ パ'],
    ['한국 \u1112\u1161\u11ab', '한국 한'],
    ['ﬁsh ＡＢＣ ①', 'fish abc 1'],
    ['नमस्ते', 'नमस्ते'],
  ])('of %s', (written, expected) => {
    expect(foldWord(written)).toBe(expected)
  })

  it('keeps the accents apart, letter by letter', () => {
    expect(foldLetters('Résø')).toEqual([
      { base: 'r', accents: '' },
      { base: 'e', accents: '\u0301' },
      { base: 's', accents: '' },
      { base: 'o', accents: '\u0338' },
    ])
    expect(foldLetters('ё').map(({ accents }) => accents)).toEqual([''])
  })

  it('gives the same letters with and without accents, twice as once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 6 }), (written) => {
        const letters = foldLetters(written)
          .map(({ base }) => base)
          .join('')
          .normalize('NFC')
        expect(letters).toBe(foldWord(written))
        expect(foldWord(foldWord(written))).toBe(foldWord(written))
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('look-alikes', () => {
  it.each([
    ['аcme', 'acme'],
    ['асме', 'асме'],
    ['pаypаl', 'paypal'],
    ['пpивет', 'привет'],
    ['АСME', 'ACME'],
    ['αcme', 'acme'],
    ['acme', 'acme'],
  ])('of %s', (written, expected) => {
    expect(foldHomoglyphs(written)).toBe(expected)
  })

  it('are seen through what is hidden', () => {
    expect(bareWord('а\u200bcm\u00ade')).toBe('acme')
  })
})

describe('emoji', () => {
  it.each([
    ['ok 😀', true],
    ['🇩🇪', true],
    ['5️⃣', true],
    ['❤', true],
    ['5 # * © ® ™ ‼ ℹ', false],
    ['日本', false],
  ])('in %s', (text, expected) => {
    expect(hasEmoji(text)).toBe(expected)
  })
})
