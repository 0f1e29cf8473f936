import type { Policy } from '../src/model/config.ts'
import type { Mention } from '../src/model/mention.ts'
import type { PreparedPost } from '../src/store/store.ts'

export const BENCH_POLICY: Policy = {
  version: 'bench',
  targets: [{ firstMinutes: 60, nextMinutes: 60, clock: 'wall' }],
  calendar: { zone: 'UTC', week: [], holidays: [] },
  opening: { intents: ['complaint', 'question'], confidence: 0.6, lookConfidence: 0.4 },
}

/** A small generator of even numbers in [0, 1); the same seed gives the same posts (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Word lengths and frequencies as in a language: few words very often, most of them rarely (Zipf). */
function makeDictionary(next: () => number, size: number): readonly string[] {
  const letters = 'etaoinshrdlucmfwypvbgkjqxz'
  const words = new Set<string>()
  while (words.size < size) {
    const length = 2 + Math.floor(next() * 9)
    let word = ''
    for (let at = 0; at < length; at++) word += letters[Math.floor(next() ** 2 * letters.length)]
    words.add(word)
  }
  return [...words]
}

export interface GeneratorOptions {
  readonly count: number
  readonly seed: number
  readonly now: number
  readonly days: number
  /** Posts that open a thread: this share, 0 to 1. */
  readonly opened?: number
}

const QUERIES = ['acme', 'globex', 'initech'] as const

/** Posts of about 30 words, oldest first: three queries, one in ten opens a thread, one in thirty answers one. */
export function* generate(options: GeneratorOptions): Generator<PreparedPost> {
  const { count, seed, now, days, opened = 0.1 } = options
  const next = randomNumbers(seed)
  const dictionary = makeDictionary(next, 30_000)
  const zipf = () => dictionary[Math.floor(dictionary.length ** next()) - 1] ?? 'the'
  const begin = now - days * 86_400_000
  for (let at = 0; at < count; at++) {
    const query = QUERIES[next() < 0.6 ? 0 : next() < 0.75 ? 1 : 2]
    const words = Array.from({ length: 15 + Math.floor(next() * 30) }, zipf)
    const place = Math.floor(next() * words.length)
    words[place] = query
    if (next() < 0.05) words[place + 1] = 'phone'
    if (next() < 0.02) words[place + 3] = 'broken'
    yield toPrepared(
      at,
      words,
      query,
      place,
      begin + Math.floor((at / count) * days * 86_400_000),
      next,
      opened,
      now,
    )
  }
}

export function generatePosts(options: GeneratorOptions): PreparedPost[] {
  return [...generate(options)]
}

function toPrepared(
  at: number,
  words: readonly string[],
  query: (typeof QUERIES)[number],
  place: number,
  publishedAt: number,
  next: () => number,
  opened: number,
  now: number,
): PreparedPost {
  const text = words.join(' ')
  const start = words.slice(0, place).join(' ').length + (place === 0 ? 0 : 1)
  const opens = next() < opened
  const label = next() < 0.25 ? 'negative' : next() < 0.6 ? 'neutral' : 'positive'
  const answers = !opens && at > 100 && next() < 1 / 30
  const author = Math.floor(next() ** 2 * 200_000)
  const mention: Mention = {
    query,
    role: query === 'acme' ? 'brand' : 'competitor',
    version: 1,
    hits: [{ field: 'text', start, end: start + query.length }],
  }
  return {
    post: {
      platform: 'forum',
      source: `source-${at % 20}`,
      id: `p${at}`,
      url: `https://site${at % 300}.example/${at}`,
      kind: 'post',
      text,
      author: { id: `u${author}`, handle: `user${author}`, followers: author % 5000 },
      publishedAt,
      publishedPrecision: 'second',
      collectedAt: Math.min(now, publishedAt + 600_000),
      ...(answers ? { thread: `p${Math.floor(at * 0.9)}` } : {}),
      likes: Math.floor(next() * 50),
      replies: Math.floor(next() * 5),
    },
    side: 'theirs',
    addressed: opens && next() < 0.5,
    mentions: [mention],
    analysis: {
      version: 1,
      lang: 'en',
      sentiment: {
        label,
        score: label === 'negative' ? -0.6 : label === 'neutral' ? 0 : 0.6,
        confidence: 0.8,
      },
      intents: opens ? [{ name: next() < 0.5 ? 'complaint' : 'question', confidence: 0.9 }] : [],
    },
    ...(opens ? { opening: { opening: 'uncovered', rule: 'bench' } } : {}),
  }
}
