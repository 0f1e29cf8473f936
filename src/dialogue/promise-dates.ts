import { type LocalDay, nextDay, weekdayOf, type ZoneClock, zoneClock } from '../ledger/zone.ts'
import type { Instant } from '../model/post.ts'
import { findSentences } from '../text/sentences.ts'

/** A date that we give our word for. */
export interface FoundPromise {
  readonly sentence: string
  /** What says when: "by Friday". */
  readonly phrase: string
  readonly due: Instant
}

/** We say what we will do: English, German, French, Spanish. */
const PROMISING =
  /\b(?:i|we|you)(?:['’]ll| will)\b|\b(?:i|we)(?:['’]m| am|['’]re| are) (?:going to|on it)\b|\b(?:ich|wir)\b.*\b(?:melden?|werden?|prüfen?|geben?|schicken?|schauen?)\b|\b(?:je|nous)\b.*\b(?:revien|revenons|reviendr|vérifi|enverr|tien)|\b(?:te|le|les|os) (?:avis|escrib|respond|contest|inform)|\b(?:volver|revisar|enviar)(?:é|emos)\b/iu
/** What we say we will not do is no promise. */
const REFUSING = /\b(?:won['’]t|will not|can(?:['’]t|not)|nicht|ne .* pas|no (?:podemos|puedo))\b/iu

/**
 * The dated promises of a text: sentences in which we say what we will do and when. A day without a time of day is due
 * at 17:00 of the zone. Past dates and dates more than a year ahead are none.
 */
export function findPromises(text: string, now: Instant, zone: string): readonly FoundPromise[] {
  const clock = zoneClock(zone)
  return findSentences(text).flatMap(({ start, end }) => {
    const sentence = text.slice(start, end)
    if (!PROMISING.test(sentence) || REFUSING.test(sentence)) return []
    const found = findDate(sentence, now, clock)
    return found === undefined ? [] : [{ sentence, ...found }]
  })
}

const MINUTE = 60_000
const YEAR = 366 * 24 * 60 * MINUTE
/** When a promised day is over for those who wait. */
const END_OF_DAY = 17 * 60
const TONIGHT = 22 * 60

interface Found {
  readonly phrase: string
  readonly due: Instant
}

type Reader = (match: RegExpExecArray, now: Instant, clock: ZoneClock) => Instant | undefined

function findDate(sentence: string, now: Instant, clock: ZoneClock): Found | undefined {
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(sentence)
    const due = match === null ? undefined : read(match, now, clock)
    if (match === null || due === undefined || due <= now || due - now > YEAR) continue
    return { phrase: match[0].trim(), due }
  }
  return undefined
}

const WEEKDAYS: readonly RegExp[] = [
  /mon(?:day)?|montag|lundi|lunes/iu,
  /tue(?:s(?:day)?)?|dienstag|mardi|martes/iu,
  /wed(?:nesday)?|mittwoch|mercredi|miércoles/iu,
  /thu(?:r(?:s(?:day)?)?)?|donnerstag|jeudi|jueves/iu,
  /fri(?:day)?|freitag|vendredi|viernes/iu,
  /sat(?:urday)?|samstag|sonnabend|samedi|sábado/iu,
  /sun(?:day)?|sonntag|dimanche|domingo/iu,
]
const WEEKDAY = WEEKDAYS.map((each) => each.source).join('|')
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = `(${MONTHS.join('|')})[a-z]*`
const CLOCK_TIME =
  '(?:\\s*(?:,|at|by|um|à|a las)?\\s*(\\d{1,2})(?:[:.h](\\d{2}))?\\s*(am|pm|a\\.m\\.|p\\.m\\.|uhr|h)?)?'
const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(?:min|minut)/iu, 1],
  [/^(?:h|hour|stunde|heure|hora)/iu, 60],
  [/^(?:d|day|tag|jour|día)/iu, 1440],
  [/^(?:w|week|woche|semaine|semana)/iu, 10_080],
]

function word(source: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, 'iu')
}

