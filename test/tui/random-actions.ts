import { seededRandom } from '../../src/metrics/random.ts'
import type { Store } from '../../src/store/store.ts'
import { actionsOf } from '../../src/tui/actions.ts'
import type { InputEvent } from '../../src/tui/key-input.ts'
import { createKeymap } from '../../src/tui/keymap.ts'
import { listOf, rangeOf, type State } from '../../src/tui/state.ts'
import type { Driven } from './desk.ts'

const { keymap } = createKeymap()
const KEYS = [
  ...new Set(keymap.bindings.flatMap(({ keys }) => keys)),
  ...'0123456789abcxyz',
  'delete',
  'alt+x',
]
const LINES = [
  ':label late',
  ':unlabel late',
  ':assign bo',
  ':assign nobody',
  ':note so it is',
  ':snooze 2h',
  ':snooze reply',
  ':close spam',
  ':close solved',
  ':reopen',
  ':correct negative bug',
  ':correct none',
  ':priority high',
  ':promise tomorrow call back',
  ':kept',
  ':outcome solved person',
  ':escalate bo 1d',
  ':credit',
  ':merge',
  ':split',
  ':filter number',
  ':filter (',
  ':filter',
  ':tab all',
  ':post 3',
  ':post 999999',
  ':nonsense',
]

/** One random input: mostly single keys, now and then a whole line, the mouse or a paste. */
export function randomInput(random: () => number): readonly InputEvent[] {
  const pick = <Value>(values: readonly Value[]) =>
    values[Math.floor(random() * values.length)] as Value
  const kind = random()
  if (kind < 0.15) {
    return [...pick(LINES)].map(keyOf).concat({ type: 'key', name: 'enter', text: '' })
  }
  if (kind < 0.2) {
    const button = pick(['left', 'wheel-up', 'wheel-down'] as const)
    return [
      { type: 'mouse', button, column: Math.floor(random() * 90), row: Math.floor(random() * 30) },
    ]
  }
  if (kind < 0.22) return [{ type: 'paste', text: pick(['acme', 'x\ny', '"', '漢字 👍🏽']) }]
  return [keyOf(pick(KEYS))]
}

function keyOf(name: string): InputEvent {
  const isText = [...name].length === 1
  if (name === ' ') return { type: 'key', name: 'space', text: ' ' }
  return { type: 'key', name, text: isText ? name : '' }
}

/** What must hold in every state. */
export function brokenRules(state: State): readonly string[] {
  const { rows, cursor, top } = listOf(state)
  const { prompt } = state
  return [
    ...(cursor < 0 || cursor > Math.max(0, rows.length - 1)
      ? [`cursor ${cursor} of ${rows.length}`]
      : []),
    ...(top < 0 || top > cursor ? [`top ${top}, cursor ${cursor}`] : []),
    ...(new Set(rows.map(({ key }) => key)).size === rows.length ? [] : ['a row twice']),
    ...(state.tabs[state.tab] === undefined ? ['no tab'] : []),
    ...(prompt !== undefined && prompt.at > prompt.text.length ? ['caret outside'] : []),
    ...(rangeOf(state).length > rows.length ? ['range'] : []),
  ]
}

/** Presses so many random inputs; every now and then all answers are waited for, otherwise they arrive when they do. */
export async function pressRandomly(driven: Driven, seed: number, count: number): Promise<void> {
  const random = seededRandom(seed)
  for (let n = 0; n < count; n++) {
    for (const event of randomInput(random)) {
      for (const action of actionsOf(event, driven.state, keymap)) driven.dispatch(action)
    }
    const broken = brokenRules(driven.state)
    if (broken.length > 0) throw new Error(`seed ${seed}, input ${n}: ${broken.join('; ')}`)
    if (random() < 0.3) await driven.settled()
    if (random() < 0.01)
      driven.dispatch({
        type: 'resized',
        rows: Math.ceil(random() * 60),
        columns: Math.ceil(random() * 200),
      })
  }
  await driven.settled()
}

/** Everything that people decide about, of all posts: what undo must bring back. */
export async function standOf(store: Store): Promise<unknown> {
  const { posts } = await store.info()
  const all = await store.posts(Array.from({ length: posts }, (_, n) => n + 1))
  // A post gets a thread when it is marked first; what counts is with whom it shares it.
  const first = new Map<number, number>()
  for (const { post, threadNumber } of all) {
    if (threadNumber !== undefined && !first.has(threadNumber)) first.set(threadNumber, post)
  }
  return all.map((post) => {
    const {
      post: number,
      seen,
      flags,
      labels,
      assigned,
      priority,
      status,
      threadNumber,
      sentiment,
      analysis,
      answeredAt,
      dueAt,
    } = post
    const notes = post.notes.map(({ text }) => text)
    return {
      number,
      seen,
      flags,
      labels,
      notes,
      assigned,
      priority: priority ?? 'normal',
      // A draft is no step that is taken back: it stays, and its thread is no longer new.
      status: status === 'new' || status === undefined ? 'open' : status,
      with: threadNumber === undefined ? number : first.get(threadNumber),
      sentiment,
      intents: analysis?.intents,
      answeredAt,
      dueAt,
    }
  })
}
