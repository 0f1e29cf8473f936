import fc from 'fast-check'
import type { Policy } from '../../src/model/config.ts'
import type { LedgerEvent } from '../../src/model/ledger.ts'

export const MINUTE = 60_000
export const DAY = 1440 * MINUTE
/** Monday 2 March 2026, midnight UTC. */
export const START = Date.UTC(2026, 2, 2)

export function aPolicy(changes: Partial<Policy> = {}): Policy {
  const ask = ['complaint', 'question', 'request', 'bug', 'churn', 'safety-legal']
  return {
    version: 'test',
    targets: [
      { priority: 'urgent', firstMinutes: 15, nextMinutes: 15, clock: 'wall' },
      { opening: 'uncovered', intents: ask, firstMinutes: 240, nextMinutes: 60, clock: 'wall' },
      { intents: ask, firstMinutes: 60, nextMinutes: 60, solutionMinutes: 1440, clock: 'wall' },
      { firstMinutes: 1440, nextMinutes: 1440, clock: 'wall' },
    ],
    calendar: { zone: 'UTC', week: [], holidays: [] },
    opening: { intents: ask, confidence: 0.6, lookConfidence: 0.3 },
    ...changes,
  }
}

const intents = fc.subarray(['complaint', 'question', 'praise', 'spam', 'news'] as const)
const postNumber = fc.integer({ min: 1, max: 12 })
const gap = fc.integer({ min: 0, max: 600 })

interface Draw {
  readonly thread: number
  readonly wait: number
  readonly body: Record<string, unknown>
}

const postBody = fc.record({
  type: fc.constant('post'),
  side: fc.constantFrom('theirs', 'theirs', 'theirs', 'ours', 'competitor:globex'),
  delay: gap,
  dated: fc.boolean(),
  addressed: fc.boolean(),
  intents,
  author: fc.integer({ min: 1, max: 4 }),
  asks: fc.boolean(),
})

const otherBody = fc.oneof(
  fc.record({ type: fc.constant('seen') }),
  fc.record({ type: fc.constant('seen'), post: postNumber }),
  fc.record({
    type: fc.constant('closed'),
    reason: fc.constantFrom('not-us', 'spam', 'no-answer-wanted'),
  }),
  fc.record({ type: fc.constant('reopened') }),
  fc.record({ type: fc.constant('snoozed'), until: fc.constantFrom('reply', START + DAY) }),
  fc.record({ type: fc.constant('assigned'), to: fc.constantFrom('ann', 'bo', null) }),
  fc.record({
    type: fc.constant('flagged'),
    post: postNumber,
    flag: fc.constantFrom('red', 'blue'),
    on: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('labelled'),
    post: postNumber,
    label: fc.constant('bug'),
    on: fc.boolean(),
  }),
  fc.record({ type: fc.constant('noted'), post: postNumber, text: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ type: fc.constant('corrected'), post: postNumber, intents }),
  fc.record({
    type: fc.constant('corrected'),
    post: postNumber,
    sentiment: fc.constantFrom('negative', 'positive'),
  }),
  fc.record({
    type: fc.constant('prioritised'),
    priority: fc.constantFrom('low', 'urgent', 'normal'),
  }),
  fc.record({ type: fc.constant('reply_recorded'), before: gap, asks: fc.boolean() }),
  fc.record({ type: fc.constant('promised'), due: fc.constant(START + 3 * DAY) }),
  fc.record({
    type: fc.constant('outcome'),
    kind: fc.constantFrom('offered', 'solved'),
    by: fc.constantFrom('us', 'person'),
  }),
  fc.record({ type: fc.constant('escalated'), owner: fc.constantFrom('ann', 'bo') }),
  fc.record({ type: fc.constant('edit_detected'), post: postNumber }),
  fc.record({ type: fc.constant('gone_detected'), post: postNumber }),
  fc.record({
    type: fc.constant('opened'),
    opening: fc.constantFrom('addressed', 'uncovered', 'look'),
    rule: fc.constant('r'),
    post: postNumber,
  }),
  fc.record({ type: fc.constant('undone'), back: fc.integer({ min: 1, max: 5 }) }),
)

const moveBody = fc.oneof(
  fc.record({ type: fc.constant('merged'), into: fc.integer({ min: 1, max: 3 }) }),
  fc.record({
    type: fc.constant('split'),
    posts: fc.array(postNumber, { maxLength: 4 }),
    to: fc.integer({ min: 1, max: 4 }),
  }),
)

/** Ledgers of up to three threads; with moves also merges and splits. Post numbers are unique and grow. */
export function ledgers(options: {
  readonly moves: boolean
}): fc.Arbitrary<readonly LedgerEvent[]> {
  const bodies = [
    { weight: 5, arbitrary: postBody as fc.Arbitrary<Record<string, unknown>> },
    { weight: 8, arbitrary: otherBody as fc.Arbitrary<Record<string, unknown>> },
    ...(options.moves
      ? [{ weight: 2, arbitrary: moveBody as fc.Arbitrary<Record<string, unknown>> }]
      : []),
  ]
  const draw = fc.record({
    thread: fc.integer({ min: 1, max: 3 }),
    wait: gap,
    body: fc.oneof(...bodies),
  })
  return fc.array(draw, { maxLength: 30 }).map(toLedger)
}

function toLedger(draws: readonly Draw[]): readonly LedgerEvent[] {
  const events: LedgerEvent[] = []
  const homes: number[] = []
  let at = START
  for (const draw of draws) {
    at += draw.wait * MINUTE
    const body = aimAtKnownPost(draw.body, homes.length)
    if (body === undefined) continue
    if (body.type === 'post') homes.push(draw.thread)
    const actor = body.type === 'post' ? 'listen' : 'ann'
    const id = events.length + 1
    const shaped = shape(body, at, homes.length, id)
    const undone = events.find((event) => event.id === shaped.event)
    const thread = undone?.thread ?? homes[(body.post as number) - 1] ?? draw.thread
    events.push({ ...shaped, id, thread, at, actor } as unknown as LedgerEvent)
  }
  return events
}

/** Marks are made on posts that are there; marks and undoings stand in the thread of what they are about. */
function aimAtKnownPost(
  body: Record<string, unknown>,
  known: number,
): Record<string, unknown> | undefined {
  if (typeof body.post !== 'number') return body
  return known === 0 ? undefined : { ...body, post: 1 + (body.post % known) }
}

function shape(
  body: Record<string, unknown>,
  at: number,
  post: number,
  id: number,
): Record<string, unknown> {
  if (body.type === 'post') {
    const { delay, dated, ...rest } = body
    const published = dated ? { publishedAt: at - (delay as number) * MINUTE } : {}
    return { ...rest, ...published, post, collectedAt: at }
  }
  if (body.type === 'reply_recorded') {
    return { type: body.type, asks: body.asks, publishedAt: at - (body.before as number) * MINUTE }
  }
  return body.type === 'undone'
    ? { type: 'undone', event: Math.max(1, id - (body.back as number)) }
    : body
}