/** The more exact a phrase is, the earlier it is tried. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [
    word(
      '(?:in|within|innerhalb von|dans|en)\\s+(?:the next\\s+)?(\\d{1,3}|an?|one|two|three|einer|einem|une?|una)\\s+(min\\p{L}*|h\\p{L}*|stunden?|d\\p{L}*|tage?n?|jours?|w\\p{L}*|sem\\p{L}*)',
    ),
    (match, now) => readSpan(match, now),
  ],
  [word('within the hour'), (_match, now) => now + 60 * MINUTE],
  [
    word('(?:by|on|until|before|am|bis)?\\s*(\\d{4})-(\\d{2})-(\\d{2})'),
    (match, _now, clock) => onDay(clock, dayOf(match[1], match[2], match[3])),
  ],
  [
    word(
      `(?:by|on|until|before)?\\s*(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?:\\s+of)?\\s+${MONTH}`,
    ),
    (match, now, clock) => onMonthDay(match[2], match[1], now, clock),
  ],
  [
    word(`(?:by|on|until|before)?\\s*${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?`),
    (match, now, clock) => onMonthDay(match[1], match[2], now, clock),
  ],
  [
    word('(?:bis|am|zum)\\s+(\\d{1,2})\\.(\\d{1,2})\\.(?:\\d{4})?'),
    (match, now, clock) => onMonthDay(MONTHS[Number(match[2]) - 1], match[1], now, clock),
  ],
  [
    word(`(?:tomorrow|morgen|demain|mañana)${CLOCK_TIME}`),
    (match, now, clock) => onDay(clock, nextDay(clock.dayAt(now)), timeOf(match)),
  ],
  [
    word(`(?:today|heute|aujourd['’]hui|hoy)${CLOCK_TIME}`),
    (match, now, clock) => onDay(clock, clock.dayAt(now), timeOf(match)),
  ],
  [
    word('tonight|heute abend|ce soir|esta noche'),
    (_match, now, clock) => onDay(clock, clock.dayAt(now), TONIGHT),
  ],
  [
    word(
      `(?:(?:by|on|until|before|next|this|bis|am|avant|el|antes del)\\s+)*(${WEEKDAY})${CLOCK_TIME}`,
    ),
    (match, now, clock) => onWeekday(match, now, clock),
  ],
  [
    word('(?:by\\s+)?(?:the\\s+)?end of (?:the |this )?(?:day|business)|eod'),
    (_match, now, clock) => onDay(clock, clock.dayAt(now)),
  ],
  [
    word('(?:by\\s+)?(?:the\\s+)?end of (?:the|this) week|ende der woche|diese woche'),
    (_match, now, clock) => fridayOf(now, clock, 0),
  ],
  [
    word('next week|nächste woche|la semaine prochaine|la próxima semana'),
    (_match, now, clock) => fridayOf(now, clock, 7),
  ],
]

function readSpan(match: RegExpExecArray, now: Instant): Instant | undefined {
  const [, amount = '', unit = ''] = match
  const words: Readonly<Record<string, number>> = { two: 2, three: 3 }
  const count = /^\d+$/.test(amount) ? Number(amount) : (words[amount.toLowerCase()] ?? 1)
  const minutes = UNITS.find(([pattern]) => pattern.test(unit))?.[1]
  return minutes === undefined ? undefined : now + count * minutes * MINUTE
}

function dayOf(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): LocalDay {
  return { year: Number(year), month: Number(month), day: Number(day) }
}

function onDay(clock: ZoneClock, day: LocalDay, minutes = END_OF_DAY): Instant {
  return clock.instantAt(day, minutes)
}

/** This year's date, or next year's where it is over. */
function onMonthDay(
  month: string | undefined,
  day: string | undefined,
  now: Instant,
  clock: ZoneClock,
): Instant | undefined {
  const number = MONTHS.indexOf((month ?? '').slice(0, 3).toLowerCase()) + 1
  if (number === 0 || Number(day) < 1 || Number(day) > 31) return undefined
  const today = clock.dayAt(now)
  const due = onDay(clock, { year: today.year, month: number, day: Number(day) })
  return due > now ? due : onDay(clock, { year: today.year + 1, month: number, day: Number(day) })
}

/** The first such weekday after today: who hears "Friday" expects the nearest. */
function onWeekday(match: RegExpExecArray, now: Instant, clock: ZoneClock): Instant | undefined {
  const wanted = WEEKDAYS.findIndex((pattern) =>
    new RegExp(`^(?:${pattern.source})$`, 'iu').test(match[1] ?? ''),
  )
  if (wanted < 0) return undefined
  const today = clock.dayAt(now)
  const ahead = (wanted - weekdayOf(today) + 7) % 7
  return onDay(clock, nextDay(today, ahead === 0 ? 7 : ahead), timeOf(match, 2))
}

function fridayOf(now: Instant, clock: ZoneClock, later: number): Instant {
  const today = clock.dayAt(now)
  const ahead = 4 - weekdayOf(today)
  return onDay(clock, nextDay(today, (ahead < 0 ? ahead + 7 : ahead) + later))
}

/** A number alone is a time of day only with minutes or a mark such as pm. */
function timeOf(match: RegExpExecArray, from = 1): number | undefined {
  const [hour, minute, mark] = match.slice(from, from + 3)
  if (hour === undefined || (minute === undefined && mark === undefined)) return undefined
  const isAfternoon = /^p/iu.test(mark ?? '') && Number(hour) < 12
  const minutes = (Number(hour) + (isAfternoon ? 12 : 0)) * 60 + Number(minute ?? 0)
  return minutes < 1440 ? minutes : undefined
}
