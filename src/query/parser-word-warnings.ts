import { HIDDEN } from './parser-word-checks.ts'
import { makeProblem, shorten } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span } from './tree.ts'
import type { WrittenWord } from './words.ts'

const FOREIGN_SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^&&?$/, 'write AND, or only a blank'],
  [/^\|\|?$/, 'write OR'],
  [/^!/, 'write NOT'],
  [/^\+\+/, 'write raw:"…" for exact characters'],
  [/^\+/, 'leave it out: every word is required; {Word} asks for upper and lower case'],
  [/^[–—−]$/, 'write a plain hyphen right before the word, or NOT, to exclude it'],
]

/** A chunk without words is as if it were not there, which is said. */
export function warnPunctuation(scanner: Scanner, chunk: string, span: Span): void {
  const foreign = FOREIGN_SIGNS.find(([sign]) => sign.test(chunk))
  const code = foreign ? 'W008' : 'W007'
  const message = foreign
    ? `${shorten(chunk)} is no operator here and is left out`
    : `${shorten(chunk)} is left out`
  scanner.problems.push(
    makeProblem(code, span, message, { fixit: foreign?.[1] ?? 'look for signs with raw:"…"' }),
  )
}

/** Signs before and behind the words of a chunk are ignored as in texts, which is said. */
export function warnEdges(
  scanner: Scanner,
  text: string,
  words: readonly WrittenWord[],
  span: Span,
): void {
  const first = words[0]?.start ?? 0
  const last = words.at(-1)?.end ?? text.length
  if (first > 0 && text.slice(0, first).replace(HIDDEN, '') !== '') {
    const sign = text.slice(0, first)
    const foreign = /^[!+–—−&|]/.test(sign) ? foreignPrefix(sign, text.slice(first)) : undefined
    scanner.problems.push(
      makeProblem(
        foreign ? 'W008' : 'W007',
        { start: span.start, end: span.start + first },
        `${shorten(sign)} is left out`,
        {
          fixit: foreign,
        },
      ),
    )
  }
  if (last < text.length && text.slice(last).replace(HIDDEN, '') !== '') {
    const place = { start: span.start + last, end: span.start + text.length }
    scanner.problems.push(makeProblem('W007', place, `${shorten(text.slice(last))} is left out`))
  }
}

function foreignPrefix(sign: string, word: string): string {
  if (sign.startsWith('++')) return `write raw:"${shorten(word)}" for exact characters`
  if (sign.startsWith('+'))
    return `write ${shorten(word)}: every word is required; {${shorten(word)}} for upper and lower case`
  if (/^[&|]/.test(sign)) return 'write AND or OR with blanks around it'
  return `write NOT ${shorten(word)}`
}

/** `and`, `Or`, `near/5`, `NEAR5` are words, but hardly meant so. */
export function warnAlmostOperator(scanner: Scanner, chunk: string, span: Span): void {
  if (/^(?:and|or|not|o?near|sent)(?:\/\w*)?$/i.test(chunk)) {
    scanner.problems.push(
      makeProblem('W001', span, `${chunk} is read as a word`, {
        reason: 'operators are upper case',
        fixit: `write ${chunk.replace(/^\w+/, (name) => name.toUpperCase())}, or "${chunk}" for the word`,
      }),
    )
  } else if (/^O?NEAR\d+f?$|^SENTENCE$/.test(chunk)) {
    const ours = chunk === 'SENTENCE' ? 'SENT' : chunk.replace(/^(O?NEAR)/, '$1/')
    scanner.problems.push(
      makeProblem('W016', span, `${chunk} is read as a word`, {
        fixit: `write ${ours}, or "${chunk}" for the word`,
      }),
    )
  }
}

/** `acme^9`: other tools weigh terms, here a post matches or does not. */
export function withoutWeight(scanner: Scanner, chunk: string, span: Span): string {
  const weight = /\^\d+(?:\.\d+)?$/.exec(chunk)
  if (weight === null) return chunk
  const place = { start: span.start + weight.index, end: span.end }
  scanner.problems.push(
    makeProblem('W008', place, `${weight[0]} is left out, because terms have no weight`, {
      fixit: 'leave it out',
    }),
  )
  return chunk.slice(0, weight.index)
}

/** `~3` apart from what it belongs to. */
export function warnLooseTilde(scanner: Scanner, chunk: string, span: Span): undefined {
  scanner.problems.push(
    makeProblem('W008', span, `${shorten(chunk)} is left out`, {
      fixit: 'write it right behind the quotes or the word, without a blank',
    }),
  )
  return undefined
}
