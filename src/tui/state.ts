import type { LedgerEvent } from '../model/ledger.ts'
import type { StoredPost, ThreadState, TriageAction } from '../store/store.ts'
import type { ViewName } from './keymap.ts'

export type ActionName =
  | 'down'
  | 'up'
  | 'pageDown'
  | 'pageUp'
  | 'first'
  | 'last'
  | 'open'
  | 'back'
  | 'mark'
  | 'flag'
  | 'label'
  | 'note'
  | 'seen'
  | 'close'
  | 'reopen'
  | 'undo'
  | 'filter'
  | 'reload'
  | 'help'
  | 'quit'

export interface OpenedThread {
  readonly state: ThreadState
  readonly posts: readonly StoredPost[]
  readonly events: readonly LedgerEvent[]
}

export type PromptKind = 'filter' | 'label' | 'note' | 'close'

/** The one state of the screen; everything that is drawn comes from it. */
export interface State {
  readonly view: ViewName
  readonly posts: readonly StoredPost[]
  readonly cursor: number
  /** Numbers of marked posts; they survive a reload. */
  readonly marked: ReadonlySet<number>
  readonly filter: string
  readonly prompt?: { readonly kind: PromptKind; readonly text: string }
  readonly thread?: OpenedThread
  readonly message: string
  readonly isLoading: boolean
  readonly rows: number
  readonly columns: number
}

/** What happened: a key's action, typing into the prompt, or news from the store. */
export type Action =
  | { readonly type: 'do'; readonly name: ActionName }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'erase' }
  | { readonly type: 'submit' }
  | { readonly type: 'cancel' }
  | { readonly type: 'loaded'; readonly posts: readonly StoredPost[] }
  | { readonly type: 'threadLoaded'; readonly thread: OpenedThread | undefined }
  | { readonly type: 'said'; readonly message: string }
  | { readonly type: 'resized'; readonly rows: number; readonly columns: number }

/** What must be done outside: the reducer only asks for it. */
export type Effect =
  | { readonly type: 'load'; readonly filter: string }
  | { readonly type: 'loadThread'; readonly post: StoredPost }
  | { readonly type: 'triage'; readonly action: TriageAction; readonly posts: readonly number[] }
  | { readonly type: 'undo' }
  | { readonly type: 'quit' }

export interface Step {
  readonly state: State
  readonly effects: readonly Effect[]
}

export function initialState(rows: number, columns: number): State {
  return {
    view: 'list',
    posts: [],
    cursor: 0,
    marked: new Set(),
    filter: '',
    message: '',
    isLoading: true,
    rows,
    columns,
  }
}

/** Rows of the list: the screen less head, column line, message and foot. */
export function listRows(state: State): number {
  return Math.max(1, state.rows - 4)
}

/** Pure: the next state, and what to do outside. */
export function reduce(state: State, action: Action): Step {
  switch (action.type) {
    case 'do':
      return act({ ...state, message: '' }, action.name)
    case 'type':
      return still(
        state.prompt
          ? { ...state, prompt: { ...state.prompt, text: state.prompt.text + action.text } }
          : state,
      )
    case 'erase':
      return still(
        state.prompt
          ? { ...state, prompt: { ...state.prompt, text: withoutLast(state.prompt.text) } }
          : state,
      )
    case 'submit':
      return submit(state)
    case 'cancel':
      return still(withoutPrompt(state))
    case 'loaded':
      return still(loaded(state, action.posts))
    case 'threadLoaded':
      return still(action.thread ? { ...state, thread: action.thread } : state)
    case 'said':
      return still({ ...state, message: action.message, isLoading: false })
    case 'resized':
      return still({ ...state, rows: action.rows, columns: action.columns })
  }
}

const MOVES: Partial<Record<ActionName, (state: State) => number>> = {
  down: ({ cursor }) => cursor + 1,
  up: ({ cursor }) => cursor - 1,
  pageDown: (state) => state.cursor + listRows(state),
  pageUp: (state) => state.cursor - listRows(state),
  first: () => 0,
  last: ({ posts }) => posts.length - 1,
}

