import type { Period } from '../store/store.ts'

/** The local days of a period; half-day steps meet each of them, also when clocks change. */
export function daysOf(period: Period, day: (instant: number) => string): readonly string[] {
  const days = new Set<string>()
  for (let at = period.from; at < period.to; at += 12 * 3_600_000) days.add(day(at))
  return [...days.add(day(period.to - 1))]
}

const QUARTER = 900_000

/** Remembers the day of every quarter of an hour, at which alone offsets of zones change. */
export function rememberDays(day: (instant: number) => string): (instant: number) => string {
  const known = new Map<number, string>()
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER)
    let name = known.get(quarter)
    if (name === undefined) {
      name = day(quarter * QUARTER)
      known.set(quarter, name)
    }
    return name
  }
}
