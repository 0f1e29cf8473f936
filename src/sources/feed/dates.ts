import type { DatePrecision, Instant } from '../../model/post.ts'
import { monthOf, zoneMinutes } from './date-names.ts'

export interface ParsedDate {
  readonly at: Instant
  /** As written; a month or a year alone is `none`. */
  readonly precision: DatePrecision
  /** False when the text names no zone: it was read as UTC and may be off by up to 14 hours. */
  readonly zoned: boolean
}

/**
 * Reads the dates that feeds hold: RFC 822 and its bent forms, ISO 8601 and its profile by the W3C, asctime, dates in
 * words of a dozen languages, numeric dates, Unix time. Undefined when the text is no date; zone-less is UTC.
 */
export function parseDate(text: string): ParsedDate | undefined {
  const written = text.slice(0, 120).replace(/\s+/g, ' ').trim()
  if (written === '') return undefined
  return parseRfc822(written) ?? parseIso(written) ?? parseUnixTime(written) ?? parseWords(written)
}

/** The form that RSS asks for, as nearly all feeds write it. */
const RFC822 =
  /^(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? (GMT|UTC|Z|[+-]\d{4})$/

function parseRfc822(text: string): ParsedDate | undefined {
  const found = RFC822.exec(text)
  const month = found === null ? undefined : monthOf(found[2] as string)
  if (found === null || month === undefined) return undefined
  const [, day, , year, hour = '', minute, second, zone] = found
  const clock = clockOf({ hour, minute, second, fraction: undefined, zone })
  return assemble({ year: Number(year), month, day: Number(day) }, clock)
}

interface Clock {
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
  readonly precision: DatePrecision
  readonly zone: number | undefined
}

interface Day {
  readonly year: number
  readonly month: number
  readonly day: number
}

const ISO =
  /^([+-]\d{6}|\d{4})(?:(-?)(\d{2})(?:\2(\d{2}))?)?(?:(?:T| |T )(\d{1,2})(?::?(\d{2})(?::?(\d{2})(?:[.,:](\d{1,12}))?)?)? ?(Z|[+-]\d{1,2}(?::?\d{2})?|[A-Z]{2,5})?)?$/i

function parseIso(text: string): ParsedDate | undefined {
  const found = ISO.exec(text)
  if (found === null) return parseOrdinal(text)
  const [, year, dash, month, day, hour, minute, second, fraction, zone] = found
  // `200412` and `2004` followed by a time are no dates of this form.
  if (dash === '' && month !== undefined && day === undefined) return undefined
  if (hour !== undefined && day === undefined) return undefined
  const date = { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) }
  if (hour === undefined) return assemble(date, undefined, day === undefined ? 'none' : 'day')
  return assemble(date, clockOf({ hour, minute, second, fraction, zone }))
}

/** `2003-335`, the day of the year. */
function parseOrdinal(text: string): ParsedDate | undefined {
  const found = /^(\d{4})-(\d{3})$/.exec(text)
  const day = Number(found?.[2])
  if (found === null || day < 1 || day > 366) return undefined
  return { at: Date.UTC(Number(found[1]), 0, day), precision: 'day', zoned: false }
}

/** Seconds (9 to 11 digits) or milliseconds (12 to 14) since 1970. */
function parseUnixTime(text: string): ParsedDate | undefined {
  if (!/^\d{9,14}$/.test(text)) return undefined
  const at = text.length <= 11 ? Number(text) * 1000 : Number(text)
  return { at, precision: 'second', zoned: true }
}

const TIME =
  /(\d{1,2})(?::(\d{2})(?::(\d{2})(?:[.,:](\d{1,12}))?)?|h(\d{2}))(?: ?([ap])\.?m\b\.?)?/i
