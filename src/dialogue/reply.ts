import { AppError } from '../errors.ts'
import { createZoneClock, formatDue, formatRelative } from '../format/time.ts'
import { COMPARED_REPLIES } from '../metrics/shingles.ts'
import type { Instant } from '../model/post.ts'
import type { OutboxEntry, PersonSummary } from '../store/dialogue-store.ts'
import type { Store, StoredPost, ThreadState } from '../store/store.ts'
import { type Advice, adviseReply, asksThem, hashParent, namesOf } from './advice.ts'
import type { DraftContext } from './draft-text.ts'
import { lengthOn } from './reply-limits.ts'

export interface ReplyRequest {
  readonly post: number
  readonly now: Instant
  readonly zone: string
}

const SHOWN_POSTS = 12

/** What the writer of an answer should have before them: the conversation, the clock, the person, notes, promises. */
export async function readReplyContext(store: Store, request: ReplyRequest): Promise<DraftContext> {
  const { now, zone } = request
  const post = await store.post(request.post)
  const minute = createZoneClock(zone).minute
  const thread = post.threadNumber === undefined ? undefined : await store.thread(post.threadNumber)
  const person = (await store.peopleOf([post.post])).get(post.post)
  const tell = (each: StoredPost) =>
    `${minute(instantOf(each))}  ${speaker(each)}${each.post === post.post ? ' (this one)' : ''}\n${bodyOf(each)}`
  const sections = [
    { heading: 'The conversation', lines: (thread?.posts ?? [post]).slice(-SHOWN_POSTS).map(tell) },
    {
      heading: 'The clock',
      lines: thread === undefined ? [] : clockLines(thread.state, now, minute),
    },
    {
      heading: 'Who it is',
      lines: person === undefined ? [] : await personLines(store, person, post, now),
    },
    {
      heading: 'Notes',
      lines: (thread?.posts ?? [post]).flatMap((each) =>
        each.notes.map((note) => `${minute(note.at)}  ${note.actor}: ${note.text}`),
      ),
    },
  ]
  return {
    title: `Answer to ${speaker(post)} on ${post.platform}${post.url === undefined ? '' : `, ${post.url}`}`,
    sections: sections.filter(({ lines }) => lines.length > 0),
  }
}

function instantOf(post: StoredPost): Instant {
  return post.publishedAt ?? post.collectedAt
}

function speaker(post: StoredPost): string {
  const name = post.author?.name ?? post.author?.handle ?? 'somebody'
  return post.side === 'ours' ? `${name} (us)` : name
}

function bodyOf(post: StoredPost): string {
  return [post.title, post.text].filter((part) => part !== undefined && part !== '').join('\n')
}

function clockLines(
  state: ThreadState,
  now: Instant,
  minute: (at: Instant) => string,
): readonly string[] {
  return [
    ...(state.waitingSince === undefined ? [] : [`waits since ${minute(state.waitingSince)}`]),
    ...(state.dueAt === undefined
      ? []
      : [`answer due ${minute(state.dueAt)}: ${formatDue(state.dueAt, now)}`]),
    ...(state.promiseDueAt === undefined
      ? []
      : [`we promised something for ${minute(state.promiseDueAt)}`]),
  ]
}

const SHOWN_EARLIER = 3

async function personLines(
  store: Store,
  person: PersonSummary,
  post: StoredPost,
  now: Instant,
): Promise<readonly string[]> {
  const earlier = (await store.personPosts(person.person, SHOWN_EARLIER + 20)).filter(
    (each) => each.post !== post.post && each.threadNumber !== post.threadNumber,
  )
  const counts = `${person.posts} posts that concern us: ${person.positive} happy, ${person.negative} unhappy`
  return [
    person.firstAt === undefined
      ? counts
      : `${counts}; first ${formatRelative(person.firstAt, now)}`,
    ...earlier
      .slice(0, SHOWN_EARLIER)
      .map((each) => `${formatRelative(instantOf(each), now)}: ${bodyOf(each).slice(0, 160)}`),
  ]
}

/** What is said about a text before it is sent. */
export async function adviseOn(
  store: Store,
  request: ReplyRequest & { readonly text: string },
): Promise<Advice> {
  const { text, now, zone } = request
  const post = await store.post(request.post)
  const replies = await store.ourReplies(COMPARED_REPLIES)
  const length = lengthOn(post.platform, text)
  return adviseReply({
    text,
    post,
    now,
    zone,
    earlier: replies.map((reply) => ({
      at: instantOf(reply),
      text: reply.text,
      names: [...(reply.to ?? []), ...namesOf(reply)],
      ...(reply.to?.[0] === undefined ? {} : { to: reply.to[0] }),
    })),
    ...(length === undefined ? {} : { length }),
  })
}

/** Keeps the draft with the post as it is seen now. Throws an AppError where the text is empty or too long for the site. */
export async function keepDraft(
  store: Store,
  draft: {
    readonly post: number
    readonly text: string
    readonly source?: string
    readonly actor: string
  },
): Promise<OutboxEntry> {
  const post = await store.post(draft.post)
  const text = draft.text.trim()
  if (text === '') throw new AppError('the answer is empty; nothing was kept')
  const length = lengthOn(post.platform, text)
  if (length !== undefined && length.count > length.limit) {
    throw new AppError(
      `the answer has ${length.count} ${length.unit}, and ${post.platform} takes ${length.limit}`,
      {
        hint: 'shorten it, or answer in several posts',
      },
    )
  }
  return store.saveDraft(
    {
      post: post.post,
      source: draft.source ?? post.source,
      text,
      asks: asksThem(text),
      parentHash: hashParent(post),
    },
    draft.actor,
  )
}

/** Records an answer that was made elsewhere, in words or by its time alone. */
export async function recordReply(
  store: Store,
  reply: {
    readonly post: number
    readonly text?: string
    readonly at: Instant
    readonly actor: string
  },
): Promise<void> {
  const post = await store.post(reply.post)
  if (post.threadNumber === undefined)
    await store.triage({ type: 'seen' }, [post.post], reply.actor)
  const thread = (await store.post(reply.post)).threadNumber
  if (thread === undefined) throw new AppError(`post ${reply.post} is in no thread`)
  const text = reply.text === undefined ? undefined : await store.saveText(reply.text, reply.post)
  await store.appendEvents(
    thread,
    [
      {
        type: 'reply_recorded',
        publishedAt: reply.at,
        asks: reply.text !== undefined && asksThem(reply.text),
        ...(text === undefined ? {} : { text }),
      },
    ],
    reply.actor,
  )
}
