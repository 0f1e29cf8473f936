// What the screen costs in a store of a million posts: first paint above start-up, key to frame, filter, memory.
// The program runs in a pseudo-terminal that `script` makes; a frame ends with the bytes that end synchronised output.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { BIG_NOW, openConfiguredStore } from './_big-store.ts'

const COUNT = Number(process.argv[2] ?? 1_000_000)
const MINUTES = Number(process.argv[3] ?? 1)
/** Between two keys of the long scrolling. */
const PAUSE_MS = Number(process.argv[4] ?? 20)
const PROGRAM = resolve('bin/listen.js')
const FRAME_END = '\u001b[?2026l'

interface Pty {
  readonly child: ChildProcessWithoutNullStreams
  /** Everything that was written since the last call of clear. */
  text(): string
  clear(): void
  press(keys: string): void
  /** Milliseconds until the text that was written since `clear` fits. */
  until(fits: (text: string) => boolean): Promise<number>
}

function open(columns: number, rows: number, args: readonly string[], cwd: string): Pty {
  const command = [process.execPath, PROGRAM, ...args].map((word) => `'${word}'`).join(' ')
  const child = spawn(
    'script',
    ['-qfec', `stty cols ${columns} rows ${rows}; exec ${command}`, '/dev/null'],
    {
      cwd,
      env: { ...process.env, TERM: 'xterm-256color', LANG: 'C.UTF-8', LISTEN_ACTOR: 'bench' },
    },
  )
  let text = ''
  let wake = () => {}
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    wake()
  })
  return {
    child,
    text: () => text,
    clear: () => {
      text = ''
    },
    press: (keys) => void child.stdin.write(keys),
    until: async (fits) => {
      const begun = performance.now()
      while (!fits(text)) {
        if (performance.now() - begun > 30_000)
          throw new Error(`nothing came: ${JSON.stringify(text.slice(-600))}`)
        await new Promise<void>((done) => {
          wake = done
          setTimeout(done, 1000)
        })
      }
      return performance.now() - begun
    },
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

function report(name: string, values: readonly number[], wanted: string): void {
  const [median, p95, most] = [0.5, 0.95, 1].map((share) => quantile(values, share).toFixed(1))
  console.log(
    `${name.padEnd(34)} median ${median?.padStart(6)} ms   p95 ${p95?.padStart(6)} ms   max ${most?.padStart(6)} ms   (wanted: ${wanted})`,
  )
}

/** Memory of the program itself, not of `script` and the shell. */
function memoryOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
  const own = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  const name = readFileSync(`/proc/${pid}/comm`, 'utf8')
  const below = children.map((child) => memoryOf(Number(child)))
  return Math.max(
    name.startsWith('node') || name.startsWith('listen') || name.startsWith('Main')
      ? Number(own?.[1] ?? 0) / 1024
      : 0,
    ...below,
  )
}

const isFrame = (text: string) => text.includes(FRAME_END)

async function startUp(cwd: string): Promise<number> {
  const begun = performance.now()
  await new Promise<void>((done) => {
    spawn(process.execPath, [PROGRAM, '--help'], { cwd, stdio: 'ignore' }).on('close', () => done())
  })
  return performance.now() - begun
}

