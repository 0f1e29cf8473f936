const FEW = 4096

/** Counts different numbers from 1 upwards, exactly: few in a set, many in one bit each. */
export interface DistinctCount {
  add(value: number): void
  readonly size: number
}

export function countDistinct(): DistinctCount {
  const few = new Set<number>()
  let words = new Uint32Array(0)
  let size = 0
  const mark = (value: number) => {
    const at = value >>> 5
    if (at >= words.length) words = widen(words, at + 1)
    const [word, bit] = [words[at] as number, 1 << (value & 31)]
    if ((word & bit) !== 0) return
    words[at] = word | bit
    size++
  }
  return {
    add: (value) => {
      if (words.length > 0) return mark(value)
      if (few.add(value).size <= FEW) return
      for (const each of few) mark(each)
      few.clear()
    },
    get size() {
      return words.length > 0 ? size : few.size
    },
  }
}

function widen(words: Uint32Array, needed: number): Uint32Array<ArrayBuffer> {
  const wider = new Uint32Array(Math.max(needed, 2 * words.length))
  wider.set(words)
  return wider
}
