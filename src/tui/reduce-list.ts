import type { ListPage, ListRequest, PostRow, Row } from './data.ts'
import {
  currentPost,
  type Effect,
  isWide,
  type List,
  listOf,
  listRows,
  type State,
  type Step,
  say,
  still,
  tabOf,
  withList,
} from './state.ts'

const PAGE = 200
/** Of a list with an order of its own the first rows come at once, then all of it. */
const FIRST_ROWS = 40
const WHOLE = 500
/** So many rows are held; more is found by a filter, not by scrolling. */
export const MOST_ROWS = 5_000
/** Rows that stand between the cursor and the end before more are asked for. */
const AHEAD = 100

export function clamp(value: number, length: number): number {
  return Math.max(0, Math.min(value, length - 1))
}

/** The list with the cursor there, scrolled as little as is needed. */
export function placeCursor(list: List, cursor: number, height: number): List {
  const at = clamp(cursor, list.rows.length)
  const top = Math.max(0, Math.min(Math.max(list.top, at - height + 1), at))
  return { ...list, cursor: at, top: Math.min(top, Math.max(0, list.rows.length - height)) }
}

/** Moves the cursor of the list, asks for more rows near the end and for the thread beside it. */
export function moveTo(state: State, cursor: number): Step {
  const moved = withList(state, (list) => placeCursor(list, cursor, listRows(state)))
  return withPeek(askMore(moved))
}

/** Scrolls by a number of lines; the cursor stays unless it would leave the screen. */
export function scrollBy(state: State, lines: number): Step {
  const height = listRows(state)
  const scrolled = withList(state, (list) => {
    const top = Math.max(0, Math.min(list.top + lines, list.rows.length - height))
    const cursor = Math.max(top, Math.min(list.cursor, top + height - 1))
    return { ...list, top, cursor: clamp(cursor, list.rows.length) }
  })
  return withPeek(askMore(scrolled))
}

function withPeek(step: Step): Step {
  const post = currentPost(step.state)
  if (!isWide(step.state) || post === undefined) return step
  if (step.state.thread?.post.post === post) return step
  return { ...step, effects: [...step.effects, { type: 'thread', post }] }
}

function askMore(state: State): Step {
  const list = listOf(state)
  const isNear = list.cursor >= list.rows.length - AHEAD
  if (!list.more || list.isLoading || !isNear || list.rows.length >= MOST_ROWS) return still(state)
  const before = list.rows.at(-1)?.key
  const asked = state.asked + 1
  const next = { ...withList(state, (each) => ({ ...each, isLoading: true, asked })), asked }
  return {
    state: next,
    effects: [
      listEffect(next, asked, { isMore: true, ...(before === undefined ? {} : { before }) }),
    ],
  }
}

function listEffect(
  state: State,
  asked: number,
  more: { readonly isMore: boolean; readonly before?: number },
): Effect {
  const { isMore, before } = more
  return {
    type: 'list',
    tab: tabOf(state).id,
    asked,
    isMore,
    request: { ...requestOf(state), ...(before === undefined ? {} : { before }) },
  }
}

function requestOf(state: State, filter = listOf(state).filter): ListRequest {
  const { kind, expression = '' } = tabOf(state)
  return {
    kind: kind === 'dashboard' ? 'posts' : kind,
    expressions: [expression, filter],
    limit: kind === 'posts' ? PAGE : WHOLE,
  }
}

/** Queue, praise and look list: their order needs all that waits. */
function isOrdered(state: State): boolean {
  const { kind } = tabOf(state)
  return kind === 'queue' || kind === 'praise' || kind === 'look'
}

/** Reads the tab from the beginning; what is shown stays until the answer is there. */
export function loadTab(state: State, filter = listOf(state).filter): Step {
  if (tabOf(state).kind === 'dashboard') return { state, effects: [{ type: 'report' }] }
  const asked = state.asked + 1
  const next = withList({ ...state, asked }, (list) => ({
    ...list,
    filter,
    isLoading: true,
    asked,
  }))
  const effect = listEffect(next, asked, { isMore: false })
  if (effect.type !== 'list' || !isOrdered(next)) return { state: next, effects: [effect] }
  const request = { ...effect.request, limit: FIRST_ROWS }
  return { state: next, effects: [{ ...effect, request }] }
}

