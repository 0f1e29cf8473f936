import { EventEmitter } from 'node:events'

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[?2004h\u001b[2J\u001b[H'
const MOUSE_ON = '\u001b[?1000h\u001b[?1006h'
const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l'
const LEAVE = `${MOUSE_OFF}\u001b[?2004l\u001b[?7h\u001b[0m\u001b[?25h\u001b[?1049l`
const BEGIN_FRAME = '\u001b[?2026h'
const END_FRAME = '\u001b[?2026l'

/** The terminal's second page: frames in, changed lines out. */
export interface Screen {
  readonly rows: number
  readonly columns: number
  enter(): void
  leave(): void
  /** Shows a frame of painted lines; only what changed is written. A slow terminal gets the latest frame, not every one. */
  show(lines: readonly string[]): void
  /** The next frame is written whole. */
  forget(): void
  /** Bytes that are no frame: asks the terminal to copy. */
  send(bytes: string): void
}

export function createScreen(
  out: NodeJS.WriteStream,
  options: { readonly mouse: boolean },
): Screen {
  let shown: readonly string[] = []
  let isEntered = false
  let waiting: readonly string[] | undefined
  const flush = () => {
    const lines = waiting
    waiting = undefined
    if (lines !== undefined) show(lines)
  }
  const show = (lines: readonly string[]) => {
    if (!isEntered) return
    if (out.writableNeedDrain) {
      if (waiting === undefined) out.once('drain', flush)
      waiting = lines
      return
    }
    const changes = changedLines(shown, lines)
    shown = lines
    if (changes !== '') out.write(`${BEGIN_FRAME}${changes}${END_FRAME}`)
  }
  return {
    get rows() {
      return out.rows || 24
    },
    get columns() {
      return out.columns || 80
    },
    enter: () => {
      isEntered = true
      shown = []
      out.write(options.mouse ? ENTER + MOUSE_ON : ENTER)
    },
    leave: () => {
      if (!isEntered) return
      isEntered = false
      waiting = undefined
      out.write(LEAVE)
    },
    show,
    forget: () => {
      shown = []
      if (isEntered) out.write('\u001b[2J')
    },
    send: (bytes) => void out.write(bytes),
  }
}

function changedLines(before: readonly string[], after: readonly string[]): string {
  let out = ''
  for (const [index, text] of after.entries()) {
    if (before[index] !== text) out += `\u001b[${index + 1};1H\u001b[2K${text}`
  }
  for (let index = after.length; index < before.length; index++) {
    out += `\u001b[${index + 1};1H\u001b[2K`
  }
  return out
}

/**
 * A stream for Ink that hands every frame of its own to a function, so that the head and foot that Ink lays out and the
 * body that the list painter draws reach the terminal as one frame.
 */
export function createFrameStream(
  size: { readonly columns: number; readonly rows: number },
  onFrame: (frame: string) => void,
): NodeJS.WriteStream {
  const stream = Object.assign(new EventEmitter(), {
    isTTY: true,
    write: (text: string) => {
      onFrame(text)
      return true
    },
  })
  Object.defineProperty(stream, 'columns', { get: () => size.columns })
  Object.defineProperty(stream, 'rows', { get: () => size.rows })
  return stream as unknown as NodeJS.WriteStream
}
