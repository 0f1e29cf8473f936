import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NotFoundError, UsageError } from '../../src/errors.ts'
import type { Store, TriageAction } from '../../src/store/store.ts'
import {
  ALL,
  aComplaint,
  aMatch,
  aPage,
  aReply,
  DAY,
  HOUR,
  NOW,
  POLICY,
  temporaryStores,
} from './builders.ts'

const stores = temporaryStores()

/** Two threads that are open and a mention that is in none. */
async function aStore(): Promise<Store> {
  const store = await stores.open()
  await store.savePages([
    aPage([
      aMatch({ id: '4' }),
      aComplaint({ id: '3', publishedAt: NOW - 2 * HOUR }),
      aComplaint({ id: '2', thread: '1', publishedAt: NOW - 3 * HOUR }),
      aComplaint({ id: '1', publishedAt: NOW - 4 * HOUR }),
    ]),
  ])
  return store
}

describe('triage', () => {
  it('changes what is not yet as wished, and says what was missing', async () => {
    const store = await aStore()
    const flag = { type: 'flag', flag: 'hot', on: true } as const
    await store.triage(flag, [1], 'ann')
    const result = await store.triage(flag, [1, 2, 4, 99], 'ann')
    expect(result).toMatchObject({ changed: [2, 4], unchanged: [1], missing: [99] })
    expect((await store.post(4)).flags).toEqual(['hot'])
    expect(await store.triage(flag, [1, 2, 4], 'bo')).toMatchObject({
      changed: [],
      batch: undefined,
    })
  })

  it('keeps the words of a note apart from the ledger', async () => {
    const store = await aStore()
    await store.triage({ type: 'note', text: 'call her \ud800 back' }, [1], 'ann')
    expect((await store.post(1)).notes).toEqual([
      { at: NOW, actor: 'ann', text: 'call her \ufffd back' },
    ])
    const { events } = await store.thread(1)
    expect(JSON.stringify(events)).not.toContain('call her')
  })

  it('decides about a thread once, whichever of its posts are named', async () => {
    const store = await aStore()
    await store.triage(
      { type: 'close', reason: 'moved-private', channel: 'mail', ticket: 'T-1' },
      [1, 2],
      'ann',
    )
    const { events, state } = await store.thread(1)
    expect(events.filter(({ type }) => type === 'closed')).toHaveLength(1)
    expect(state.status).toBe('closed')
    expect((await store.openWork({})).map(({ thread }) => thread)).toEqual([2])
    await store.triage({ type: 'reopen' }, [2], 'bo')
    expect((await store.openWork({})).map(({ thread }) => thread)).toEqual([1, 2])
  })

  it('refuses a reason that is none', async () => {
    const store = await aStore()
    await expect(store.triage({ type: 'close', reason: 'tired' }, [1], 'ann')).rejects.toThrow(
      UsageError,
    )
  })

  it('hides a thread while it sleeps, and wakes it by the clock alone', async () => {
    let now = NOW
    const store = await stores.open(undefined, { now: () => now })
    await store.savePages([aPage([aComplaint({ id: '1' })])])
    await store.triage({ type: 'snooze', until: NOW + HOUR }, [1], 'ann')
    expect(await store.openWork({})).toEqual([])
    expect((await store.post(1)).status).toBe('snoozed')
    now = NOW + HOUR
    expect(await store.openWork({})).toHaveLength(1)
    expect((await store.post(1)).status).toBe('open')
    await store.triage({ type: 'snooze', until: 'reply' }, [1], 'ann')
    now = NOW + 300 * DAY
    expect(await store.openWork({})).toEqual([])
    await store.savePages([
      aPage([aComplaint({ id: '2', parent: '1', publishedAt: NOW + 2 * HOUR })]),
    ])
    expect(await store.openWork({})).toHaveLength(1)
  })

  it('gives open work in the order of what is due', async () => {
    const store = await aStore()
    expect((await store.openWork({})).map(({ thread, dueAt }) => [thread, dueAt])).toEqual([
      [1, NOW - 3 * HOUR],
      [2, NOW - HOUR],
    ])
    await store.appendEvents(2, [{ type: 'promised', due: NOW - 30 * DAY }], 'ann')
    expect((await store.openWork({})).map(({ thread }) => thread)).toEqual([2, 1])
    await store.savePages([aPage([aReply({ id: 'r', parent: '3', publishedAt: NOW })])])
    expect((await store.openWork({ limit: 1 })).map(({ thread }) => thread)).toEqual([2])
  })

  it('says when a thread is unknown', async () => {
    const store = await aStore()
    await expect(store.thread(77)).rejects.toThrow(NotFoundError)
    await expect(store.appendEvents(77, [{ type: 'seen' }], 'ann')).rejects.toThrow(NotFoundError)
  })

  it('lets a correction stand over the analysis, until it is taken back', async () => {
    const store = await aStore()
    await store.appendEvents(
      1,
      [{ type: 'corrected', post: 1, sentiment: 'positive', intents: ['praise'] }],
      'ann',
    )
    expect((await store.post(1)).sentiment).toEqual({ label: 'positive', score: 1, confidence: 1 })
    expect((await store.facets('source', ALL))[0]).toMatchObject({ negative: 2, positive: 1 })
    await store.savePages([
      aPage([aComplaint({ id: '1', text: 'edited', publishedAt: NOW - 4 * HOUR })]),
    ])
    expect((await store.post(1)).sentiment?.label).toBe('positive')
    expect((await store.facets('source', ALL))[0]).toMatchObject({ negative: 2, positive: 1 })
    await store.undo('ann')
    expect((await store.post(1)).sentiment?.label).toBe('negative')
    expect((await store.check()).problems).toEqual([])
  })

  it('brings two threads together and apart again', async () => {
    const store = await aStore()
    const before = [await store.thread(1), await store.thread(2)]
    await store.appendEvents(2, [{ type: 'merged', into: 1 }], 'ann')
    expect((await store.thread(1)).posts.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect((await store.openWork({})).map(({ thread }) => thread)).toEqual([1])
    expect((await store.check()).problems).toEqual([])
    await store.undo('ann')
    for (const [index, each] of before.entries()) {
      const after = await store.thread(index + 1)
      expect(after.posts).toEqual(each.posts)
      expect(after.state).toEqual(each.state)
    }
  })
})

describe('a changed policy', () => {
  it('moves what is due at once, and is kept with the next scan', async () => {
    const store = await aStore()
    await store.close()
    const policy = {
      ...POLICY,
      version: 'two hours',
      targets: [{ firstMinutes: 120, nextMinutes: 120, clock: 'wall' as const }],
    }
    const later = await stores.open(store.path, { policy })
    expect((await later.info()).stalePolicy).toBe(2)
    expect((await later.openWork({})).map(({ dueAt }) => dueAt)).toEqual([NOW - 2 * HOUR, NOW])
    await later.startScan()
    expect(await later.info()).not.toHaveProperty('stalePolicy')
    expect((await later.openWork({})).map(({ dueAt }) => dueAt)).toEqual([NOW - 2 * HOUR, NOW])
    expect((await later.post(1)).dueAt).toBe(NOW - 2 * HOUR)
  })
})

const aDeed = fc.oneof(
  fc.record({
    type: fc.constant('flag' as const),
    flag: fc.constantFrom('a', 'b'),
    on: fc.boolean(),
  }),
  fc.record({
    type: fc.constant('label' as const),
    label: fc.constantFrom('a', 'b'),
    on: fc.boolean(),
  }),
  fc.record({ type: fc.constant('note' as const), text: fc.string() }),
  fc.record({ type: fc.constant('assign' as const), to: fc.constantFrom('ann', 'bo', null) }),
  fc.record({
    type: fc.constant('snooze' as const),
    until: fc.constantFrom(NOW + HOUR, NOW - HOUR, 'reply' as const),
  }),
  fc.record({ type: fc.constant('close' as const), reason: fc.constantFrom('spam', 'solved') }),
  fc.record({ type: fc.constant('reopen' as const) }),
  fc.record({ type: fc.constant('seen' as const) }),
)
const aStep = fc.record({
  deed: aDeed as fc.Arbitrary<TriageAction>,
  posts: fc.subarray([1, 2, 3, 4, 9]),
})

/** Everything that people see of the store. */
async function sight(store: Store): Promise<unknown> {
  const posts = await store.search({ ...ALL, unmatched: true })
  // A mark gives a post a thread of its own; without the mark nothing shows it.
  const bare = posts.map(({ threadNumber: _thread, priority: _priority, ...post }) => post)
  return { posts: bare, work: await store.openWork({}) }
}

type Step = typeof aStep extends fc.Arbitrary<infer Value> ? Value : never

/** What is seen before the deeds and after each one that changed something. */
async function doAll(store: Store, steps: readonly Step[]): Promise<readonly unknown[]> {
  const sights = [await sight(store)]
  for (const { deed, posts } of steps) {
    const { batch } = await store.triage(deed, posts, 'ann')
    if (batch !== undefined) sights.push(await sight(store))
  }
  return sights
}

describe('taking back', () => {
  it('gives the store as if the deeds had never been done, at any depth and in any process', {
    timeout: 60_000,
  }, async () => {
    const steps = fc.array(aStep, { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(steps, steps, async (kept, taken) => {
        const store = await aStore()
        await doAll(store, kept)
        const sights = await doAll(store, taken)
        const other = await stores.open(store.path)
        for (const expected of sights.slice(0, -1).reverse()) {
          expect(await other.undo('ann')).toBeDefined()
          expect(await sight(other)).toEqual(expected)
        }
        for (const expected of sights.slice(1)) {
          expect(await store.redo('ann')).toBeDefined()
          expect(await sight(store)).toEqual(expected)
        }
        expect(await store.redo('ann')).toBeUndefined()
        expect((await store.check()).problems).toEqual([])
        await store.close()
        await other.close()
      }),
      { numRuns: 25 },
    )
  })

  it('leaves the deeds of others alone', async () => {
    const store = await aStore()
    await store.triage({ type: 'flag', flag: 'a', on: true }, [1], 'ann')
    await store.triage({ type: 'flag', flag: 'b', on: true }, [1], 'bo')
    expect(await store.undo('ann')).toEqual({ description: 'flag a', posts: [1] })
    expect((await store.post(1)).flags).toEqual(['b'])
    expect(await store.undo('ann')).toBeUndefined()
  })
})
