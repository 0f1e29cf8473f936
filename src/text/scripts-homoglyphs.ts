import { HIDDEN } from './hidden.ts'

/** Letters that look like a Latin letter, in pairs "foreign Latin"; by Unicode's list of confusables (UTS #39), the clear cases. */
const CYRILLIC =
  'аa еe оo рp сc хx уy іi јj ѕs һh ԁd ԛq ԝw ӏl кk ѵv гr АA ВB ЕE ЅS ІI ЈJ КK МM НH ОO РP СC ТT УY ХX ԚQ ԜW ӀI ҮY'
const GREEK = 'οo αa ιi κk νv ρp υu γy ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX'

type Alphabet = 'latin' | 'cyrillic' | 'greek'

const TO_LATIN: ReadonlyMap<string, string> = new Map(
  `${CYRILLIC} ${GREEK}`.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]),
)
const FROM_LATIN: Readonly<Record<'cyrillic' | 'greek', ReadonlyMap<string, string>>> = {
  cyrillic: reverse(CYRILLIC),
  greek: reverse(GREEK),
}

function reverse(pairs: string): ReadonlyMap<string, string> {
  return new Map(pairs.split(' ').map((pair) => [pair.charAt(1), pair.charAt(0)]))
}

const SCRIPTS: readonly (readonly [Alphabet, RegExp])[] = [
  ['latin', /\p{Script=Latin}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['greek', /\p{Script=Greek}/gu],
]

/**
 * Folds look-alikes in a word of mixed scripts to the script that most of its letters have, Latin in a tie.
 * A word of one script is left alone, whatever it looks like. Unit for unit: the length does not change.
 */
export function foldHomoglyphs(word: string): string {
  const counts = SCRIPTS.map(([script, letters]) => ({
    script,
    count: word.match(letters)?.length ?? 0,
  }))
  const present = counts.filter((each) => each.count > 0)
  if (present.length < 2) return word
  const target = present.reduce((best, each) => (each.count > best.count ? each : best)).script
  const latin = Array.from(word, (letter) => TO_LATIN.get(letter) ?? letter).join('')
  if (target === 'latin') return latin
  const table = FROM_LATIN[target]
  return Array.from(latin, (letter) => table.get(letter) ?? letter).join('')
}

/** A word as it is compared with accents: no hidden characters, compatibility forms unified, look-alikes folded. */
export function bareWord(written: string): string {
  if (/^[\x20-\x7e]*$/.test(written)) return written
  return foldHomoglyphs(written.replace(HIDDEN, '').normalize('NFKC'))
}
