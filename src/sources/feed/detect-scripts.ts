import type { Guess } from './detect.ts'

interface Script {
  readonly encoding: string
  /** Letters that make up a good part of any text in the script. */
  readonly common: string
  readonly letters: RegExp
  /** How much of the letters the common ones make up, on average. */
  readonly share: number
}

const CYRILLIC = { common: 'оеаинтсрвлкмдпу', letters: /[\u0400-\u045f\u0490\u0491]/, share: 0.8 }

const SCRIPTS: readonly Script[] = [
  { encoding: 'windows-1251', ...CYRILLIC },
  { encoding: 'koi8-u', ...CYRILLIC },
  { encoding: 'iso-8859-5', ...CYRILLIC },
  { encoding: 'ibm866', ...CYRILLIC },
  { encoding: 'windows-1253', common: 'αοιετσνηυρπκμλό', letters: /[\u0370-\u03ff]/, share: 0.85 },
  { encoding: 'windows-1255', common: 'יוהלאתרבמש', letters: /[\u05b0-\u05ea]/, share: 0.7 },
  {
    encoding: 'windows-1256',
    common: 'اليمونرتبة',
    letters: /[\u0621-\u0652\u067e\u0686\u06af]/,
    share: 0.65,
  },
  { encoding: 'windows-874', common: 'านรอกเงมยลว่้ัี', letters: /[\u0e01-\u0e5b]/, share: 0.6 },
]

/** Scores the alphabets of one byte a letter. */
export function scoreScripts(sample: Uint8Array): readonly Guess[] {
  return SCRIPTS.map((script) => ({ encoding: script.encoding, score: scoreOf(sample, script) }))
}

function scoreOf(sample: Uint8Array, script: Script): number {
  const text = new TextDecoder(script.encoding).decode(sample)
  const signs = text.match(/[^\u0000-\u007f]/gu) ?? []
  const letters = signs.filter((sign) => script.letters.test(sign))
  if (letters.length === 0) return 0
  const common = letters.filter((letter) => script.common.includes(letter)).length
  const foreign = signs.length - letters.length - (text.match(NEUTRAL) ?? []).length
  const wrong = foreign + misplaced(text)
  const purity = Math.max(0, 1 - (2 * wrong) / signs.length)
  return purity * Math.min(1, common / letters.length / script.share)
}

/** Signs that any language borrows: quotes, dashes, currency, numero. */
const NEUTRAL = /[\u00a0\u00a9\u00ab\u00ae\u00b0\u00b7\u00bb\u2010-\u203a\u20ac\u2116\u2122]/g

/**
 * Places where no writer puts a letter: a capital after a small one (the cases of KOI8 and windows-1251 are swapped), a
 * Thai vowel sign that has no consonant to stand on.
 */
function misplaced(text: string): number {
  const capitals = text.match(/\p{Ll}\p{Lu}/gu) ?? []
  const floating =
    text.match(
      /(?:^|[^\u0e01-\u0e2e\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g,
    ) ?? []
  return capitals.length + floating.length
}
