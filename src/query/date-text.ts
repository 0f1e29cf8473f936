/** A date or duration as written, taken apart. */
export type DateSpec =
  | {
      readonly kind: 'moment'
      readonly precision: 'year' | 'month' | 'day' | 'minute' | 'second' | 'millisecond'
      readonly year: number
      /** 1 to 12. */
      readonly month: number
      readonly day: number
      readonly hour: number
      readonly minute: number
      readonly second: number
      readonly millisecond: number
      /** Minutes east of UTC where written; absent: the reader's zone. */
      readonly offset?: number
    }
  | { readonly kind: 'duration'; readonly amount: number; readonly unit: DurationUnit }

const DURATION_UNITS = ['min', 'h', 'd', 'w', 'mo', 'y'] as const
export type DurationUnit = (typeof DURATION_UNITS)[number]

const MOMENT =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i

/** Answers the parts of a date or duration, or undefined where the text is none or the date does not exist. */
export function parseDateText(text: string): DateSpec | undefined {
  return parseDuration(text) ?? parseMoment(text)
}

function parseDuration(text: string): DateSpec | undefined {
  const match = /^(\d{1,5})(min|h|d|w|mo|y)$/i.exec(text)
  if (!match) return undefined
  return {
    kind: 'duration',
    amount: Number(match[1]),
    unit: (match[2] ?? '').toLowerCase() as DurationUnit,
  }
}

function parseMoment(text: string): DateSpec | undefined {
  const match = MOMENT.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction, zone] = match
  const spec = {
    kind: 'moment' as const,
    precision: precisionOf(month, day, hour, second, fraction),
    year: Number(year),
    month: Number(month ?? 1),
    day: Number(day ?? 1),
    hour: Number(hour ?? 0),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: Number((fraction ?? '').padEnd(3, '0').slice(0, 3)),
  }
  const offset = zone === undefined ? undefined : parseOffset(zone)
  if (offset === null || !exists(spec)) return undefined
  return offset === undefined ? spec : { ...spec, offset }
}

function precisionOf(
  month: string | undefined,
  day: string | undefined,
  hour: string | undefined,
  second: string | undefined,
  fraction: string | undefined,
): 'year' | 'month' | 'day' | 'minute' | 'second' | 'millisecond' {
  if (month === undefined) return 'year'
  if (day === undefined) return 'month'
  if (hour === undefined) return 'day'
  if (second === undefined) return 'minute'
  return fraction === undefined ? 'second' : 'millisecond'
}

/** Minutes east of UTC; null where it is out of range. */
function parseOffset(zone: string): number | null {
  if (zone.toUpperCase() === 'Z') return 0
  const digits = zone.slice(1).replace(':', '')
  const hours = Number(digits.slice(0, 2))
  const minutes = Number(digits.slice(2))
  if (hours > 14 || minutes > 59) return null
  return (zone[0] === '-' ? -1 : 1) * (hours * 60 + minutes)
}

function exists(spec: {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}): boolean {
  const { year, month, day, hour, minute, second } = spec
  if (year < 1 || month < 1 || month > 12 || day < 1) return false
  if (hour > 23 || minute > 59 || second > 59) return false
  const last = new Date(0)
  last.setUTCFullYear(year, month, 0)
  return day <= last.getUTCDate()
}
