import type { Deed } from './deeds.ts'
import type { ActionName } from './keymap.ts'
import {
  clamp,
  freshen,
  freshened,
  goToTab,
  listed,
  loadTab,
  moveTo,
  moveToRow,
  placeCursor,
  refuse,
  scrollBy,
  skippedRows,
} from './reduce-list.ts'
import {
  cancelPrompt,
  complete,
  editPrompt,
  openPrompt,
  submitPrompt,
  typeText,
} from './reduce-prompt.ts'
import {
  type Action,
  bodyRows,
  currentPost,
  currentRow,
  listOf,
  listRows,
  type Page,
  postOf,
  postRowOf,
  rangeOf,
  type State,
  type Step,
  say,
  still,
  tabOf,
  targetsOf,
  viewOf,
  withList,
} from './state.ts'

/** Pure: the next state, and what to do outside. */
export function reduce(state: State, action: Action): Step {
  switch (action.type) {
    case 'do':
      return act(state, action.name)
    case 'digit':
      return still({ ...state, count: (state.count + action.digit).slice(0, 7) })
    case 'letter':
      return letter(state, action.letter)
    case 'deed':
      return perform(state, action.deed)
    case 'type':
      return typeText(state, action.text)
    case 'edit':
      return editPrompt(state, action.key)
    case 'submit':
      return submitPrompt(state, perform)
    case 'cancel':
      return cancelPrompt(state)
    case 'complete':
      return complete(state, action.step)
    case 'click':
      return click(state, action)
    case 'wheel':
      return viewOf(state) === 'list'
        ? scrollBy(state, action.step)
        : scrollPage(state, action.step)
    default:
      return hear(state, action)
  }
}

/** News from outside. */
function hear(
  state: State,
  action: Exclude<
    Action,
    {
      type:
        | 'do'
        | 'digit'
        | 'letter'
        | 'deed'
        | 'type'
        | 'edit'
        | 'submit'
        | 'cancel'
        | 'complete'
        | 'click'
        | 'wheel'
    }
  >,
): Step {
  switch (action.type) {
    case 'listed':
      return listed(state, action)
    case 'refused':
      return refuse(state, action)
    case 'freshened':
      return freshened(state, action)
    case 'news':
      return hearNews(state, action.news.fresh)
    case 'threadRead':
      return still({ ...state, thread: action.thread })
    case 'reported':
      return still({ ...state, report: action.lines })
    case 'drafted':
      return still(openPage(state, { kind: 'advice', top: 0, draft: action.draft }))
    case 'said':
      return still(say(state, action.text, action.isError === true ? 'error' : 'info'))
    case 'changed':
      return changed(state)
    case 'done':
      return still({ ...state, isBusy: false })
    case 'scanning':
      return still(withScan(state, action.text))
    case 'ticked':
      return still({ ...state, now: action.now })
    case 'resized':
      return resized({ ...state, rows: action.rows, columns: action.columns })
  }
}

function withScan({ scan: _scan, ...state }: State, text: string | undefined): State {
  return text === undefined ? state : { ...state, scan: text }
}

/** Somebody wrote to the store: lists are read again without moving anything. */
function hearNews(state: State, fresh: number): Step {
  const step = changed({ ...state, fresh: state.fresh + fresh })
  return step
}

function changed(state: State): Step {
  const post = currentPost(state)
  const { effects } = freshen(state)
  const thread = post !== undefined && state.thread?.post.post === post
  return { state, effects: thread ? [...effects, { type: 'thread', post }] : effects }
}

function resized(state: State): Step {
  const placed = Object.keys(state.lists).reduce(
    (next, tab) => withList(next, (list) => placeCursor(list, list.cursor, listRows(state)), tab),
    state,
  )
  const step =
    tabOf(placed).kind === 'dashboard' ? loadTab(placed) : moveTo(placed, listOf(placed).cursor)
  return { state: step.state, effects: [{ type: 'redraw' }, ...step.effects] }
}

function letter(state: State, name: string): Step {
  const { pending, ...rest } = state
  if (pending === 'place') return setPlace(rest, name)
  const place = rest.places[name]
  if (place === undefined) return still(say(rest, `nothing is remembered as ${name}`))
  const step = goToTab(rest, place.tab)
  const index = listOf(step.state).rows.findIndex(({ key }) => key === place.post)
  if (index < 0)
    return {
      state: say(step.state, `post ${place.post} is not in this list now`),
      effects: step.effects,
    }
  const moved = moveTo(step.state, index)
  return { state: moved.state, effects: [...step.effects, ...moved.effects] }
}

