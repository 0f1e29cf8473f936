import { UsageError } from '../errors.ts'
import { CLOSE_REASONS } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'
import { parseQuery } from '../query/parser.ts'
import type { Store, StoredPost, TriageAction } from '../store/store.ts'
import type { OpenedThread } from './state.ts'

/** So many posts the list holds; the filter narrows it. */
const MOST_POSTS = 500

/** What the screen may ask of the world outside. */
export interface Desk {
  now(): Instant
  load(filter: string): Promise<readonly StoredPost[]>
  thread(post: StoredPost): Promise<OpenedThread | undefined>
  /** Answers what was done, in words. */
  triage(action: TriageAction, posts: readonly number[]): Promise<string>
  undo(): Promise<string>
}

export interface DeskParts {
  readonly store: Store
  readonly actor: string
  readonly zone: string
  readonly fragments: Readonly<Record<string, string>>
  readonly now: () => Instant
}

export function createDesk({ store, actor, zone, fragments, now }: DeskParts): Desk {
  return {
    now,
    load: async (filter) => {
      const tree = filter === '' ? undefined : readFilter(filter, fragments)
      return store.search({ now: now(), zone, limit: MOST_POSTS, ...(tree ? { tree } : {}) })
    },
    thread: async (post) =>
      post.threadNumber === undefined ? undefined : store.thread(post.threadNumber),
    triage: async (action, posts) => {
      checkReason(action)
      const { changed } = await store.triage(action, posts, actor)
      return changed.length === 0
        ? 'nothing changed'
        : `${action.type}: ${changed.length} ${changed.length === 1 ? 'post' : 'posts'} (u takes it back)`
    },
    undo: async () => {
      const undone = await store.undo(actor)
      return undone ? `taken back: ${undone.description}` : 'there is nothing to take back'
    },
  }
}

function readFilter(filter: string, fragments: Readonly<Record<string, string>>) {
  const { tree, problems } = parseQuery(filter, { context: 'view', fragments })
  const error = problems.find(({ severity }) => severity === 'error')
  if (error)
    throw new UsageError(`${error.code}: ${error.message}${error.fixit ? ` (${error.fixit})` : ''}`)
  return tree
}

function checkReason(action: TriageAction): void {
  if (action.type !== 'close' || (CLOSE_REASONS as readonly string[]).includes(action.reason))
    return
  throw new UsageError(`"${action.reason}" is no reason; use ${CLOSE_REASONS.join(', ')}`)
}
