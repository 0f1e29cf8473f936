import * as v from 'valibot'
import type { DatePrecision, Instant } from '../model/post.ts'
import { isHttpUrl } from '../text/url.ts'

/** Longest text that is kept of one field, in UTF-16 units. */
export const MAX_FIELD = 65_536
const MAX_ID = 512

/** Text of an answer: well-formed, cut at 64 Ki units. */
export const text = v.pipe(v.string(), v.transform(toKept))

/** An id as text: 7 and "7" are one id; anything else is none. */
export const id = v.pipe(
  v.union([v.string(), v.pipe(v.number(), v.safeInteger(), v.transform(String))]),
  v.minLength(1),
  v.maxLength(MAX_ID),
  v.transform((value) => value.toWellFormed()),
)

/** A count, also written as text; negative or broken ones are none. */
export const count = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))]),
  v.safeInteger(),
  v.minValue(0),
)

/** An http(s) URL. */
export const webUrl = v.pipe(text, v.check(isHttpUrl))

/** A date in any spelling that APIs use: see toInstant. */
export const instant = v.pipe(v.union([v.number(), v.string()]), v.transform(toInstant), v.number())

/**
 * A field that may be absent, null or of a type that nobody announced: then it is undefined, and the post is
 * kept without it.
 */
export function maybe<Schema extends v.GenericSchema>(schema: Schema) {
  return v.fallback(v.optional(schema), undefined)
}

/** A list of which the members that do not fit are left out; undefined when it is no list. */
export function listOf<Output>(schema: v.GenericSchema<unknown, Output>) {
  return maybe(
    v.pipe(
      v.array(v.unknown()),
      v.transform((items) => items.flatMap((item) => pick(schema, item))),
    ),
  )
}

const EPOCH_MILLISECONDS = 1e11
const LATEST = Date.UTC(9999, 11, 31)

/** Seconds or milliseconds since 1970, or an ISO date; undefined for what is no instant after 1970. */
export function toInstant(value: number | string): Instant | undefined {
  const at = typeof value === 'string' ? readDate(value) : readEpoch(value)
  return at !== undefined && at > 0 && at <= LATEST ? at : undefined
}

/** Date and precision of a post together, as far as the platform told them. */
export function published(at: Instant | undefined): {
  publishedAt: Instant | undefined
  publishedPrecision: DatePrecision
} {
  return { publishedAt: at, publishedPrecision: at === undefined ? 'none' : 'second' }
}

function readEpoch(value: number): number | undefined {
  if (!Number.isFinite(value)) return undefined
  return Math.round(value < EPOCH_MILLISECONDS ? value * 1000 : value)
}

// Zone-less dates are UTC; JavaScript would read them in the zone of this machine.
function readDate(value: string): number | undefined {
  const written = value.trim()
  if (/^\d{9,13}(\.\d+)?$/.test(written)) return readEpoch(Number(written))
  const match =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(
      written,
    )
  if (match === null) return undefined
  const [, day = '', time = '00:00:00', zone = 'Z'] = match
  const at = Date.parse(
    `${day}T${trimFraction(time)}${zone.replace(/^([+-]\d\d)(\d\d)$/, '$1:$2')}`,
  )
  return Number.isNaN(at) ? undefined : at
}

function trimFraction(time: string): string {
  return time.replace(/(\.\d{3})\d+$/, '$1')
}

function toKept(value: string): string {
  const kept = value.length > MAX_FIELD ? `${value.slice(0, MAX_FIELD - 1)}…` : value
  return kept.toWellFormed()
}

function pick<Output>(schema: v.GenericSchema<unknown, Output>, item: unknown): Output[] {
  const result = v.safeParse(schema, item)
  return result.success ? [result.output] : []
}
