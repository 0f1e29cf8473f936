import type { Advice } from '../dialogue/advice.ts'
import type { Instant } from '../model/post.ts'
import type { ListPage, ListRequest, PostRow, Row, StoreNews, ThreadView } from './data.ts'
import type { Deed, DeedContext } from './deeds.ts'
import type { ActionName, ViewName } from './keymap.ts'

/** A tab: the queue, a saved view, people … */
export interface Tab {
  readonly id: string
  readonly title: string
  readonly kind: ListRequest['kind'] | 'dashboard'
  /** The saved view's own expression. */
  readonly expression?: string
  /** What to do when it is empty. */
  readonly empty: string
}

/** Rows above the held ones that were let go: where they began, and how many they were. */
export interface SkippedRows {
  /** The post before the first of them; absent: the list begins with them. */
  readonly before?: number
  /** The last of them. */
  readonly last: number
  readonly rows: number
}

/** The rows of one tab: all of them, or of a long list those around the cursor. */
export interface List {
  readonly rows: readonly Row[]
  /** In the order of the list, a page each. */
  readonly skipped: readonly SkippedRows[]
  readonly cursor: number
  /** The first row on the screen. */
  readonly top: number
  readonly more: boolean
  readonly isLoading: boolean
  readonly isLoaded: boolean
  readonly filter: string
  /** Why the filter cannot be read. */
  readonly problem?: string
  /** Answers to older questions are dropped. */
  readonly asked: number
}

/** What rows are asked for: the list from its beginning, or those behind or before the held ones. */
export type ListPart = 'start' | 'behind' | 'ahead'

export type Page =
  | { readonly kind: 'tab' }
  | {
      readonly kind: 'thread'
      readonly post: number
      readonly top: number
      readonly search: string
      /** Which of the found lines is the present one. */
      readonly hit: number
    }
  | {
      readonly kind: 'help' | 'log'
      readonly top: number
      readonly search: string
      readonly hit: number
    }
  | { readonly kind: 'advice'; readonly top: number; readonly draft: DraftInHand }

/** An answer that was written and is kept, before it is sent. */
export interface DraftInHand {
  readonly id: number
  readonly post: number
  readonly text: string
  readonly who: string
  readonly advice: Advice
  /** Why this program cannot send it; absent: it can. */
  readonly obstacle?: string
  readonly url?: string
}

export interface Prompt {
  /** `verb`: a word of the `:` line that is asked for its rest. */
  readonly kind: 'filter' | 'search' | 'command' | 'verb'
  readonly verb?: string
  readonly text: string
  /** Where the caret stands, in UTF-16 units. */
  readonly at: number
  /** What was there before, for escape. */
  readonly before: string
  /** The completion that is shown, and the text that it came from. */
  readonly offered?: { readonly from: string; readonly index: number }
  readonly recalled?: number
}

export interface Message {
  readonly text: string
  readonly kind: 'info' | 'error'
}

/** The one state of the screen; everything that is drawn comes from it. */
export interface State {
  readonly rows: number
  readonly columns: number
  readonly now: Instant
  readonly actor: string
  readonly context: Omit<DeedContext, 'now' | 'tabs'>
  readonly tabs: readonly Tab[]
  readonly tab: number
  readonly lists: Readonly<Record<string, List>>
  readonly page: Page
  /** Pages to come back to, the latest last. */
  readonly under: readonly Page[]
  /** Numbers of marked posts; they survive a reload. */
  readonly marked: ReadonlySet<number>
  /** The other end of the range, as a post's number. */
  readonly anchor?: number
  readonly places: Readonly<Record<string, { readonly tab: number; readonly post: number }>>
  readonly prompt?: Prompt
  readonly count: string
  readonly pending?: 'place' | 'jump'
  readonly batch: boolean
  readonly last?: Deed
  readonly message: Message
  readonly log: readonly (Message & { readonly at: Instant })[]
  readonly fresh: number
  readonly thread?: ThreadView
  readonly report?: readonly string[]
  readonly scan?: string
  readonly past: readonly string[]
  readonly asked: number
  readonly isBusy: boolean
}

/** What happened: a key's action, typing into the prompt, or news from outside. */
export type Action =
  | { readonly type: 'do'; readonly name: ActionName }
  | { readonly type: 'digit'; readonly digit: string }
  | { readonly type: 'letter'; readonly letter: string }
  | { readonly type: 'deed'; readonly deed: Deed }
  | { readonly type: 'type'; readonly text: string }
  | { readonly type: 'edit'; readonly key: string }
  | { readonly type: 'submit' }
  | { readonly type: 'cancel' }
  | { readonly type: 'complete'; readonly step: 1 | -1 }
  | { readonly type: 'click'; readonly row: number; readonly column: number }
  | { readonly type: 'wheel'; readonly step: number }
  | {
      readonly type: 'listed'
      readonly tab: string
      readonly asked: number
      readonly page: ListPage
      readonly part: ListPart
    }
  | {
      readonly type: 'refused'
      readonly tab: string
      readonly asked: number
      readonly problem: string
    }
  | {
      readonly type: 'freshened'
      readonly tab: string
      readonly page: ListPage
      readonly shown: readonly PostRow[]
    }
  | { readonly type: 'news'; readonly news: StoreNews }
  | { readonly type: 'threadRead'; readonly thread: ThreadView }
  | { readonly type: 'reported'; readonly lines: readonly string[] }
  | { readonly type: 'drafted'; readonly draft: DraftInHand }
  | { readonly type: 'said'; readonly text: string; readonly isError?: boolean }
  | { readonly type: 'changed' }
  | { readonly type: 'done' }
  | { readonly type: 'scanning'; readonly text: string | undefined }
  | { readonly type: 'ticked'; readonly now: Instant }
  | { readonly type: 'resized'; readonly rows: number; readonly columns: number }

