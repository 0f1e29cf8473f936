import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'

/** A real terminal of a given size with a program in it. */
export interface Terminal {
  /** Keys by the names of tmux: Enter, Escape, C-d, Up, or text. */
  press(...keys: readonly string[]): void
  /** Text as it is, without key names. */
  type(text: string): void
  /** Bytes as a terminal would send them, such as those of a mouse. */
  bytes(text: string): void
  /** The screen as lines without blanks at their ends. */
  screen(): readonly string[]
  /** The screen with its colours. */
  styled(): string
  /** Resolves with the screen when it holds the text or fits the pattern; throws with the screen when it never does. */
  until(
    wanted: string | RegExp | ((screen: string) => boolean),
    milliseconds?: number,
  ): Promise<string>
  resize(columns: number, rows: number): void
  /** The process of the shell in the terminal. */
  pid(): number
  title(): string
  close(): void
}

export interface TerminalOptions {
  readonly columns: number
  readonly rows: number
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

const FIRST_WAIT = 15
const PATIENCE = 20_000

export function hasTmux(): boolean {
  try {
    execFileSync('tmux', ['-V'])
    return true
  } catch {
    return false
  }
}

/** Starts a shell command in a terminal of its own server; the terminal stays when the command has ended. */
export function openTerminal(command: string, options: TerminalOptions): Terminal {
  const server = `listen-${randomBytes(6).toString('hex')}`
  const tmux = (...args: readonly string[]) =>
    execFileSync('tmux', ['-L', server, ...args], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH ?? '',
        HOME: options.cwd ?? process.env.HOME ?? '/',
        LANG: 'C.UTF-8',
        LC_ALL: 'C.UTF-8',
        TERM: 'xterm-256color',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  const env = Object.entries({ LISTEN_ACTOR: 'ann', ...options.env }).flatMap(([name, value]) => [
    '-e',
    `${name}=${value}`,
  ])
  tmux(
    '-f',
    '/dev/null',
    'new-session',
    '-d',
    '-x',
    String(options.columns),
    '-y',
    String(options.rows),
    ...env,
    ...(options.cwd === undefined ? [] : ['-c', options.cwd]),
    `${command}; echo "status $?"; exec sh -i`,
  )
  tmux('set-option', '-g', 'escape-time', '0')
  tmux('set-option', '-g', 'set-clipboard', 'on')
  const screen = () =>
    tmux('capture-pane', '-p')
      .replace(/\n$/, '')
      .split('\n')
      .map((each) => each.trimEnd())
  return {
    press: (...keys) => void tmux('send-keys', ...keys),
    type: (text) => void tmux('send-keys', '-l', text),
    bytes: (text) =>
      void tmux('send-keys', '-H', ...[...Buffer.from(text)].map((byte) => byte.toString(16))),
    screen,
    styled: () => tmux('capture-pane', '-p', '-e'),
    until: async (wanted, milliseconds = PATIENCE) => {
      const end = Date.now() + milliseconds
      for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 1.5, 200)) {
        const text = screen().join('\n')
        if (fits(text, wanted)) return text
        if (Date.now() > end) throw new Error(`the screen never showed ${String(wanted)}:\n${text}`)
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
    },
    resize: (columns, rows) =>
      void tmux('resize-window', '-x', String(columns), '-y', String(rows)),
    pid: () => Number(tmux('display-message', '-p', '#{pane_pid}')),
    title: () => tmux('display-message', '-p', '#{pane_title}').trim(),
    close: () => {
      try {
        tmux('kill-server')
      } catch {
        // It has ended by itself.
      }
    },
  }
}

function fits(text: string, wanted: string | RegExp | ((screen: string) => boolean)): boolean {
  if (typeof wanted === 'string') return text.includes(wanted)
  return typeof wanted === 'function' ? wanted(text) : wanted.test(text)
}
