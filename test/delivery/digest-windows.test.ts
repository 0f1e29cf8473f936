import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createZoneClock } from '../../src/format/time.ts'
import { DAY, HOUR, MINUTE } from '../store/builders.ts'
import { deliveryPlaces, shown } from './place.ts'

const aPlace = deliveryPlaces()
type Place = Awaited<ReturnType<typeof aPlace>>

/** Both changes of the clock in 2026, as the first instant after each. */
const CHANGES: readonly (readonly [string, number])[] = [
  ['Europe/Berlin', Date.UTC(2026, 2, 29, 1)],
  ['Europe/Berlin', Date.UTC(2026, 9, 25, 1)],
  ['America/New_York', Date.UTC(2026, 2, 8, 7)],
  ['America/New_York', Date.UTC(2026, 10, 1, 6)],
  // Half an hour.
  ['Australia/Lord_Howe', Date.UTC(2026, 3, 4, 15)],
  ['Australia/Lord_Howe', Date.UTC(2026, 9, 3, 15, 30)],
]

interface Step {
  readonly run: 'once' | 'twice' | 'missed' | 'refused' | 'doubt'
  readonly lateMinutes: number
  readonly posts: number
  /** Collected so long before it was stored: an import, or a scan that commits late. */
  readonly collectedAgo: number
}

const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    run: fc.constantFrom('once', 'twice', 'missed', 'refused', 'doubt'),
    lateMinutes: fc.constantFrom(0, 1, 30, 179),
    posts: fc.integer({ min: 0, max: 2 }),
    collectedAgo: fc.constantFrom(0, 30 * MINUTE, 40 * DAY),
  }),
  { minLength: 4, maxLength: 6 },
)

interface Sent {
  readonly key: string
  readonly repeat: boolean
  readonly data: {
    readonly from: string
    readonly to: string
    readonly newest: readonly { readonly post: number }[]
  }
}

const ANSWERS = {
  once: { status: 200 },
  twice: { status: 200 },
  refused: { status: 500 },
  doubt: { drop: true },
} as const

/** A second run at the same time: by hand, or because the first is in doubt. */
const AGAIN: ReadonlySet<string> = new Set(['twice', 'doubt'])

/** Runs every second hour around the change: before it, in it, after it. */
async function live(place: Place, change: number, taken: readonly Step[]) {
  let posts = 0
  let last = 0
  let isFirst = true
  const refused = new Set<number>()
  await (await place.open(change - DAY)).close()
  for (const [index, step] of taken.entries()) {
    const due = change + (index - 2) * 2 * HOUR + 30 * MINUTE
    for (let post = 0; post < step.posts; post += 1) {
      posts += 1
      // The first window begins with what was collected in it; what is older is no news then.
      const ago = isFirst ? 0 : step.collectedAgo
      await place.keep(`n${posts}`, due - 10 * MINUTE, due - 10 * MINUTE - ago)
    }
    if (step.run === 'missed') continue
    last = Math.max(last, due + step.lateMinutes * MINUTE)
    place.set(ANSWERS[step.run])
    if (step.run === 'refused') refused.add(place.sent().length)
    else isFirst = false
    await place.run(last, { always: true })
    place.set(ANSWERS.once)
    if (AGAIN.has(step.run)) await place.run(last, { always: true })
  }
  place.set(ANSWERS.once)
  await place.run(Math.max(last, change) + DAY, { always: true })
  return { posts, refused }
}

it.each(CHANGES)(
  'in %s over the change at %d each post is in exactly one digest',
  { timeout: 60_000 },
  async (zone, change) => {
    const clock = createZoneClock(zone)
    expect(clock.iso(change).slice(-6)).not.toBe(clock.iso(change - 1).slice(-6))
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const place = await aPlace({ zone })
        const { posts, refused } = await live(place, change, taken)
        const messages = place.sent() as readonly Sent[]
        // A window that was refused stays open: the next message begins where it began, and has its posts.
        const windows = messages.filter(({ repeat }, at) => !repeat && !refused.has(at))
        expect(windows.flatMap(shown).sort((a, b) => a - b)).toEqual(
          Array.from({ length: posts }, (_, at) => at + 1),
        )
        for (const [at, { data }] of windows.entries())
          if (at > 0) expect(data.from).toBe(windows[at - 1]?.data.to)
        for (const repeat of messages.filter((each) => each.repeat)) {
          const all = messages.filter(({ key }) => key === repeat.key)
          expect(all.map((each) => each.repeat)).toEqual([false, true])
          expect(all.map(shown)).toEqual([shown(repeat), shown(repeat)])
          expect(all[0]?.data.to).toBe(repeat.data.to)
        }
      }),
      { numRuns: 2, seed: change, endOnFailure: true },
    )
  },
)
