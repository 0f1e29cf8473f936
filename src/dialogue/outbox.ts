import { AppError, LockedError } from '../errors.ts'
import { foldThread } from '../ledger/fold.ts'
import type { Policy } from '../model/config.ts'
import type { Post } from '../model/post.ts'
import type { ReplyRequest, ReplyResult } from '../sources/source.ts'
import type { OutboxEntry } from '../store/dialogue-store.ts'
import type { Store } from '../store/store.ts'
import { hashParent } from './advice.ts'

/** Publishes one answer by one request that is never repeated. */
export type SendReply = (wanted: ReplyRequest) => Promise<ReplyResult>
/** Looks at the site whether an answer stands there. */
export type LookForReply = (wanted: ReplyRequest) => Promise<Post | undefined>

export interface Sending {
  readonly store: Store
  readonly id: number
  readonly send: SendReply
  /** A second person must have said yes to this draft. */
  readonly approval?: { readonly policy: Policy }
  /** The sender has seen that the post was edited since the draft was written. */
  readonly acceptEdit?: boolean
}

/**
 * Sends a draft at most once, whoever asks and however often: the row says "sending" before the request leaves, and one
 * caller in all processes gets to make it. What is not known afterwards is "unknown" and is never tried again unasked.
 * Throws an AppError where nothing was sent: the draft is kept.
 */
export async function sendDraft(sending: Sending): Promise<OutboxEntry> {
  const { store, id, send } = sending
  const entry = await store.outboxEntry(id)
  if (entry.state === 'sent') return entry
  await checkMaySend(sending, entry)
  const wanted = await toRequest(store, entry)
  const claim = await store.claimReply(id)
  if (!claim.taken) return explainRefusal(claim.entry, claim.pid)
  try {
    const at = claim.entry.triedAt ?? wanted.at
    return await store.finishReply(id, toOutcome(await tried(send, { ...wanted, at })))
  } finally {
    await claim.release()
  }
}

async function tried(
  send: SendReply,
  wanted: ReplyRequest,
): Promise<ReplyResult | { readonly thrown: unknown }> {
  try {
    return await send(wanted)
  } catch (thrown) {
    return { thrown }
  }
}

/** A source that breaks down in the middle says nothing about what the site has. */
function toOutcome(
  result: ReplyResult | { readonly thrown: unknown },
): Parameters<Store['finishReply']>[1] {
  if ('thrown' in result) {
    const { thrown } = result
    return { state: 'unknown', error: thrown instanceof Error ? thrown.message : String(thrown) }
  }
  if (result.outcome === 'sent') return { state: 'sent', post: result.post }
  return { state: result.outcome, error: result.error.message }
}

async function checkMaySend(sending: Sending, entry: OutboxEntry): Promise<void> {
  if (entry.state === 'unknown') throw unknownError(entry)
  if (entry.text.trim() === '')
    throw new AppError(`draft ${entry.id} is empty`, { hint: 'write it again with `listen reply`' })
  await checkParent(sending, entry)
  if (sending.approval !== undefined)
    await checkApproval(sending.store, entry, sending.approval.policy)
}

function unknownError(entry: OutboxEntry): AppError {
  return new AppError(`nobody knows whether draft ${entry.id} reached ${entry.source}`, {
    hint: `look with \`listen outbox look ${entry.id}\`; it is not sent again before that`,
  })
}

/** Nobody answers a post that is gone, or one that says something else by now, without having seen it. */
async function checkParent({ store, acceptEdit }: Sending, entry: OutboxEntry): Promise<void> {
  const post = await store.post(entry.post)
  if (post.goneAt !== undefined) {
    throw new AppError(
      `post ${entry.post} is gone from ${post.platform}; draft ${entry.id} is kept`,
    )
  }
  const isEdited = entry.parentHash !== undefined && entry.parentHash !== hashParent(post)
  if (isEdited && acceptEdit !== true) {
    throw new AppError(
      `post ${entry.post} was edited since the answer was written; draft ${entry.id} is kept`,
      {
        hint: `read it with \`listen show ${entry.post}\`, then send with --accept-edit`,
      },
    )
  }
}

async function checkApproval(store: Store, entry: OutboxEntry, policy: Policy): Promise<void> {
  if (entry.thread === undefined) return
  const { approvals } = foldThread((await store.thread(entry.thread)).events, policy, entry.thread)
  const isApproved = approvals.some(
    ({ draft, actor }) => draft === entry.id && actor !== entry.actor,
  )
  if (isApproved) return
  throw new AppError(`draft ${entry.id} waits for a second person's yes`, {
    hint: `somebody other than ${entry.actor} runs \`listen approve ${entry.id}\``,
  })
}

/** What is sent, to the byte; a dry run shows the same. */
export async function toRequest(store: Store, entry: OutboxEntry): Promise<ReplyRequest> {
  const { id, url, thread, parent, author } = await store.post(entry.post)
  return {
    to: {
      id,
      ...(url === undefined ? {} : { url }),
      ...(thread === undefined ? {} : { thread }),
      ...(parent === undefined ? {} : { parent }),
      ...(author === undefined ? {} : { author }),
    },
    text: entry.text,
    key: entry.key,
    at: entry.triedAt ?? entry.changedAt,
    ...(entry.lang === undefined ? {} : { lang: entry.lang }),
  }
}

function explainRefusal(entry: OutboxEntry, pid: number | undefined): OutboxEntry {
  if (entry.state === 'sent') return entry
  if (entry.state === 'sending') {
    throw new LockedError(
      `draft ${entry.id} is being sent${pid === undefined ? '' : ` by process ${pid}`}`,
    )
  }
  throw unknownError(entry)
}

/**
 * Resolves "unknown" by what stands on the site: sent where the answer is there, failed where it is not, so that it may
 * be sent again by hand under the same key. Other states are answered as they are.
 */
export async function lookForReply(
  store: Store,
  id: number,
  look: LookForReply,
): Promise<OutboxEntry> {
  const entry = await store.outboxEntry(id)
  if (entry.state !== 'unknown') return entry
  const post = await look(await toRequest(store, entry))
  return store.finishReply(
    id,
    post === undefined
      ? { state: 'failed', error: 'looked at the site: the answer is not there' }
      : { state: 'sent', post },
  )
}
