import type { CloseReason, LedgerEvent } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import type { PostFacts, Reply } from './conversation.ts'

/** A closing that stands: nobody reopened it by hand. */
export interface Closing {
  readonly event: number
  readonly at: Instant
  readonly actor: string
  readonly reason: CloseReason
}

/** The closings that no later `reopened` took back. Closing twice with nothing said between is one closing, the later. */
export function standingClosings(events: readonly LedgerEvent[]): readonly Closing[] {
  const closings: Closing[] = []
  let isQuiet = false
  for (const event of events) {
    if (event.type === 'post' || event.type === 'reopened') isQuiet = false
    if (event.type === 'reopened') closings.pop()
    else if (event.type === 'closed') {
      if (isQuiet) closings.pop()
      closings.push({ event: event.id, at: event.at, actor: event.actor, reason: event.reason })
      isQuiet = true
    }
  }
  return closings
}

/** The first standing closing that came after the post was known. */
export function settlingOf(post: PostFacts, closings: readonly Closing[]): Closing | undefined {
  return closings.find((closing) => closing.event > post.event || isDeaf(closing, post))
}

/** A thread that is not about us is not opened again by strangers who talk on in it. */
function isDeaf(closing: Closing, post: PostFacts): boolean {
  return (closing.reason === 'not-us' || closing.reason === 'spam') && !post.addressed
}

/** The post speaks after `event` was recorded, and no reply that was known by then answers it. */
export function isNewVoice(post: PostFacts, event: number, replies: readonly Reply[]): boolean {
  if (post.event <= event) return false
  return !replies.some((reply) => reply.event < post.event && reply.at >= post.at)
}
