import { render } from 'ink'
import { actionsOf } from './actions.ts'
import { App, type StateSource } from './app.tsx'
import { createRunner, type Desk } from './desk.ts'
import { bodyLines, type Drawing, lastTop } from './frame.ts'
import { createInputReader, type InputEvent } from './key-input.ts'
import { reduce } from './reduce.ts'
import { createFrameStream, createScreen, type Screen } from './screen.ts'
import { type Action, initialState, type State } from './state.ts'

/** A lone escape is told from the start of a sequence by what follows within this time. */
const ESCAPE_MS = 30
const NEWS_MS = 1000
const TICK_MS = 15_000

export interface InboxParts extends Drawing {
  readonly state: Pick<State, 'actor' | 'context' | 'tabs'>
  readonly out: NodeJS.WriteStream
  readonly input: NodeJS.ReadStream
  readonly signal: AbortSignal
  readonly mouse: boolean
  /** Makes the desk when the screen is there: its doors must be able to leave and enter it. */
  readonly makeDesk: (screen: ScreenControl) => Desk
}

/** What doors need of the screen. */
export interface ScreenControl {
  /** Gives the terminal to another program, then takes it back. */
  lend<Result>(work: () => Promise<Result>): Promise<Result>
  send(bytes: string): void
  redraw(): void
  suspend(): void
  quit(): void
}

/** Runs the screen on the terminal's second page until the user leaves; the first page comes back unharmed. */
export async function startInbox(parts: InboxParts): Promise<void> {
  const screen = createScreen(parts.out, { mouse: parts.mouse })
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const terminal = holdTerminal(parts, screen)
  const control: ScreenControl = { ...terminal.control, quit: () => finish() }
  const desk = parts.makeDesk(control)
  const store = createStore(initialState(screen, { ...parts.state, now: desk.now() }), parts)
  const run = createRunner(
    desk,
    (action) => store.dispatch(action),
    () => ({
      columns: store.source.state.columns,
      ascii: parts.theme.ascii,
    }),
  )
  store.onEffect(run)
  const paint = (frame: string) => {
    const [head = '', message = '', foot = ''] = frame.split('\n')
    screen.show([head, ...bodyLines(store.source.state, parts), message, foot])
  }
  terminal.enter((event) => store.hear(event))
  const ink = render(<App source={store.source} theme={parts.theme} keymap={parts.keymap} />, {
    stdout: createFrameStream(screen, paint),
    stdin: parts.input,
    // Every frame as it is: the screen writes only what changed, so nothing is left to throttle or to erase.
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  })
  const stops = [
    watchSize(parts.out, () =>
      store.dispatch({ type: 'resized', rows: screen.rows, columns: screen.columns }),
    ),
    every(NEWS_MS, async () => {
      const news = await desk.reader.news()
      if (news !== undefined) store.dispatch({ type: 'news', news })
    }),
    every(TICK_MS, async () => store.dispatch({ type: 'ticked', now: desk.now() })),
  ]
  parts.signal.addEventListener('abort', finish)
  store.dispatch({ type: 'do', name: 'reload' })
  void warn(desk, store.dispatch)
  try {
    await finished
  } finally {
    parts.signal.removeEventListener('abort', finish)
    for (const stop of stops) stop()
    ink.unmount()
    terminal.leave()
  }
}

async function warn(desk: Desk, dispatch: (action: Action) => void): Promise<void> {
  const text = await desk.reader.warning().catch(() => undefined)
  if (text !== undefined) dispatch({ type: 'said', text })
}

/** The one state, with who listens to it. */
function createStore(first: State, drawing: Drawing & Pick<InboxParts, 'keymap'>) {
  let state = first
  let listener = () => {}
  let runEffect: ReturnType<typeof createRunner> = async () => {}
  const dispatch = (action: Action) => {
    const step = reduce(state, action)
    state = withinPage(step.state, drawing)
    listener()
    for (const effect of step.effects) void runEffect(effect)
  }
  const source: StateSource = {
    get state() {
      return state
    },
    subscribe: (next) => {
      listener = next
      next()
      return () => {
        listener = () => {}
      }
    },
  }
  return {
    source,
    dispatch,
    onEffect: (run: typeof runEffect) => {
      runEffect = run
    },
    hear: (event: InputEvent) => {
      for (const action of actionsOf(event, state, drawing.keymap)) dispatch(action)
    },
  }
}

/** A page is not scrolled beyond its end, so that the way back begins at once. */
function withinPage(state: State, drawing: Drawing): State {
  const { page } = state
  if (page.kind === 'tab' || page.top === 0) return state
  const last = lastTop(state, drawing)
  return page.top <= last ? state : { ...state, page: { ...page, top: last } }
}

/** Raw keys in, the second page out; both are given back at every way out, also at a crash. */
function holdTerminal({ out, input }: InboxParts, screen: Screen) {
  const reader = createInputReader()
  let onEvent: (event: InputEvent) => void = () => {}
  let timer: NodeJS.Timeout | undefined
  const onData = (chunk: string | Buffer) => {
    clearTimeout(timer)
    for (const event of reader.read(String(chunk))) onEvent(event)
    if (reader.waits) {
      timer = setTimeout(() => {
        for (const event of reader.flush()) onEvent(event)
      }, ESCAPE_MS)
    }
  }
  const take = () => {
    input.setEncoding('utf8')
    input.setRawMode?.(true)
    input.on('data', onData)
    input.resume()
    screen.enter()
  }
  const give = () => {
    input.off('data', onData)
    input.pause()
    screen.leave()
    input.setRawMode?.(false)
  }
  const redraw = () => {
    screen.forget()
    out.emit('resize')
  }
  const onCrash = () => give()
  return {
    enter: (listener: (event: InputEvent) => void) => {
      onEvent = listener
      process.once('exit', onCrash)
      take()
    },
    leave: () => {
      clearTimeout(timer)
      process.off('exit', onCrash)
      give()
    },
    control: {
      lend: async <Result,>(work: () => Promise<Result>): Promise<Result> => {
        give()
        try {
          return await work()
        } finally {
          take()
          redraw()
        }
      },
      send: (bytes: string) => screen.send(bytes),
      redraw: () => screen.forget(),
      suspend: () => {
        give()
        process.once('SIGCONT', () => {
          take()
          redraw()
        })
        // The whole group, as the terminal itself does: npx and the shell's job stop with it.
        process.kill(0, 'SIGTSTP')
      },
    },
  }
}

function watchSize(out: NodeJS.WriteStream, onSize: () => void): () => void {
  out.on('resize', onSize)
  return () => void out.off('resize', onSize)
}

/** Again and again, one at a time; what fails is tried again the next time. */
function every(milliseconds: number, work: () => Promise<void>): () => void {
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy) return
    isBusy = true
    work()
      .catch(() => {})
      .finally(() => {
        isBusy = false
      })
  }, milliseconds)
  return () => clearInterval(timer)
}
