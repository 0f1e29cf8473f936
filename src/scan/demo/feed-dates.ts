import type { Place } from './sample.ts'
import { isoSeconds } from './visit.ts'

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const MESES = ['ene', 'feb', 'mar', 'abr', 'may', 'jun', 'jul', 'ago', 'sep', 'oct', 'nov', 'dic']
const DIAS = ['dom', 'lun', 'mar', 'mié', 'jue', 'vie', 'sáb']

/** A date as feeds of one kind write it; all name their zone, so that the instant is the same for every reader. */
export function writeDate(instant: number, kind: NonNullable<Place['dates']>): string {
  if (kind === 'iso') return isoSeconds(instant)
  if (kind === 'est') return `${rfc822(instant - 5 * 3_600_000, DAYS, MONTHS)} EST`
  if (kind === 'spanish') return `${rfc822(instant + 3_600_000, DIAS, MESES)} +0100`
  return `${rfc822(instant, DAYS, MONTHS)} GMT`
}

function rfc822(instant: number, days: readonly string[], months: readonly string[]): string {
  const date = new Date(instant)
  const two = (value: number) => String(value).padStart(2, '0')
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `${days[date.getUTCDay()]}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()} ${time}`
}
