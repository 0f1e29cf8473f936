/** How often a class is seen where it is (tpr) and where it is not (fpr). */
export interface ErrorRates {
  readonly truePositive: number
  readonly falsePositive: number
}

/**
 * Adjusted count (Forman 2008): the share that a classifier of known errors would have to see less of,
 * p̂ = (observed − fpr) ÷ (tpr − fpr), clipped to [0, 1]. Undefined where the classifier tells nothing apart.
 */
export function adjustShare(observed: number, errors: ErrorRates): number | undefined {
  const gain = errors.truePositive - errors.falsePositive
  if (gain <= 0) return undefined
  return Math.min(1, Math.max(0, (observed - errors.falsePositive) / gain))
}

/** Error rates of one class from pairs of what a person said and what the program said; undefined where one side is empty. */
export function errorRates<Label>(
  pairs: readonly { readonly truth: Label; readonly said: Label }[],
  label: Label,
): ErrorRates | undefined {
  const positives = pairs.filter((pair) => pair.truth === label)
  const negatives = pairs.filter((pair) => pair.truth !== label)
  if (positives.length === 0 || negatives.length === 0) return undefined
  return {
    truePositive: positives.filter((pair) => pair.said === label).length / positives.length,
    falsePositive: negatives.filter((pair) => pair.said === label).length / negatives.length,
  }
}
