import { foldWord } from '../text/fold.ts'
import { zeroSatisfies } from './parser-checks.ts'
import type { Term, Tree, WordPattern } from './tree.ts'

/** Longest beginning of a word that is compared with wildcards. */
const MAX_PREFIX = 40

const PLAIN = /^[A-Za-z0-9]+$/

/** A key that two terms share when they find the same; undefined for a tree that is no single term. */
export function ownKey(tree: Tree): string | undefined {
  return tree.type === 'term' ? termKey(tree.term) : undefined
}

function termKey(term: Term): string {
  switch (term.form) {
    case 'words':
      return (
        term.words.map(wordKey).join(' ') + (term.within === undefined ? '' : `~${term.within}`)
      )
    case 'fuzzy':
      return term.edits === 0 ? `w:${foldWord(term.text)}` : `f${term.edits}:${foldWord(term.text)}`
    case 'raw':
      return `raw:${term.text}`
    case 'regex':
      return `/${term.source}/${term.flags}`
  }
}

function wordKey(word: WordPattern): string {
  if (word.kind === 'any') return '*'
  if (word.kind === 'exact') return `x:${word.text.normalize('NFKC')}`
  if (word.kind === 'wildcard') {
    const prefix = /^([^*?]+)\*+$/.exec(word.text)?.[1]
    return prefix === undefined ? `p:${accented(word.text)}` : `p:${accented(prefix)}*`
  }
  return `w:${accented(word.text)}`
}

/** Which broader terms there are at all, so that long lists of words are not compared with what is not there. */
export interface KeyKinds {
  readonly wildcards: boolean
  readonly fuzzy: boolean
}

export function kindsOf(keys: Iterable<string>): KeyKinds {
  let wildcards = false
  let fuzzy = false
  for (const key of keys) {
    wildcards ||= key.startsWith('p:')
    fuzzy ||= /^f\d:/.test(key)
  }
  return { wildcards, fuzzy }
}

/** Case folded, accents kept: an accent in a term asks for itself. */
function accented(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/['’‘ʼ＇]/g, '')
}

/** Keys of terms that find everything that this tree finds, and more. */
export function broaderKeys(tree: Tree, kinds: KeyKinds): readonly string[] {
  const sameOrBroader = (part: Tree): readonly string[] =>
    part.type === 'term' ? [termKey(part.term), ...broaderThanTerm(part.term, kinds)] : []
  switch (tree.type) {
    case 'term':
      return broaderThanTerm(tree.term, kinds)
    case 'and':
      return tree.items.flatMap(sameOrBroader)
    case 'near':
    case 'sentence':
      return tree.negated
        ? sameOrBroader(tree.left)
        : [tree.left, tree.right].flatMap(sameOrBroader)
    case 'count':
      return zeroSatisfies(tree.compare, tree.count) ? [] : sameOrBroader(tree.item)
    case 'scope':
      return sameOrBroader(tree.item)
    default:
      return []
  }
}

function broaderThanTerm(term: Term, kinds: KeyKinds): readonly string[] {
  if (term.form === 'fuzzy') return term.edits === 1 ? [`f2:${foldWord(term.text)}`] : []
  if (term.form !== 'words') return []
  const own = termKey(term)
  return term.words.flatMap((word) => broaderThanWord(word, kinds)).filter((key) => key !== own)
}

function broaderThanWord(word: WordPattern, kinds: KeyKinds): readonly string[] {
  if (word.kind === 'any') return []
  const isAlone = !kinds.wildcards && !kinds.fuzzy
  if (isAlone && word.kind === 'plain' && PLAIN.test(word.text))
    return [`w:${word.text.toLowerCase()}`]
  if (word.kind === 'wildcard') {
    const prefix = /^[^*?]+/.exec(accented(word.text))?.[0] ?? ''
    return [wordKey(word), ...prefixes(prefix, kinds)]
  }
  const whole = accented(word.text)
  const base = foldWord(whole)
  const plain = base.replace(/^[#@$]/, '')
  const spellings = [...new Set([whole, base, plain])]
  return [
    ...(word.kind === 'exact' ? [`w:${whole}`] : []),
    ...spellings.flatMap((text) => [`w:${text}`, ...prefixes(text, kinds)]),
    ...(kinds.fuzzy ? [`f1:${plain}`, `f2:${plain}`] : []),
  ]
}

function prefixes(text: string, kinds: KeyKinds): readonly string[] {
  if (!kinds.wildcards) return []
  const keys: string[] = []
  for (let length = 1; length <= Math.min(text.length, MAX_PREFIX); length += 1)
    keys.push(`p:${text.slice(0, length)}*`)
  return keys
}
