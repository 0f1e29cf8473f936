import { isApostrophe } from '../text/tokens-buffer.ts'
import { checkForm, FOLDED, hashForm, TABLE_SIZE } from '../text/tokens-tables.ts'

/** Numbers of a slot: hash, second hash, where its letters begin (0: the slot is empty), value. */
const STRIDE = 4
const HEADER = 2

/**
 * A hash table from folded forms to numbers, which answers for a stretch of text without making a string. What is needed
 * of a slot lies in one place, since most of the time goes into waiting for memory.
 */
export class FormTable {
  /** Forms in it. */
  count = 0
  private slots = new Int32Array(1024 * STRIDE)
  private mask = 1023
  /** The length of each form in two units, then its letters; the first place is left empty. */
  private letters = new Uint16Array(8192)
  private used = 1

  /** The value of a form, or -1. */
  ofForm(form: string, hash: number): number {
    const { slots } = this
    for (let at = this.slotOf(hash); ; at = this.nextSlot(at)) {
      if (slots[at + 2] === 0) return -1
      if (slots[at] === hash && this.isForm(slots[at + 2] ?? 0, form)) return slots[at + 3] ?? -1
    }
  }

  /** The value of what a stretch of text folds to, unit by unit, apostrophes left out; or -1. */
  ofRange(text: string, start: number, end: number, hash: number, check: number): number {
    const { slots } = this
    for (let at = this.slotOf(hash); ; at = this.nextSlot(at)) {
      if (slots[at + 2] === 0) return -1
      if (slots[at] !== hash || slots[at + 1] !== check) continue
      if (this.isRange(slots[at + 2] ?? 0, text, start, end)) return slots[at + 3] ?? -1
    }
  }

  /** Adds a form that is not in it. */
  add(form: string, value: number): void {
    this.makeRoom(form.length + HEADER)
    const begin = this.used
    this.letters[begin] = form.length
    this.letters[begin + 1] = form.length >>> 16
    for (let at = 0; at < form.length; at += 1) {
      this.letters[begin + HEADER + at] = form.charCodeAt(at)
    }
    this.place(hashForm(form), checkForm(form), begin, value)
    this.used += form.length + HEADER
    this.count += 1
  }

  private slotOf(hash: number): number {
    return ((hash ^ (hash >>> 15)) & this.mask) * STRIDE
  }

  private nextSlot(at: number): number {
    return (at + STRIDE) & (this.slots.length - 1)
  }

  private lengthAt(begin: number): number {
    return (this.letters[begin] ?? 0) | ((this.letters[begin + 1] ?? 0) << 16)
  }

  private isForm(begin: number, form: string): boolean {
    const { letters } = this
    if (this.lengthAt(begin) !== form.length) return false
    for (let unit = 0; unit < form.length; unit += 1) {
      if (letters[begin + HEADER + unit] !== form.charCodeAt(unit)) return false
    }
    return true
  }

  private isRange(begin: number, text: string, start: number, end: number): boolean {
    const { letters } = this
    let letter = begin + HEADER
    const last = letter + this.lengthAt(begin)
    for (let unit = start; unit < end; unit += 1) {
      const code = text.charCodeAt(unit)
      const folded = code < TABLE_SIZE ? FOLDED[code] || code : code
      if (letter < last && letters[letter] === folded) letter += 1
      else if (!isApostrophe(code)) return false
    }
    return letter === last
  }

  private place(hash: number, check: number, begin: number, value: number): void {
    const { slots } = this
    let at = this.slotOf(hash)
    while (slots[at + 2] !== 0) at = this.nextSlot(at)
    slots[at] = hash
    slots[at + 1] = check
    slots[at + 2] = begin
    slots[at + 3] = value
  }

  private makeRoom(length: number): void {
    if (this.used + length > this.letters.length) {
      const letters = new Uint16Array(this.letters.length * 2 + length)
      letters.set(this.letters)
      this.letters = letters
    }
    if (this.count * 2 > this.mask) this.widen()
  }

  private widen(): void {
    const old = this.slots
    this.slots = new Int32Array(old.length * 2)
    this.mask = this.slots.length / STRIDE - 1
    for (let at = 0; at < old.length; at += STRIDE) {
      const [hash = 0, check = 0, begin = 0, value = 0] = old.subarray(at, at + STRIDE)
      if (begin !== 0) this.place(hash, check, begin, value)
    }
  }
}
