import { render } from 'ink'
import { App } from './app.tsx'
import type { Desk } from './desk.ts'

const ENTER_SCREEN = '\u001b[?1049h'
const LEAVE_SCREEN = '\u001b[?1049l\u001b[?25h'

/** Runs the screen on the terminal's second page until the user leaves; the first page comes back unharmed. */
export async function startInbox(
  desk: Desk,
  streams: {
    readonly out: NodeJS.WriteStream
    readonly input: NodeJS.ReadStream
    readonly signal: AbortSignal
  },
): Promise<void> {
  const restore = () => void streams.out.write(LEAVE_SCREEN)
  process.once('exit', restore)
  streams.out.write(ENTER_SCREEN)
  const screen = render(<App desk={desk} />, {
    stdout: streams.out,
    stdin: streams.input,
    exitOnCtrlC: true,
    maxFps: 60,
  })
  const stop = () => screen.unmount()
  streams.signal.addEventListener('abort', stop)
  try {
    await screen.waitUntilExit()
  } finally {
    streams.signal.removeEventListener('abort', stop)
    process.off('exit', restore)
    restore()
  }
}
