import { completeDeed, readDeed } from './deeds.ts'
import { loadTab } from './reduce-list.ts'
import { listOf, type Prompt, type State, type Step, say, still } from './state.ts'

export function openPrompt(
  state: State,
  prompt: Pick<Prompt, 'kind' | 'verb'> & { readonly text?: string },
): Step {
  const { text = '', ...rest } = prompt
  return still({ ...state, prompt: { ...rest, text, at: text.length, before: text } })
}

/** Typed or pasted: line breaks become blanks, control characters are nothing. */
export function typeText(state: State, typed: string): Step {
  const { prompt } = state
  if (prompt === undefined) return still(state)
  const text = typed
    .replace(/\s/g, ' ')
    .replace(/\p{Cc}/gu, '')
    .slice(0, 10_000)
  const { text: old, at } = prompt
  return edited(state, {
    ...prompt,
    text: old.slice(0, at) + text + old.slice(at),
    at: at + text.length,
  })
}

type Editor = (text: string, at: number) => readonly [text: string, at: number]

const EDITORS: Readonly<Record<string, Editor>> = {
  backspace: (text, at) => {
    const from = before(text, at)
    return [text.slice(0, from) + text.slice(at), from]
  },
  delete: (text, at) => [text.slice(0, at) + text.slice(after(text, at)), at],
  left: (text, at) => [text, before(text, at)],
  right: (text, at) => [text, after(text, at)],
  home: (text) => [text, 0],
  end: (text) => [text, text.length],
  'ctrl+a': (text) => [text, 0],
  'ctrl+e': (text) => [text, text.length],
  'ctrl+b': (text, at) => [text, before(text, at)],
  'ctrl+f': (text, at) => [text, after(text, at)],
  'ctrl+d': (text, at) => [text.slice(0, at) + text.slice(after(text, at)), at],
  'ctrl+k': (text, at) => [text.slice(0, at), at],
  'ctrl+u': (text, at) => [text.slice(at), 0],
  'ctrl+w': (text, at) => {
    const from = text.slice(0, at).search(/\S*\s*$/)
    return [text.slice(0, from) + text.slice(at), from]
  },
}

/** Where the grapheme before or after a place begins or ends: an emoji goes as a whole. */
function before(text: string, at: number): number {
  let last = 0
  for (const { index } of new Intl.Segmenter().segment(text.slice(0, at))) last = index
  return last
}

function after(text: string, at: number): number {
  for (const { segment } of new Intl.Segmenter().segment(text.slice(at))) return at + segment.length
  return at
}

export function editPrompt(state: State, key: string): Step {
  const { prompt } = state
  if (prompt === undefined) return still(state)
  if (key === 'up' || key === 'down') return recall(state, key === 'up' ? 1 : -1)
  if (key === 'backspace' && prompt.text === '') return cancelPrompt(state)
  const editor = EDITORS[key]
  if (editor === undefined) return still(state)
  const [text, at] = editor(prompt.text, prompt.at)
  return edited(state, { ...prompt, text, at })
}

/** A filter is asked for while it is typed. */
function edited(state: State, prompt: Prompt): Step {
  const { offered: _offered, ...rest } = prompt
  const next = { ...state, prompt: rest }
  if (prompt.kind === 'search') return still(searchNow(next, prompt.text))
  if (prompt.kind !== 'filter' || prompt.text === state.prompt?.text) return still(next)
  return loadTab(next, prompt.text.trim())
}

function searchNow(state: State, search: string): State {
  const { page } = state
  if (page.kind === 'tab' || page.kind === 'advice') return state
  return { ...state, page: { ...page, search, hit: 0 } }
}

/** Earlier lines of the `:` line, the latest first. */
function recall(state: State, step: 1 | -1): Step {
  const { prompt, past } = state
  if (prompt === undefined || prompt.kind !== 'command') return still(state)
  const index = (prompt.recalled ?? 0) + step
  const text = index <= 0 ? '' : past.at(-index)
  if (text === undefined) return still(state)
  return still({
    ...state,
    prompt: { ...prompt, text, at: text.length, recalled: Math.max(0, index) },
  })
}

export function lineOf(prompt: Prompt): string {
  return prompt.kind === 'verb' ? `${prompt.verb} ${prompt.text}` : prompt.text
}

/** What the tab key would make of the line. */
export function completionsOf(state: State): readonly string[] {
  const { prompt } = state
  if (prompt === undefined || prompt.kind === 'filter' || prompt.kind === 'search') return []
  const from = prompt.offered?.from ?? lineOf(prompt)
  return completeDeed(from, deedContext(state))
}

export function deedContext(state: State) {
  return { ...state.context, now: state.now, tabs: state.tabs.map(({ title }) => title) }
}

export function complete(state: State, step: 1 | -1): Step {
  const { prompt } = state
  const choices = completionsOf(state)
  if (prompt === undefined || choices.length === 0) return still(state)
  const from = prompt.offered?.from ?? lineOf(prompt)
  const old = prompt.offered?.index
  const index =
    old === undefined
      ? step > 0
        ? 0
        : choices.length - 1
      : (old + step + choices.length) % choices.length
  const chosen = choices[index] ?? from
  const text = prompt.kind === 'verb' ? chosen.slice((prompt.verb?.length ?? 0) + 1) : chosen
  // The only word there is: go on behind it.
  const whole =
    choices.length === 1 && prompt.kind === 'command' && !/\s/.test(chosen) ? `${text} ` : text
  const offered = choices.length === 1 ? {} : { offered: { from, index } }
  const { offered: _old, ...rest } = prompt
  return still({ ...state, prompt: { ...rest, text: whole, at: whole.length, ...offered } })
}

export function withoutPrompt(state: State): State {
  const { prompt: _prompt, ...rest } = state
  return rest
}

export function cancelPrompt(state: State): Step {
  const { prompt } = state
  if (prompt === undefined) return still(state)
  const rest = withoutPrompt(state)
  if (prompt.kind === 'search') return still(searchNow(rest, ''))
  if (prompt.kind !== 'filter' || listOf(state).filter === prompt.before) return still(rest)
  return loadTab(rest, prompt.before)
}

export type Perform = (
  state: State,
  deed: Extract<ReturnType<typeof readDeed>, { deed: unknown }>['deed'],
) => Step

/** Enter: a filter and a search stay as they are, a line is read and done. A line that cannot be read stays open. */
export function submitPrompt(state: State, perform: Perform): Step {
  const { prompt } = state
  if (prompt === undefined) return still(state)
  if (prompt.kind === 'filter' || prompt.kind === 'search') return still(withoutPrompt(state))
  const line = lineOf(prompt)
  if (prompt.kind === 'command' && line.trim() === '') return still(withoutPrompt(state))
  const found = readDeed(line, deedContext(state))
  if ('problem' in found) return still(say(state, found.problem, 'error'))
  const past = [...state.past.filter((each) => each !== line), line].slice(-100)
  return perform({ ...say(withoutPrompt(state), ''), past }, found.deed)
}
