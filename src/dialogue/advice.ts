import { createHash } from 'node:crypto'
import { mostSimilar, type SentReply } from '../metrics/shingles.ts'
import type { Instant } from '../model/post.ts'
import type { StoredPost } from '../store/store.ts'
import { type CheckItem, checkReply } from './checklist.ts'
import { type FoundPromise, findPromises } from './promise-dates.ts'

/** An earlier answer of ours, with whom it answered. */
export interface EarlierReply extends SentReply {
  readonly to?: string
}

/** How long a text is as the site counts, and what it allows. */
export interface MeasuredLength {
  readonly count: number
  readonly limit: number
  readonly unit: string
}

export interface AdviceRequest {
  readonly text: string
  readonly post: Pick<StoredPost, 'title' | 'text' | 'analysis' | 'author'>
  /** Our answers so far, in any order; the last 200 are compared. */
  readonly earlier: readonly EarlierReply[]
  readonly now: Instant
  readonly zone: string
  /** As the site counts; absent where it has no limit that we know. */
  readonly length?: MeasuredLength
}

/** What is said before sending. Only a text that is too long is refused; the rest is advice. */
export interface Advice {
  readonly similar?: {
    readonly similarity: number
    readonly at: Instant
    readonly to?: string
    readonly text: string
  }
  readonly checklist: readonly CheckItem[]
  readonly promises: readonly FoundPromise[]
  readonly length?: MeasuredLength & { readonly tooLong: boolean }
}

/** Under this likeness two answers merely share a language. */
const WORTH_SAYING = 0.3

export function adviseReply(request: AdviceRequest): Advice {
  const { text, post, earlier, now, zone, length } = request
  const promises = findPromises(text, now, zone)
  const similar = mostSimilar(text, namesOf(post), earlier)
  return {
    ...(similar === undefined || similar.similarity < WORTH_SAYING
      ? {}
      : { similar: describeSimilar(similar.reply, similar.similarity) }),
    checklist: checkReply({
      text,
      theirText: `${post.title ?? ''}\n${post.text}`,
      theirIntents: (post.analysis?.intents ?? []).map(({ name }) => name),
      hasPromise: promises.length > 0,
    }),
    promises,
    ...(length === undefined
      ? {}
      : { length: { ...length, tooLong: length.count > length.limit } }),
  }
}

/** Names of a person that say nothing about how personal an answer is. */
export function namesOf(post: Pick<StoredPost, 'author'>): readonly string[] {
  const { handle, name } = post.author ?? {}
  return [handle, name].flatMap((each) => (each === undefined ? [] : [each.replace(/^@/, '')]))
}

function describeSimilar(reply: EarlierReply, similarity: number): NonNullable<Advice['similar']> {
  return {
    similarity,
    at: reply.at,
    text: reply.text,
    ...(reply.to === undefined ? {} : { to: reply.to }),
  }
}

/** Tells whether the post is still as the writer of the answer saw it. */
export function hashParent(post: Pick<StoredPost, 'title' | 'text'>): string {
  return createHash('sha256')
    .update(`${post.title ?? ''}\u0000${post.text}`)
    .digest('base64url')
    .slice(0, 22)
}

/** Does our text ask them for something? Then the clock of the solution pauses until they speak. */
export function asksThem(text: string): boolean {
  return /[?？؟]/u.test(text.replaceAll(/https?:\/\/\S+/giu, ' '))
}
