/** How a sample is drawn. */
export interface SampleOptions<Item> {
  readonly size: number
  /** What kind an item is of: every kind is drawn from in proportion, and at least once where the size allows. */
  readonly stratumOf: (item: Item) => string
  /** Numbers in [0, 1), decided by a seed. */
  readonly random: () => number
}

/** A stratified random sample without replacement, in random order. The same seed and items give the same sample. */
export function drawSample<Item>(
  items: readonly Item[],
  options: SampleOptions<Item>,
): readonly Item[] {
  if (items.length <= options.size) return shuffle(items, options.random)
  const strata = new Map<string, Item[]>()
  for (const item of items) {
    const key = options.stratumOf(item)
    const stratum = strata.get(key)
    if (stratum) stratum.push(item)
    else strata.set(key, [item])
  }
  const sizes = allocate(
    [...strata.values()].map((stratum) => stratum.length),
    options.size,
  )
  const drawn = [...strata.values()].flatMap((stratum, at) =>
    shuffle(stratum, options.random).slice(0, sizes[at]),
  )
  return shuffle(drawn, options.random)
}

/** Shares of `size` in proportion, by largest remainders, at least one each while there are enough. */
function allocate(counts: readonly number[], size: number): readonly number[] {
  const all = counts.reduce((sum, count) => sum + count, 0)
  const least = counts.length <= size ? 1 : 0
  const exact = counts.map((count) => (count / all) * size)
  const shares = exact.map((share) => Math.max(least, Math.floor(share)))
  const byRemainder = counts
    .map((_, at) => at)
    .sort((a, b) => remainder(exact, b) - remainder(exact, a) || a - b)
  let left = size - shares.reduce((sum, share) => sum + share, 0)
  for (let round = 0; left > 0; round += 1) {
    const at = byRemainder[round % byRemainder.length] as number
    if ((shares[at] as number) < (counts[at] as number)) {
      shares[at] = (shares[at] as number) + 1
      left -= 1
    }
  }
  while (left < 0) {
    const at = shares.indexOf(Math.max(...shares))
    shares[at] = (shares[at] as number) - 1
    left += 1
  }
  return shares
}

function remainder(exact: readonly number[], at: number): number {
  const share = exact[at] as number
  return share - Math.floor(share)
}

/** Fisher and Yates, in Durstenfeld's form. */
function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  const list = [...items]
  for (let last = list.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const kept = list[last] as Item
    list[last] = list[other] as Item
    list[other] = kept
  }
  return list
}
