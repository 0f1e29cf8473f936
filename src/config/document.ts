import {
  isMap,
  isNode,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLError,
} from 'yaml'
import type { ConfigProblem, Place } from '../errors.ts'

/** More than this is no configuration; it is refused before it is parsed. */
const MAX_CHARACTERS = 1024 * 1024

/** Alias expansion beyond this is a bomb. */
const MAX_ALIASES = 100

export type Path = readonly (string | number)[]

/** A YAML file as values, with the way back from a path to its line and column. */
export interface ConfigDocument {
  readonly value: unknown
  readonly problems: readonly ConfigProblem[]
  /** The place of a value, or of its nearest ancestor that exists; `key` asks for the key itself. */
  readonly placeOf: (path: Path, at?: 'key' | 'value') => Place
}

/** Parses YAML 1.2. What is wrong stands in `problems`; `value` is then undefined. */
export function parseConfigDocument(text: string, file: string): ConfigDocument {
  const start = { file, line: 1, column: 1 }
  if (text.length > MAX_CHARACTERS) {
    const problem = {
      place: start,
      key: '',
      message: 'the file is larger than 1 MiB',
      hint: 'split it or shorten it',
    }
    return { value: undefined, problems: [problem], placeOf: () => start }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
    stringKeys: true,
  })
  const toPlace = (offset: number): Place => {
    const position = lines.linePos(offset)
    return { file, line: Math.max(1, position.line), column: Math.max(1, position.col) }
  }
  // One slip makes the parser stumble at the same place again and again: the first word on a place is enough.
  const places = new Set<number>()
  const found = [...document.errors, ...document.warnings]
  const deep = found.find(({ message }) => message.includes('call stack'))
  const problems = (deep ? [deep] : found).flatMap((error) => {
    const [offset] = error.pos
    if (places.has(offset)) return []
    places.add(offset)
    const problem = toProblem(error, text)
    return [{ place: toPlace(offset), key: '', ...problem }]
  })
  if (problems.length > 0) return { value: undefined, problems, placeOf: () => start }
  const placeOf = (path: Path, at: 'key' | 'value' = 'value') =>
    toPlace(offsetOf(document.contents, path, at))
  try {
    return { value: document.toJS({ maxAliasCount: MAX_ALIASES }), problems: [], placeOf }
  } catch {
    const problem = { place: start, key: '', message: 'the file uses aliases that expand too far' }
    return { value: undefined, problems: [problem], placeOf }
  }
}

/** The parser's own words, where they speak to people who write YAML and not to those who write programs. */
function toProblem(
  error: YAMLError,
  text: string,
): { readonly message: string; readonly hint?: string } {
  const [offset] = error.pos
  if (error.message.includes('call stack'))
    return { message: 'this is nested too deep', hint: 'a configuration has few levels' }
  if (error.code === 'MULTIPLE_DOCS')
    return { message: 'a second document begins here', hint: 'take out the line ---' }
  if (error.code === 'DUPLICATE_KEY') {
    const key = /^[\w.-]{1,60}(?=["']?\s*:)/.exec(text.slice(offset).replace(/^["']/, ''))?.[0]
    return { message: `the key ${key ? `"${key}" ` : ''}stands here a second time` }
  }
  const message = `this is not valid YAML: ${firstSentence(error.message)}`
  const character = text.charAt(offset)
  if (/[@`%*&!|>]/.test(character))
    return { message, hint: `put a value that begins with ${character} in quotes` }
  return { message, ...hintFor(text, offset) }
}

/** Inside { } a variable's own brace must be quoted: the commonest slip with secrets. */
function hintFor(text: string, offset: number): { readonly hint?: string } {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1).split('\n')[0] ?? ''
  const variable = /(?<!")\$\{[A-Z][A-Z0-9_]*\}/.exec(line)?.[0]
  return variable === undefined ? {} : { hint: `inside { } put "${variable}" in quotes` }
}

function firstSentence(message: string): string {
  const line = message.split('\n')[0] ?? message
  return line.charAt(0).toLowerCase() + line.slice(1)
}

/** Follows the path as far as it exists. */
function offsetOf(root: ParsedNode | null, path: Path, at: 'key' | 'value'): number {
  let node: Node | null | undefined = root
  let offset = startOf(root)
  path.forEach((step, depth) => {
    const wantsKey = at === 'key' && depth === path.length - 1
    const next = child(node, step)
    if (next === undefined) {
      node = undefined
      return
    }
    offset =
      wantsKey || next.value === undefined ? next.keyOffset : startOf(next.value) || next.keyOffset
    node = next.value
  })
  return offset
}

function child(node: Node | null | undefined, step: string | number) {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
    )
    if (!pair) return undefined
    const value = isNode(pair.value) ? pair.value : undefined
    return { value, keyOffset: startOf(pair.key as Node) }
  }
  if (isSeq(node)) {
    const item = node.items[Number(step)]
    return isNode(item) ? { value: item, keyOffset: startOf(item) } : undefined
  }
  return undefined
}

function startOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0
}
