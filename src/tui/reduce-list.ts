import type { ListPage, ListRequest, PostRow, Row } from './data.ts'
import {
  currentPost,
  isWide,
  type List,
  type ListPart,
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
/** So many rows are held, so that memory stays flat however long one scrolls. */
const MOST_ROWS = 2_000
/** Posts that may have come between rows that were let go. */
const SPARE = 50
/** Rows that stand between the cursor and either end of the held ones before more are asked for. */
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

/** Rows of the list that stand above the held ones. */
export function skippedRows({ skipped }: List): number {
  return skipped.reduce((sum, { rows }) => sum + rows, 0)
}

/** Moves to a row by its place in the whole list, from 0; what stands above the held rows is read again from the start. */
export function moveToRow(state: State, row: number): Step {
  const list = listOf(state)
  const at = row - skippedRows(list)
  if (at >= 0 || list.skipped.length === 0) return moveTo(state, at)
  const placed = withList(state, (each) => placeCursor(each, row, listRows(state)))
  return loadTab(placed, list.filter, Math.min(MOST_ROWS, Math.max(PAGE, row + AHEAD)))
}

/** Only posts come by pages; the other lists have an order of their own and are read whole. */
function askMore(state: State): Step {
  const list = listOf(state)
  if (list.isLoading || tabOf(state).kind !== 'posts') return still(state)
  const skipped = list.skipped.at(-1)
  if (skipped !== undefined && list.cursor < AHEAD)
    return ask(state, 'ahead', skipped.before, skipped.rows + SPARE)
  const isNear = list.cursor >= list.rows.length - AHEAD
  // A range is held whole, so that it does not lose an end.
  const isFull = state.anchor !== undefined && list.rows.length >= MOST_ROWS
  if (!list.more || !isNear || isFull) return still(state)
  return ask(state, 'behind', list.rows.at(-1)?.key)
}

function ask(state: State, part: ListPart, before: number | undefined, limit?: number): Step {
  const asked = state.asked + 1
  const next = { ...withList(state, (each) => ({ ...each, isLoading: true, asked })), asked }
  const request = {
    ...requestOf(next),
    ...(before === undefined ? {} : { before }),
    ...(limit === undefined ? {} : { limit }),
  }
  return {
    state: next,
    effects: [{ type: 'list', tab: tabOf(next).id, asked, part, request }],
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
export function loadTab(state: State, filter = listOf(state).filter, rows?: number): Step {
  if (tabOf(state).kind === 'dashboard') return { state, effects: [{ type: 'report' }] }
  const filtered = withList(state, (list) => ({ ...list, filter }))
  return ask(filtered, 'start', undefined, isOrdered(state) ? FIRST_ROWS : rows)
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
    readonly part: ListPart
  },
): Step {
  const before = state.lists[answer.tab]
  if (before === undefined || before.asked !== answer.asked) return still(state)
  const { page, part } = answer
  const next = withList(
    state,
    ({ problem: _problem, ...list }) => {
      const loaded = { ...list, isLoading: false, isLoaded: true }
      if (part === 'behind') return joinBehind(loaded, page, state.anchor !== undefined)
      if (part === 'ahead') return joinAhead(loaded, page, listRows(state))
      const whole = { ...loaded, rows: page.rows, more: page.more, skipped: [] }
      return keepPlace(list, whole, listRows(state))
    },
    answer.tab,
  )
  if (answer.tab !== tabOf(next).id) return still(next)
  const step = withPeek(still(next))
  if (!page.more || !isOrdered(next)) return step
  const whole = withList(next, (list) => ({ ...list, more: false }))
  return { state: whole, effects: [...step.effects, ...freshen(whole).effects] }
}

/** The next page behind the held rows; the first rows are let go when there are too many, but for a range. */
function joinBehind(list: List, page: ListPage, isRange: boolean): List {
  const rows = [...list.rows, ...page.rows]
  const over = isRange ? 0 : Math.max(0, rows.length - MOST_ROWS)
  const last = rows[over - 1]?.key
  if (last === undefined) return { ...list, rows, more: page.more }
  const before = list.skipped.at(-1)?.last
  const skipped = { rows: over, last, ...(before === undefined ? {} : { before }) }
  return {
    ...list,
    rows: rows.slice(over),
    more: page.more,
    skipped: [...list.skipped, skipped],
    cursor: Math.max(0, list.cursor - over),
    top: Math.max(0, list.top - over),
  }
}

/** The page above the held rows, up to the first row that is held; without one the held rows are behind and go. */
function joinAhead(list: List, page: ListPage, height: number): List {
  const places = new Map(list.rows.map(({ key }, index) => [key, index]))
  const end = page.rows.findIndex(({ key }) => places.has(key))
  const added = end < 0 ? page.rows : page.rows.slice(0, end)
  const from = end < 0 ? list.rows.length : (places.get(page.rows[end]?.key ?? -1) ?? 0)
  const all = [...added, ...list.rows.slice(from)]
  const rows = all.slice(0, MOST_ROWS)
  const shift = added.length - from
  const joined = {
    ...list,
    rows,
    more: list.more || page.more || rows.length < all.length,
    skipped: list.skipped.slice(0, -1),
    top: Math.max(0, list.top + shift),
  }
  return placeCursor(joined, Math.max(0, list.cursor + shift), height)
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
      const rows = isWhole ? answer.page.rows : joinFirst(list, answer.page.rows)
      const more = isWhole || rows === answer.page.rows ? answer.page.more : list.more
      const patched = kind === 'posts' ? patchRows(rows, answer.shown) : rows
      return keepPlace(list, { ...list, rows: patched, more }, listRows(state))
    },
    answer.tab,
  )
  return still(next)
}

/** The new first page before the rest of the old list; without a common row the old list is behind and goes. */
function joinFirst({ rows: old, skipped }: List, page: readonly Row[]): readonly Row[] {
  if (skipped.length > 0) return old
  const last = page.at(-1)?.key
  const at = old.findIndex(({ key }) => key === last)
  if (at >= 0) return [...page, ...old.slice(at + 1)]
  const isShort = old.length <= page.length
  return isShort ? page : old
}

function patchRows(rows: readonly Row[], shown: readonly PostRow[]): readonly Row[] {
  if (shown.length === 0) return rows
  const patches = new Map(shown.map((row) => [row.key, row]))
  return rows.map((row) => patchRow(row, patches.get(row.key)))
}

/** How many copies are folded into a row is known to the list alone. */
function patchRow(row: Row, patch: PostRow | undefined): Row {
  if (patch === undefined) return row
  return row.kind === 'post' && row.copies !== undefined ? { ...patch, copies: row.copies } : patch
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
