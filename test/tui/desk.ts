import type { Store } from '../../src/store/store.ts'
import type { Desk, Doors } from '../../src/tui/desk.ts'
import { createRunner } from '../../src/tui/desk.ts'
import { createReader } from '../../src/tui/reader.ts'
import { reduce } from '../../src/tui/reduce.ts'
import { type Action, type Effect, initialState, type State } from '../../src/tui/state.ts'
import { tabsOf } from '../../src/tui/tabs.ts'
import { createWriter } from '../../src/tui/writer.ts'
import { NOW, POLICY } from '../store/plain-builders.ts'

/** Doors that write down what went through them; the store behind the desk is a real one. */
export function recordingDoors(told: string[] = []): Doors {
  return {
    openLink: async (url) => {
      told.push(`open ${url}`)
      return 'example.org'
    },
    copy: (text) => {
      told.push(`copy ${text}`)
      return true
    },
    edit: async (text) => `Sorry about that, a new one is on its way.\n${text}`,
    pipe: async (command, posts) => {
      told.push(`pipe ${posts.length} to ${command}`)
      return { status: 0, output: 'first line\nsecond' }
    },
    exportTo: async (file, posts) => {
      told.push(`export ${file}`)
      return posts.length
    },
    scan: async () => 'scanned: 0 new, 0 matched',
    obstacle: async () => 'nobody answers from here',
    send: async () => 'sent',
    redraw: () => {},
    suspend: () => {},
    quit: () => void told.push('quit'),
  }
}

export interface Driven {
  readonly state: State
  readonly told: readonly string[]
  dispatch(action: Action): void
  /** Resolves when nothing that was asked for is open. */
  settled(): Promise<void>
}

/** Reducer, runner and a real store, without a terminal. */
export function drive(store: Store, size = { rows: 24, columns: 80 }, actor = 'ann'): Driven {
  const told: string[] = []
  const settings = { queries: [], competitors: {}, policy: POLICY, zone: 'UTC' } as never
  const reader = createReader(store, {
    policy: POLICY,
    zone: 'UTC',
    fragments: {},
    actor,
    now: () => NOW,
    settings,
  })
  const desk: Desk = {
    now: () => NOW,
    zone: 'UTC',
    reader: { ...reader, report: async () => ['a report'] },
    writer: createWriter(store, { actor, zone: 'UTC', now: () => NOW }),
    doors: recordingDoors(told),
  }
  let state = initialState(size, {
    now: NOW,
    actor,
    context: { zone: 'UTC', team: ['ann', 'bo'], labels: [] },
    tabs: tabsOf([{ name: 'Screens', match: 'screen' }]),
  })
  const open = new Set<Promise<void>>()
  const dispatch = (action: Action) => {
    const step = reduce(state, action)
    state = step.state
    for (const effect of step.effects) follow(effect)
  }
  const run = createRunner(desk, dispatch, () => ({ columns: state.columns, ascii: false }))
  const follow = (effect: Effect) => {
    const work = run(effect).finally(() => open.delete(work))
    open.add(work)
  }
  return {
    get state() {
      return state
    },
    told,
    dispatch,
    settled: async () => {
      while (open.size > 0) await Promise.all(open)
    },
  }
}
