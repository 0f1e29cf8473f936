import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { SentimentLabel } from '../../src/model/mention.ts'
import type {
  Facet,
  FacetCount,
  Period,
  PreparedPost,
  SearchRequest,
  Store,
  StoredPost,
  Voice,
} from '../../src/store/store.ts'
import {
  aMatch,
  aMention,
  anAnalysis,
  aPage,
  aPost,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  temporaryStores,
} from './builders.ts'

const stores = temporaryStores()
const LABELS = ['negative', 'neutral', 'positive', undefined] as const
const QUERIES = ['acme', 'globex', 'topic'] as const
const ROLES = { acme: 'brand', globex: 'competitor', topic: 'topic' } as const
const ZONES = ['UTC', 'Asia/Kathmandu', 'America/New_York'] as const
const FACETS: readonly Facet[] = ['query', 'role', 'day', 'source', 'platform', 'lang', 'author']

/** Counts from whole posts, one by one, in the plainest way. */
async function countDirectly(
  store: Store,
  facet: Facet,
  request: SearchRequest,
): Promise<readonly FacetCount[]> {
  const groups = new Map<string, { post: StoredPost; label: SentimentLabel | undefined }[]>()
  for await (const post of store.stream(request)) {
    const placed = new Set<string>()
    for (const { key, label } of placesOf(post, facet, request.zone)) {
      if (placed.has(key)) continue
      placed.add(key)
      groups.set(key, [...(groups.get(key) ?? []), { post, label }])
    }
  }
  const counts = [...groups].map(([key, members]) => ({
    key,
    posts: members.length,
    people: new Set(members.map(({ post }) => personOf(post))).size,
    clusters: new Set(members.map(({ post }) => post.cluster ?? post.post)).size,
    negative: members.filter(({ label }) => label === 'negative').length,
    neutral: members.filter(({ label }) => label === 'neutral').length,
    positive: members.filter(({ label }) => label === 'positive').length,
    unscored: members.filter(({ label }) => label === undefined).length,
  }))
  return counts.sort((a, b) =>
    facet === 'day' ? (a.key < b.key ? -1 : 1) : b.posts - a.posts || (a.key < b.key ? -1 : 1),
  )
}

function placesOf(post: StoredPost, facet: Facet, zone: string) {
  const own = post.sentiment?.label
  const towards = (label: SentimentLabel | undefined) =>
    post.sentiment?.confidence === 1 ? own : (label ?? own)
  switch (facet) {
    case 'query':
      return post.mentions.map((each) => ({
        key: each.query,
        label: towards(each.sentiment?.label),
      }))
    case 'role':
      return post.mentions.map((each) => ({
        key: each.role,
        label: towards(each.sentiment?.label),
      }))
    case 'day':
      return [{ key: dayOf(instantOf(post), zone), label: own }]
    case 'source':
      return [{ key: post.source, label: own }]
    case 'platform':
      return [{ key: post.platform, label: own }]
    case 'lang':
      return [{ key: post.analysis?.lang ?? post.lang ?? '', label: own }]
    default:
      return [
        { key: post.author?.handle ?? post.author?.name ?? post.author?.id ?? '', label: own },
      ]
  }
}

function instantOf(post: StoredPost): number {
  return Math.min(post.publishedAt ?? post.collectedAt, post.collectedAt)
}

function personOf(post: StoredPost): string {
  return post.author === undefined ? `post ${post.post}` : `${post.platform} ${post.author.id}`
}

function dayOf(instant: number, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(instant)
}

interface Said {
  readonly who: number
  readonly at: number
  readonly query: number
  readonly also: boolean
  readonly label: number
  readonly towards: number
  readonly source: number
  readonly text: number
  readonly muted: boolean
  readonly matched: boolean
  readonly version: number
}

const aSaying = fc.record<Said>({
  who: fc.integer({ min: 0, max: 4 }),
  at: fc.integer({ min: 0, max: 5 * 24 * 60 }),
  query: fc.integer({ min: 0, max: 2 }),
  also: fc.boolean(),
  label: fc.integer({ min: 0, max: 3 }),
  towards: fc.integer({ min: 0, max: 3 }),
  source: fc.integer({ min: 0, max: 1 }),
  text: fc.integer({ min: 0, max: 5 }),
  muted: fc.boolean(),
  matched: fc.boolean(),
  version: fc.integer({ min: 1, max: 2 }),
})

