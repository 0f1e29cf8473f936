/** Where a key holds. `list`: every tab with rows; `thread`: one thread; `reader`: help, log, dashboard; `advice`: before sending. */
export type ViewName = 'list' | 'thread' | 'reader' | 'advice'

export type ActionName = (typeof TABLE)[number]['action']

/** One key binding: what is pressed, what it does, where it holds, and the words of the help. */
export interface Binding {
  readonly keys: readonly string[]
  readonly action: ActionName
  readonly help: string
  readonly views: readonly ViewName[]
  /** Shown in the line at the foot of the screen. */
  readonly foot?: string
}

const LIST = ['list'] as const
const THREAD = ['thread'] as const
const WORK = ['list', 'thread'] as const
const SCROLL = ['list', 'thread', 'reader', 'advice'] as const
const ALL = ['list', 'thread', 'reader', 'advice'] as const

/** Every key of the screen, in the order of the help. A key has one meaning in a view. */
const TABLE = [
  {
    keys: ['enter', 'right'],
    action: 'open',
    help: 'open it and its thread',
    views: LIST,
    foot: 'open',
  },
  {
    keys: ['escape', 'left', 'backspace'],
    action: 'back',
    help: 'back; in a list: clear marks, then the filter',
    views: ALL,
    foot: 'back',
  },
  { keys: ['f'], action: 'flag', help: 'flag, or take the flag away', views: WORK, foot: 'flag' },
  { keys: ['r'], action: 'reply', help: 'answer in your editor', views: WORK, foot: 'reply' },
  { keys: ['c'], action: 'close', help: 'close with a reason', views: WORK, foot: 'close' },
  {
    keys: ['/'],
    action: 'filter',
    help: 'filter by the query language; in a thread: search',
    views: ['list', 'thread', 'reader'],
    foot: 'filter',
  },
  {
    keys: ['u'],
    action: 'undo',
    help: 'take your last step back, as often as you like',
    views: WORK,
    foot: 'undo',
  },
  {
    keys: ['?', 'f1'],
    action: 'help',
    help: 'this help',
    views: ['list', 'thread', 'reader'],
    foot: 'help',
  },
  {
    keys: ['q'],
    action: 'quit',
    help: 'leave; in a thread: back to the list',
    views: ALL,
    foot: 'quit',
  },
  { keys: ['Q', 'ctrl+c'], action: 'leave', help: 'leave from anywhere', views: ALL },
  {
    keys: ['j', 'down', 'ctrl+n'],
    action: 'down',
    help: 'down; with a count, so many',
    views: SCROLL,
  },
  { keys: ['k', 'up', 'ctrl+p'], action: 'up', help: 'up', views: SCROLL },
  { keys: ['pagedown', 'space', 'ctrl+f'], action: 'pageDown', help: 'a page down', views: SCROLL },
  { keys: ['pageup', 'b', 'ctrl+b'], action: 'pageUp', help: 'a page up', views: SCROLL },
  { keys: ['ctrl+d'], action: 'halfDown', help: 'half a page down', views: SCROLL },
  { keys: ['ctrl+u'], action: 'halfUp', help: 'half a page up', views: SCROLL },
  { keys: ['g', 'home'], action: 'first', help: 'first; with a count, that line', views: SCROLL },
  { keys: ['G', 'end'], action: 'last', help: 'last; with a count, that line', views: SCROLL },
  { keys: ['H'], action: 'high', help: 'top line of the screen', views: LIST },
  { keys: ['M'], action: 'middle', help: 'middle line of the screen', views: LIST },
  { keys: ['L'], action: 'low', help: 'bottom line of the screen', views: LIST },
  { keys: ['J', ')'], action: 'next', help: 'next post of the list', views: THREAD },
  { keys: ['K', '('], action: 'previous', help: 'previous post of the list', views: THREAD },
  {
    keys: ['n'],
    action: 'nextHit',
    help: 'next place that was searched; in a list: next unseen',
    views: ['list', 'thread', 'reader'],
  },
  {
    keys: ['N'],
    action: 'previousHit',
    help: 'the one before',
    views: ['list', 'thread', 'reader'],
  },
  {
    keys: ['tab', ']'],
    action: 'nextTab',
    help: 'next tab',
    views: ['list', 'reader'],
    foot: 'tab',
  },
  {
    keys: ['shift+tab', '['],
    action: 'previousTab',
    help: 'tab before',
    views: ['list', 'reader'],
  },
  { keys: ['x'], action: 'mark', help: 'mark for the next action, and down', views: LIST },
  {
    keys: ['V', 'v'],
    action: 'range',
    help: 'begin or end a range; actions then hold for all of it',
    views: LIST,
  },
  { keys: ['*'], action: 'markAll', help: 'mark all that are loaded, or none', views: LIST },
  { keys: [';'], action: 'batch', help: 'before an action: on all that are marked', views: LIST },
  { keys: ['.'], action: 'repeat', help: 'the last action again, here', views: WORK },
  { keys: ['m'], action: 'setMark', help: 'then a letter: remember this place', views: WORK },
  { keys: ["'"], action: 'jumpMark', help: 'then the letter: back to it', views: WORK },
  { keys: ['l'], action: 'label', help: 'label', views: WORK },
  { keys: ['a'], action: 'assign', help: 'assign to somebody', views: WORK },
  { keys: ['t'], action: 'note', help: 'write a note', views: WORK },
  { keys: ['s'], action: 'seen', help: 'mark as seen', views: WORK },
  { keys: ['z'], action: 'snooze', help: 'snooze', views: WORK },
  { keys: ['o'], action: 'reopen', help: 'open again', views: WORK },
  { keys: ['e'], action: 'correct', help: 'correct feeling or intent', views: WORK },
  { keys: ['!'], action: 'priority', help: 'set the priority', views: WORK },
  { keys: ['p'], action: 'promise', help: 'note a promise of ours', views: WORK },
  { keys: ['P'], action: 'kept', help: 'our promises are kept', views: WORK },
  { keys: ['O'], action: 'outcome', help: 'what came of it', views: WORK },
  { keys: ['A'], action: 'escalate', help: 'escalate', views: WORK },
  { keys: ['&'], action: 'merge', help: 'make one thread of the marked', views: WORK },
  { keys: ['%'], action: 'split', help: 'take posts out of their thread', views: WORK },
  { keys: ['R'], action: 'record', help: 'record an answer that was made elsewhere', views: WORK },
  { keys: ['w'], action: 'web', help: 'open in the browser', views: WORK },
  { keys: ['y'], action: 'copyLink', help: 'copy the link', views: WORK },
  { keys: ['Y'], action: 'copyText', help: 'copy the text', views: WORK },
  { keys: ['|'], action: 'pipe', help: 'pipe to a program', views: WORK },
  { keys: ['E'], action: 'export', help: 'export the selection to a file', views: WORK },
  { keys: ['i'], action: 'person', help: 'all that this person said', views: WORK },
  { keys: ['U', 'ctrl+r'], action: 'redo', help: 'do again what was taken back', views: WORK },
  {
    keys: [':'],
    action: 'command',
    help: 'type a word; tab completes it',
    views: ['list', 'thread', 'reader'],
  },
  { keys: ['S'], action: 'scan', help: 'ask the sources now', views: ['list', 'reader'] },
  { keys: ['ctrl+l', 'f5'], action: 'reload', help: 'draw and read everything again', views: ALL },
  { keys: ['ctrl+z'], action: 'suspend', help: 'go to the shell; fg comes back', views: ALL },
  {
    keys: ['s', 'ctrl+s'],
    action: 'send',
    help: 'send the answer now',
    views: ['advice'],
    foot: 'send',
  },
  { keys: ['e'], action: 'editAgain', help: 'write on', views: ['advice'], foot: 'edit' },
  {
    keys: ['y'],
    action: 'copyDraft',
    help: 'copy the answer and open the page',
    views: ['advice'],
    foot: 'copy+open',
  },
  {
    keys: ['R'],
    action: 'recordDraft',
    help: 'it was sent by hand: stop the clock',
    views: ['advice'],
    foot: 'sent by hand',
  },
  {
    keys: ['D'],
    action: 'dropDraft',
    help: 'throw the draft away',
    views: ['advice'],
    foot: 'drop',
  },
] as const

