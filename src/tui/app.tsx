import { Box, Text, useApp, useInput, useStdout } from 'ink'
import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react'
import { safeLine } from '../format/safe-text.ts'
import { cutToWidth } from '../format/width.ts'
import { CLOSE_REASONS } from '../model/ledger.ts'
import type { Desk } from './desk.ts'
import { keysOf } from './key-name.ts'
import { actionFor, KEYMAP } from './keymap.ts'
import { type Action, type Effect, initialState, reduce, type State } from './state.ts'
import { HelpView } from './views/help.tsx'
import { ListView } from './views/list.tsx'
import { PostView } from './views/post.tsx'

/** The screen: one input handler, one state, the desk for everything outside. */
export function App({ desk }: { readonly desk: Desk }): ReactElement {
  const { exit } = useApp()
  const { stdout } = useStdout()
  const [state, setState] = useState(() => initialState(stdout.rows || 24, stdout.columns || 80))
  const latest = useRef(state)
  const dispatch = useCallback(
    (action: Action) => {
      const step = reduce(latest.current, action)
      latest.current = step.state
      setState(step.state)
      for (const effect of step.effects) runEffect(desk, effect, latest, dispatch, exit)
    },
    [desk, exit],
  )
  useEffect(() => {
    const onResize = () => dispatch({ type: 'resized', rows: stdout.rows, columns: stdout.columns })
    stdout.on('resize', onResize)
    dispatch({ type: 'do', name: 'reload' })
    return () => void stdout.off('resize', onResize)
  }, [dispatch, stdout])
  useInput((input, key) => {
    for (const { name, text } of keysOf(input, key)) {
      const action = actionFor(name, latest.current.view)
      if (latest.current.prompt) typeInto(name, text, dispatch)
      else if (action) dispatch({ type: 'do', name: action })
    }
  })
  return (
    <Box flexDirection="column" height={state.rows - 1}>
      <Text inverse wrap="truncate">
        {headLine(state)}
      </Text>
      <Box flexGrow={1} flexDirection="column" overflow="hidden">
        <View state={state} now={desk.now()} />
      </Box>
      <Text wrap="truncate">{promptLine(state)}</Text>
      <Text dimColor wrap="truncate">
        {footLine(state)}
      </Text>
    </Box>
  )
}

function View({ state, now }: { readonly state: State; readonly now: number }): ReactElement {
  if (state.view === 'help') return <HelpView rows={state.rows} />
  if (state.view === 'post') return <PostView state={state} now={now} />
  return <ListView state={state} now={now} />
}

function typeInto(name: string, input: string, dispatch: (action: Action) => void): void {
  if (name === 'enter') dispatch({ type: 'submit' })
  else if (name === 'escape') dispatch({ type: 'cancel' })
  else if (name === 'backspace') dispatch({ type: 'erase' })
  else if (input !== '' && !/[\u0000-\u001f\u007f]/.test(input))
    dispatch({ type: 'type', text: input })
}

/** Does what the reducer asked for, and tells it what came of it. */
function runEffect(
  desk: Desk,
  effect: Effect,
  latest: { readonly current: State },
  dispatch: (action: Action) => void,
  exit: () => void,
): void {
  const fail = (error: unknown) =>
    dispatch({ type: 'said', message: error instanceof Error ? error.message : String(error) })
  const reload = () =>
    desk.load(latest.current.filter).then((posts) => dispatch({ type: 'loaded', posts }))
  const reloadThread = () => {
    const post = latest.current.posts[latest.current.cursor]
    return latest.current.view === 'post' && post
      ? desk.thread(post).then((thread) => dispatch({ type: 'threadLoaded', thread }))
      : undefined
  }
  const runners = {
    load: () => reload(),
    loadThread: () => reloadThread(),
    triage: async () => {
      if (effect.type !== 'triage') return
      dispatch({ type: 'said', message: await desk.triage(effect.action, effect.posts) })
      await reload()
      await reloadThread()
    },
    undo: async () => {
      dispatch({ type: 'said', message: await desk.undo() })
      await reload()
      await reloadThread()
    },
    quit: () => exit(),
  }
  Promise.resolve(runners[effect.type]()).catch(fail)
}

function headLine(state: State): string {
  const filter = state.filter ? ` · filter: ${safeLine(state.filter)}` : ''
  const marked = state.marked.size > 0 ? ` · ${state.marked.size} marked` : ''
  const place = state.posts.length === 0 ? '' : ` · ${state.cursor + 1} of ${state.posts.length}`
  return cutToWidth(`listen inbox${place}${marked}${filter}`, state.columns).padEnd(state.columns)
}

const QUESTIONS = {
  filter: 'filter: ',
  label: 'label: ',
  note: 'note: ',
  close: `reason (${CLOSE_REASONS.join(', ')}): `,
} as const

function promptLine(state: State): string {
  if (state.prompt)
    return cutToWidth(
      `${QUESTIONS[state.prompt.kind]}${safeLine(state.prompt.text)}█`,
      state.columns,
    )
  return cutToWidth(safeLine(state.message), state.columns) || ' '
}

function footLine(state: State): string {
  if (state.prompt) return 'enter: do it   escape: leave it'
  const keys = KEYMAP.filter(({ foot, views }) => foot !== undefined && views.includes(state.view))
  return cutToWidth(
    keys.map(({ keys: [key], foot }) => `${key} ${foot}`).join('   '),
    state.columns,
  )
}
