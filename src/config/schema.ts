import * as v from 'valibot'
import { ROLES } from '../model/mention.ts'
import { alertsSchema } from './alerts-schema.ts'
import { deliveryTarget } from './delivery-schema.ts'
import { parseDuration } from './duration.ts'
import { parseDays, parsePeriod } from './hours.ts'

const text = v.pipe(v.string('text'), v.trim(), v.minLength(1, 'text that is not empty'))
const texts = v.array(text, 'a list of texts')

/** How the inbox looks; auto asks the terminal. */
export const THEMES = ['auto', 'dark', 'light', '16', 'plain'] as const

export const durationText = v.pipe(
  text,
  v.check((value) => parseDuration(value) !== undefined, 'a duration such as 30m, 1h or 14d'),
)

const zone = v.pipe(text, v.check(isZone, 'an IANA time zone such as Europe/Berlin or UTC'))

const handles = v.record(
  text,
  texts,
  'accounts by platform, such as { bluesky: [acme.bsky.social] }',
)

const query = v.object(
  {
    role: v.optional(v.picklist(ROLES, `one of ${ROLES.join(', ')}`), 'topic'),
    match: text,
    sources: v.optional(texts),
  },
  'a query with role and match',
)

const target = v.object({
  intents: v.optional(texts),
  opening: v.optional(v.picklist(['addressed', 'uncovered'], 'addressed or uncovered')),
  priority: v.optional(
    v.picklist(['low', 'normal', 'high', 'urgent'], 'low, normal, high or urgent'),
  ),
  within: durationText,
  next: v.optional(durationText),
  latest: v.optional(durationText),
  solved: v.optional(durationText),
  clock: v.optional(
    v.picklist(['wall', 'calendar', 'first-of'], 'wall, calendar or first-of'),
    'wall',
  ),
})

const hours = v.pipe(
  v.record(
    v.pipe(
      text,
      v.check((days) => parseDays(days) !== undefined, 'days such as mon-fri or sat'),
    ),
    v.array(
      v.pipe(
        text,
        v.check((value) => parsePeriod(value) !== undefined, 'a period such as 09:00-12:00'),
      ),
    ),
    'days with their periods, such as { mon-fri: ["09:00-12:00"] }',
  ),
)

const answer = v.object({
  within: v.optional(durationText, '1h'),
  hours: v.optional(hours),
  holidays: v.optional(v.union([texts, text], 'a list of days or the name of an .ics file')),
  targets: v.optional(v.array(target)),
  approval: v.optional(v.boolean('true or false'), false),
  uncovered: v.optional(
    v.object({
      intents: v.optional(texts),
      younger_than: v.optional(durationText),
      confidence: v.optional(
        v.pipe(v.number('a number'), v.minValue(0, 'at least 0'), v.maxValue(1, 'at most 1')),
      ),
      look: v.optional(
        v.pipe(v.number('a number'), v.minValue(0, 'at least 0'), v.maxValue(1, 'at most 1')),
      ),
    }),
  ),
})

/** The parts of queries.yaml that are the same whatever sources and deliveries exist. */
export const settingsSchema = v.object(
  {
    version: v.literal(1, '1'),
    timezone: v.optional(zone, 'UTC'),
    brand: v.optional(v.object({ name: text, handles: v.optional(handles, {}) })),
    competitors: v.optional(
      v.record(text, v.object({ handles: v.optional(handles, {}) }), 'competitors by name'),
      {},
    ),
    team: v.optional(texts, []),
    fragments: v.optional(v.record(text, text, 'expressions by name'), {}),
    queries: v.record(text, query, 'queries by name'),
    mute: v.optional(
      v.object({
        authors: v.optional(texts, []),
        sites: v.optional(texts, []),
        phrases: v.optional(texts, []),
      }),
      {},
    ),
    sources: v.record(
      text,
      v.looseObject({ type: text }, 'a source with its type'),
      'sources by name',
    ),
    answer: v.optional(answer, {}),
    network: v.optional(v.object({ allow_hosts: v.optional(texts, []) }), {}),
    store: v.optional(
      v.object({ path: v.optional(text), shared: v.optional(v.boolean('true or false'), false) }),
      {},
    ),
    retention: v.optional(
      v.object({
        all: v.optional(durationText),
        sources: v.optional(v.record(text, durationText, 'durations by source'), {}),
      }),
      {},
    ),
    sentiment: v.optional(
      v.object({
        words: v.optional(
          v.record(
            text,
            v.picklist(['negative', 'neutral', 'positive'], 'negative, neutral or positive'),
          ),
          {},
        ),
      }),
      {},
    ),
    digest: v.optional(
      v.object({ to: v.optional(v.array(deliveryTarget, 'a list of ways out'), []) }),
      {},
    ),
    alerts: v.optional(alertsSchema),
    views: v.optional(v.record(text, text, 'expressions by the name of their tab'), {}),
    keys: v.optional(
      v.record(
        text,
        v.union([v.array(text), text], 'a key or a list of keys'),
        'keys by the action that they do',
      ),
      {},
    ),
    theme: v.optional(v.picklist(THEMES, `one of ${THEMES.join(', ')}`), 'auto'),
  },
  'a mapping with version, queries and sources',
)

/** What every source takes beside its own settings. */
export const sourceCommon = v.object({
  type: text,
  endpoint: v.optional(v.pipe(text, v.check(isHttpAddress, 'an http or https address'))),
  every: v.optional(durationText),
  addressed: v.optional(v.boolean('true or false')),
  keep_unmatched: v.optional(durationText),
  enabled: v.optional(v.boolean('true or false')),
})

export type RawSettings = v.InferOutput<typeof settingsSchema>

function isHttpAddress(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
}

function isZone(value: string): boolean {
  // The commonest zone needs no look-up: the first one costs at start-up.
  if (value === 'UTC') return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
    return true
  } catch {
    return false
  }
}
