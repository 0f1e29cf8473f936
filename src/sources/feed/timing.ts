import type { Instant } from '../../model/post.ts'
import type { Draft } from './draft.ts'
import type { ParsedFeed } from './parsed.ts'

const PERIODS: Readonly<Record<string, number>> = {
  hourly: 3600,
  daily: 86_400,
  weekly: 604_800,
  monthly: 2_592_000,
  yearly: 31_536_000,
}
/** A feed may ask for patience, but not to be forgotten. */
const LONGEST = 86_400

/** Seconds between visits by `ttl` (minutes) or the syndication module; a day at most. */
export function refreshOf(feed: Draft): number | undefined {
  const minutes = numberOf(feed.text('ttl'))
  if (minutes !== undefined) return Math.min(minutes * 60, LONGEST)
  const period = feed.text('sy:updateperiod')?.toLowerCase() ?? ''
  if (!Object.hasOwn(PERIODS, period)) return undefined
  const seconds = (PERIODS[period] ?? 0) / (numberOf(feed.text('sy:updatefrequency')) ?? 1)
  return Math.min(Math.round(seconds), LONGEST)
}

/** The hours (UTC) of `skipHours`; 24 is what some write for 0. */
export function skipHoursOf(feed: Draft): readonly number[] {
  const hours = (feed.text('skiphours') ?? '').match(/\d{1,2}/g) ?? []
  return [...new Set(hours.map((each) => Number(each) % 24))].sort((one, other) => one - other)
}

/** Seconds until the feed expects something new: after its interval, and not in an hour that it skips. */
export function hintOf(feed: ParsedFeed, now: Instant): number | undefined {
  const seconds = feed.refreshSeconds ?? 0
  const due = now + seconds * 1000
  const hour = new Date(due).getUTCHours()
  const hours = Array.from({ length: 24 }, (_, later) => (hour + later) % 24)
  const waits = hours.findIndex((each) => !feed.skipHours.includes(each))
  if (waits <= 0) return seconds === 0 ? undefined : seconds
  return Math.ceil((Math.floor(due / 3_600_000) * 3_600_000 + waits * 3_600_000 - now) / 1000)
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text)
  return text !== undefined && /^\d{1,6}$/.test(text) && value > 0 ? value : undefined
}