export function goToTab(state: State, tab: number): Step {
  const count = state.tabs.length
  const { anchor: _anchor, ...rest } = state
  const next: State = { ...rest, tab: (tab + count) % count, page: { kind: 'tab' }, under: [] }
  if (tabOf(next).kind === 'dashboard') return loadTab(next)
  if (!listOf(next).isLoaded) return loadTab(next)
  const fresh = freshen(next)
  return { state: next, effects: [...fresh.effects, ...withPeek(still(next)).effects] }
}

/** Asks for the first rows again and for those on the screen: others may have worked on them. */
export function freshen(state: State): Step {
  const list = listOf(state)
  if (tabOf(state).kind === 'dashboard' || !list.isLoaded) return still(state)
  const shown = list.rows
    .slice(list.top, list.top + listRows(state))
    .flatMap((row) => (row.kind === 'post' ? [row.key] : []))
  return {
    state,
    effects: [{ type: 'freshen', tab: tabOf(state).id, request: requestOf(state), shown }],
  }
}

/** The answer to a question for rows: dropped when another question was asked since. */
export function listed(
  state: State,
  answer: {
    readonly tab: string
    readonly asked: number
    readonly page: ListPage
    readonly isMore: boolean
  },
): Step {
  const before = state.lists[answer.tab]
  if (before === undefined || before.asked !== answer.asked) return still(state)
  const { page, isMore } = answer
  const next = withList(
    state,
    ({ problem: _problem, ...list }) => {
      const rows = isMore ? [...list.rows, ...page.rows] : page.rows
      const loaded = { ...list, rows, more: page.more, isLoading: false, isLoaded: true }
      return isMore ? loaded : keepPlace(list, loaded, listRows(state))
    },
    answer.tab,
  )
  if (answer.tab !== tabOf(next).id) return still(next)
  const step = withPeek(still(next))
  if (!page.more || !isOrdered(next)) return step
  const whole = withList(next, (list) => ({ ...list, more: false }))
  return { state: whole, effects: [...step.effects, ...freshen(whole).effects] }
}

/** New rows leave the cursor on its row and that row on its line; a row that is gone leaves its place to the next. */
export function keepPlace(before: List, after: List, height: number): List {
  const current = before.rows[before.cursor]?.key
  const found = after.rows.findIndex((row) => row.key === current)
  const cursor = found >= 0 ? found : clamp(before.cursor, after.rows.length)
  const line = before.cursor - before.top
  const top = Math.max(0, Math.min(cursor - line, after.rows.length - height))
  return placeCursor({ ...after, cursor, top }, cursor, height)
}

/** Joins what was read again into what is there. */
export function freshened(
  state: State,
  answer: { readonly tab: string; readonly page: ListPage; readonly shown: readonly PostRow[] },
): Step {
  const before = state.lists[answer.tab]
  if (before === undefined || !before.isLoaded) return still(state)
  const kind = state.tabs.find(({ id }) => id === answer.tab)?.kind
  const next = withList(
    state,
    (list) => {
      const isWhole = kind !== 'posts'
      const rows = isWhole ? answer.page.rows : joinRows(list.rows, answer.page.rows)
      const more = isWhole || rows === answer.page.rows ? answer.page.more : list.more
      const patched = kind === 'posts' ? patchRows(rows, answer.shown) : rows
      return keepPlace(list, { ...list, rows: patched, more }, listRows(state))
    },
    answer.tab,
  )
  return still(next)
}

/** The new first page before the rest of the old list; without a common row the old list is behind and goes. */
function joinRows(old: readonly Row[], page: readonly Row[]): readonly Row[] {
  const last = page.at(-1)?.key
  const at = old.findIndex(({ key }) => key === last)
  if (at >= 0) return [...page, ...old.slice(at + 1)]
  const isShort = old.length <= page.length
  return isShort ? page : old
}

function patchRows(rows: readonly Row[], shown: readonly PostRow[]): readonly Row[] {
  if (shown.length === 0) return rows
  const patches = new Map(shown.map((row) => [row.key, row]))
  return rows.map((row) => patches.get(row.key) ?? row)
}

export function refuse(
  state: State,
  answer: { readonly tab: string; readonly asked: number; readonly problem: string },
): Step {
  const list = state.lists[answer.tab]
  if (list === undefined || list.asked !== answer.asked) return still(state)
  const next = withList(
    state,
    (each) => ({ ...each, isLoading: false, isLoaded: true, problem: answer.problem }),
    answer.tab,
  )
  return still(state.prompt?.kind === 'filter' ? next : say(next, answer.problem, 'error'))
}
