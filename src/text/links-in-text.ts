import { publicSuffixes } from './public-suffixes.ts'

/** A link in running text: UTF-16 offsets, end exclusive. `url` has a scheme, https where none was written. */
export interface TextLink {
  readonly start: number
  readonly end: number
  readonly url: string
}

const LETTER = String.raw`\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Nd}`
/** A URL with a scheme, or a run that might be a host name. */
const CANDIDATE = new RegExp(
  String.raw`(?:https?|ftp):\/\/|[${LETTER}](?:[${LETTER}.-]*[${LETTER}])?`,
  'giu',
)
/** URLs stop at blanks, quotes and brackets, and at letters of scripts that put no blank after them. */
const REST = String.raw`[^\s<>"“”«»\u0000-\u001f\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]*`
const AFTER_SCHEME = new RegExp(REST, 'uy')
const AFTER_HOST = new RegExp(String.raw`(?::\d{1,5}(?!\d))?(?:[/?#]${REST})?`, 'uy')

/**
 * The links of a text in order: with a scheme, with `www.`, and bare domains whose suffix is a public one.
 * Mail addresses and handles are none.
 */
export function findLinks(text: string): readonly TextLink[] {
  const links: TextLink[] = []
  const pattern = new RegExp(CANDIDATE)
  const suffixes: Suffixes = new Map()
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const link = toLink(text, match.index, match[0], suffixes)
    if (link === undefined) continue
    links.push(link)
    pattern.lastIndex = link.end
  }
  return links
}

/** Whether a top-level domain is a known one, by its name, as far as it was asked for. */
type Suffixes = Map<string, boolean>

function toLink(
  text: string,
  start: number,
  found: string,
  suffixes: Suffixes,
): TextLink | undefined {
  if (found.endsWith('//')) return schemeLink(text, start, start + found.length)
  if (!found.includes('.') || isPartOfAddress(text, start, start + found.length)) return undefined
  if (!isHost(found, suffixes)) return undefined
  const end = trimEnd(text, start, endOf(AFTER_HOST, text, start + found.length))
  return { start, end, url: `https://${text.slice(start, end)}` }
}

function schemeLink(text: string, start: number, from: number): TextLink | undefined {
  const end = trimEnd(text, start, endOf(AFTER_SCHEME, text, from))
  return end <= from ? undefined : { start, end, url: text.slice(start, end) }
}

function isHost(name: string, suffixes: Suffixes): boolean {
  if (name.includes('..') || name.length > 253 || /^[\d.]+$/.test(name)) return false
  const last = name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  let isKnown = suffixes.get(last)
  if (isKnown === undefined) {
    isKnown = publicSuffixes().parse(`a.${last}`).isIcann === true
    suffixes.set(last, isKnown)
  }
  return isKnown && publicSuffixes().getPublicSuffix(name) !== name.toLowerCase()
}

/** The part of a mail address or handle before or after its @. */
function isPartOfAddress(text: string, start: number, end: number): boolean {
  return text[end] === '@' || /[@＠_]/.test(text[start - 1] ?? '')
}

function endOf(pattern: RegExp, text: string, from: number): number {
  const sticky = new RegExp(pattern)
  sticky.lastIndex = from
  return from + (sticky.exec(text)?.[0].length ?? 0)
}

const OPENING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** Punctuation at the end belongs to the sentence, and so does a bracket that was opened before the link. */
function trimEnd(text: string, start: number, end: number): number {
  const surplus = surplusBrackets(text.slice(start, end))
  let last = end
  for (; last > start; last -= 1) {
    const sign = text[last - 1] ?? ''
    if (/[.,;:!?'’‘*_~…|]/.test(sign)) continue
    const left = surplus.get(sign) ?? 0
    if (left <= 0) break
    surplus.set(sign, left - 1)
  }
  return last
}

/** How many closing brackets of each kind have no partner. */
function surplusBrackets(link: string): Map<string, number> {
  const surplus = new Map<string, number>()
  for (const [closing, opening] of Object.entries(OPENING)) {
    surplus.set(closing, link.split(closing).length - link.split(opening).length)
  }
  return surplus
}
