/** How often each term stands in a class of posts. */
export type TermCounts = ReadonlyMap<string, number>

/**
 * c-TF-IDF (Grootendorst 2022, "BERTopic", equation 2): the weight of a term in a class is its frequency there times
 * ln(1 + A ÷ f), where A is the mean number of terms of a class and f the frequency of the term in all classes. A term
 * that every class has describes none of them.
 */
export function weighTerms(classes: readonly TermCounts[]): readonly ReadonlyMap<string, number>[] {
  const everywhere = new Map<string, number>()
  let all = 0
  for (const counts of classes) {
    for (const [term, count] of counts) {
      everywhere.set(term, (everywhere.get(term) ?? 0) + count)
      all += count
    }
  }
  const mean = all / Math.max(1, classes.length)
  return classes.map(
    (counts) =>
      new Map(
        [...counts].map(([term, count]) => [
          term,
          count * Math.log(1 + mean / (everywhere.get(term) ?? 1)),
        ]),
      ),
  )
}
