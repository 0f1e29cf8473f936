import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAnalyzer } from '../../src/analysis/analyze.ts'
import { readFeedback } from '../../src/dialogue/feedback.ts'
import { readRecovery } from '../../src/dialogue/follow-up.ts'
import { sendDraft } from '../../src/dialogue/outbox.ts'
import { readPeople } from '../../src/dialogue/people.ts'
import { keepDraft } from '../../src/dialogue/reply.ts'
import { readResponseData } from '../../src/dialogue/response-data.ts'
import { SourceError } from '../../src/errors.ts'
import { isAdvocate } from '../../src/ledger/ladder.ts'
import type { Instant, Post } from '../../src/model/post.ts'
import { type Knowledge, preparePost } from '../../src/scan/prepare.ts'
import { createSides } from '../../src/scan/sides.ts'
import type { ReplyRequest, ReplyResult } from '../../src/sources/source.ts'
import { openStore } from '../../src/store/open.ts'
import type { Store } from '../../src/store/store.ts'
import { aPolicy } from '../ledger/events.ts'
import { type Forum, type ForumPost, startForum, toPost } from './forum.ts'
import { DAY, type Deed, MINUTE, type Month, simulateMonth } from './simulation.ts'

const START = Date.UTC(2026, 2, 2)
const END = START + 31 * DAY
const POLICY = aPolicy()
const PERIOD = { from: START, to: END }

let now: Instant = START
let store: Store
let forum: Forum

/** Lives through a simulated month on a forum over HTTP, and compares every figure with what really happened. */
export function describeMonth(people: number): void {
  const month = simulateMonth(START, 11, people)
  let folder: string

  beforeAll(async () => {
    now = START
    folder = mkdtempSync(join(tmpdir(), 'listen-month-'))
    forum = await startForum(() => now)
    store = await openStore({ path: join(folder, 'store.db'), policy: POLICY, now: () => now })
    await liveThrough(month.deeds)
    now = END + 40 * DAY
  }, 600_000)

  afterAll(async () => {
    await store.close()
    await forum.close()
    rmSync(folder, { recursive: true, force: true })
  })

  describe(`a month among ${people} people`, () => describeFigures(month))
}

/** Deeds happen when their time comes; every half hour the forum is scanned. */
async function liveThrough(deeds: readonly Deed[]): Promise<void> {
  const written = new Map<string, ForumPost>()
  const scanner = createScanner()
  let next = START + 30 * MINUTE
  for (const deed of deeds) {
    for (; next <= deed.at; next += 30 * MINUTE) {
      now = next
      await scanner()
    }
    now = deed.at
    await happen(deed, written)
  }
  now = END
  await scanner()
}

async function happen(deed: Deed, written: Map<string, ForumPost>): Promise<void> {
  const parent = deed.of === undefined ? undefined : written.get(deed.of)?.number
  if (deed.throughUs === true) return replyHere(deed, String(parent))
  const to = deed.toUs === true ? ['acme'] : []
  const answers = parent === undefined ? {} : { parent }
  written.set(
    deed.id,
    forum.write({ at: deed.at, author: deed.by, text: deed.text, to, ...answers }),
  )
}

function createScanner(): () => Promise<void> {
  let after = 0
  const knowledge = createKnowledge()
  return async () => {
    if (forum.posts.length === after) return
    const answer = await fetch(`${forum.url}/posts?after=${after}`)
    const posts = (await answer.json()) as readonly ForumPost[]
    after += posts.length
    const circumstances = { addressedChannel: false, answersUs: false, unchanged: false }
    await store.savePages([
      {
        channel: { platform: 'forum', key: 'posts', source: 'forum', label: 'the forum' },
        at: now,
        posts: posts.map((post) => preparePost(toPost(post, now), circumstances, knowledge)),
        last: true,
      },
    ])
  }
}

function createKnowledge(): Knowledge {
  const analyzer = createAnalyzer(undefined)
  return {
    policy: POLICY,
    sides: createSides({ forum: ['acme'] }, {}),
    isMuted: () => false,
    asksSomething: (text) => text.includes('?'),
    match: (post: Post) => {
      const start = post.text.indexOf('Acme')
      const hits = [{ field: 'text', start, end: start + 4 }]
      return start < 0 ? [] : [{ query: 'acme', role: 'brand', version: 1, hits }]
    },
    analyse: (post, matches) => analyzer.analyze(post.text, { lang: 'en' }, matches),
  }
}

const numbers = new Map<string, number>()

