import type { Policy } from '../model/config.ts'
import type { Opening } from '../model/ledger.ts'
import { type Conversation, type PostFacts, strongestOpening } from './conversation.ts'

/** Who is asked and what may wait, for one thread. */
export interface Needs {
  readonly opening: Opening | undefined
  /** Posts that want an answer, in order of publication. */
  readonly posts: readonly PostFacts[]
}

/** `inherited` is the opening of the thread that this one was split from. */
export function findNeeds(conversation: Conversation, policy: Policy, inherited?: Opening): Needs {
  const theirs = conversation.posts.filter((post) => post.side === 'theirs')
  const posts = theirs.filter((post) => needsAnswer(post, policy))
  const opening = strongestOpening([
    conversation.opened ?? inherited,
    ...theirs.map((post) => post.opened),
    ...posts.map((post) => (post.addressed ? 'addressed' : 'uncovered')),
  ])
  if (posts.length > 0 || opening === undefined) return { opening, posts }
  const opener = theirs.find((post) => post.opened !== undefined) ?? theirs[0]
  return { opening, posts: opener === undefined || isDismissed(opener, policy) ? [] : [opener] }
}

/**
 * Who speaks to us is always heard; of the others a person's correction decides first, then the decision that was
 * recorded when the post came in, then its intents. A classifier never silences somebody who addressed us.
 */
export function needsAnswer(post: PostFacts, policy: Policy): boolean {
  if (post.side !== 'theirs') return false
  if (isDismissed(post, policy)) return false
  if (post.addressed || post.corrected.intents) return true
  if (post.opened !== undefined) return post.opened !== 'look'
  return wantsAnswer(post, policy)
}

/** A person said that this is noise, or, of a post that does not speak to us, that it asks nothing. */
function isDismissed(post: PostFacts, policy: Policy): boolean {
  if (!post.corrected.intents) return false
  return post.addressed ? post.intents.includes('spam') : !wantsAnswer(post, policy)
}

function wantsAnswer(post: PostFacts, policy: Policy): boolean {
  return (
    !post.intents.includes('spam') &&
    post.intents.some((intent) => policy.opening.intents.includes(intent))
  )
}
