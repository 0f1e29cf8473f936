import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bareWord } from '../../src/text/scripts-homoglyphs.ts'
import { listWords, type Tokens, tokenize, tokenizeTerm } from '../../src/text/tokens.ts'
import { FLAG_SLOW } from '../../src/text/tokens-buffer.ts'
import { foldJoined } from '../../src/text/tokens-forms.ts'
import { checkForm, hashForm } from '../../src/text/tokens-tables.ts'

/** `written=form|other|other` for each word. */
function describeTokens(tokens: Tokens): readonly string[] {
  return Array.from({ length: tokens.count }, (_, token) => {
    const written = tokens.textOf(token).slice(tokens.starts[token], tokens.ends[token])
    const others: string[] = []
    for (let form = 0; form < tokens.formCount; form += 1) {
      if (tokens.formTokens[form] === token) others.push(tokens.otherForm(form))
    }
    return `${written}=${[tokens.form(token), ...others].join('|')}`
  })
}

const words = (text: string) => describeTokens(tokenize(text))

describe('words', () => {
  it.each([
    ['Hello, World!', ['Hello=hello', 'World=world']],
    ["it's Wendy’s", ["it's=its|it", 'Wendy’s=wendys|wendy']],
    ["l'acme d'Acme's", ["l'acme=lacme|acme", "d'Acme's=dacmes|dacme|acmes|acme"]],
    [
      "rock'n'roll 80's customers'",
      ["rock'n'roll=rocknroll", '80=80', 's=s', 'customers=customers'],
    ],
    ['e-mail AT&T 24/7', ['e=e', 'mail=mail', 'AT=at', 'T=t', '24=24', '7=7']],
    ['foo_bar __proto__', ['foo_bar=foo_bar', '__proto__=__proto__|proto']],
    ['U.S.A. wait...what ok?no', ['U.S.A=u.s.a', 'wait=wait', 'what=what', 'ok=ok', 'no=no']],
    ['3.5 1,000 v2.0 .5 3. 5G', ['3.5=3.5', '1,000=1,000', 'v2.0=v2.0', '5=5', '3=3', '5G=5g']],
    [
      'C++ C# F#, A+. Notepad++ (.NET) 1+1',
      ['C++=c++', 'C#=c#', 'F#=f#', 'A+=a+', 'Notepad++=notepad++', '.NET=.net', '1=1', '1=1'],
    ],
    ['title:acme a:b', ['title=title', 'acme=acme', 'a=a', 'b=b']],
  ])('of %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([
    [
      '#Acme ##Tag #1 #new-phone',
      ['#Acme=#acme|acme', '#Tag=#tag|tag', '#1=#1|1', '#new=#new|new', 'phone=phone'],
    ],
    ['＃ｔａｇ #東京net', ['＃ｔａｇ=#tag|tag', '#東京net=#東京net|東京net']],
    [
      '@acme, @a.b-c.d @u@m.social @acme-x a@b.c',
      [
        '@acme=@acme|acme',
        '@a.b-c.d=@a.b-c.d|a.b-c.d',
        '@u@m.social=@u@m.social|u@m.social',
        '@acme=@acme|acme',
        'x=x',
        'a=a',
        'b.c=b.c',
      ],
    ],
    ['@acmeさん', ['@acme=@acme|acme', 'さん=さん']],
    [
      '$GME $5 $5k $BRK.B A$AP',
      ['$GME=$gme|gme', '5=5', '5k=5k', '$BRK=$brk|brk', 'B=b', 'A=a', 'AP=ap'],
    ],
  ])('with signs: %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([
    ['😡😡', ['😡=😡', '😡=😡']],
    ['👍🏽❤️', ['👍🏽=👍🏽|👍', '❤️=❤']],
    ['👨‍👩‍👧 🇩🇪🇫🇷 1️⃣', ['👨‍👩‍👧=👨‍👩‍👧', '🇩🇪=🇩🇪', '🇫🇷=🇫🇷', '1️⃣=1⃣|1']],
    ['Acme™ Acme® ℹ️ ©', ['Acme=acme', 'Acme=acme', 'ℹ️=ℹ']],
  ])('and emoji: %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([
    ['résumé Ünïcode straße', ['résumé=resume', 'Ünïcode=unicode', 'straße=strasse']],
    ['Привет Ёлка йод', ['Привет=привет', 'Ёлка=елка', 'йод=йод']],
    [
      'iPhone買 LINEで 2024年',
      ['iPhone=iphone', '買=買', 'LINE=line', 'で=で', '2024=2024', '年=年'],
    ],
    ['애크미는 iPhone에서 5천', ['애크미는=애크미는', 'iPhone=iphone', '에서=에서', '5천=5천']],
    ['ภาษาไทย', ['ภาษา=ภาษา', 'ไทย=ไทย']],
    ['צה"ל מה"', ['צה"ל=צה"ל', 'מה=מה']],
    ['नमस्ते দেশ', ['नमस्ते=नमस्ते', 'দেশ=দেশ']],
  ])('of many scripts: %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it.each([
    ['ac\u00adme a\u200bb a\u2060b', ['ac\u00adme=acme', 'a\u200bb=ab', 'a\u2060b=ab']],
    ['\u202eacme\u202c \ufeffacme', ['acme=acme', 'acme=acme']],
    ['аcme асме pаypаl', ['аcme=acme', 'асме=асме', 'pаypаl=paypal']],
    ['ａｃｍｅ 𝐀𝐜𝐦𝐞 ⓐⓒⓜⓔ 5㎏ ½', ['ａｃｍｅ=acme', '𝐀𝐜𝐦𝐞=acme', 'ⓐⓒⓜⓔ=acme', '5㎏=5kg', '½=1⁄2']],
    ['Z̸a̵l̶g̷o', ['Z̸a̵l̶g̷o=zalgo']],
  ])('in disguise: %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('are not found in links, but around them', () => {
    expect(listWords('see https://acme.com/a?b=(c), or www.x.com. and b.co/d ok')).toEqual([
      'see',
      'or',
      'and',
      'ok',
    ])
    expect(listWords('node.js and readme, joe@acme.com')).toEqual([
      'node.js',
      'and',
      'readme',
      'joe',
      'acme.com',
    ])
  })

  it('of a term are no links', () => {
    expect(describeTokens(tokenizeTerm('acme.com'))).toEqual(['acme.com=acme.com'])
  })
})

