/** So many are remembered; then all are forgotten. */
const MOST_REMEMBERED = 1 << 16

/**
 * Words of posts that no query is looked up by, each known by two hashes, 64 bits: asked first, since most words are such. Eight
 * bytes a word keep the table in the processor's caches.
 */
export class DullWords {
  private slots = new Int32Array(0)
  private mask = 0
  private count = 0

  constructor() {
    this.clear()
  }

  has(hash: number, check: number): boolean {
    const { slots, mask } = this
    for (let at = placeOf(hash) & mask; ; at = (at + 2) & mask) {
      if (slots[at] === hash && slots[at + 1] === check) return true
      if (slots[at] === 0 && slots[at + 1] === 0) return false
    }
  }

  add(hash: number, check: number): void {
    if (hash === 0 && check === 0) return
    if (this.count >= MOST_REMEMBERED) this.clear()
    if (this.count * 3 > this.mask) this.widen()
    this.place(hash, check)
    this.count += 1
  }

  private clear(): void {
    this.slots = new Int32Array(2048)
    this.mask = 2047
    this.count = 0
  }

  private place(hash: number, check: number): void {
    const { slots, mask } = this
    let at = placeOf(hash) & mask
    while (slots[at] !== 0 || slots[at + 1] !== 0) at = (at + 2) & mask
    slots[at] = hash
    slots[at + 1] = check
  }

  private widen(): void {
    const old = this.slots
    this.slots = new Int32Array(old.length * 2)
    this.mask = this.slots.length - 1
    for (let at = 0; at < old.length; at += 2) {
      const hash = old[at] ?? 0
      const check = old[at + 1] ?? 0
      if (hash !== 0 || check !== 0) this.place(hash, check)
    }
  }
}

/** An even place, so that both hashes of a word lie side by side. */
function placeOf(hash: number): number {
  return (hash ^ (hash >>> 15)) << 1
}