function setPlace(state: State, name: string): Step {
  const row = currentRow(state)
  if (row === undefined) return still(state)
  const places = { ...state.places, [name]: { tab: state.tab, post: row.key } }
  return still(say({ ...state, places }, `this place is ${name}; '${name} comes back`))
}

function act(before: State, name: ActionName): Step {
  const count = before.count === '' ? undefined : Number(before.count)
  const state = { ...before, count: '', message: { text: '', kind: 'info' as const } }
  const motion = MOTIONS[name]
  if (motion !== undefined) return motion(state, count)
  return ACTIONS[name]?.(state) ?? still(state)
}

type Motion = (state: State, count: number | undefined) => Step

function by(lines: (state: State) => number): Motion {
  return (state, count = 1) => {
    const step = lines(state) * count
    return viewOf(state) === 'list'
      ? moveTo(state, listOf(state).cursor + step)
      : scrollPage(state, step)
  }
}

function to(row: (state: State) => number, line: number): Motion {
  return (state, count) => {
    if (viewOf(state) !== 'list')
      return scrollPage(state, count === undefined ? line : count - topOf(state))
    return moveToRow({ ...state, fresh: 0 }, count === undefined ? row(state) : count - 1)
  }
}

const MOTIONS: Partial<Record<ActionName, Motion>> = {
  down: by(() => 1),
  up: by(() => -1),
  pageDown: by(pageOf),
  pageUp: by((state) => -pageOf(state)),
  halfDown: by((state) => Math.max(1, Math.floor(pageOf(state) / 2))),
  halfUp: by((state) => -Math.max(1, Math.floor(pageOf(state) / 2))),
  first: to(() => 0, -1e9),
  last: to((state) => skippedRows(listOf(state)) + listOf(state).rows.length - 1, 1e9),
  high: (state, count = 1) => moveTo(state, listOf(state).top + count - 1),
  middle: (state) => moveTo(state, listOf(state).top + Math.floor(listRows(state) / 2)),
  low: (state, count = 1) => moveTo(state, listOf(state).top + listRows(state) - count),
  next: (state, count = 1) => otherThread(state, count),
  previous: (state, count = 1) => otherThread(state, -count),
  nextTab: (state, count = 1) => goToTab(state, state.tab + count),
  previousTab: (state, count = 1) => goToTab(state, state.tab - count + state.tabs.length * count),
  nextHit: (state, count = 1) => nextHit(state, count),
  previousHit: (state, count = 1) => nextHit(state, -count),
  mark: (state, count = 1) => mark(state, count),
}

function pageOf(state: State): number {
  return viewOf(state) === 'list' ? listRows(state) : Math.max(1, bodyRows(state) - 1)
}

function topOf(state: State): number {
  return 'top' in state.page ? state.page.top : 0
}

/** Pages that are read: the view cuts what goes beyond the end, because only it knows how long the text is. */
function scrollPage(state: State, lines: number): Step {
  const { page } = state
  if (page.kind === 'tab') return still(state)
  return still({ ...state, page: { ...page, top: clamp(page.top + lines, 1e6) } })
}

function nextHit(state: State, step: number): Step {
  const { page } = state
  if (page.kind === 'thread' || page.kind === 'help' || page.kind === 'log') {
    return still({ ...state, page: { ...page, hit: page.hit + step } })
  }
  const { rows, cursor } = listOf(state)
  const indexes = rows.map(
    (_, index) => (cursor + Math.sign(step) * (index + 1) + 2 * rows.length) % rows.length,
  )
  const found = indexes.find((index) => {
    const row = rows[index]
    return row?.kind === 'post' && !row.seen
  })
  return found === undefined ? still(say(state, 'everything here was seen')) : moveTo(state, found)
}

/** Another post of the list without leaving the thread view. */
function otherThread(state: State, step: number): Step {
  const moved = moveTo(state, listOf(state).cursor + step).state
  const post = postOf(currentRow(moved))
  return post === undefined
    ? still(moved)
    : openThread({ ...moved, page: { kind: 'tab' } }, post, false)
}

function openPage(state: State, page: Page): State {
  const isSame = state.page.kind === page.kind && page.kind !== 'thread'
  return { ...state, page, under: isSame ? state.under : [...state.under, state.page] }
}

function openThread(state: State, post: number, isDeeper = true): Step {
  const page: Page = { kind: 'thread', post, top: 0, search: '', hit: 0 }
  const next = isDeeper ? openPage(state, page) : { ...state, page }
  return { state: next, effects: [{ type: 'thread', post }] }
}

