import type { Period } from '../store/store.ts'

/** The local days of a period; half-day steps meet each of them, also when clocks change. */
export function daysOf(period: Period, day: (instant: number) => string): readonly string[] {
  const days = new Set<string>()
  for (let at = period.from; at < period.to; at += 12 * 3_600_000) days.add(day(at))
  return [...days.add(day(period.to - 1))]
}
