import { safeLine } from '../format/safe-text.ts'
import { displayWidth } from '../format/width.ts'
import type { Keymap } from './keymap.ts'
import { EMPTY, type Line, line, paintLine, plainText, type Segment, seg } from './lines.ts'
import { skippedRows } from './reduce-list.ts'
import { completionsOf } from './reduce-prompt.ts'
import {
  bodyRows,
  currentPost,
  isWide,
  listOf,
  postRowOf,
  type State,
  tabOf,
  viewOf,
} from './state.ts'
import { readStyledLine } from './styled-text.ts'
import type { Theme } from './theme.ts'
import { listLines } from './views/list.ts'
import { adviceLines, helpLines, logLines } from './views/reading.ts'
import { threadLines } from './views/thread.ts'

export interface Drawing {
  readonly theme: Theme
  readonly keymap: Keymap
  readonly zone: string
}

/** The tabs, the open one in brackets too, so that nothing is said by colour alone. */
export function tabsLine(state: State): Line {
  const segments = state.tabs.flatMap(({ title }, index): readonly Segment[] => {
    const isHere = index === state.tab
    return [seg(isHere ? `[${title}]` : ` ${title} `, isHere ? 'here' : 'tab'), seg('│', 'tab')]
  })
  // The open tab stays on the screen, however many there are.
  const widths = state.tabs.map(({ title }) => displayWidth(title) + 3)
  let skipped = 0
  while (skipped < state.tab && sum(widths.slice(skipped, state.tab + 1)) > state.columns) skipped++
  return line(...segments.slice(skipped * 2))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** Prompt or message on the left, place and counts on the right. */
export function messageLine(state: State): Line {
  const { prompt, message } = state
  if (prompt !== undefined) return promptLine(state)
  const right = placeText(state)
  const room = Math.max(0, state.columns - displayWidth(right) - 1)
  const text = messageText(state)
  const left = seg(text.text, message.kind === 'error' && text.isMessage ? 'bad' : undefined)
  const width = displayWidth(text.text)
  if (right === '' || width > room) return line(left)
  return line(left, ' '.repeat(room - width + 1), seg(right, 'dim'))
}

/** What was said last; where nothing was, what is going on. */
function messageText(state: State): { readonly text: string; readonly isMessage: boolean } {
  if (state.pending !== undefined) return { text: 'a letter, please', isMessage: false }
  if (state.message.text !== '') return { text: safeLine(state.message.text), isMessage: true }
  if (state.scan !== undefined) return { text: safeLine(state.scan), isMessage: false }
  if (state.fresh > 0)
    return { text: `${state.fresh} new since you came · g shows the first`, isMessage: false }
  const { filter } = listOf(state)
  return {
    text: state.page.kind === 'tab' && filter !== '' ? `filter: ${safeLine(filter)}` : '',
    isMessage: false,
  }
}

function placeText(state: State): string {
  const isSaid = state.message.text !== ''
  const notes: readonly (readonly [boolean, string])[] = [
    [state.count !== '', state.count],
    [state.batch, ';'],
    [state.marked.size > 0, `${state.marked.size} marked`],
    [state.anchor !== undefined, 'range'],
    [isSaid && state.fresh > 0, `${state.fresh} new`],
    [isSaid && state.scan !== undefined, 'scanning'],
    [listOf(state).isLoading, 'reading'],
  ]
  const words = notes.flatMap(([isSo, text]) => (isSo ? [text] : []))
  return [...words, ...rowText(state)].join(' · ')
}

function rowText(state: State): readonly string[] {
  const list = listOf(state)
  const { rows, cursor, more } = list
  if (viewOf(state) !== 'list' || rows.length === 0) return []
  const first = skippedRows(list)
  const rest = tabOf(state).kind === 'posts' ? '+' : '+ (filter for the rest)'
  return [`${first + cursor + 1}/${first + rows.length}${more ? rest : ''}`]
}

const QUESTIONS: Readonly<Record<string, string>> = {
  close: 'close, why',
  assign: 'assign to',
  snooze: 'snooze until',
  correct: 'correct to',
  promise: 'promise by when, what',
  escalate: 'escalate to',
  pipe: 'pipe to',
  export: 'export to file',
}

function promptLine(state: State): Line {
  const { prompt } = state
  if (prompt === undefined) return EMPTY
  const lead =
    prompt.kind === 'command'
      ? ':'
      : `${prompt.kind === 'verb' ? (QUESTIONS[prompt.verb ?? ''] ?? prompt.verb) : prompt.kind}: `
  const before = safeLine(`${prompt.text.slice(0, prompt.at)}|`).slice(0, -1)
  const rest = safeLine(prompt.text.slice(prompt.at))
  const room = state.columns - displayWidth(lead) - 2
  const shown = fromEnd(before, Math.max(4, room - Math.min(12, displayWidth(rest))))
  const caret = rest === '' ? seg('█', 'accent') : seg(firstGrapheme(rest), 'here')
  return line(
    seg(lead, 'key'),
    shown,
    caret,
    rest.slice(firstGrapheme(rest).length),
    ...hintOf(state),
  )
}

/** The end of a text that is too wide. */
function fromEnd(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment)
  while (graphemes.length > 0 && displayWidth(graphemes.join('')) > width - 1) graphemes.shift()
  return `…${graphemes.join('')}`
}