function back(state: State): Step {
  const page = state.under.at(-1)
  if (page !== undefined) {
    const next = { ...state, page, under: state.under.slice(0, -1) }
    return page.kind === 'thread'
      ? { state: next, effects: [{ type: 'thread', post: page.post }] }
      : freshen(next)
  }
  const { anchor, ...rest } = state
  if (anchor !== undefined) return still(rest)
  if (state.marked.size > 0) return still({ ...state, marked: new Set() })
  return listOf(state).filter === '' ? still(state) : loadTab(state, '')
}

function mark(state: State, count: number): Step {
  const { rows, cursor } = listOf(state)
  const keys = rows
    .slice(cursor, cursor + count)
    .flatMap((row) => (row.kind === 'post' ? [row.key] : []))
  const marked = new Set(state.marked)
  for (const key of keys) if (!marked.delete(key)) marked.add(key)
  return moveTo({ ...state, marked }, cursor + count)
}

function markAll(state: State): Step {
  const keys = listOf(state).rows.flatMap((row) => (row.kind === 'post' ? [row.key] : []))
  const isAll = keys.every((key) => state.marked.has(key))
  return still({ ...state, marked: new Set(isAll ? [] : keys) })
}

function range(state: State): Step {
  const { anchor, ...rest } = state
  const row = currentRow(state)
  if (anchor === undefined) return still(row === undefined ? state : { ...state, anchor: row.key })
  return still({ ...rest, marked: new Set([...state.marked, ...rangeOf(state)]) })
}

/** Asks for what a word of the `:` line needs. */
function ask(verb: string, text = ''): (state: State) => Step {
  return (state) =>
    targetsOf(state).length === 0
      ? still(say(state, 'there is no post here'))
      : openPrompt(state, { kind: 'verb', verb, text })
}

function simply(deed: Deed): (state: State) => Step {
  return (state) => perform(state, deed)
}

const ACTIONS: Partial<Record<ActionName, (state: State) => Step>> = {
  open: (state) => {
    const post = postOf(currentRow(state))
    return post === undefined
      ? still(say(state, 'there is nothing to open here'))
      : openThread(state, post)
  },
  back,
  quit: (state) => (state.page.kind === 'tab' ? quit(state) : back(state)),
  leave: quit,
  range,
  markAll,
  batch: (state) =>
    still(
      state.marked.size === 0
        ? say(state, 'nothing is marked; x marks')
        : say({ ...state, batch: true }, `the next action is for ${state.marked.size} marked`),
    ),
  repeat: (state) =>
    state.last === undefined
      ? still(say(state, 'nothing was done yet'))
      : perform(state, state.last),
  setMark: (state) => still({ ...state, pending: 'place' }),
  jumpMark: (state) => still({ ...state, pending: 'jump' }),
  flag: (state) =>
    perform(state, {
      type: 'triage',
      action: { type: 'flag', flag: 'flag', on: !isFlagged(state) },
    }),
  seen: simply({ type: 'triage', action: { type: 'seen' } }),
  reopen: simply({ type: 'triage', action: { type: 'reopen' } }),
  kept: simply({ type: 'triage', action: { type: 'keep-promises' } }),
  label: ask('label'),
  assign: ask('assign'),
  note: ask('note'),
  snooze: ask('snooze'),
  close: ask('close'),
  correct: ask('correct'),
  priority: ask('priority'),
  promise: ask('promise'),
  outcome: ask('outcome'),
  escalate: ask('escalate'),
  pipe: ask('pipe'),
  export: ask('export'),
  merge: simply({ type: 'merge' }),
  split: simply({ type: 'split' }),
  reply: simply({ type: 'reply' }),
  record: simply({ type: 'record' }),
  web: simply({ type: 'open' }),
  copyLink: simply({ type: 'copy', what: 'link' }),
  copyText: simply({ type: 'copy', what: 'text' }),
  person: simply({ type: 'person' }),
  undo: simply({ type: 'undo' }),
  redo: simply({ type: 'redo' }),
  scan: simply({ type: 'scan' }),
  filter: (state) =>
    state.page.kind === 'tab'
      ? openPrompt(state, { kind: 'filter', text: listOf(state).filter })
      : openPrompt(state, { kind: 'search' }),
  command: (state) => openPrompt(state, { kind: 'command' }),
  help: simply({ type: 'help' }),
  reload: simply({ type: 'reload' }),
  suspend: (state) => ({ state, effects: [{ type: 'suspend' }] }),
  send: (state) => draft(state, 'send'),
  editAgain: (state) => draft(state, 'edit'),
  copyDraft: (state) => draft(state, 'copy'),
  recordDraft: (state) => draft(state, 'record'),
  dropDraft: (state) => draft(state, 'drop'),
}

