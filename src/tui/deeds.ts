import type { Priority } from '../model/config.ts'
import { CLOSE_REASONS, OUTCOMES } from '../model/ledger.ts'
import { INTENTS, type IntentName, SENTIMENT_LABELS } from '../model/mention.ts'
import type { Instant } from '../model/post.ts'
import type { TriageAction } from '../store/store.ts'
import { nearestName } from '../text/nearest.ts'
import { parseComing } from './moments.ts'

/** What a line behind `:` asks for. */
export type Deed =
  | { readonly type: 'triage'; readonly action: TriageAction }
  | {
      readonly type:
        | 'merge'
        | 'split'
        | 'undo'
        | 'redo'
        | 'reply'
        | 'record'
        | 'open'
        | 'scan'
        | 'person'
        | 'help'
        | 'quit'
        | 'reload'
        | 'log'
    }
  | { readonly type: 'copy'; readonly what: 'link' | 'text' }
  | { readonly type: 'pipe'; readonly command: string }
  | { readonly type: 'export'; readonly file: string }
  | { readonly type: 'filter'; readonly expression: string }
  | { readonly type: 'tab'; readonly name: string }
  | { readonly type: 'goto'; readonly post: number }

export interface DeedContext {
  readonly now: Instant
  readonly zone: string
  readonly team: readonly string[]
  readonly labels: readonly string[]
  readonly tabs: readonly string[]
}

export type ReadDeed = { readonly deed: Deed } | { readonly problem: string }