function firstGrapheme(text: string): string {
  for (const { segment } of new Intl.Segmenter().segment(text)) return segment
  return ''
}

/** The filter's problem while it is typed, or what tab would offer. */
function hintOf(state: State): readonly Segment[] {
  const { prompt, message } = state
  if (prompt?.kind === 'filter') {
    const { problem, isLoading } = listOf(state)
    if (problem !== undefined) return [seg(`  ${safeLine(problem)}`, 'bad')]
    return isLoading ? [seg('  …', 'dim')] : []
  }
  if (message.kind === 'error' && message.text !== '')
    return [seg(`  ${safeLine(message.text)}`, 'bad')]
  const offers = completionsOf(state).slice(0, 12)
  const shorts = offers.map((offer) =>
    prompt?.kind === 'verb' || /\s/.test(offer) ? offer.replace(/^.*\s/, '') : offer,
  )
  const chosen = prompt?.offered?.index
  return shorts.flatMap((offer, index): readonly Segment[] => [
    seg(index === 0 ? '  ' : ' ', 'dim'),
    seg(index === chosen ? `[${offer}]` : offer, index === chosen ? 'accent' : 'dim'),
  ])
}

/** The keys that matter here, as many as fit; the first screen teaches how to begin. */
export function footLine(state: State, keymap: Keymap): Line {
  if (state.prompt !== undefined) {
    const keys =
      state.prompt.kind === 'filter' || state.prompt.kind === 'search'
        ? [
            ['enter', 'keep'],
            ['escape', 'as before'],
          ]
        : [
            ['enter', 'do it'],
            ['tab', 'complete'],
            ['escape', 'leave it'],
          ]
    return keysLine(keys as [string, string][])
  }
  const view = viewOf(state)
  const keys = keymap.bindings
    .filter(({ foot, views }) => foot !== undefined && views.includes(view))
    .filter(({ action }) => action !== 'back' || view !== 'list')
    .map(({ keys: [key = ''], foot = '', action }): [string, string] => [
      key,
      action === 'filter' && view !== 'list'
        ? 'search'
        : action === 'quit' && state.page.kind !== 'tab'
          ? 'back'
          : foot,
    ])
    .filter(([, foot], index, all) => all.findIndex(([, other]) => other === foot) === index)
  return keysLine(fitting(keys, state.columns))
}

/** Only whole pairs: half a word teaches nothing. */
function fitting(
  keys: readonly (readonly [string, string])[],
  columns: number,
): readonly (readonly [string, string])[] {
  let used = 0
  return keys.filter(([key, foot]) => {
    const width = key.length + foot.length + 3
    if (used + width - 2 > columns) return false
    used += width
    return true
  })
}

function keysLine(keys: readonly (readonly [string, string])[]): Line {
  return line(...keys.flatMap(([key, foot]) => [seg(key, 'key'), seg(` ${foot}  `, 'dim')]))
}

