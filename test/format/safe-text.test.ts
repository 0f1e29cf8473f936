import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textWarnings } from '../../src/format/hidden-characters.ts'
import { isBlank, safeBlock, safeLine, safeUrl } from '../../src/format/safe-text.ts'
import { displayWidth } from '../../src/format/width.ts'

const FORBIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/

describe('safeLine', () => {
  it.each([
    ['clears', 'a\x1b[2J\x1b[Hb', 'ab'],
    ['a title sequence', 'a\x1b]0;you are root\x07b', 'ab'],
    ['a title ended by ST', 'a\x1b]2;title\x1b\\b', 'ab'],
    [
      'a link that names another host',
      '\x1b]8;;http://evil.test/\x07https://bank.test\x1b]8;;\x07',
      'https://bank.test',
    ],
    ['a clipboard write without end', 'a\x1b]52;c;cm0gLXJm', 'a'],
    ['a tunnel through a multiplexer', 'a\x1bPtmux;\x1b\x1b]52;c;QQ==\x07\x1b\\b', 'ab'],
    ['graphics', 'a\x1b_Gf=24;AAAA\x1b\\b', 'ab'],
    ['a privacy message', 'a\x1b^private\x1b\\b', 'ab'],
    ['a start of string', 'a\x1bXstring\x1b\\b', 'ab'],
    ['8-bit CSI', 'a\x9b2Jb', 'ab'],
    ['8-bit OSC', 'a\x9d0;pwn\x9cb', 'ab'],
    ['8-bit DCS', 'a\x90q#\x9cb', 'ab'],
    ['a full reset', 'a\x1bcb', 'ab'],
    ['a screen test', 'a\x1b#8b', 'ab'],
    ['a character set switch', 'a\x1b(0lqqk\x1b(Bb', 'alqqkb'],
    ['an escape at the end', 'a\x1b', 'a'],
    ['a nested sequence', 'a\x1b[3\x1b[1m2mb', 'a2mb'],
    ['a huge parameter', `a\x1b[${'9'.repeat(5000)}Cb`, 'ab'],
    [
      'a carriage return',
      'https://good.test\rhttps://evil.test',
      'https://good.test https://evil.test',
    ],
    ['backspaces', 'good\b\bevil', 'good␈␈evil'],
    ['line breaks of every kind', 'a\n\n\nb\u2028c\u2029d\u0085e\vf\fg', 'a b c d e f g'],
    ['tabs', '\t\t\t\ta', ' a'],
    ['single controls', 'a\0b\x05c\x13d\x7fe\x07', 'abcde'],
  ])('removes %s and keeps the text around it', (_, input, output) => {
    expect(safeLine(input)).toBe(output)
  })

  it('keeps the words behind an 8-bit introducer that wrong decoding left', () => {
    expect(safeLine('He said â€\x9cyes,â€\x9d and it broke')).toBe('He said â€yes,â€ and it broke')
  })

  it.each([
    ['a right-to-left override', 'invoice\u202egpj.exe', 'invoice‹U+202E›gpj.exe'],
    ['an isolate that is never closed', 'a \u2066b', 'a ‹U+2066›b'],
    ['a zero-width space in a name', 'Ac\u200bme is bad', 'Ac‹U+200B›me is bad'],
    ['a joiner between Latin letters', 'Ac\u200dme', 'Ac‹U+200D›me'],
    ['hidden tag letters', 'Acme\u{e0068}\u{e0069}\u{e007f}', 'Acme‹3 hidden›'],
    ['selectors with data', 'A\u{e0100}\u{e0101}x', 'A‹2 hidden›x'],
    ['a filler that looks blank', 'Ac\u3164me', 'Ac‹U+3164›me'],
    ['annotation marks', 'a\ufff9b\ufffac\ufffbd', 'a‹U+FFF9›b‹U+FFFA›c‹U+FFFB›d'],
  ])('shows %s', (_, input, output) => {
    expect(safeLine(input)).toBe(output)
  })

  it.each([
    ['Arabic', '\u0645\u0631\u062d\u0628\u0627 Acme'],
    ['Hebrew with numbers', 'Acme \u05e9\u05dc\u05d5\u05dd 2026'],
    ['Persian with a non-joiner', '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645'],
    ['Devanagari with a joiner', '\u0915\u094d\u200d\u0937'],
    ['Thai', '\u0e01\u0e33\u0e49\u0e19\u0e49\u0e33'],
    ['a Tibetan stack', '\u0f67\u0fb4\u0f72\u0f71\u0f74\u0f72\u0f72'],
    ['a family', '👨\u200d👩\u200d👧\u200d👦x'],
    ['a heart', '❤\ufe0f'],
    ['a flag of hearts', '🏳\ufe0f\u200d🌈'],
    ['a keycap', '1\ufe0f\u20e3'],
    ['a skin tone in a profession', '👩🏽\u200d🔧'],
    ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a Han variant', '葛\u{e0100}城'],
    ['decomposed letters', 'Cafe\u0301'],
    ['curly quotes and dashes', '“Acme” – it’s fine…'],
  ])('leaves honest %s as it is', (_, text) => {
    expect(safeLine(text)).toBe(text)
    expect(textWarnings(text)).toEqual([])
  })

  it('drops soft hyphens and direction marks without a word', () => {
    expect(safeLine('Do\u00adnau\u200e a\u061cb')).toBe('Donau ab')
  })

  it('turns halves of characters and noncharacters into replacement characters', () => {
    expect(safeLine('a\ud800b\udc00c\uffff\ufdd0')).toBe('a\ufffdb\ufffdc\ufffd\ufffd')
  })

  it('cuts a flood of combining marks and of joined emoji', () => {
    expect(safeLine(`Z${'\u0351'.repeat(500)}x`).length).toBeLessThan(12)
    expect(displayWidth(safeLine('👨\u200d'.repeat(200)))).toBeGreaterThan(100)
  })

  it('never lets a control through and gives the same text a second time', () => {
    const unit = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3 }),
      fc.constantFrom(
        '\x1b',
        '[',
        ']',
        '\x9b',
        '\x9d',
        '0;',
        'm',
        '\x07',
        '\\',
        '\x9c',
        '\x1bP',
        '\u202e',
        '\u200d',
        '\ufe0f',
        '\r\n',
        '\t',
        '👨',
        'é',
        '\u0301',
        'A',
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (parts) => {
        const line = safeLine(parts.join(''))
        expect(line).not.toMatch(
          /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]/,
        )
        expect(line).not.toMatch(/\p{Surrogate}/u)
        expect(safeLine(line)).toBe(line)
        expect(safeBlock(parts.join(''))).not.toMatch(FORBIDDEN)
      }),
      { numRuns: 2000 },
    )
  })

  it('takes time in proportion to the length', () => {
    const hostile = [
      '\x1b]',
      '\x9d0',
      '\x1b[',
      '\u200b',
      'a\u0301',
      '\x1bP\n',
      '👨\u200d',
      '\u202e',
      ' \t',
      '‹',
    ].map((part) => part.repeat(60_000))
    for (const text of hostile) expect(safeLine(text).length).toBeLessThan(text.length * 8)
  })
})

