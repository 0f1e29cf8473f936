const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A calendar's view of instants in one IANA zone. Make one and use it for many: it remembers offsets. */
export interface ZoneClock {
  readonly zone: string
  /** Minutes east of UTC at the instant. */
  offsetMinutes(instant: number): number
  /** 2026-11-17T09:30:05+01:00; milliseconds only where there are some. */
  iso(instant: number): string
  /** 2026-11-17 */
  day(instant: number): string
  /** 2026-11-17 09:30 */
  minute(instant: number): string
  /** 0 to 23. */
  hour(instant: number): number
  /** Monday 0 to Sunday 6. */
  weekday(instant: number): number
}

/** Throws RangeError for an unknown zone. */
export function createZoneClock(zone: string): ZoneClock {
  const offsetMinutes = zone === 'UTC' ? () => 0 : zoneOffsets(zone)
  const local = (instant: number) => new Date(instant + offsetMinutes(instant) * MINUTE)
  const localIso = isoWriter()
  return {
    zone,
    offsetMinutes,
    iso: (instant) => {
      const offset = offsetMinutes(instant)
      return localIso(instant + offset * MINUTE) + offsetText(offset)
    },
    day: (instant) => local(instant).toISOString().slice(0, -14),
    minute: (instant) => local(instant).toISOString().slice(0, -8).replace('T', ' '),
    hour: (instant) => local(instant).getUTCHours(),
    weekday: (instant) => (local(instant).getUTCDay() + 6) % 7,
  }
}

/** Minutes east of UTC by instant. The formatter of a zone is made once; making it is slow. */
function zoneOffsets(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    era: 'short',
  })
  const offsets = new Map<number, number>()
  return (instant) => {
    // Offsets change only at whole quarters of an hour, so that one look-up serves all instants of one.
    const quarter = Math.floor(instant / (15 * MINUTE))
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    const offset = readOffset(format, quarter * 15 * MINUTE)
    offsets.set(quarter, offset)
    return offset
  }
}

function readOffset(format: Intl.DateTimeFormat, instant: number): number {
  const parts = new Map(format.formatToParts(instant).map((part) => [part.type, part.value]))
  const number = (name: Intl.DateTimeFormatPartTypes) => Number(parts.get(name))
  const year = parts.get('era')?.startsWith('B') === true ? 1 - number('year') : number('year')
  const date = new Date(0)
  date.setUTCFullYear(year, number('month') - 1, number('day'))
  date.setUTCHours(number('hour'), number('minute'), number('second'))
  return Math.round((date.getTime() - instant) / MINUTE)
}

/** Writes instants that mostly fall on the same day: the date is worked out once for a day. */
function isoWriter(): (instant: number) => string {
  let known = Number.NaN
  let date = ''
  return (exact) => {
    const instant = Math.trunc(exact)
    const day = Math.floor(instant / DAY)
    if (day !== known) {
      date = new Date(day * DAY).toISOString().slice(0, -13)
      known = day
    }
    return date + timeText(instant - day * DAY)
  }
}

/** 09:30:05, and .123 where there are milliseconds. */
function timeText(within: number): string {
  const milliseconds = within % 1000
  const text = `${two(Math.floor(within / HOUR))}:${two(Math.floor(within / MINUTE) % 60)}:${two(Math.floor(within / 1000) % 60)}`
  return milliseconds === 0 ? text : `${text}.${String(milliseconds).padStart(3, '0')}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** One-off form of ZoneClock.iso. */
export function isoInZone(instant: number, zone: string): string {
  return createZoneClock(zone).iso(instant)
}

/** "12 s", "5 min", "3 h", "2 d", "3 wk": the largest unit that fits, rounded down. */
export function formatAge(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  if (size < MINUTE) return `${Math.floor(size / 1000)} s`
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`
  if (size < 2 * DAY) return `${Math.floor(size / HOUR)} h`
  if (size < 60 * DAY) return `${Math.floor(size / DAY)} d`
  return `${Math.floor(size / (7 * DAY))} wk`
}

/** Two units: "1 h 12 min", "2 d 3 h", "45 s"; for tables of response times. */
export function formatDuration(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  if (size < MINUTE) return `${Math.floor(size / 1000)} s`
  if (size < HOUR) return `${Math.floor(size / MINUTE)} min`
  const [big, small, bigName, smallName] =
    size < DAY ? [HOUR, MINUTE, 'h', 'min'] : [DAY, HOUR, 'd', 'h']
  const rest = Math.floor((size % (big as number)) / (small as number))
  const whole = `${Math.floor(size / (big as number))} ${bigName}`
  return rest === 0 ? whole : `${whole} ${rest} ${smallName}`
}

/** How a due instant stands: "40 min left", "3 h over". */
export function formatDue(dueAt: number, now: number): string {
  return dueAt >= now ? `${formatAge(dueAt - now)} left` : `${formatAge(now - dueAt)} over`
}

/** "12 min ago", "in 3 h", "now". */
export function formatRelative(instant: number, now: number): string {
  const difference = now - instant
  if (Math.abs(difference) < 1000) return 'now'
  return difference > 0 ? `${formatAge(difference)} ago` : `in ${formatAge(difference)}`
}
