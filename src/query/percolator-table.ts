import { isApostrophe } from '../text/tokens-buffer.ts'
import { FOLDED, hashForm, TABLE_SIZE } from '../text/tokens-tables.ts'

/** Numbers of a slot: hash, where its letters begin, how many they are (0: the slot is empty), value. */
const STRIDE = 4

/**
 * A hash table from folded forms to numbers, which answers for a stretch of text without making a string. What is needed
 * of a slot lies in one place, since most of the time goes into waiting for memory.
 */
export class FormTable {
  /** Forms in it. */
  count = 0
  private slots = new Int32Array(1024 * STRIDE)
  private mask = 1023
  private letters = new Uint16Array(8192)
  private used = 0

  /** The value of a form, or -1. */
  ofForm(form: string, hash: number): number {
    const { slots } = this
    for (let at = this.slotOf(hash); ; at = this.nextSlot(at)) {
      if (slots[at + 2] === 0) return -1
      if (slots[at] === hash && this.isForm(at, form)) return slots[at + 3] ?? -1
    }
  }

  /** The value of what a stretch of text folds to, unit by unit, apostrophes left out; or -1. */
  ofRange(text: string, start: number, end: number, hash: number): number {
    const { slots } = this
    for (let at = this.slotOf(hash); ; at = this.nextSlot(at)) {
      if (slots[at + 2] === 0) return -1
      if (slots[at] === hash && this.isRange(at, text, start, end)) return slots[at + 3] ?? -1
    }
  }

  /** Adds a form that is not in it and has at least one letter. */
  add(form: string, value: number): void {
    this.makeRoom(form.length)
    for (let at = 0; at < form.length; at += 1) this.letters[this.used + at] = form.charCodeAt(at)
    this.place(hashForm(form), this.used, form.length, value)
    this.used += form.length
    this.count += 1
  }

  private slotOf(hash: number): number {
    return ((hash ^ (hash >>> 15)) & this.mask) * STRIDE
  }

  private nextSlot(at: number): number {
    return (at + STRIDE) & (this.slots.length - 1)
  }

  private isForm(at: number, form: string): boolean {
    const begin = this.slots[at + 1] ?? 0
    if (this.slots[at + 2] !== form.length) return false
    for (let unit = 0; unit < form.length; unit += 1) {
      if (this.letters[begin + unit] !== form.charCodeAt(unit)) return false
    }
    return true
  }

  private isRange(at: number, text: string, start: number, end: number): boolean {
    const { letters } = this
    let letter = this.slots[at + 1] ?? 0
    const last = letter + (this.slots[at + 2] ?? 0)
    for (let unit = start; unit < end; unit += 1) {
      const code = text.charCodeAt(unit)
      const folded = code < TABLE_SIZE ? FOLDED[code] || code : code
      if (letter < last && letters[letter] === folded) letter += 1
      else if (!isApostrophe(code)) return false
    }
    return letter === last
  }

  private place(hash: number, begin: number, length: number, value: number): void {
    const { slots } = this
    let at = this.slotOf(hash)
    while (slots[at + 2] !== 0) at = this.nextSlot(at)
    slots[at] = hash
    slots[at + 1] = begin
    slots[at + 2] = length
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
      const [hash = 0, begin = 0, length = 0, value = 0] = old.subarray(at, at + STRIDE)
      if (length !== 0) this.place(hash, begin, length, value)
    }
  }
}