async function measure(
  columns: number,
  rows: number,
  wanted: string,
  cwd: string,
  args: readonly string[],
) {
  const name = `${columns}×${rows}`
  const paints: number[] = []
  const rowsShown: number[] = []
  for (let round = 0; round < 5; round++) {
    const base = await startUp(cwd)
    const begun = performance.now()
    const pty = open(columns, rows, args, cwd)
    await pty.until(isFrame)
    paints.push(performance.now() - begun - base)
    await pty.until((text) => />.*(?:over|left)/.test(text))
    rowsShown.push(performance.now() - begun - base)
    pty.press('Q')
    await new Promise((done) => pty.child.on('close', done))
  }
  report(`${name} first paint above start-up`, paints, 'under 300')
  report(`${name} first rows above start-up`, rowsShown, 'under 300')
  const pty = open(columns, rows, args, cwd)
  await pty.until((text) => />.*(?:over|left)/.test(text))
  pty.press('\t')
  await pty.until((text) => text.includes('1/200+'))
  const press = async (key: string, times: number) => {
    const found: number[] = []
    for (let n = 0; n < times; n++) {
      pty.clear()
      const begun = performance.now()
      pty.press(key)
      await pty.until(isFrame)
      found.push(performance.now() - begun)
      await new Promise((done) => setTimeout(done, 8))
    }
    return found
  }
  report(`${name} line down`, await press('j', 300), wanted)
  report(`${name} page down`, await press(' ', 100), wanted)
  report(`${name} page up`, await press('b', 100), wanted)
  const filters: number[] = []
  for (const word of [
    '"acme phone"',
    'acme NEAR/5 broken',
    'phone sentiment:negative',
    'battery',
    'query:acme',
  ]) {
    pty.press('/\u0015')
    await pty.until(isFrame)
    await new Promise((done) => setTimeout(done, 400))
    pty.clear()
    const begun = performance.now()
    pty.press(`\u001b[200~${word}\u001b[201~`)
    // The prompt says … while the store is read.
    await pty.until((text) => {
      const prompt = text.split(FRAME_END).findLast((frame) => frame.includes('filter: '))
      return prompt?.includes(word) === true && !prompt.includes('  …')
    })
    filters.push(performance.now() - begun)
    pty.press('\u001b')
    await new Promise((done) => setTimeout(done, 500))
  }
  report(`${name} filter to first rows`, filters, 'under 150')
  return pty
}

const folder = mkdtempSync(join(tmpdir(), 'listen-bench-'))
try {
  const rules =
    'version: 1\nqueries:\n  acme: { role: brand, match: acme }\nsources:\n  a: { type: feed, urls: [./a.xml] }\n'
  const path = await openConfiguredStore(COUNT, rules, 'inbox')
  writeFileSync(join(folder, 'queries.yaml'), `${rules}store: { path: ${path} }\n`)
  const args = ['inbox', '-c', 'queries.yaml', '--as-of', new Date(BIG_NOW).toISOString()]
  console.log(
    `inbox: ${COUNT} posts · ${cpus()[0]?.model} · Node ${process.version} · ${readdirSync('dist').length} files in dist`,
  )
  const small = await measure(80, 24, 'p95 under 25', folder, args)
  const begun = memoryOf(small.child.pid ?? 0)
  const end = performance.now() + MINUTES * 60_000
  const memory: number[] = []
  for (let n = 0; performance.now() < end; n++) {
    small.press(n % 400 < 380 ? ' ' : 'g')
    if (n % 97 === 0) small.press('\r')
    if (n % 97 === 5) small.press('q')
    await new Promise((done) => setTimeout(done, PAUSE_MS))
    small.clear()
    if (n % 100 === 0) memory.push(memoryOf(small.child.pid ?? 0))
  }
  const tenth = Math.max(1, Math.floor(memory.length / 10))
  const mean = (part: readonly number[]) => part.reduce((sum, each) => sum + each, 0) / part.length
  console.log(
    `memory over time: ${Array.from({ length: 10 }, (_, n) => mean(memory.slice(n * tenth, (n + 1) * tenth)).toFixed(0)).join(' ')} MB, a mean for each tenth`,
  )
  console.log(
    `memory: ${begun.toFixed(0)} MB before, ${Math.max(...memory).toFixed(0)} MB at most and ${memory.at(-1)?.toFixed(0)} MB at the end of ${MINUTES} min of scrolling (wanted: under 260)`,
  )
  small.press('Q')
  const wide = await measure(200, 60, 'p95 under 60', folder, args)
  wide.press('Q')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