/** A post of few ids, so that the same ones come again with other words, feelings and mentions. */
function toPrepared(id: number, said: Said): PreparedPost {
  const mention = (at: number) => {
    const query = QUERIES[at % 3] as (typeof QUERIES)[number]
    const label = LABELS[said.towards]
    return aMention(query, {
      role: ROLES[query],
      version: said.version,
      ...(label === undefined ? {} : { sentiment: { label, score: 0.3, confidence: 0.7 } }),
    })
  }
  const mentions = said.matched
    ? [mention(said.query), ...(said.also ? [mention(said.query + 1)] : [])]
    : []
  const { author: _author, publishedAt: _publishedAt, ...bare } = aPost({ id: `p${id}` })
  return aMatch(
    { id: `p${id}` },
    {
      post: {
        ...bare,
        source: `source ${said.source}`,
        text: `${'the same words of all that say it '.repeat(4)} ${said.text}`,
        ...(said.who === 0 ? {} : { author: { id: `u${said.who}`, handle: `u${said.who}` } }),
        // Some have no date, and stand where they were collected.
        ...(said.at % 7 === 0 ? {} : { publishedAt: NOW - said.at * MINUTE - (said.at % 1000) }),
      },
      mentions,
      analysis: anAnalysis(said.also ? ['praise'] : [], LABELS[said.label]),
      muted: said.muted && said.text === 0,
      keepUntil: NOW + DAY,
    },
  )
}

type Step =
  | { readonly do: 'save'; readonly id: number; readonly said: Said }
  | { readonly do: 'reread' | 'correct' | 'erase'; readonly id: number; readonly said: Said }
  | { readonly do: 'undo' | 'scan' }

const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('save' as const),
      id: fc.integer({ min: 0, max: 20 }),
      said: aSaying,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('reread' as const, 'correct' as const, 'erase' as const),
      id: fc.integer({ min: 1, max: 12 }),
      said: aSaying,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('undo' as const, 'scan' as const, 'scan' as const),
    }),
  },
)

async function take(store: Store, step: Step): Promise<void> {
  switch (step.do) {
    case 'save':
      await store.savePages([aPage([toPrepared(step.id, step.said)])])
      return
    case 'scan': {
      // The end of a scan rolls up what changed since.
      const scan = await store.startScan()
      await store.endScan(scan, { added: 0, matched: 0, failed: [] })
      return
    }
    case 'undo':
      await store.undo('kim')
      return
    case 'correct': {
      const sentiment = LABELS[step.said.label] ?? 'neutral'
      await store.triage({ type: 'correct', sentiment }, [step.id], 'kim')
      return
    }
    case 'reread': {
      const { mentions, analysis } = toPrepared(step.id, step.said)
      await store.reread([{ post: step.id, mentions, ...(analysis ? { analysis } : {}) }])
      return
    }
    case 'erase': {
      const [author] = await store.findAuthors(`u${step.id % 5}`)
      if (author !== undefined && step.said.also) await store.forget([author.author], 'kim')
    }
  }
}

async function compare(store: Store, period: Period, zone: string): Promise<void> {
  const request = { now: NOW, zone, period }
  const counts = await store.allFacets(FACETS, request)
  for (const facet of FACETS)
    expect(counts[facet]).toEqual(await countDirectly(store, facet, request))
  expect((await store.voices(request)).map(plain)).toEqual(await voicesDirectly(store, request))
}

function plain(voice: Voice) {
  const { person: _person, ...rest } = voice
  return { ...rest, intents: [...rest.intents].sort() }
}

async function voicesDirectly(store: Store, request: SearchRequest) {
  const voices: ReturnType<typeof plain>[] = []
  for await (const post of store.stream(request)) {
    if (post.side !== 'theirs') continue
    voices.push({
      post: post.post,
      at: instantOf(post),
      source: post.source,
      platform: post.platform,
      cluster: post.cluster ?? post.post,
      sentiment: post.sentiment?.label,
      corrected: post.sentiment?.confidence === 1,
      mentions: post.mentions.map(({ query, version, sentiment }) => ({
        query,
        version,
        sentiment: sentiment?.label,
      })),
      intents: (post.analysis?.intents ?? []).map(({ name }) => name).sort(),
    })
  }
  return voices
}

it('gives the figures of a count of every post, whatever happens to the posts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(aStep, { minLength: 5, maxLength: 40 }),
      fc.constantFrom(...ZONES),
      fc.integer({ min: 0, max: 6 * 24 * 60 }),
      fc.integer({ min: 1, max: 6 * 24 * 60 * 60 }),
      async (steps, zone, ago, seconds) => {
        const store = await stores.open()
        const to = NOW + HOUR - ago * MINUTE + (ago % 3)
        for (const [at, step] of steps.entries()) {
          await take(store, step)
          if (at % 10 === 9) await compare(store, { from: to - seconds * 1000, to }, zone)
        }
        await compare(store, { from: NOW - 30 * DAY, to: NOW + HOUR }, zone)
        const { problems } = await store.check()
        expect(problems.filter(({ detail }) => detail.includes('roll-up'))).toEqual([])
        await store.close()
      },
    ),
    { numRuns: 25 },
  )
})