interface Word {
  readonly name: string
  readonly usage: string
  readonly help: string
  read(rest: string, context: DeedContext): ReadDeed
  /** What may stand behind the word. */
  choices?(context: DeedContext): readonly string[]
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u
const PRIORITIES: readonly Priority[] = ['low', 'normal', 'high', 'urgent']
const WHEN = ['1h', '4h', 'tomorrow', 'monday', '1w']

function triage(action: TriageAction): ReadDeed {
  return { deed: { type: 'triage', action } }
}

function plain(
  type: Exclude<Deed['type'], 'triage' | 'copy' | 'pipe' | 'export' | 'filter' | 'tab' | 'goto'>,
) {
  return (): ReadDeed => ({ deed: { type } })
}

function problem(text: string): ReadDeed {
  return { problem: text }
}

function readName(what: 'flag' | 'label', on: boolean, otherwise?: string) {
  return (rest: string): ReadDeed => {
    const name = rest === '' ? otherwise : rest
    if (name === undefined || !NAME.test(name))
      return problem(`a ${what} is up to 40 letters, digits, - and _`)
    return triage(
      what === 'flag' ? { type: 'flag', flag: name, on } : { type: 'label', label: name, on },
    )
  }
}

function readClose(rest: string): ReadDeed {
  const [reason = '', channel, ticket] = rest.split(/\s+/)
  if (!(CLOSE_REASONS as readonly string[]).includes(reason))
    return problem(`a reason, please: ${CLOSE_REASONS.join(', ')}`)
  return triage({
    type: 'close',
    reason,
    ...(channel === undefined ? {} : { channel }),
    ...(ticket === undefined ? {} : { ticket }),
  })
}

function readSnooze(rest: string, { now, zone }: DeedContext): ReadDeed {
  if (rest === 'reply') return triage({ type: 'snooze', until: 'reply' })
  const until = parseComing(rest, now, zone)
  return until === undefined
    ? problem('until when? 2h, 3d, tomorrow, friday, 2026-12-01 14:00, or reply')
    : triage({ type: 'snooze', until })
}

function readCorrection(rest: string): ReadDeed {
  const words = rest.split(/[\s,]+/).filter(Boolean)
  const sentiment = SENTIMENT_LABELS.find((label) => words.includes(label))
  const named = words.filter((word) => word !== sentiment)
  const wrong = named.find((word) => word !== 'none' && !isIntent(word))
  if (words.length === 0 || wrong !== undefined)
    return problem(
      `${wrong ?? 'nothing'}? ${SENTIMENT_LABELS.join(', ')}; ${INTENTS.join(', ')}, none`,
    )
  return triage({
    type: 'correct',
    ...(sentiment === undefined ? {} : { sentiment }),
    ...(named.length === 0 ? {} : { intents: named.filter(isIntent) }),
  })
}

function isIntent(word: string): word is IntentName {
  return (INTENTS as readonly string[]).includes(word)
}

function readPromise(rest: string, { now, zone }: DeedContext): ReadDeed {
  const [first = '', second = '', ...more] = rest.split(/\s+/)
  const both = /^\d{1,2}:\d{2}$/.test(second)
    ? parseComing(`${first} ${second}`, now, zone, 17 * 60)
    : undefined
  const due = both ?? parseComing(first, now, zone, 17 * 60)
  if (due === undefined) return problem('by when? 2h, friday, 2026-12-01 14:00; then what')
  const text = (both === undefined ? [second, ...more] : more).join(' ').trim()
  return triage({ type: 'promise', due, ...(text === '' ? {} : { text }) })
}

function readOutcome(rest: string): ReadDeed {
  const [kind, by = 'us'] = rest.split(/\s+/)
  const known = OUTCOMES.find((outcome) => outcome === kind)
  if (known === undefined || !isWitness(by))
    return problem(`${OUTCOMES.join(', ')}; then us, person or silence`)
  return triage({ type: 'outcome', kind: known, by })
}

function isWitness(text: string): text is 'us' | 'person' | 'silence' {
  return text === 'us' || text === 'person' || text === 'silence'
}

function readPriority(rest: string): ReadDeed {
  const priority = PRIORITIES.find((name) => name === rest)
  return priority === undefined
    ? problem(PRIORITIES.join(', '))
    : triage({ type: 'prioritise', priority })
}

function readEscalation(rest: string, { now, zone }: DeedContext): ReadDeed {
  const [owner = '', ...when] = rest.split(/\s+/)
  if (owner === '') return problem('to whom? and by when, if you know')
  if (when.length === 0) return triage({ type: 'escalate', owner })
  const due = parseComing(when.join(' '), now, zone)
  return due === undefined
    ? problem(`"${when.join(' ')}" is no time`)
    : triage({ type: 'escalate', owner, due })
}

function needsText(what: string, make: (text: string) => Deed) {
  return (rest: string): ReadDeed => (rest === '' ? problem(what) : { deed: make(rest) })
}

/** Every word of the `:` line, in the order of the help. */
export const WORDS: readonly Word[] = [
  { name: 'reply', usage: 'reply', help: 'write an answer in your editor', read: plain('reply') },
  {
    name: 'record',
    usage: 'record',
    help: 'an answer was made elsewhere: stop the clock',
    read: plain('record'),
  },
  { name: 'flag', usage: 'flag [NAME]', help: 'flag', read: readName('flag', true, 'flag') },
  {
    name: 'unflag',
    usage: 'unflag [NAME]',
    help: 'take the flag away',
    read: readName('flag', false, 'flag'),
  },
  {
    name: 'label',
    usage: 'label NAME',
    help: 'label',
    read: readName('label', true),
    choices: ({ labels }) => labels,
  },
  {
    name: 'unlabel',
    usage: 'unlabel NAME',
    help: 'take the label away',
    read: readName('label', false),
    choices: ({ labels }) => labels,
  },
  {
    name: 'assign',
    usage: 'assign WHO',
    help: 'give it to somebody; nobody takes it back',
    read: (rest) =>
      rest === ''
        ? problem('to whom? or nobody')
        : triage({ type: 'assign', to: rest === 'nobody' ? null : rest }),
    choices: ({ team }) => [...team, 'nobody'],
  },
  {
    name: 'note',
    usage: 'note TEXT',
    help: 'write a note',
    read: needsText('what shall be noted?', (text) => ({
      type: 'triage',
      action: { type: 'note', text },
    })),
  },
  { name: 'seen', usage: 'seen', help: 'mark as seen', read: () => triage({ type: 'seen' }) },
  {
    name: 'snooze',
    usage: 'snooze WHEN',
    help: 'hide until then, or until they reply',
    read: readSnooze,
    choices: () => [...WHEN, 'reply'],
  },
  {
    name: 'close',
    usage: 'close REASON',
    help: 'close without an answer',
    read: readClose,
    choices: () => CLOSE_REASONS,
  },
  { name: 'reopen', usage: 'reopen', help: 'open again', read: () => triage({ type: 'reopen' }) },
  {
    name: 'correct',
    usage: 'correct FEELING INTENT…',
    help: 'your word over the program’s',
    read: readCorrection,
    choices: () => [...SENTIMENT_LABELS, ...INTENTS, 'none'],
  },
  {
    name: 'priority',
    usage: 'priority HOW',
    help: 'low, normal, high or urgent',
    read: readPriority,
    choices: () => PRIORITIES,
  },
  {
    name: 'promise',
    usage: 'promise WHEN [WHAT]',
    help: 'we gave our word',
    read: readPromise,
    choices: () => WHEN,
  },
  {
    name: 'kept',
    usage: 'kept',
    help: 'our promises are kept',
    read: () => triage({ type: 'keep-promises' }),
  },
  {
    name: 'outcome',
    usage: 'outcome KIND [WHO SAYS SO]',
    help: 'what came of it',
    read: readOutcome,
    choices: () => OUTCOMES,
  },
  {
    name: 'escalate',
    usage: 'escalate WHO [WHEN]',
    help: 'hand it on',
    read: readEscalation,
    choices: ({ team }) => team,
  },
  {
    name: 'credit',
    usage: 'credit [wrong]',
    help: 'another customer answered it, rightly or wrongly',
    read: (rest) => triage({ type: 'credit', correct: rest !== 'wrong' }),
    choices: () => ['wrong'],
  },
  { name: 'merge', usage: 'merge', help: 'the marked threads become one', read: plain('merge') },
  { name: 'split', usage: 'split', help: 'these posts leave their thread', read: plain('split') },
  { name: 'open', usage: 'open', help: 'open in the browser', read: plain('open') },
  {
    name: 'copy',
    usage: 'copy link|text',
    help: 'copy to the clipboard',
    read: (rest) =>
      rest === '' || rest === 'link' || rest === 'text'
        ? { deed: { type: 'copy', what: rest === 'text' ? 'text' : 'link' } }
        : problem('link or text'),
    choices: () => ['link', 'text'],
  },
  {
    name: 'pipe',
    usage: 'pipe COMMAND',
    help: 'the posts as JSON lines to a program',
    read: needsText('to which program?', (command) => ({ type: 'pipe', command })),
  },
  {
    name: 'export',
    usage: 'export FILE',
    help: 'the posts as CSV, or JSON lines for .jsonl',
    read: needsText('into which file?', (file) => ({ type: 'export', file })),
  },
  {
    name: 'filter',
    usage: 'filter EXPRESSION',
    help: 'only what matches; nothing: all',
    read: (rest) => ({ deed: { type: 'filter', expression: rest } }),
  },
  {
    name: 'tab',
    usage: 'tab NAME',
    help: 'go to a tab',
    read: needsText('which?', (name) => ({ type: 'tab', name })),
    choices: ({ tabs }) => tabs,
  },
  {
    name: 'post',
    usage: 'post NUMBER',
    help: 'open a post by its number',
    read: (rest) =>
      /^#?\d{1,15}$/.test(rest)
        ? { deed: { type: 'goto', post: Number(rest.replace('#', '')) } }
        : problem('a number, please'),
  },
  { name: 'person', usage: 'person', help: 'all that this person said', read: plain('person') },
  { name: 'scan', usage: 'scan', help: 'ask the sources now', read: plain('scan') },
  { name: 'undo', usage: 'undo', help: 'take your last step back', read: plain('undo') },
  { name: 'redo', usage: 'redo', help: 'do it again', read: plain('redo') },
  { name: 'reload', usage: 'reload', help: 'read the store again', read: plain('reload') },
  { name: 'log', usage: 'log', help: 'what was said on this screen', read: plain('log') },
  { name: 'help', usage: 'help', help: 'keys and words', read: plain('help') },
  { name: 'quit', usage: 'quit', help: 'leave', read: plain('quit') },
]

/** Reads a line that was typed behind `:`; a number alone goes to that post. */
export function readDeed(text: string, context: DeedContext): ReadDeed {
  const trimmed = text.trim()
  if (/^\d+$/.test(trimmed)) return { deed: { type: 'goto', post: Number(trimmed) } }
  const [, name = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(trimmed) ?? []
  const starting = WORDS.filter((word) => word.name.startsWith(name))
  const word =
    WORDS.find((each) => each.name === name) ?? (starting.length === 1 ? starting[0] : undefined)
  if (name !== '' && word !== undefined) return word.read(rest.trim(), context)
  if (name === 'q' || name === 'q!') return { deed: { type: 'quit' } }
  const near = nearestName(
    name,
    WORDS.map((each) => each.name),
  )
  return problem(
    near === undefined
      ? `there is no "${name}"; see :help`
      : `there is no "${name}"; did you mean ${near}?`,
  )
}

/** The lines that the typed one may become, best first. */
export function completeDeed(text: string, context: DeedContext): readonly string[] {
  const [, name = '', blank = '', rest = ''] = /^\s*(\S*)(\s*)(.*)$/.exec(text) ?? []
  if (blank === '')
    return WORDS.filter((word) => word.name.startsWith(name)).map((word) => word.name)
  const choices = WORDS.find((word) => word.name === name)?.choices?.(context) ?? []
  const [, lead = '', last = ''] = /^(.*?)(\S*)$/.exec(rest) ?? []
  return choices
    .filter((choice) => choice.startsWith(last))
    .map((choice) => `${name} ${lead}${choice}`)
}
