import { asksThem, hashParent } from '../dialogue/advice.ts'
import { readDraftFile, writeDraftFile } from '../dialogue/draft-text.ts'
import { adviseOn, readReplyContext, recordReply } from '../dialogue/reply.ts'
import type { Instant } from '../model/post.ts'
import type { Store, TriageAction, TriageResult } from '../store/store.ts'
import { nameOf } from './rows.ts'
import type { DraftInHand } from './state.ts'

export interface WriterSettings {
  readonly actor: string
  readonly zone: string
  readonly now: () => Instant
}

/** What was taken back or done again. */
export interface Undone {
  readonly description: string
  readonly posts: readonly number[]
}

/** Everything that the screen writes; a lock that another process holds is waited for here, never by a key. */
export interface Writer {
  triage(action: TriageAction, posts: readonly number[]): Promise<TriageResult>
  merge(posts: readonly number[]): Promise<TriageResult>
  split(posts: readonly number[]): Promise<TriageResult>
  undo(): Promise<Undone | undefined>
  redo(): Promise<Undone | undefined>
  /** The file for the editor: the latest draft for the post, if there is one, and what the writer should know. */
  beginReply(post: number): Promise<string>
  /** Keeps what the editor left as a draft; undefined where nothing was written. */
  keepReply(post: number, file: string): Promise<Omit<DraftInHand, 'obstacle'> | undefined>
  record(post: number, text?: string): Promise<void>
  drop(draft: number): Promise<boolean>
}

export function createWriter(store: Store, settings: WriterSettings): Writer {
  const { actor, zone, now } = settings
  return {
    triage: (action, posts) => store.triage(action, posts, actor),
    merge: (posts) => store.mergeThreads(posts, actor),
    split: (posts) => store.splitPosts(posts, actor),
    undo: () => store.undo(actor),
    redo: () => store.redo(actor),
    beginReply: async (post) => {
      const draft = await latestDraft(store, post)
      return writeDraftFile(
        draft?.text ?? '',
        await readReplyContext(store, { post, now: now(), zone }),
      )
    },
    keepReply: (post, file) => keepReply(store, settings, post, readDraftFile(file)),
    record: (post, text) =>
      recordReply(store, { post, at: now(), actor, ...(text === undefined ? {} : { text }) }),
    drop: (draft) => store.dropDraft(draft),
  }
}

async function latestDraft(store: Store, post: number) {
  const [draft] = await store.outbox({ post, states: ['draft', 'failed'], limit: 1 })
  return draft
}

/** A text that is too long for the site is kept as well: nothing that was written may be lost. */
async function keepReply(
  store: Store,
  { actor, zone, now }: WriterSettings,
  number: number,
  text: string,
): Promise<Omit<DraftInHand, 'obstacle'> | undefined> {
  if (text === '') return undefined
  const post = await store.post(number)
  const old = await latestDraft(store, number)
  const entry = await store.saveDraft(
    { post: number, source: post.source, text, asks: asksThem(text), parentHash: hashParent(post) },
    actor,
  )
  if (old !== undefined && old.id !== entry.id && old.actor === actor) await store.dropDraft(old.id)
  const advice = await adviseOn(store, { post: number, text, now: now(), zone })
  return {
    id: entry.id,
    post: number,
    text,
    who: nameOf(post),
    advice,
    ...(post.url === undefined ? {} : { url: post.url }),
  }
}