export const BINDINGS: readonly Binding[] = TABLE

/** The keys as they hold after the configuration: actions may have other keys. */
export interface Keymap {
  readonly bindings: readonly Binding[]
  actionFor(key: string, view: ViewName): ActionName | undefined
}

export interface KeyProblem {
  /** The action in `keys:` of the configuration. */
  readonly action: string
  readonly message: string
}

/** The table with the user's keys. An unknown action, or a key with two meanings in a view, is a problem. */
export function createKeymap(own: Readonly<Record<string, readonly string[]>> = {}): {
  readonly keymap: Keymap
  readonly problems: readonly KeyProblem[]
} {
  const known = new Set<string>(BINDINGS.map(({ action }) => action))
  const unknown = Object.keys(own)
    .filter((action) => !known.has(action))
    .map((action) => ({
      action,
      message: `there is no action "${action}"; press ? in the inbox for all`,
    }))
  const bindings = BINDINGS.map((binding) => ({
    ...binding,
    keys: own[binding.action] ?? binding.keys,
  }))
  const table = new Map<string, ActionName>()
  const conflicts: KeyProblem[] = []
  for (const { view, key, action } of bindings.flatMap(usesOf)) {
    const other = table.get(`${view} ${key}`)
    if (other === undefined) table.set(`${view} ${key}`, action)
    else if (other !== action) conflicts.push(conflict(own, action, other, key))
  }
  return {
    keymap: { bindings, actionFor: (key, view) => table.get(`${view} ${key}`) },
    problems: [...unknown, ...uniqueProblems(conflicts)],
  }
}

function usesOf({ keys, views, action }: Binding) {
  return views.flatMap((view) => keys.map((key) => ({ view, key, action })))
}

/** The problem stands at the action that the user wrote. */
function conflict(
  own: Readonly<Record<string, readonly string[]>>,
  action: string,
  other: string,
  key: string,
): KeyProblem {
  const [named, rival] = action in own ? [action, other] : [other, action]
  return {
    action: named,
    message: `"${key}" already means "${rival}"; give one of them another key`,
  }
}

function uniqueProblems(problems: readonly KeyProblem[]): readonly KeyProblem[] {
  return [...new Map(problems.map((each) => [`${each.action} ${each.message}`, each])).values()]
}