/** The lines between tabs and message, exactly as many as there is room for. */
export function bodyLines(state: State, drawing: Drawing): readonly string[] {
  const height = bodyRows(state)
  const { theme } = drawing
  const fill = (lines: readonly Line[], width: number) =>
    Array.from({ length: height }, (_, index) => paintLine(lines[index] ?? EMPTY, width, theme))
  if (viewOf(state) === 'list' && isWide(state)) {
    const left = Math.floor(state.columns * 0.55)
    const list = fill(listLines(state, left), left)
    const beside = fill(
      besideLines(state, drawing, state.columns - left - 2),
      state.columns - left - 2,
    )
    const border = paintLine(line(seg('│ ', 'border')), 2, theme)
    return list.map((text, index) => text + border + beside[index])
  }
  if (viewOf(state) === 'list') return fill(listLines(state, state.columns), state.columns)
  return fill(readingLines(state, drawing, height), state.columns)
}

function besideLines(state: State, { zone }: Drawing, width: number): readonly Line[] {
  const { thread } = state
  const post = currentPost(state)
  if (thread === undefined || post === undefined) return []
  // The last thread stays until the next is read: nothing flickers while the cursor moves.
  return cachedThread(state, width, zone)
}

const cacheKey = Symbol('lines')

interface Cached {
  readonly width: number
  readonly minute: number
  readonly row: unknown
  readonly lines: readonly Line[]
}

/** Lines of a thread, kept with the thread itself until width, minute or row change. */
function cachedThread(state: State, width: number, zone: string): readonly Line[] {
  const thread = state.thread as NonNullable<State['thread']> & { [cacheKey]?: Cached }
  const row = postRowOf(state)
  const own = row?.key === thread.post.post ? row : undefined
  const minute = Math.floor(state.now / 60_000)
  const kept = thread[cacheKey]
  if (kept !== undefined && kept.width === width && kept.minute === minute && kept.row === own)
    return kept.lines
  const lines = threadLines(thread, {
    width,
    now: state.now,
    zone,
    ...(own === undefined ? {} : { row: own }),
  })
  Object.defineProperty(thread, cacheKey, {
    value: { width, minute, row: own, lines },
    configurable: true,
    enumerable: false,
  })
  return lines
}

/** Pages that are read from top to bottom: cut to the screen, searched lines found. */
function readingLines(state: State, drawing: Drawing, height: number): readonly Line[] {
  const lines = pageLines(state, drawing)
  const { page } = state
  if (page.kind === 'tab') return lines.slice(0, height)
  const most = Math.max(0, lines.length - height)
  if (!('search' in page) || page.search === '')
    return lines.slice(Math.min(page.top, most), Math.min(page.top, most) + height)
  const wanted = page.search.toLowerCase()
  const found = lines.flatMap((each, index) =>
    plainText(each).toLowerCase().includes(wanted) ? [index] : [],
  )
  if (found.length === 0) {
    const top = Math.min(page.top, most)
    return [
      line(seg(`"${safeLine(page.search)}" is not in here`, 'warn')),
      ...lines.slice(top, top + height - 1),
    ]
  }
  const place = ((page.hit % found.length) + found.length) % found.length
  const at = found[place] ?? 0
  const top = Math.max(0, Math.min(at - Math.floor(height / 3), most))
  return lines.slice(top, top + height).map((each, index) =>
    found.includes(top + index)
      ? {
          ...each,
          segments: [seg('»', 'hit'), ...each.segments],
          cursor: top + index === at,
        }
      : each,
  )
}

function pageLines(state: State, { keymap, zone }: Drawing): readonly Line[] {
  const { page } = state
  switch (page.kind) {
    case 'thread':
      return state.thread?.post.post === page.post ||
        state.thread?.posts.some(({ post }) => post === page.post)
        ? cachedThread(state, state.columns, zone)
        : [line(seg('reading the thread …', 'dim'))]
    case 'help':
      return helpLines(keymap, state.columns)
    case 'log':
      return logLines(state, zone)
    case 'advice':
      return adviceLines(page.draft, { width: state.columns, now: state.now, zone })
    case 'tab':
      return tabOf(state).kind === 'dashboard'
        ? (state.report ?? ['reading the store …']).map(readStyledLine)
        : []
  }
}

/** How far a page can be scrolled; the reducer does not know how long a text is. */
export function lastTop(state: State, drawing: Drawing): number {
  return Math.max(0, pageLines(state, drawing).length - bodyRows(state))
}
