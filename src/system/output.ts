/** Where data and words go. Data to standard output, words and progress to standard error. */
export interface Output {
  readonly isTerminal: boolean
  readonly isErrorTerminal: boolean
  readonly columns: number
  /** Data, as it is: the caller has made it safe. */
  data(text: string): void
  /** A line of words for people. */
  say(text: string): void
  /** Replaces the progress line; nothing when standard error is no terminal. */
  progress(text: string): void
  clearProgress(): void
  /** Resolves when what was written has left the process. */
  drain(): Promise<void>
}

const DEFAULT_COLUMNS = 80

/** Output on the process's own streams. `quiet` drops words and progress. */
export function createOutput(
  streams: { readonly out: NodeJS.WriteStream; readonly error: NodeJS.WriteStream },
  options: { readonly quiet: boolean },
): Output {
  const { out, error } = streams
  let shown = false
  const clear = () => {
    if (!shown) return
    error.write('\r\u001b[K')
    shown = false
  }
  return {
    isTerminal: out.isTTY === true,
    isErrorTerminal: error.isTTY === true,
    columns: out.columns || error.columns || Number(process.env.COLUMNS) || DEFAULT_COLUMNS,
    data: (text) => {
      clear()
      out.write(text)
    },
    say: (text) => {
      if (options.quiet) return
      clear()
      error.write(`${text}\n`)
    },
    progress: (text) => {
      if (options.quiet || error.isTTY !== true || process.env.TERM === 'dumb') return
      error.write(`\r\u001b[K${text}`)
      shown = true
    },
    clearProgress: clear,
    drain: () =>
      new Promise((resolve) =>
        out.writableLength === 0 ? resolve() : out.write('', () => resolve()),
      ),
  }
}