function draft(state: State, what: 'send' | 'edit' | 'copy' | 'record' | 'drop'): Step {
  const { page } = state
  if (page.kind !== 'advice') return still(state)
  if (what === 'send' && page.draft.obstacle !== undefined)
    return still(say(state, page.draft.obstacle, 'error'))
  const after = what === 'edit' || what === 'copy' ? state : back(state).state
  return {
    state: { ...after, isBusy: true },
    effects: [{ type: 'draft', what, draft: page.draft }],
  }
}

function isFlagged(state: State): boolean {
  const { thread } = state
  const row = postRowOf(state)
  if (row !== undefined) return row.flags.length > 0
  return (
    thread !== undefined && thread.post.post === currentPost(state) && thread.post.flags.length > 0
  )
}

function quit(state: State): Step {
  return { state, effects: [{ type: 'quit' }] }
}

/** Deeds that are for posts. */
const FOR_POSTS = new Set<Deed['type']>([
  'triage',
  'merge',
  'split',
  'reply',
  'record',
  'open',
  'copy',
  'pipe',
  'export',
])

/** A deed, from a key or from the `:` line. */
export function perform(state: State, deed: Deed): Step {
  if (FOR_POSTS.has(deed.type)) return performOnPosts(state, deed)
  switch (deed.type) {
    case 'goto':
      return openThread(state, deed.post)
    case 'filter':
      return state.page.kind === 'tab'
        ? loadTab(state, deed.expression)
        : still(say(state, 'there is nothing to filter here'))
    case 'tab':
      return toNamedTab(state, deed.name)
    case 'help':
    case 'log':
      return still(
        openPage(state, {
          kind: deed.type,
          top: deed.type === 'log' ? 1e6 : 0,
          search: '',
          hit: 0,
        }),
      )
    case 'quit':
      return quit(state)
    case 'person':
      return toPerson(state)
    case 'scan':
      return state.scan === undefined
        ? { state, effects: [{ type: 'deed', deed, posts: [] }] }
        : still(say(state, 'a scan is running already'))
    case 'reload': {
      const step = loadTab(state)
      return {
        state: { ...step.state, fresh: 0 },
        effects: [{ type: 'redraw' }, ...step.effects, ...changed(state).effects],
      }
    }
    default:
      return { state, effects: [{ type: 'deed', deed, posts: [] }] }
  }
}

function performOnPosts(before: State, deed: Deed): Step {
  const posts = targetsOf(before)
  if (posts.length === 0) return still(say(before, 'there is no post here'))
  const { anchor: _anchor, ...state } = before
  const isBatch = viewOf(before) === 'list'
  const keepsMarks = deed.type === 'copy' || deed.type === 'pipe' || deed.type === 'export'
  const after = {
    ...state,
    batch: false,
    ...(isBatch && !keepsMarks ? { marked: new Set<number>() } : {}),
    ...(deed.type === 'triage' ? { last: deed } : {}),
  }
  return { state: after, effects: [{ type: 'deed', deed, posts }] }
}

function toNamedTab(state: State, name: string): Step {
  const wanted = name.toLowerCase()
  const index = state.tabs.findIndex(({ title }) => title.toLowerCase().startsWith(wanted))
  return index < 0 ? still(say(state, `there is no tab "${name}"`, 'error')) : goToTab(state, index)
}

/** The person's posts are the list of all, filtered by who wrote it. */
function toPerson(state: State): Step {
  const who =
    postRowOf(state)?.who ??
    (currentRow(state)?.kind === 'person'
      ? (currentRow(state) as { name: string }).name
      : undefined)
  const all = state.tabs.findIndex(
    ({ kind, expression }) => kind === 'posts' && expression === undefined,
  )
  if (who === undefined || all < 0) return still(say(state, 'nobody is known here'))
  const { anchor: _anchor, ...rest } = state
  return loadTab(
    { ...rest, tab: all, page: { kind: 'tab' }, under: [] },
    `author:"${who.replaceAll('"', ' ')}"`,
  )
}

function click(
  state: State,
  { row, column }: { readonly row: number; readonly column: number },
): Step {
  if (row === 0) {
    const tab = tabAt(state, column)
    return tab === undefined ? still(state) : goToTab(state, tab)
  }
  if (viewOf(state) !== 'list') return still(state)
  const list = listOf(state)
  const index = list.top + row - 2
  if (row < 2 || index >= Math.min(list.rows.length, list.top + listRows(state)))
    return still(state)
  return index === list.cursor ? act(state, 'open') : moveTo(state, index)
}

/** The titles as they stand in the first line: one blank on each side. */
export function tabAt(state: State, column: number): number | undefined {
  let at = 0
  for (const [index, { title }] of state.tabs.entries()) {
    const width = title.length + 2
    if (column >= at && column < at + width) return index
    at += width + 1
  }
  return undefined
}