async function replyHere(deed: Deed, parent: string): Promise<void> {
  if (!numbers.has(parent)) {
    for (const post of await store.search({ now, zone: 'UTC', limit: 2000 }))
      numbers.set(post.id, post.post)
  }
  const post = numbers.get(parent) ?? 0
  const draft = await keepDraft(store, { post, text: deed.text, actor: 'ann' })
  const entry = await sendDraft({ store, id: draft.id, send })
  expect(entry.state).toBe('sent')
}

async function send(wanted: ReplyRequest): Promise<ReplyResult> {
  const body = JSON.stringify({ parent: Number(wanted.to.id), text: wanted.text, key: wanted.key })
  const answer = await fetch(`${forum.url}/replies`, { method: 'POST', body })
  if (!answer.ok)
    return {
      outcome: 'failed',
      error: new SourceError('unexpected-response', String(answer.status)),
    }
  return { outcome: 'sent', post: toPost((await answer.json()) as ForumPost, now) }
}

function describeFigures(month: Month): void {
  const { truth } = month

  it('gives the response rate and the share in time that it had', async () => {
    const { groups, canned, dialogue } = await readResponseData(store, {
      period: PERIOD,
      now,
      policy: POLICY,
    })
    const { addressed } = groups
    expect(addressed.turns).toBe(truth.complaints)
    expect(addressed.responseRate).toMatchObject({ successes: truth.answered, n: truth.complaints })
    expect(addressed.withinTarget).toMatchObject({ successes: truth.inTime, n: truth.complaints })
    expect(addressed.untrusted).toBe(0)
    expect(dialogue.replies).toBe(truth.replies)
    expect(canned).toMatchObject({ successes: truth.canned, n: truth.replies })
  })

  it('gives what became of unhappy people, and of those without an answer', async () => {
    const { windows } = await readRecovery(store, PERIOD, now)
    expect(windows[0]?.answered.counts).toEqual({ ...truth.recovery, softened: 0, worse: 0 })
    expect(windows[0]?.unanswered.counts).toEqual({
      ...truth.control,
      softened: 0,
      worse: 0,
      unhappy: 0,
    })
  })

  it('puts people on the steps that they earned', async () => {
    const { rows } = await readPeople(store, { now: END, zone: 'UTC', most: 9000 })
    const at = (step: string) =>
      new Set(
        rows
          .filter(({ place }) => place.step === step)
          .map(({ summary }) => summary.authors[0]?.id),
      )
    expect(at('defends-us')).toEqual(truth.defenders)
    expect(at('praises-twice')).toEqual(truth.praisers)
    const advocates = new Set(
      rows.filter(({ place }) => isAdvocate(place)).map(({ summary }) => summary.authors[0]?.id),
    )
    expect(advocates).toEqual(new Set([...truth.defenders, ...truth.praisers]))
    expect(rows).toHaveLength(
      new Set(month.deeds.filter(({ by }) => by !== 'acme').map(({ by }) => by)).size,
    )
  })

  it('has the wishes in its register, with who asked', async () => {
    const items = (await readFeedback(store, { period: PERIOD, now: END, zone: 'UTC' })).filter(
      ({ kind }) => kind === 'wish',
    )
    expect(items.map(({ people }) => people)).toEqual(
      [...truth.wishes.values()].map(({ size }) => size).sort((a, b) => b - a),
    )
    expect(items.flatMap(({ posts }) => posts.map(({ author }) => author?.id)).sort()).toEqual(
      [...truth.wishes.values()].flatMap((names) => [...names]).sort(),
    )
  })

  it('lets every addressed post and every complaint reach the queue', async () => {
    const turns = await store.turns({ from: START, to: END })
    const inLedger = new Set(turns.map(({ startPost }) => startPost))
    const posts = await store.search({ now, zone: 'UTC', limit: 10_000 })
    const addressed = posts.filter((post) => post.addressed)
    const unhappy = posts.filter((post) => post.text.startsWith('Acme is still broken'))
    expect(addressed.filter(({ post }) => !inLedger.has(post))).toEqual([])
    expect(unhappy.filter(({ threadNumber }) => threadNumber === undefined)).toEqual([])
  })

  it('has never sent an answer twice, and every projection equals the fold', async () => {
    const keys = forum.posts.flatMap(({ key }) => (key === undefined ? [] : [key]))
    expect(keys).toHaveLength(month.deeds.filter(({ throughUs }) => throughUs).length)
    expect(new Set(keys).size).toBe(keys.length)
    expect((await store.check()).problems).toEqual([])
  }, 60_000)
}
