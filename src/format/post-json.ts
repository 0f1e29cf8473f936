import type { Analysis, Mention, Sentiment } from '../model/mention.ts'
import type { Author, Media, Post, Side } from '../model/post.ts'
import type { ZoneClock } from './time.ts'

/** What a post is written from: a post alone, or with what the store and the analysis know of it. */
export interface PostForJson extends Post {
  readonly post?: number
  readonly side?: Side
  readonly addressed?: boolean
  readonly status?: string
  readonly flags?: readonly string[]
  readonly labels?: readonly string[]
  readonly assigned?: string
  readonly cluster?: number
  readonly copies?: number
  readonly sentiment?: Sentiment
  readonly analysis?: Analysis
  readonly mentions?: readonly Mention[]
}

/** The post as data: one JSON object, times in ISO 8601 with offset, what is unknown left out. */
export interface PostJson {
  readonly post?: number
  readonly platform: string
  readonly source: string
  readonly id: string
  readonly url?: string
  readonly kind: string
  readonly title?: string
  readonly text: string
  readonly author?: Author
  readonly published?: string
  readonly published_precision: string
  readonly edited?: string
  readonly collected: string
  readonly lang?: string
  readonly thread?: string
  readonly parent?: string
  readonly to?: readonly string[]
  readonly rating?: number
  readonly likes?: number
  readonly replies?: number
  readonly shares?: number
  readonly views?: number
  readonly tags?: readonly string[]
  readonly links?: readonly string[]
  readonly media?: readonly Media[]
  readonly sentiment?: Sentiment
  readonly intents?: readonly { readonly name: string; readonly confidence: number }[]
  readonly mentions?: readonly MentionJson[]
  readonly side?: string
  readonly addressed?: boolean
  readonly status?: string
  readonly flags?: readonly string[]
  readonly labels?: readonly string[]
  readonly assigned?: string
  readonly cluster?: number
  readonly copies?: number
}

export interface MentionJson {
  readonly query: string
  readonly role: string
  readonly hits: readonly { readonly field: string; readonly start: number; readonly end: number }[]
  readonly sentiment?: Sentiment
}

/** Keys come in the order of the documentation; undefined ones are left out by JSON.stringify and here alike. */
export function postToJson(post: PostForJson, clock: ZoneClock): PostJson {
  const iso = (instant: number | undefined) =>
    instant === undefined ? undefined : clock.iso(instant)
  return withoutUnknown({
    post: post.post,
    platform: post.platform,
    source: post.source,
    id: post.id,
    url: post.url,
    kind: post.kind,
    title: post.title,
    text: post.text,
    author: post.author === undefined ? undefined : authorJson(post.author),
    published: iso(post.publishedAt),
    published_precision: post.publishedPrecision,
    edited: iso(post.editedAt),
    collected: clock.iso(post.collectedAt),
    lang: post.analysis?.lang ?? post.lang,
    thread: post.thread,
    parent: post.parent,
    to: post.to,
    rating: post.rating,
    likes: post.likes,
    replies: post.replies,
    shares: post.shares,
    views: post.views,
    tags: post.tags,
    links: post.links,
    media: post.media,
    ...knownJson(post),
  }) as unknown as PostJson
}

function authorJson(author: Author): Author {
  const { id, handle, name, url, followers } = author
  return withoutUnknown({ id, handle, name, url, followers }) as unknown as Author
}

/** What analysis and store add. */
function knownJson(post: PostForJson): Partial<Record<keyof PostJson, unknown>> {
  const sentiment = post.sentiment ?? post.analysis?.sentiment
  return {
    sentiment: sentiment === undefined ? undefined : sentimentJson(sentiment),
    intents: post.analysis?.intents.map(({ name, confidence }) => ({
      name,
      confidence: round(confidence),
    })),
    mentions: post.mentions?.map(mentionJson),
    side: post.side,
    addressed: post.addressed,
    status: post.status,
    flags: post.flags,
    labels: post.labels,
    assigned: post.assigned,
    cluster: post.cluster,
    copies: post.copies,
  }
}

function mentionJson(mention: Mention): MentionJson {
  const { query, role, hits, sentiment } = mention
  return {
    query,
    role,
    hits: hits.map(({ field, start, end }) => ({ field, start, end })),
    ...(sentiment === undefined ? {} : { sentiment: sentimentJson(sentiment) }),
  }
}

function sentimentJson({ label, score, confidence }: Sentiment): Sentiment {
  return { label, score: round(score), confidence: round(confidence) }
}

/** Three digits say all that a score knows. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000 + 0
}

function withoutUnknown(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
