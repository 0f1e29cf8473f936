import { FOLDED, TABLE_SIZE } from './tokens-tables.ts'

/** The folded form stands in `slow`, not only in the text. */
export const FLAG_SLOW = 1
/** An apostrophe stands in it: its parts are words in a row as well. */
export const FLAG_APOSTROPHE = 2
/** Chinese, Japanese, Thai, Korean …: found by characters in a row. */
export const FLAG_RUN = 4
export const FLAG_EMOJI = 8
/** A sign (#, @, $) begins it. */
export const FLAG_SIGIL = 16

/**
 * Words of a text (or of several fields, one after the other) as parallel arrays, so that reading a post
 * makes no objects. A word stands at one position; `forms` are other spellings at the same position
 * (`wendy` of `wendy's`, `acme` of `#acme`). Offsets are UTF-16 units of the field's own text, end exclusive.
 */
export class TokenBuffer {
  count = 0
  starts = new Int32Array(64)
  ends = new Int32Array(64)
  hashes = new Int32Array(64)
  /** Second hashes, of words that the fast scanner has read; 0 for others. */
  checks = new Int32Array(64)
  flags = new Uint8Array(64)
  formCount = 0
  formTokens = new Int32Array(16)
  formHashes = new Int32Array(16)
  formStarts = new Int32Array(16)
  formEnds = new Int32Array(16)
  /** Folded forms that cannot be read off the text unit by unit; by token, and by form. */
  readonly slow = new Map<number, string>()
  readonly slowForms = new Map<number, string>()
  readonly texts: string[] = []
  /** The first token of each field. */
  readonly fieldStarts: number[] = []
  hasRuns = false
  hasApostrophes = false
  /** The hashes of the run that was read last. */
  hash = 0
  check = 0
  /** Where the present stretch of text ends: the text's end, or the next link. */
  limit = 0
  /** Whether the links of the present field have been looked for. */
  linksKnown = false
  /** Made when the first text needs it: it takes a millisecond. */
  private segmenter: Intl.Segmenter | undefined

  reset(): void {
    this.count = 0
    this.formCount = 0
    this.hasRuns = false
    this.hasApostrophes = false
    this.texts.length = 0
    this.fieldStarts.length = 0
    if (this.slow.size > 0) this.slow.clear()
    if (this.slowForms.size > 0) this.slowForms.clear()
  }

  beginField(text: string): void {
    this.texts.push(text)
    this.fieldStarts.push(this.count)
  }

  /** Adds a word and answers its position. */
  add(start: number, end: number, hash: number, flags: number, check = 0): number {
    const at = this.count
    if (at === this.starts.length) this.grow()
    this.starts[at] = start
    this.ends[at] = end
    this.hashes[at] = hash
    this.checks[at] = check
    this.flags[at] = flags
    if ((flags & FLAG_APOSTROPHE) !== 0) this.hasApostrophes = true
    this.count = at + 1
    return at
  }

  /** Adds another spelling of the last word: a part of the text, or a folded form of its own. */
  addForm(hash: number, start: number, end: number, folded?: string): void {
    const at = this.formCount
    if (at === this.formTokens.length) this.growForms()
    this.formTokens[at] = this.count - 1
    this.formHashes[at] = hash
    this.formStarts[at] = start
    this.formEnds[at] = end
    if (folded !== undefined) this.slowForms.set(at, folded)
    this.formCount = at + 1
  }

  /** Takes back what was read of the last field. */
  restartField(): void {
    const from = this.fieldStarts.at(-1) ?? 0
    for (let token = from; token < this.count; token += 1) this.slow.delete(token)
    while (this.formCount > 0 && (this.formTokens[this.formCount - 1] ?? 0) >= from) {
      this.formCount -= 1
      this.slowForms.delete(this.formCount)
    }
    this.count = from
  }