const NAMED_ZONE =
  /^ ?,?\(?(?:((?:GMT|UTC|UT|Z)? ?[+-] ?\d{1,2}(?::?\d{2})?)(?![\d-])|([A-Z]{1,5})(?![a-z\d]))/i

function parseWords(text: string): ParsedDate | undefined {
  const time = TIME.exec(text)
  if (time === null) {
    const day = findDay(text)
    return day === undefined ? undefined : assemble(day, undefined, 'day')
  }
  const [whole, hour, minute, second, fraction, frenchMinute, half] = time
  const before = text.slice(0, time.index)
  let after = text.slice(time.index + whole.length)
  const zone = NAMED_ZONE.exec(after)
  const offset = zone === null ? undefined : zoneMinutes(zone[1] ?? zone[2] ?? '')
  if (zone !== null && offset !== undefined) after = after.slice(zone[0].length)
  const day = findDay(`${before} ${after.replace(/\(.*$/, '')}`)
  if (day === undefined || hour === undefined) return undefined
  const hourOfDay = String(Number(hour) + halfDay(half ?? before, Number(hour)))
  const clock = clockOf({
    hour: hourOfDay,
    minute: minute ?? frenchMinute,
    second,
    fraction,
    zone: undefined,
  })
  return assemble(day, clock && { ...clock, zone: offset })
}

/** The hours to add for the second half of the day, in English or Korean. */
function halfDay(text: string, hour: number): number {
  if (/^p$|오후|下午/i.test(text)) return hour < 12 ? 12 : 0
  if (/^a$|오전|上午/i.test(text)) return hour === 12 ? -12 : 0
  return 0
}

interface Written {
  readonly hour: string
  readonly minute: string | undefined
  readonly second: string | undefined
  readonly fraction: string | undefined
  readonly zone: string | undefined
}

function clockOf({ hour, minute, second, fraction, zone }: Written): Clock | undefined {
  const hours = Number(hour)
  const minutes = minute === undefined ? 0 : Number(minute)
  const seconds = second === undefined ? 0 : Number(second)
  const isMidnight = hours === 24 && minutes === 0 && seconds === 0
  if ((hours > 23 && !isMidnight) || minutes > 59 || seconds > 60) return undefined
  const coarse = minute === undefined ? 'day' : 'minute'
  return {
    hour: hours,
    minute: minutes,
    second: seconds,
    millisecond: fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0')),
    precision: second === undefined ? coarse : 'second',
    zone: zone === undefined ? undefined : zoneMinutes(zone),
  }
}

/** Undefined for a clock means that the time of day was written but is none. */
function assemble(
  day: Day,
  clock: Clock | undefined,
  precision?: DatePrecision,
): ParsedDate | undefined {
  if (!isDay(day) || (clock === undefined && precision === undefined)) return undefined
  const { hour = 0, minute = 0, second = 0, millisecond = 0, zone } = clock ?? {}
  const local = Date.UTC(day.year, day.month - 1, day.day, hour, minute, second, millisecond)
  const at = local - (zone ?? 0) * 60_000
  if (Number.isNaN(at)) return undefined
  return { at, precision: clock?.precision ?? precision ?? 'none', zoned: zone !== undefined }
}

/** Before 1900 stand only placeholders such as the year 1. */
function isDay({ year, month, day }: Day): boolean {
  if (year < 1900 || month < 1 || month > 12 || day < 1) return false
  return day <= 28 || day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function findDay(text: string): Day | undefined {
  return asianDay(text) ?? namedDay(text) ?? numericDay(text)
}

function asianDay(text: string): Day | undefined {
  const found = /(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]/.exec(text)
  return found === null ? undefined : toDay(found[1], found[2], found[3])
}

/** A month by name; the four-digit number is the year, the other the day; of two short ones the day comes first. */
function namedDay(text: string): Day | undefined {
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? []
  // `mar` is a Tuesday before it is March: `mar. 19 janv.` in French, `mar, 19 ene` in Spanish.
  const month = words.map(monthOf).findLast((each) => each !== undefined)
  if (month === undefined) return undefined
  const numbers = text.match(/\d+/g) ?? []
  const yearAt = numbers.findIndex((each) => each.length === 4)
  const [day, shortYear] = numbers.filter((each, index) => index !== yearAt && each.length <= 2)
  const year = yearAt === -1 ? shortYear : numbers[yearAt]
  return toDay(year, String(month), day)
}

/** `2006/1/2`, `2.1.2006`, `13/1/2006`, and in doubt with slashes the American `1/2/2006`. */
function numericDay(text: string): Day | undefined {
  const found = /(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})/.exec(text)
  if (found === null) return undefined
  const [, first = '', sign, second = '', third = ''] = found
  if (first.length === 4) return toDay(first, second, third)
  const american = sign === '/' && Number(first) <= 12
  return american ? toDay(third, first, second) : toDay(third, second, first)
}

function toDay(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): Day | undefined {
  if (year === undefined || month === undefined || day === undefined) return undefined
  return { year: fullYear(year), month: Number(month), day: Number(day) }
}

function fullYear(year: string): number {
  const value = Number(year)
  if (year.length > 2) return value
  return value < 70 ? 2000 + value : 1900 + value
}
