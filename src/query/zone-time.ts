/** Wall-clock parts of an instant in a zone. */
export interface LocalParts {
  readonly year: number
  readonly month: number
  readonly day: number
  /** Milliseconds since the wall clock's midnight. */
  readonly timeOfDay: number
}

const DAY = 86_400_000

/** Reads the wall clock of an instant. Throws a RangeError for an unknown zone. */
export function localParts(instant: number, zone: string): LocalParts {
  const wall = new Date(instant + offsetAt(instant, zone))
  return {
    year: wall.getUTCFullYear(),
    month: wall.getUTCMonth() + 1,
    day: wall.getUTCDate(),
    timeOfDay: ((wall.getTime() % DAY) + DAY) % DAY,
  }
}

/**
 * The instant at which the zone's clock shows `wall` (milliseconds of the wall clock read as UTC).
 * Where the clock shows it twice the first is taken; where it skips it, the instant of the jump.
 */
export function localToInstant(wall: number, zone: string): number {
  const before = offsetAt(wall - DAY, zone)
  const after = offsetAt(wall + DAY, zone)
  const early = wall - Math.max(before, after)
  const late = wall - Math.min(before, after)
  if (early + offsetAt(early, zone) === wall) return early
  if (late + offsetAt(late, zone) === wall) return late
  return jumpBetween(early, late, zone)
}

/** The first instant after `from` with the offset of `to`. */
function jumpBetween(from: number, to: number, zone: string): number {
  const target = offsetAt(to, zone)
  let low = from
  let high = to
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetAt(middle, zone) === target) high = middle
    else low = middle
  }
  return high
}

/** Milliseconds east of UTC at an instant. */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(instant)
  const read = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const wall = new Date(0)
  const year = read('year')
  const era = parts.find((part) => part.type === 'era')?.value
  wall.setUTCFullYear(era?.startsWith('B') ? 1 - year : year, read('month') - 1, read('day'))
  wall.setUTCHours(read('hour'), read('minute'), read('second'), 0)
  return wall.getTime() - Math.floor(instant / 1_000) * 1_000
}
