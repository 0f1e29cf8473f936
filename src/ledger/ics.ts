/**
 * The days that the events of an iCalendar text (RFC 5545) close: all-day events from DTSTART to DTEND (exclusive)
 * or for DURATION, repeated by a yearly RRULE between `fromYear` and `toYear`. An event with a time of day closes its
 * day only where it covers all of it, so it is left out; the caller is told by `skipped`.
 */
export function parseHolidays(text: string, fromYear: number, toYear: number): Holidays {
  const days = new Set<string>()
  let skipped = 0
  for (const event of readEvents(text)) {
    const dates = eventDays(event, fromYear, toYear)
    if (dates === undefined) skipped += 1
    else for (const date of dates) days.add(date)
  }
  return { days: [...days].sort(), skipped }
}

export interface Holidays {
  /** YYYY-MM-DD, sorted. */
  readonly days: readonly string[]
  /** Events that are no whole days, or repeat in a way that is not understood. */
  readonly skipped: number
}

type Properties = ReadonlyMap<string, string>

function readEvents(text: string): readonly Properties[] {
  const events: Properties[] = []
  let current: Map<string, string> | undefined
  for (const line of unfold(text)) {
    const upper = line.toUpperCase()
    if (upper === 'BEGIN:VEVENT') current = new Map()
    else if (upper === 'END:VEVENT') {
      if (current !== undefined) events.push(current)
      current = undefined
    } else if (current !== undefined) addProperty(current, line)
  }
  return events
}

/** A line that begins with a blank continues the one before (RFC 5545, 3.1). */
function unfold(text: string): readonly string[] {
  return text
    .replaceAll(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .map((line) => line.trim())
}

function addProperty(properties: Map<string, string>, line: string): void {
  const colon = line.indexOf(':')
  if (colon < 0) return
  const name = line.slice(0, colon).split(';')[0]?.toUpperCase() ?? ''
  const value = line.slice(colon + 1).trim()
  const earlier = properties.get(name)
  properties.set(name, name === 'EXDATE' && earlier !== undefined ? `${earlier},${value}` : value)
}

function eventDays(
  event: Properties,
  fromYear: number,
  toYear: number,
): readonly string[] | undefined {
  const start = wholeDay(event.get('DTSTART'))
  if (start === undefined || event.get('STATUS')?.toUpperCase() === 'CANCELLED')
    return start === undefined ? undefined : []
  const length = lengthInDays(event, start)
  const starts = repeat(start, event.get('RRULE'), fromYear, toYear)
  if (length === undefined || starts === undefined) return undefined
  const left = new Set((event.get('EXDATE') ?? '').split(',').map((date) => date.slice(0, 8)))
  return starts.filter((day) => !left.has(compact(day))).flatMap((day) => spanOfDays(day, length))
}

const DAY = 86_400_000

function wholeDay(value: string | undefined): number | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})$/.exec(value ?? '')
  return match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : undefined
}

function lengthInDays(event: Properties, start: number): number | undefined {
  const duration = /^P(?:(\d+)W)?(?:(\d+)D)?$/.exec(event.get('DURATION') ?? '')
  if (duration !== null) return Number(duration[1] ?? 0) * 7 + Number(duration[2] ?? 0)
  if (!event.has('DTEND')) return 1
  const end = wholeDay(event.get('DTEND'))
  return end === undefined ? undefined : Math.max(1, Math.round((end - start) / DAY))
}

/** Yearly on the same date is what holiday files use; other rules are not understood. */
function repeat(
  start: number,
  rule: string | undefined,
  fromYear: number,
  toYear: number,
): readonly number[] | undefined {
  if (rule === undefined) return [start]
  const parts = new Map(
    rule
      .toUpperCase()
      .split(';')
      .map((part) => part.split('=') as [string, string]),
  )
  const known = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'WKST', 'BYMONTH', 'BYMONTHDAY']
  const isKnown =
    parts.get('FREQ') === 'YEARLY' && [...parts.keys()].every((name) => known.includes(name))
  if (!isKnown || !saysOwnDate(parts, new Date(start))) return undefined
  return yearlyDays(start, parts).filter((day) => inYears(day, fromYear, toYear))

  function yearlyDays(first: number, options: ReadonlyMap<string, string>): readonly number[] {
    const date = new Date(first)
    const step = Number(options.get('INTERVAL') ?? 1)
    const until = wholeDay(options.get('UNTIL')?.slice(0, 8)) ?? Number.POSITIVE_INFINITY
    const limit = Number(options.get('COUNT') ?? Number.POSITIVE_INFINITY)
    const days: number[] = []
    for (let year = date.getUTCFullYear(); year <= toYear && days.length < limit; year += step) {
      const day = Date.UTC(year, date.getUTCMonth(), date.getUTCDate())
      if (day > until) break
      if (new Date(day).getUTCMonth() === date.getUTCMonth()) days.push(day)
    }
    return days
  }
}

/** BYMONTH and BYMONTHDAY may repeat the date of the start; another date is another rule. */
function saysOwnDate(parts: ReadonlyMap<string, string>, start: Date): boolean {
  const month = parts.get('BYMONTH') ?? String(start.getUTCMonth() + 1)
  const day = parts.get('BYMONTHDAY') ?? String(start.getUTCDate())
  return Number(month) === start.getUTCMonth() + 1 && Number(day) === start.getUTCDate()
}

function inYears(day: number, fromYear: number, toYear: number): boolean {
  const year = new Date(day).getUTCFullYear()
  return year >= fromYear && year <= toYear
}

function spanOfDays(first: number, length: number): readonly string[] {
  return Array.from({ length: Math.min(length, 366) }, (_, index) =>
    new Date(first + index * DAY).toISOString().slice(0, 10),
  )
}

function compact(day: number): string {
  return new Date(day).toISOString().slice(0, 10).replaceAll('-', '')
}
