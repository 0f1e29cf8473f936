import { findLinks } from './links-in-text.ts'

/** UTF-16 offsets; end exclusive. Blanks between sentences belong to none. */
export interface Sentence {
  readonly start: number
  readonly end: number
}

/** Written with a point that ends no sentence. */
const ABBREVIATIONS: ReadonlySet<string> = new Set(
  (
    'mr mrs ms mx dr prof sr jr st rev hon gen col sgt capt lt cmdr pres gov sen rep messrs mt ft ' +
    'vs v etc eg ie e.g i.e cf al approx est dept univ assn inc ltd co corp llc bros plc no nr nos vol pp p fig eq sec ed eds ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ' +
    'ave blvd rd sq tel ext min max avg a.m p.m u.s u.k u.n d.c ph.d b.a m.a z.b d.h u.a u.u s.o s.u bzw usw ca evtl ggf inkl exkl zzgl str hr fr ' +
    'mme mlle mm sra srta ud uds av avda pág núm sig dott sig.ra ing arch gmbh'
  ).split(' '),
)
/** Abbreviations only before a number: "No. 5", but "No. I do not". */
const BEFORE_NUMBERS: ReadonlySet<string> = new Set(
  'no nr nos vol pp p fig eq sec v min max ed mar sat sun mon co est'.split(' '),
)

/** Ends of sentences: points, which need a look around, and the marks of all scripts, which do not. */
const END =
  /\n+|[.．․﹒…]+|(?:(?![.．․﹒…])\p{Sentence_Terminal})+[.．․﹒…\p{Sentence_Terminal}]*/gu
/** Quotes and brackets behind an end belong to the sentence that they close. */
const CLOSERS = /["'”’»›)\]}」』】〉》）]*/y
const BLANKS = /\s*/y
const WORD_BEFORE = /[\p{L}\p{N}.]*$/u

/**
 * Splits by UAX #29, with newlines as ends, common abbreviations joined, and a point before a lower-case word
 * as an end too, since posts are written so.
 */
export function findSentences(text: string): readonly Sentence[] {
  const sentences: Sentence[] = []
  let start = skip(BLANKS, text, 0)
  for (const { at, mark } of findMarks(text)) {
    const end = at < start ? undefined : endOf(text, mark, at)
    if (end === undefined) continue
    if (end > start) sentences.push({ start, end })
    start = skip(BLANKS, text, Math.max(end, at + mark.length))
  }
  const last = trimBack(text, text.length)
  if (last > start) sentences.push({ start, end: last })
  return sentences
}

interface Mark {
  readonly at: number
  readonly mark: string
}

/** What may end a sentence, outside of links. */
function findMarks(text: string): readonly Mark[] {
  const links = /[:.]\S/.test(text) ? findLinks(text) : []
  let link = 0
  const marks: Mark[] = []
  for (const match of text.matchAll(END)) {
    const at = match.index
    while ((links[link]?.end ?? Number.POSITIVE_INFINITY) <= at) link += 1
    if ((links[link]?.start ?? Number.POSITIVE_INFINITY) > at) marks.push({ at, mark: match[0] })
  }
  return marks
}

/** Where the sentence ends that this mark closes; undefined when it closes none. */
function endOf(text: string, mark: string, at: number): number | undefined {
  if (mark.startsWith('\n')) return trimBack(text, at)
  const end = skip(CLOSERS, text, at + mark.length)
  if (!/^[.．․﹒…]+$/.test(mark)) return end
  const next = text.charAt(end)
  if (next !== '' && !/\s/.test(next))
    return /[\p{L}\p{N}\p{P}]/u.test(next) && !isUnspaced(next) ? undefined : end
  return mark === '.' && isAbbreviation(text, at, end) ? undefined : end
}

function trimBack(text: string, at: number): number {
  let end = at
  while (end > 0 && /\s/.test(text.charAt(end - 1))) end -= 1
  return end
}

/** Scripts that put no blank behind a mark. */
function isUnspaced(letter: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(letter)
}

function isAbbreviation(text: string, point: number, end: number): boolean {
  const before = WORD_BEFORE.exec(text.slice(Math.max(0, point - 24), point))?.[0] ?? ''
  const word = before.toLowerCase()
  if (/^\p{Lu}$/u.test(before))
    return /^\s+\p{Lu}/u.test(text.slice(end, end + 40)) && before !== 'I'
  if (BEFORE_NUMBERS.has(word)) return /^\s*\p{N}/u.test(text.slice(end, end + 40))
  return ABBREVIATIONS.has(word)
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return at + (pattern.exec(text)?.[0].length ?? 0)
}
