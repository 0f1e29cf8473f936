import { UsageError } from '../errors.ts'
import type { Instant } from '../model/post.ts'
import { dateBounds, parseDateText } from '../query/dates.ts'

const FORMS =
  'write a day (2026-11-01), a time (2026-11-01T10:00Z), an age (7d, 12h), today or yesterday'
const MAX_LIMIT = 100_000

/** A point in time from the command line: the beginning of a day, a time, or so long ago. Throws UsageError. */
export function parseMoment(text: string, now: Instant, zone: string, option = '--as-of'): Instant {
  const word =
    { today: dayOf(now, zone), yesterday: dayOf(now - 86_400_000, zone), now: '0h' }[text] ?? text
  if (parseDateText(word) === undefined) {
    throw new UsageError(`${option} "${text.slice(0, 60)}" is no time that can be read`, {
      hint: FORMS,
    })
  }
  const { from } = dateBounds({ form: 'date', compare: '=', text: word }, { now, zone })
  return from ?? now
}

/** An IANA time zone; throws UsageError. */
export function parseZone(text: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return text
  } catch {
    throw new UsageError(`--tz "${text.slice(0, 60)}" is no time zone`, {
      hint: 'write an IANA name such as Europe/Berlin or UTC',
    })
  }
}

/** A whole number from 1 to 100,000; 0 has no meaning for a limit. */
export function parseLimit(text: string): number {
  const value = Number(text)
  if (/^\d+$/.test(text) && value >= 1 && value <= MAX_LIMIT) return value
  throw new UsageError(`--limit "${text.slice(0, 40)}" is no number of posts`, {
    hint: `write a whole number from 1 to ${MAX_LIMIT}`,
  })
}

/** The short number of a post; throws UsageError for anything else. */
export function parsePostNumber(text: string): number {
  if (/^#?\d{1,15}$/.test(text)) return Number(text.replace('#', ''))
  throw new UsageError(`"${text.slice(0, 40)}" is no post number`, {
    hint: 'posts have short numbers, shown by listen search and listen queue',
  })
}

/** The number of a draft in the outbox; throws UsageError for anything else. */
export function parseDraftNumber(text: string): number {
  if (/^#?\d{1,15}$/.test(text)) return Number(text.replace('#', ''))
  throw new UsageError(`"${text.slice(0, 40)}" is no draft number`, {
    hint: 'drafts have short numbers, shown by listen outbox --all',
  })
}

/** One of the names, or a UsageError with the nearest. */
export function parseChoice<Name extends string>(
  option: string,
  text: string,
  names: readonly Name[],
): Name {
  const found = names.find((name) => name === text)
  if (found !== undefined) return found
  throw new UsageError(`${option} "${text.slice(0, 40)}" is not known`, {
    hint: `known: ${names.join(', ')}`,
  })
}

function dayOf(now: Instant, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(now)
}
