/** P(X ≥ count) for a Poisson variable. */
export function poissonTail(count: number, mean: number): number {
  if (count <= 0) return 1
  if (mean <= 0) return 0
  return sumTail(
    Math.ceil(count),
    Math.exp(-mean + Math.ceil(count) * Math.log(mean) - logFactorial(Math.ceil(count))),
    (at) => mean / (at + 1),
  )
}

/**
 * P(X ≥ count) for a negative binomial of this mean and variance; the Poisson tail where the variance is not larger
 * than the mean.
 */
export function negativeBinomialTail(count: number, mean: number, variance: number): number {
  if (variance <= mean * (1 + 1e-9)) return poissonTail(count, mean)
  if (count <= 0) return 1
  if (mean <= 0) return 0
  const size = (mean * mean) / (variance - mean)
  const chance = mean / variance
  const start = Math.ceil(count)
  const first = Math.exp(
    logGamma(start + size) -
      logFactorial(start) -
      logGamma(size) +
      size * Math.log(chance) +
      start * Math.log1p(-chance),
  )
  return sumTail(start, first, (at) => ((at + size) / (at + 1)) * (1 - chance))
}

/** P(Z ≥ z) of a standard normal variable (erfc by Abramowitz and Stegun 7.1.26; error under 1.5e-7). */
export function normalTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  const upper = 0.5 * poly * Math.exp(-x * x)
  return z >= 0 ? upper : 1 - upper
}

/** Adds probabilities from `start` on, each the one before times `ratio`, until they no longer matter. */
function sumTail(start: number, first: number, ratio: (at: number) => number): number {
  let sum = 0
  let term = first
  for (let at = start; at < start + 100_000; at += 1) {
    sum += term
    const factor = ratio(at)
    term *= factor
    if (factor < 1 && term < sum * 1e-12) break
  }
  return Math.min(1, sum)
}

function logFactorial(n: number): number {
  return logGamma(n + 1)
}

/** Stirling's series for ln Γ(x), x > 0; shifted up to 10 first, where it is exact to 1e-12. */
function logGamma(x: number): number {
  let shift = 0
  let at = x
  for (; at < 10; at += 1) shift -= Math.log(at)
  const inverse = 1 / (at * at)
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse / 1680))) / at
  return shift + (at - 0.5) * Math.log(at) - at + 0.5 * Math.log(2 * Math.PI) + series
}