  /**
   * Words of a script that puts no blanks between them. Long runs are read in parts: the segmenter's time grows
   * with the square of a run, and a run of a thousand characters is no writing.
   */
  *segment(text: string): Iterable<{
    readonly segment: string
    readonly index: number
    readonly isWordLike?: boolean | undefined
  }> {
    this.segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
    for (let from = 0; from < text.length; ) {
      const to = partEnd(text, from)
      for (const part of this.segmenter.segment(text.slice(from, to))) {
        yield { segment: part.segment, index: from + part.index, isWordLike: part.isWordLike }
      }
      from = to
    }
  }

  /** The field (0, 1 …) of a position. */
  fieldOf(token: number): number {
    let field = this.fieldStarts.length - 1
    while (field > 0 && token < (this.fieldStarts[field] ?? 0)) field -= 1
    return field
  }

  textOf(token: number): string {
    return this.texts[this.fieldOf(token)] ?? ''
  }

  /** The position after the last word of a field. */
  fieldEnd(field: number): number {
    return this.fieldStarts[field + 1] ?? this.count
  }

  /** The number of the first other spelling of a word; look at `formTokens` whether it has any. */
  firstForm(token: number): number {
    let low = 0
    let high = this.formCount
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.formTokens[middle] ?? 0) < token) low = middle + 1
      else high = middle
    }
    return low
  }

  /** The folded form of the word at a position. */
  form(token: number): string {
    const slow = this.slow.get(token)
    if (slow !== undefined) return slow
    return foldRange(this.textOf(token), this.starts[token] ?? 0, this.ends[token] ?? 0)
  }

  /** The folded other spelling with that number. */
  otherForm(form: number): string {
    const slow = this.slowForms.get(form)
    if (slow !== undefined) return slow
    const text = this.textOf(this.formTokens[form] ?? 0)
    return foldRange(text, this.formStarts[form] ?? 0, this.formEnds[form] ?? 0)
  }

  private grow(): void {
    this.starts = larger(this.starts)
    this.ends = larger(this.ends)
    this.hashes = larger(this.hashes)
    this.checks = larger(this.checks)
    const flags = new Uint8Array(this.flags.length * 2)
    flags.set(this.flags)
    this.flags = flags
  }

  private growForms(): void {
    this.formTokens = larger(this.formTokens)
    this.formHashes = larger(this.formHashes)
    this.formStarts = larger(this.formStarts)
    this.formEnds = larger(this.formEnds)
  }
}

function larger(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const next = new Int32Array(array.length * 2)
  next.set(array)
  return next
}

export function isApostrophe(code: number): boolean {
  return code === 0x27 || code === 0x2019 || code === 0x2018 || code === 0x2bc || code === 0xff07
}

/** The folded form of a range that the fast scanner has read: unit by unit, apostrophes left out. */
function foldRange(text: string, start: number, end: number): string {
  let same = start
  while (same < end && isFolded(text.charCodeAt(same))) same += 1
  // Most words are written as they fold; cutting them out is much cheaper than putting them together.
  let folded = text.slice(start, same)
  for (let at = same; at < end; at += 1) {
    const code = text.charCodeAt(at)
    if (!isApostrophe(code)) folded += String.fromCharCode(foldUnit(code))
  }
  return folded
}

function isFolded(code: number): boolean {
  return foldUnit(code) === code && !isApostrophe(code)
}

function foldUnit(code: number): number {
  return code < TABLE_SIZE ? FOLDED[code] || code : code
}

/** Whether a range that the fast scanner has read folds to the form; without making a string. */
export function rangeEquals(text: string, start: number, end: number, form: string): boolean {
  let at = start
  for (let unit = 0; unit < form.length; unit += 1, at += 1) {
    while (at < end && isApostrophe(text.charCodeAt(at))) at += 1
    if (at >= end || foldUnit(text.charCodeAt(at)) !== form.charCodeAt(unit)) return false
  }
  while (at < end && isApostrophe(text.charCodeAt(at))) at += 1
  return at === end
}

const LONGEST_PART = 1000

/** The end of the next part; never between the halves of a character beyond the basic plane. */
function partEnd(text: string, from: number): number {
  const end = Math.min(text.length, from + LONGEST_PART)
  return end < text.length && /[\ud800-\udbff]/.test(text.charAt(end - 1)) ? end + 1 : end
}
