import { findField } from './fields.ts'
import { readOperator } from './lexer-operators.ts'
import { makeScanner } from './scanner.ts'
import type { FieldValue, Term, Tree, WordPattern } from './tree.ts'
import { splitWords } from './words.ts'

/** How tight a place binds: a part that binds looser is put in brackets. */
const LOOSE = 0
/** Beside AND, OR and NOT: pairs of NEAR need no brackets there. */
const ITEM = 1
const TIGHT = 2

/** Writes a tree as an expression that parses to the same tree (places aside). */
export function printQuery(tree: Tree): string {
  const pieces: string[] = []
  print(tree, LOOSE, pieces)
  return pieces.join('')
}

function print(tree: Tree, place: number, out: string[]): void {
  switch (tree.type) {
    case 'and':
    case 'or':
      printList(tree, place, out)
      return
    case 'not':
      out.push('NOT ')
      print(tree.item, ITEM, out)
      return
    case 'near':
    case 'sentence':
      printPair(tree, place, out)
      return
    case 'scope':
      out.push(`${tree.field}:(`)
      print(tree.item, LOOSE, out)
      out.push(')')
      return
    case 'count':
      print(tree.item, TIGHT, out)
      out.push(`{${tree.compare}${tree.count}}`)
      return
    case 'term':
      out.push(printTerm(tree.term))
      return
    case 'field':
      out.push(`${tree.field}:${printValue(tree.field, tree.value)}`)
      return
    case 'all':
      return
  }
}

function printList(
  tree: Extract<Tree, { type: 'and' | 'or' }>,
  place: number,
  out: string[],
): void {
  if (place >= ITEM) out.push('(')
  for (const [index, item] of tree.items.entries()) {
    if (index > 0) out.push(joint(tree.type, item))
    print(item, ITEM, out)
  }
  if (place >= ITEM) out.push(')')
}

/** `a NOT b` reads better than `a AND NOT b` and is the same. */
function joint(type: 'and' | 'or', item: Tree): string {
  if (type === 'or') return ' OR '
  return item.type === 'not' ? ' ' : ' AND '
}

function printPair(
  tree: Extract<Tree, { type: 'near' | 'sentence' }>,
  place: number,
  out: string[],
): void {
  const suffix = tree.ordered ? 'f' : ''
  const name =
    tree.type === 'near' ? `NEAR/${tree.distance}${suffix}` : `SENT${suffix === '' ? '' : '/f'}`
  const isGroup = place === TIGHT
  if (isGroup) out.push('(')
  // Chains are read from the left, so a pair on the left needs no brackets.
  print(tree.left, isPair(tree.left) ? LOOSE : TIGHT, out)
  out.push(` ${tree.negated ? 'NOT ' : ''}${name} `)
  print(tree.right, TIGHT, out)
  if (isGroup) out.push(')')
}

function isPair(tree: Tree): boolean {
  return tree.type === 'near' || tree.type === 'sentence'
}

/** A term as it is written alone. */
export function printTerm(term: Term): string {
  if (term.form === 'fuzzy') return `${term.text}~${term.edits}`
  if (term.form === 'raw') return `raw:${quote(term.text)}`
  if (term.form === 'regex') return `/${escapeSlashes(term.source)}/${term.flags}`
  if (term.words.every((word) => word.kind === 'exact')) {
    return `{${term.words.map(wordText).join(' ')}}`
  }
  const [first] = term.words
  if (term.words.length === 1 && first && isBare(first)) return wordText(first)
  const suffix = term.within === undefined ? '' : `~${term.within}`
  return quote(term.words.map(wordText).join(' ')) + suffix
}

/** A slash that is not yet hidden by a backslash would end the expression. */
function escapeSlashes(source: string): string {
  return source.replaceAll(/\\[\s\S]|\//g, (sign) => (sign === '/' ? '\\/' : sign))
}

function wordText(word: WordPattern): string {
  return word.kind === 'any' ? '*' : word.text
}

const SAFE = /^[\p{L}\p{N}\p{M}_#@$*?][\p{L}\p{N}\p{M}_*?'’.+#@]*$/u

/** Whether the word reads the same without quotes. */
function isBare(word: WordPattern): boolean {
  const text = wordText(word)
  if (!SAFE.test(text) || /^www\.|^https?:/i.test(text)) return false
  if (readOperator(makeScanner(''), text, { start: 0, end: 0 }) !== undefined) return false
  if (/^(?:and|or|not|o?near\d*f?|sent|sentence)$/i.test(text)) return false
  const words = splitWords(text)
  return words.length === 1 && words[0]?.start === 0 && words[0].end === text.length
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\“”„]/g, String.raw`\$&`)}"`
}

/** A value as it is written behind the colon. */
export function printValue(field: string, value: FieldValue): string {
  switch (value.form) {
    case 'text':
      return printText(field, value.text)
    case 'number':
      return `${value.compare === '=' ? '' : value.compare}${printNumber(value.number)}`
    case 'range':
      return `[${bound(value.from)} TO ${bound(value.to)}]`
    case 'date':
      return `${value.compare === '=' ? '' : value.compare}${value.text}`
    case 'dates':
      return `[${value.from ?? '*'} TO ${value.to ?? '*'}]`
  }
}

function printText(field: string, text: string): string {
  const kind = findField(field)?.kind
  if (kind === 'choice' || kind === 'score' || kind === 'language' || kind === 'host') return text
  // A sign that is dropped when it is read is doubled, so that a second one stays.
  const sigil = findField(field)?.sigil
  const shown = sigil !== undefined && text.startsWith(sigil) ? sigil + text : text
  return /^[\p{L}\p{N}_@#][\p{L}\p{N}_@#.*-]*$/u.test(shown) && !/^(?:AND|OR|NOT)$/.test(shown)
    ? shown
    : quote(shown)
}

function bound(number: number | undefined): string {
  return number === undefined ? '*' : printNumber(number)
}

/** Without an exponent, which is no way to write a number here. */
function printNumber(number: number): string {
  const text = String(number)
  return text.includes('e') ? BigInt(Math.round(number)).toString() : text
}
