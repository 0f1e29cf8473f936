/** Small convex fits by plain gradient steps: a few weights, a few thousand rows. */

interface MoodSample {
  readonly truth: number
  readonly linear: readonly number[]
  readonly network: readonly number[]
  readonly lexicon: readonly number[]
  readonly encoder?: readonly number[]
  readonly weight: number
}

/** Shares of three kinds of evidence, or four, of three numbers each, by softmax likelihood. */
export function fitShares(samples: readonly MoodSample[]): readonly number[] {
  const shares = [0.5, 0.5, 0.1, 0.5]
  const total = samples.reduce((sum, sample) => sum + sample.weight, 0)
  for (let round = 0; round < 500; round += 1) {
    const slopes = [0, 0, 0, 0]
    for (const { linear, network, lexicon, encoder = [0, 0, 0], truth, weight } of samples) {
      const kinds = [linear, network, lexicon, encoder]
      const z = [0, 1, 2].map((c) =>
        kinds.reduce((sum, kind, i) => sum + (shares[i] ?? 0) * (kind[c] ?? 0), 0),
      )
      const most = Math.max(...z)
      const e = z.map((value) => Math.exp(value - most))
      const sum = e.reduce((all, value) => all + value, 0)
      for (let c = 0; c < 3; c += 1) {
        const slope = (weight / total) * ((e[c] ?? 0) / sum - (c === truth ? 1 : 0))
        for (let i = 0; i < 4; i += 1) slopes[i] = (slopes[i] ?? 0) + slope * (kinds[i]?.[c] ?? 0)
      }
    }
    for (let i = 0; i < 4; i += 1)
      shares[i] = Math.max(0, (shares[i] ?? 0) - 0.4 * (slopes[i] ?? 0))
  }
  return shares
}

interface BinarySample {
  readonly inputs: readonly number[]
  readonly truth: number
  readonly weight: number
}

/** Logistic regression with a ridge, towards `prior` or 0, on everything but the first weight. */
export function fitLogistic(
  samples: readonly BinarySample[],
  ridge: number,
  prior: readonly number[] = [],
): readonly number[] {
  const width = samples[0]?.inputs.length ?? 0
  const weights = Array.from({ length: width }, (_, i) => prior[i] ?? 0)
  const total = samples.reduce((sum, sample) => sum + sample.weight, 0)
  const seen = new Array<number>(width).fill(1e-6)
  for (let round = 0; round < 1500; round += 1) {
    const slopes = weights.map((weight, i) =>
      i === 0 ? 0 : (ridge * (weight - (prior[i] ?? 0))) / total,
    )
    for (const { inputs, truth, weight } of samples) {
      let z = 0
      for (let i = 0; i < width; i += 1) z += (weights[i] ?? 0) * (inputs[i] ?? 0)
      const slope = (weight / total) * (1 / (1 + Math.exp(-z)) - truth)
      for (let i = 0; i < width; i += 1) slopes[i] = (slopes[i] ?? 0) + slope * (inputs[i] ?? 0)
    }
    for (let i = 0; i < width; i += 1) {
      const slope = slopes[i] ?? 0
      seen[i] = (seen[i] ?? 0) + slope * slope
      weights[i] = (weights[i] ?? 0) - (0.3 * slope) / Math.sqrt(seen[i] ?? 1)
    }
  }
  return weights
}
