/** Seeded chance: the same seed gives the same sample on every machine. */
export interface Chance {
  /** 0 up to but without 1. */
  next(): number
  between(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  /** True in this share of cases. */
  is(share: number): boolean
  shuffle<T>(list: readonly T[]): T[]
  /** Mostly the first of a list: few people say much. */
  pickEarly<T>(list: readonly T[]): T
}

/** The generator mulberry32 (public domain, Tommy Ettinger 2017). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const at = <T>(list: readonly T[], index: number): T =>
    list[Math.min(list.length - 1, Math.floor(index))] as T
  return {
    next,
    between: (low, high) => low + next() * (high - low),
    pick: (list) => at(list, next() * list.length),
    is: (share) => next() < share,
    shuffle: (list) => {
      const copy = [...list]
      for (let index = copy.length - 1; index > 0; index -= 1) {
        const other = Math.floor(next() * (index + 1))
        ;[copy[index], copy[other]] = [
          copy[other] as (typeof copy)[number],
          copy[index] as (typeof copy)[number],
        ]
      }
      return copy
    },
    pickEarly: (list) => at(list, next() ** 1.7 * list.length),
  }
}

/** Deals a list's entries in shuffled order, each once before any comes again. */
export function createDeck<T>(chance: Chance, list: readonly T[]): () => T {
  let left: T[] = []
  return () => {
    if (left.length === 0) left = chance.shuffle(list)
    return left.pop() as T
  }
}
