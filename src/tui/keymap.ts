import type { ActionName } from './state.ts'

export type ViewName = 'list' | 'post' | 'help'

/** One key binding: what is pressed, what it does, where it holds, and the words of the help. */
export interface Binding {
  readonly keys: readonly string[]
  readonly action: ActionName
  readonly help: string
  readonly views: readonly ViewName[]
  /** Shown in the line at the foot of the screen. */
  readonly foot?: string
}

const LIST: readonly ViewName[] = ['list']
const WORK: readonly ViewName[] = ['list', 'post']

/** Every key of the screen, in the order of the help. A key has one meaning in a view. */
export const KEYMAP: readonly Binding[] = [
  { keys: ['j', 'down'], action: 'down', help: 'next post', views: WORK },
  { keys: ['k', 'up'], action: 'up', help: 'previous post', views: WORK },
  { keys: ['pagedown', 'space'], action: 'pageDown', help: 'a page down', views: LIST },
  { keys: ['pageup', 'b'], action: 'pageUp', help: 'a page up', views: LIST },
  { keys: ['g', 'home'], action: 'first', help: 'first post', views: LIST },
  { keys: ['G', 'end'], action: 'last', help: 'last post', views: LIST },
  {
    keys: ['enter', 'right'],
    action: 'open',
    help: 'open the post and its thread',
    views: LIST,
    foot: 'open',
  },
  {
    keys: ['escape', 'left'],
    action: 'back',
    help: 'back to the list',
    views: ['post', 'help'],
    foot: 'back',
  },
  { keys: ['x'], action: 'mark', help: 'mark for the next action', views: LIST },
  { keys: ['f'], action: 'flag', help: 'flag, or take the flag away', views: WORK, foot: 'flag' },
  { keys: ['l'], action: 'label', help: 'label', views: WORK, foot: 'label' },
  { keys: ['n'], action: 'note', help: 'write a note', views: WORK, foot: 'note' },
  { keys: ['s'], action: 'seen', help: 'mark as seen', views: WORK },
  { keys: ['c'], action: 'close', help: 'close with a reason', views: WORK, foot: 'close' },
  { keys: ['o'], action: 'reopen', help: 'open again', views: WORK },
  { keys: ['u'], action: 'undo', help: 'take the last step back', views: WORK, foot: 'undo' },
  {
    keys: ['/'],
    action: 'filter',
    help: 'filter by the query language',
    views: LIST,
    foot: 'filter',
  },
  { keys: ['r'], action: 'reload', help: 'read the store again', views: WORK },
  { keys: ['?'], action: 'help', help: 'this help', views: WORK, foot: 'help' },
  { keys: ['q'], action: 'quit', help: 'leave', views: ['list', 'post', 'help'], foot: 'quit' },
]

/** The action of a key in a view; undefined when the key means nothing there. */
export function actionFor(key: string, view: ViewName): ActionName | undefined {
  return KEYMAP.find((binding) => binding.keys.includes(key) && binding.views.includes(view))
    ?.action
}
