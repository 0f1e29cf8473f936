/** One waiting time: answered after so long, or still unanswered (censored) when it was last looked at. */
export interface Waiting {
  readonly time: number
  readonly answered: boolean
}

/** The share that still waits just after `time`. */
export interface SurvivalPoint {
  readonly time: number
  readonly survival: number
  readonly atRisk: number
  readonly answered: number
}

/**
 * The product-limit estimate (Kaplan and Meier 1958) of the share still waiting. Who is censored at a time counts as
 * at risk at that time.
 */
export function survivalCurve(waitings: readonly Waiting[]): readonly SurvivalPoint[] {
  const sorted = waitings.toSorted((a, b) => a.time - b.time)
  const points: SurvivalPoint[] = []
  let survival = 1
  let index = 0
  while (index < sorted.length) {
    const time = (sorted[index] as Waiting).time
    const atRisk = sorted.length - index
    let answered = 0
    for (; sorted[index]?.time === time; index += 1) if (sorted[index]?.answered) answered += 1
    if (answered === 0) continue
    survival *= 1 - answered / atRisk
    points.push({ time, survival, atRisk, answered })
  }
  return points
}

/** The time by which half are answered; undefined while the curve stays above one half. */
export function medianWaiting(waitings: readonly Waiting[]): number | undefined {
  return quantileWaiting(waitings, 0.5)
}

/** The time by which the share is answered, unanswered ones counted as censored. */
export function quantileWaiting(waitings: readonly Waiting[], share: number): number | undefined {
  return survivalCurve(waitings).find((point) => point.survival <= 1 - share + 1e-12)?.time
}
