import * as v from 'valibot'
import { deliveryTarget } from './delivery-schema.ts'
import { parseDuration } from './duration.ts'
import { parsePeriod } from './hours.ts'

const text = v.pipe(v.string('text'), v.trim(), v.minLength(1, 'text that is not empty'))
const duration = v.pipe(
  text,
  v.check((value) => parseDuration(value) !== undefined, 'a duration such as 30m, 1h or 14d'),
)
const count = v.pipe(v.number('a number'), v.minValue(1, 'at least 1'))

export const ALERT_KINDS = [
  'every',
  'threshold',
  'spike',
  'dip',
  'overdue',
  'person',
  'silence',
] as const

const rule = v.object(
  {
    when: v.picklist(ALERT_KINDS, `one of ${ALERT_KINDS.join(', ')}`),
    match: v.optional(text),
    /** threshold: so many within; overdue: so many at once; person: so many followers or reactions. */
    count: v.optional(count),
    of: v.optional(v.picklist(['posts', 'people', 'clusters'], 'posts, people or clusters')),
    within: v.optional(duration),
    sensitivity: v.optional(v.picklist(['low', 'medium', 'high'], 'low, medium or high')),
    source: v.optional(text),
    cooldown: v.optional(duration),
    critical: v.optional(v.boolean('true or false')),
  },
  'a rule with when',
)

export const alertsSchema = v.object(
  {
    rules: v.optional(v.record(text, rule, 'rules by name'), {}),
    to: v.optional(v.array(deliveryTarget, 'a list of ways out'), []),
    cooldown: v.optional(duration, '1h'),
    quiet: v.optional(
      v.pipe(
        text,
        v.check((value) => isQuiet(value), 'hours of the day such as 22:00-07:00'),
      ),
    ),
    weekly: v.optional(count, 20),
  },
  'a mapping with rules and to',
)

export type RawAlerts = v.InferOutput<typeof alertsSchema>

/** Over midnight too: it is then two periods of a day. */
export function isQuiet(value: string): boolean {
  return readQuiet(value) !== undefined
}

export function readQuiet(value: string): readonly [number, number] | undefined {
  const [from = '', to = ''] = value.split(/\s*[-–]\s*/)
  const begin = parsePeriod(`${from}-24:00`)?.[0]
  const end = to === '00:00' ? 1440 : parsePeriod(`00:00-${to}`)?.[1]
  return begin === undefined || end === undefined ? undefined : [begin, end]
}