/** What must be done outside: the reducer only asks for it. */
export type Effect =
  | {
      readonly type: 'list'
      readonly tab: string
      readonly asked: number
      readonly request: ListRequest
      readonly part: ListPart
    }
  | {
      readonly type: 'freshen'
      readonly tab: string
      readonly request: ListRequest
      readonly shown: readonly number[]
    }
  | { readonly type: 'thread'; readonly post: number }
  | { readonly type: 'report' }
  | { readonly type: 'deed'; readonly deed: Deed; readonly posts: readonly number[] }
  | {
      readonly type: 'draft'
      readonly what: 'send' | 'edit' | 'copy' | 'record' | 'drop'
      readonly draft: DraftInHand
    }
  | { readonly type: 'redraw' | 'suspend' | 'quit' }

export interface Step {
  readonly state: State
  readonly effects: readonly Effect[]
}

export const NO_LIST: List = {
  rows: [],
  skipped: [],
  cursor: 0,
  top: 0,
  more: false,
  isLoading: false,
  isLoaded: false,
  filter: '',
  asked: 0,
}

export function initialState(
  size: { readonly rows: number; readonly columns: number },
  parts: Pick<State, 'now' | 'actor' | 'context' | 'tabs'>,
): State {
  return {
    ...size,
    ...parts,
    tab: 0,
    lists: {},
    page: { kind: 'tab' },
    under: [],
    marked: new Set(),
    places: {},
    count: '',
    batch: false,
    message: { text: '', kind: 'info' },
    log: [],
    fresh: 0,
    past: [],
    asked: 0,
    isBusy: false,
  }
}

export function still(state: State): Step {
  return { state, effects: [] }
}

export function tabOf(state: State): Tab {
  return state.tabs[state.tab] ?? (state.tabs[0] as Tab)
}

export function listOf(state: State): List {
  return state.lists[tabOf(state).id] ?? NO_LIST
}

export function withList(state: State, change: (list: List) => List, tab = tabOf(state).id): State {
  return { ...state, lists: { ...state.lists, [tab]: change(state.lists[tab] ?? NO_LIST) } }
}

/** Where keys are looked up. */
export function viewOf(state: State): ViewName {
  const { kind } = state.page
  if (kind === 'thread' || kind === 'advice') return kind
  if (kind !== 'tab' || tabOf(state).kind === 'dashboard') return 'reader'
  return 'list'
}

/** From this width on the thread stands beside the list. */
const WIDE = 120

export function isWide(state: State): boolean {
  return state.columns >= WIDE && viewOf(state) === 'list' && tabOf(state).kind !== 'people'
}

/** Lines of the body: the screen less tabs, message and foot. */
export function bodyRows(state: State): number {
  return Math.max(1, state.rows - 3)
}

/** Rows of the list: the body less its column line. */
export function listRows(state: State): number {
  return Math.max(1, bodyRows(state) - 1)
}

export function currentRow(state: State): Row | undefined {
  const list = listOf(state)
  return list.rows[list.cursor]
}

/** The post that a row leads to. */
export function postOf(row: Row | undefined): number | undefined {
  if (row === undefined) return undefined
  return row.kind === 'post' ? row.key : row.post
}

/** The post under the cursor, or the one of the open thread. */
export function currentPost(state: State): number | undefined {
  if (state.page.kind === 'thread') return state.page.post
  if (state.page.kind === 'advice') return state.page.draft.post
  return postOf(currentRow(state))
}

/** The row of the list that is current: also behind an open thread. */
export function postRowOf(state: State): PostRow | undefined {
  const post = currentPost(state)
  const found = listOf(state).rows.find((row) => row.kind === 'post' && row.key === post)
  return found?.kind === 'post' ? found : undefined
}

/** The posts of the range, in the list's order; empty where there is none. */
export function rangeOf(state: State): readonly number[] {
  if (state.anchor === undefined) return []
  const { rows, cursor } = listOf(state)
  const other = rows.findIndex((row) => row.key === state.anchor)
  if (other < 0) return []
  return rows
    .slice(Math.min(other, cursor), Math.max(other, cursor) + 1)
    .flatMap((row) => (row.kind === 'post' ? [row.key] : []))
}

/** What the next action is for: the range, else the marked, else the one under the cursor. In a thread: its post. */
export function targetsOf(state: State): readonly number[] {
  const post = currentPost(state)
  const alone = post === undefined ? [] : [post]
  if (viewOf(state) !== 'list') return alone
  const range = rangeOf(state)
  if (range.length > 0) return range
  return state.marked.size > 0 ? [...state.marked] : alone
}

export function say(state: State, text: string, kind: Message['kind'] = 'info'): State {
  if (text === '') return { ...state, message: { text, kind } }
  const entry = { text, kind, at: state.now }
  return { ...state, message: { text, kind }, log: [...state.log, entry].slice(-500) }
}
