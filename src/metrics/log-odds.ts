/** How often a word was used on each side; `background` is its use in everything. Count persons, not tokens. */
export interface WordCounts {
  readonly word: string
  readonly here: number
  readonly there: number
  readonly background: number
}

export interface WordContrast {
  readonly word: string
  readonly here: number
  readonly there: number
  /** The difference of the log-odds. */
  readonly delta: number
  /** In standard deviations; |z| ≥ 1.96 is worth a word. */
  readonly z: number
}

/**
 * Log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words"). The prior of
 * a word is its background count scaled so that all priors sum to `priorSize`. Sorted by z, largest first.
 */
export function contrastWords(
  counts: readonly WordCounts[],
  priorSize = 500,
): readonly WordContrast[] {
  const here = sumOf(counts, (each) => each.here)
  const there = sumOf(counts, (each) => each.there)
  const background = sumOf(counts, (each) => each.background)
  if (background === 0) return []
  return counts
    .filter((each) => each.background > 0)
    .map((each) =>
      contrast(each, here, there, (each.background / background) * priorSize, priorSize),
    )
    .sort((a, b) => b.z - a.z || (a.word < b.word ? -1 : 1))
}

function contrast(
  counts: WordCounts,
  here: number,
  there: number,
  prior: number,
  priorSize: number,
): WordContrast {
  const logOdds = (count: number, total: number) =>
    Math.log((count + prior) / (total + priorSize - count - prior))
  const delta = logOdds(counts.here, here) - logOdds(counts.there, there)
  const variance = 1 / (counts.here + prior) + 1 / (counts.there + prior)
  return {
    word: counts.word,
    here: counts.here,
    there: counts.there,
    delta,
    z: delta / Math.sqrt(variance),
  }
}

function sumOf<Item>(items: readonly Item[], value: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + value(item), 0)
}
