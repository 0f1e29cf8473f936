/** One batch (a day): how many posts there were, and how many of them are about the topic. */
export interface Batch {
  readonly relevant: number
  readonly total: number
}

export interface Burst {
  /** Index of the first and last batch. */
  readonly start: number
  readonly end: number
  /** How much better the bursting state explains the batches, in nats. */
  readonly weight: number
}

/**
 * Two-state bursts of a batched stream (Kleinberg 2002, "Bursty and hierarchical structure in streams"): the base
 * share and `scaling` times that; moving up costs gamma · ln(number of batches), moving down nothing.
 */
export function findBursts(batches: readonly Batch[], scaling = 2, gamma = 1): readonly Burst[] {
  const relevant = batches.reduce((sum, batch) => sum + batch.relevant, 0)
  const total = batches.reduce((sum, batch) => sum + batch.total, 0)
  if (relevant === 0 || total === 0) return []
  const shares = [relevant / total, Math.min(0.9999, (scaling * relevant) / total)] as const
  const costs = batches.map(
    (batch) => shares.map((share) => batchCost(batch, Math.min(share, 0.9999))) as [number, number],
  )
  return toBursts(cheapestPath(costs, gamma * Math.log(batches.length)), costs)
}

/** −ln of the binomial chance; the binomial coefficient is the same in both states and falls out. */
function batchCost(batch: Batch, share: number): number {
  return -(batch.relevant * Math.log(share) + (batch.total - batch.relevant) * Math.log(1 - share))
}

/** Viterbi over two states. */
function cheapestPath(
  costs: readonly (readonly [number, number])[],
  up: number,
): readonly number[] {
  let [low, high] = [0, up]
  const back: [0 | 1, 0 | 1][] = []
  for (const [costLow, costHigh] of costs) {
    const toLow = low <= high ? 0 : 1
    const toHigh = high <= low + up ? 1 : 0
    back.push([toLow, toHigh])
    const [nextLow, nextHigh] = [Math.min(low, high) + costLow, Math.min(high, low + up) + costHigh]
    low = nextLow
    high = nextHigh
  }
  const path: number[] = []
  let state: 0 | 1 = low <= high ? 0 : 1
  for (const choice of back.toReversed()) {
    path.push(state)
    state = choice[state]
  }
  return path.reverse()
}

function toBursts(
  path: readonly number[],
  costs: readonly (readonly [number, number])[],
): readonly Burst[] {
  const bursts: { start: number; end: number; weight: number }[] = []
  for (const [index, state] of path.entries()) {
    if (state === 0) continue
    const [low, high] = costs[index] as readonly [number, number]
    const open = bursts.at(-1)
    if (open !== undefined && open.end === index - 1) {
      open.end = index
      open.weight += low - high
    } else bursts.push({ start: index, end: index, weight: low - high })
  }
  return bursts
}