describe('safeBlock', () => {
  it('keeps lines, at most two empty ones, and turns tabs into blanks', () => {
    expect(safeBlock('a\r\nb\rc\n\n\n\n\n\nd\te')).toBe('a\nb\nc\n\n\nd    e')
  })

  it('ends an unterminated sequence at its line', () => {
    expect(safeBlock('a\x1b]0;title\nb')).toBe('a\nb')
  })
})

describe('safeUrl', () => {
  it('encodes what could deceive in a link', () => {
    expect(safeUrl('https://good.test/\u202emoc.live//:sptth')).toBe(
      'https://good.test/%E2%80%AEmoc.live//:sptth',
    )
    expect(safeUrl('https://a.test/\x1b[2Jb c')).toBe('https://a.test/%1B[2Jb%20c')
    expect(safeUrl('https://a.test/日本')).toBe('https://a.test/日本')
  })
})

describe('isBlank', () => {
  it('sees that nothing leaves ink', () => {
    for (const text of ['', ' \u00a0\u2003\u3000 ', '\u2800\u2800', '\u200b\ufeff', '\0'])
      expect(isBlank(text)).toBe(true)
    expect(isBlank(' a')).toBe(false)
  })
})

describe('textWarnings', () => {
  it('names what to distrust', () => {
    expect(textWarnings('Ac\u200bme')).toEqual(['hidden characters'])
    expect(textWarnings('invoice\u202egpj.exe')).toEqual(['direction controls'])
    expect(textWarnings('\u0410cme support')).toEqual(['look-alike letters'])
    expect(textWarnings('Acm\u03b5')).toEqual(['look-alike letters'])
    expect(textWarnings('Привет, Acme')).toEqual([])
  })
})
