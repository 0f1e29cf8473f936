import { decideOpening } from '../ledger/opening.ts'
import type { Policy } from '../model/config.ts'
import type { Analysis, Hit, Mention, Role, Sentiment } from '../model/mention.ts'
import { ADDRESSED_QUERY } from '../model/mention.ts'
import type { Instant, Post } from '../model/post.ts'
import type { PreparedPost } from '../store/store.ts'
import type { Sides } from './sides.ts'

/** What a matched query is known by. */
export interface QueryMatch {
  readonly query: string
  readonly role: Role
  readonly version: number
  readonly hits: readonly Hit[]
}

/** What preparing a post needs; all of it pure. */
export interface Knowledge {
  readonly match: (post: Post) => readonly QueryMatch[]
  readonly analyse: (
    post: Post,
    matches: readonly QueryMatch[],
  ) => Analysis & { readonly targets: Readonly<Record<string, Sentiment>> }
  readonly asksSomething: (text: string) => boolean
  readonly sides: Sides
  readonly policy: Policy
  readonly isMuted: (post: Post) => boolean
}

export interface PostCircumstances {
  /** The channel or source says that its posts are addressed to us. */
  readonly addressedChannel: boolean
  /** The post answers one of ours. */
  readonly answersUs: boolean
  /** The stored post is the same: its analysis stands. */
  readonly unchanged: boolean
  /** Kept until then although nothing matches. */
  readonly keepUntil?: Instant
}

/** Decides what a post is to us: side, addressed, mentions, feeling, intents, and whether it opens a thread. */
export function preparePost(
  post: Post,
  circumstances: PostCircumstances,
  knowledge: Knowledge,
): PreparedPost {
  const side = knowledge.sides.sideOf(post)
  const addressed = side === 'theirs' && isAddressed(post, circumstances, knowledge)
  const matches = knowledge.match(post)
  const concerns = matches.length > 0 || addressed || side !== 'theirs'
  const analysis =
    concerns && !circumstances.unchanged ? knowledge.analyse(post, matches) : undefined
  const mentions = toMentions(matches, addressed, analysis?.targets ?? {})
  const opening =
    side === 'theirs' && analysis
      ? openingOf(post, mentions, addressed, analysis, knowledge)
      : undefined
  return {
    post,
    side,
    addressed,
    mentions,
    ...(knowledge.isMuted(post) ? { muted: true } : {}),
    ...(analysis ? { analysis: withoutTargets(analysis) } : {}),
    ...(opening ? { opening } : {}),
    ...(side === 'ours' ? { asks: knowledge.asksSomething(post.text) } : {}),
    ...(circumstances.keepUntil === undefined ? {} : { keepUntil: circumstances.keepUntil }),
  }
}

function isAddressed(post: Post, circumstances: PostCircumstances, knowledge: Knowledge): boolean {
  return circumstances.addressedChannel || circumstances.answersUs || knowledge.sides.isToUs(post)
}

/** Only what talks about the brand opens a thread, and only while somebody may wait for an answer. */
function openingOf(
  post: Post,
  mentions: readonly Mention[],
  addressed: boolean,
  analysis: Analysis,
  knowledge: Knowledge,
) {
  if (!mentions.some(({ role }) => role === 'brand')) return undefined
  if (!addressed && isOld(post, knowledge.policy)) return undefined
  const { intents, sentiment } = analysis
  return decideOpening(
    { addressed, intents, ...(sentiment ? { sentiment } : {}) },
    knowledge.policy,
  )
}

function isOld(post: Post, policy: Policy): boolean {
  const { maxAgeMs } = policy.opening
  if (maxAgeMs === undefined || post.publishedAt === undefined) return false
  return post.collectedAt - post.publishedAt > maxAgeMs
}

function toMentions(
  matches: readonly QueryMatch[],
  addressed: boolean,
  targets: Readonly<Record<string, Sentiment>>,
): readonly Mention[] {
  const mentions = matches.map((match): Mention => {
    const sentiment = targets[match.query]
    return { ...match, ...(sentiment ? { sentiment } : {}) }
  })
  return addressed
    ? [...mentions, { query: ADDRESSED_QUERY, role: 'brand', version: 1, hits: [] }]
    : mentions
}

function withoutTargets(analysis: Analysis & { readonly targets: unknown }): Analysis {
  const { targets: _targets, ...rest } = analysis
  return rest
}