const aPiece = fc.constantFrom(
  'acme',
  "l'acme",
  'niño',
  'аcme',
  'ac\u00adme',
  '東京',
  '애크',
  '#tag',
  '@a.b',
  '$x',
  '😡',
  '👍🏽',
  ' ',
  ' ',
  '.',
  ',',
  "'",
  '-',
  '+',
  '#',
  '\u200b',
  'http://a.de/x',
  'a.de',
  '_',
  '5',
  '½',
  'ß',
  '\ud83d',
  '\u0301',
)
const anyText = fc.oneof(
  fc.array(aPiece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
)

function checkWord(tokens: Tokens, token: number, after: number): number {
  const form = tokens.form(token)
  const end = tokens.ends[token] ?? 0
  expect(tokens.starts[token]).toBeGreaterThanOrEqual(after)
  expect(end).toBeGreaterThan(tokens.starts[token] ?? 0)
  expect(tokens.hashes[token]).toBe(hashForm(form))
  const isSlow = ((tokens.flags[token] ?? 0) & FLAG_SLOW) !== 0
  expect(tokens.checks[token]).toBe(isSlow ? 0 : checkForm(form))
  expect(form).toMatch(/^\S+$/)
  return end
}

describe('every text', () => {
  it('gives words that stand in order, do not overlap, and carry the hash of their form', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const tokens = tokenize(text)
        let end = 0
        for (let token = 0; token < tokens.count; token += 1) end = checkWord(tokens, token, end)
        expect(end).toBeLessThanOrEqual(text.length)
        for (let form = 0; form < tokens.formCount; form += 1) {
          expect(tokens.formHashes[form]).toBe(hashForm(tokens.otherForm(form)))
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('in Latin script reads the same by the fast way and by the slow one', () => {
    const letters = fc.constantFrom(
      'a',
      'B',
      'é',
      'Ø',
      'ł',
      'ñ',
      '5',
      "'",
      '’',
      '.',
      '_',
      '-',
      ' ',
      's',
      ',',
      '#',
      '@',
      '$',
      '+',
    )
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 16 }), (signs) => {
        // A soft hyphen behind every letter shows nothing and sends the word the slow way.
        const plain = signs.join('')
        const hidden = plain.replaceAll(
          /[\p{L}\p{N}](?=[\p{L}\p{N}])/gu,
          (letter) => `${letter}\u00ad`,
        )
        const forms = (text: string) =>
          describeTokens(tokenizeTerm(text)).map((each) => each.slice(each.lastIndexOf('=')))
        expect(forms(hidden)).toEqual(forms(plain))
      }),
      { numRuns: 2_000 },
    )
  })

  it('folds a word like its letters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), (written) => {
        const tokens = tokenizeTerm(`x${written}`)
        const word = tokens.textOf(0).slice(tokens.starts[0], tokens.ends[0])
        if (tokens.formCount === 0 && !/[+#]$/.test(word))
          expect(tokens.form(0)).toBe(foldJoined(bareWord(word)))
      }),
    )
  })
})
