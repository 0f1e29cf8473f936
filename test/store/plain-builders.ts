import type { Analysis, IntentName, Mention, SentimentLabel } from '../../src/model/mention.ts'
import type { Post } from '../../src/model/post.ts'
import type { ChannelRef, PageToSave, PreparedPost } from '../../src/store/store.ts'
import { POLICY } from './policy.ts'

export const NOW = Date.UTC(2026, 9, 1, 12)
export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

export { POLICY }

export const CHANNEL: ChannelRef = {
  platform: 'forum',
  key: 'news',
  source: 'forum',
  label: 'the forum',
}

export function aPost(more: Partial<Post> & { readonly id: string }): Post {
  return {
    platform: 'forum',
    source: 'forum',
    kind: 'post',
    text: `the text of ${more.id}`,
    publishedAt: NOW - HOUR,
    publishedPrecision: 'second',
    collectedAt: NOW,
    author: { id: `author of ${more.id}`, handle: `@${more.id}` },
    ...more,
  }
}

export function aMention(query = 'acme', more: Partial<Mention> = {}): Mention {
  return { query, role: 'brand', version: 1, hits: [{ field: 'text', start: 0, end: 3 }], ...more }
}

export function anAnalysis(intents: readonly IntentName[] = [], label?: SentimentLabel): Analysis {
  return {
    version: 1,
    lang: 'en',
    intents: intents.map((name) => ({ name, confidence: 0.9 })),
    ...(label === undefined
      ? {}
      : { sentiment: { label, score: label === 'negative' ? -0.8 : 0.8, confidence: 0.9 } }),
  }
}

/** A post that a query matched. */
export function aMatch(
  more: Partial<Post> & { readonly id: string },
  prepared: Partial<PreparedPost> = {},
): PreparedPost {
  return {
    post: aPost(more),
    side: 'theirs',
    addressed: false,
    mentions: [aMention()],
    ...prepared,
  }
}

/** A complaint that speaks to us and opens a thread. */
export function aComplaint(
  more: Partial<Post> & { readonly id: string },
  prepared: Partial<PreparedPost> = {},
): PreparedPost {
  return aMatch(more, {
    addressed: true,
    analysis: anAnalysis(['complaint'], 'negative'),
    opening: { opening: 'addressed', rule: 'addressed' },
    ...prepared,
  })
}

export function aReply(more: Partial<Post> & { readonly id: string }, asks = false): PreparedPost {
  return { post: aPost(more), side: 'ours', addressed: false, mentions: [], asks }
}

export function aPage(posts: readonly PreparedPost[], more: Partial<PageToSave> = {}): PageToSave {
  return { channel: CHANNEL, at: NOW, posts, last: true, ...more }
}

export const ALL = { now: NOW, zone: 'UTC' }