function act(state: State, name: ActionName): Step {
  const move = MOVES[name]
  if (move) return moveTo(state, move(state))
  return ACTIONS[name]?.(state) ?? still(state)
}

const ACTIONS: Partial<Record<ActionName, (state: State) => Step>> = {
  open: (state) =>
    withPost(state, (post) => ({
      state: withoutThread({ ...state, view: 'post' }),
      effects: [{ type: 'loadThread', post }],
    })),
  back: (state) => still(withoutThread({ ...state, view: 'list' })),
  mark: (state) =>
    withPost(state, (post) =>
      moveTo({ ...state, marked: toggled(state.marked, post.post) }, state.cursor + 1),
    ),
  flag: (state) =>
    withPost(state, (post) =>
      triage(state, { type: 'flag', flag: 'flag', on: !post.flags.includes('flag') }),
    ),
  seen: (state) => triage(state, { type: 'seen' }),
  reopen: (state) => triage(state, { type: 'reopen' }),
  label: (state) => withPost(state, () => still({ ...state, prompt: { kind: 'label', text: '' } })),
  note: (state) => withPost(state, () => still({ ...state, prompt: { kind: 'note', text: '' } })),
  close: (state) => withPost(state, () => still({ ...state, prompt: { kind: 'close', text: '' } })),
  filter: (state) => still({ ...state, prompt: { kind: 'filter', text: state.filter } }),
  undo: (state) => ({ state, effects: [{ type: 'undo' }] }),
  reload: (state) => ({
    state: { ...state, isLoading: true },
    effects: [{ type: 'load', filter: state.filter }],
  }),
  help: (state) => still({ ...state, view: 'help' }),
  quit: (state) => ({ state, effects: [{ type: 'quit' }] }),
}

function submit(state: State): Step {
  const { prompt } = state
  if (!prompt) return still(state)
  const text = prompt.text.trim()
  const rest = withoutPrompt(state)
  if (prompt.kind === 'filter') {
    return {
      state: { ...rest, filter: text, isLoading: true },
      effects: [{ type: 'load', filter: text }],
    }
  }
  if (text === '') return still(rest)
  if (prompt.kind === 'label') return triage(rest, { type: 'label', label: text, on: true })
  if (prompt.kind === 'note') return triage(rest, { type: 'note', text })
  return triage(rest, { type: 'close', reason: text })
}

/** The marked posts, else the one under the cursor. */
function triage(state: State, action: TriageAction): Step {
  const current = state.posts[state.cursor]
  const posts = state.marked.size > 0 ? [...state.marked] : current ? [current.post] : []
  if (posts.length === 0) return still(state)
  return { state: { ...state, marked: new Set() }, effects: [{ type: 'triage', action, posts }] }
}

/** New posts from the store leave the cursor on the post where it was. */
function loaded(state: State, posts: readonly StoredPost[]): State {
  const current = state.posts[state.cursor]?.post
  const found = posts.findIndex(({ post }) => post === current)
  const cursor = found >= 0 ? found : clamp(state.cursor, posts.length)
  return { ...state, posts, cursor, isLoading: false }
}

function moveTo(state: State, cursor: number): Step {
  const moved = { ...state, cursor: clamp(cursor, state.posts.length) }
  const post = moved.posts[moved.cursor]
  if (state.view !== 'post' || !post || moved.cursor === state.cursor) return still(moved)
  return { state: withoutThread(moved), effects: [{ type: 'loadThread', post }] }
}

function withPost(state: State, step: (post: StoredPost) => Step): Step {
  const post = state.posts[state.cursor]
  return post ? step(post) : still({ ...state, message: 'there is no post here' })
}

function withoutPrompt(state: State): State {
  const { prompt: _prompt, ...rest } = state
  return rest
}

function withoutThread(state: State): State {
  const { thread: _thread, ...rest } = state
  return rest
}

function withoutLast(text: string): string {
  return [...text].slice(0, -1).join('')
}

function toggled(set: ReadonlySet<number>, value: number): ReadonlySet<number> {
  const next = new Set(set)
  if (!next.delete(value)) next.add(value)
  return next
}

function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(value, length - 1))
}

function still(state: State): Step {
  return { state, effects: [] }
}
