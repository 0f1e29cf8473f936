export const SECOND = 1000
export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

/** Time that goes on only when somebody waits. */
export interface SimulatedClock {
  now(): number
  advance(ms: number): void
  /** Sleepers wake in any order; none goes back in time. */
  wait(ms: number): Promise<void>
}

export function startClock(at: number): SimulatedClock {
  let now = at
  return {
    now: () => now,
    advance: (ms) => {
      now += Math.ceil(ms)
    },
    wait: async (ms) => {
      const until = now + Math.ceil(ms)
      await Promise.resolve()
      now = Math.max(now, until)
    },
  }
}
