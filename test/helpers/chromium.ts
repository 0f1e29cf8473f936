import { spawn, spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome']

/** The browser that this machine has; undefined: none. */
export function findChromium(): string | undefined {
  return PROGRAMS.find((program) => spawnSync('which', [program]).status === 0)
}

export interface Look {
  readonly width: number
  readonly isDark?: boolean
  readonly isPrint?: boolean
}

/** What a browser met while it opened a page. */
export interface OpenedPage {
  /** Addresses that were asked for beside the page itself. */
  readonly requests: readonly string[]
  /** Console messages, exceptions, violations of the policy, dialogs. */
  readonly complaints: readonly string[]
  evaluate<T>(script: string): Promise<T>
  picture(): Promise<Buffer>
  close(): Promise<void>
}

interface Reply {
  readonly id?: number
  readonly method?: string
  readonly params?: Readonly<Record<string, never>>
  readonly result?: Readonly<Record<string, never>>
  readonly error?: { readonly message: string }
  readonly sessionId?: string
}

/** A headless Chromium that is spoken to over two pipes (`--remote-debugging-pipe`), with a profile of its own. */
export async function startChromium(program: string, profile: string) {
  const child = spawn(
    program,
    [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--hide-scrollbars',
      '--remote-debugging-pipe',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
  )
  const input = child.stdio[3] as Writable
  const output = child.stdio[4] as Readable
  const waiting = new Map<number, (reply: Reply) => void>()
  const listeners = new Set<(reply: Reply) => void>()
  let rest = ''
  let last = 0
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const reply = JSON.parse(part) as Reply
      if (reply.id === undefined) for (const listen of listeners) listen(reply)
      else waiting.get(reply.id)?.(reply)
    }
  })
  const send = (method: string, params: object = {}, sessionId?: string) =>
    new Promise<Readonly<Record<string, never>>>((resolve, reject) => {
      last += 1
      waiting.set(last, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}),
      )
      input.write(`${JSON.stringify({ id: last, method, params, sessionId })}\0`)
    })

  async function open(url: string, look: Look): Promise<OpenedPage> {
    const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
    const requests: string[] = []
    const complaints: string[] = []
    let loaded = () => {}
    const isLoaded = new Promise<void>((resolve) => {
      loaded = resolve
    })
    const heard: Readonly<Record<string, (params: Heard) => void>> = {
      'Page.loadEventFired': () => loaded(),
      'Network.requestWillBeSent': ({ request }) => {
        if (request !== undefined && request.url !== url) requests.push(request.url)
      },
      'Log.entryAdded': ({ entry }) => void complaints.push(entry?.text ?? ''),
      'Runtime.exceptionThrown': (params) => void complaints.push(JSON.stringify(params)),
      'Runtime.consoleAPICalled': (params) => void complaints.push(JSON.stringify(params)),
      'Page.javascriptDialogOpening': () => {
        complaints.push('a dialog opened')
        void own('Page.handleJavaScriptDialog', { accept: false })
      },
    }
    const hear = ({ method = '', params, sessionId: from }: Reply) => {
      if (from === sessionId) heard[method]?.((params ?? {}) as Heard)
    }
    const own = (method: string, params: object = {}) => send(method, params, sessionId)
    listeners.add(hear)
    for (const domain of ['Page', 'Network', 'Log', 'Runtime']) await own(`${domain}.enable`)
    await own('Emulation.setDeviceMetricsOverride', {
      width: look.width,
      height: 800,
      deviceScaleFactor: 1,
      mobile: look.width < 600,
    })
    await own('Emulation.setEmulatedMedia', {
      media: look.isPrint === true ? 'print' : 'screen',
      features: [{ name: 'prefers-color-scheme', value: look.isDark === true ? 'dark' : 'light' }],
    })
    await own('Page.navigate', { url })
    await isLoaded
    return {
      requests,
      complaints,
      evaluate: async <T>(script: string) => {
        const answer = await own('Runtime.evaluate', { expression: script, returnByValue: true })
        const { result, exceptionDetails } = answer as unknown as Evaluated
        if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails))
        return result.value as T
      },
      picture: async () => {
        const { data } = await own('Page.captureScreenshot', { captureBeyondViewport: true })
        return Buffer.from(data as unknown as string, 'base64')
      },
      close: async () => {
        listeners.delete(hear)
        await send('Target.closeTarget', { targetId })
      },
    }
  }

  return {
    open,
    close: () =>
      new Promise<void>((resolve) => {
        child.once('exit', () => {
          rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
          resolve()
        })
        child.kill('SIGKILL')
      }),
  }
}

interface Heard {
  readonly request?: { readonly url: string }
  readonly entry?: { readonly text: string }
}

interface Evaluated {
  readonly result: { readonly value?: unknown }
  readonly exceptionDetails?: unknown
}
