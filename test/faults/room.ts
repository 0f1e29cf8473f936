import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Sqlite from 'better-sqlite3'
import { type CliOptions, type CliResult, listen } from '../helpers/cli.ts'
import { type Loopback, type LoopbackRoute, startLoopback } from '../helpers/loopback.ts'

/** A folder, servers and the program, all of which end with the check. */
export interface Room {
  readonly folder: string
  path(name: string): string
  /** Runs the built program in the folder. No stack trace and no escape may ever come out of it. */
  listen(args: readonly string[], options?: CliOptions): Promise<CliResult>
  /** Runs a shell script in the folder; $LISTEN is the program. */
  shell(script: string): Promise<CliResult>
  /** Starts the program; its end is told with the status, or the signal that ended it. */
  start(args: readonly string[]): { child: ChildProcess; ended: Promise<number | string | null> }
  serve(routes: Record<string, LoopbackRoute>): Promise<Loopback>
  /** Writes queries.yaml with one feed source an address, named s1, s2 … */
  configure(urls: readonly string[], options?: ConfigureOptions): void
  /** Rows of the store, read past the program. */
  rows<T>(sql: string): T[]
  atEnd(undo: () => void | Promise<void>): void
}

export interface ConfigureOptions {
  /** An expression; `acme` unless told. */
  readonly match?: string
  /** Put behind the other keys. */
  readonly more?: string
}

export interface FeedItem {
  readonly id: string
  readonly text: string
}

/** An RSS document whose items are an hour apart. */
export function rss(items: readonly FeedItem[]): string {
  const body = items.map(
    ({ id, text }, index) =>
      `<item><guid isPermaLink="false">${id}</guid><title>Item ${id}</title><link>https://blog.example/${id}</link>` +
      `<pubDate>${new Date(Date.now() - (index + 1) * 3_600_000).toUTCString()}</pubDate><description>${text}</description></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title><link>https://blog.example/</link>${body.join('')}</channel></rss>`
}

/** Gives `use` a room and clears it away afterwards, also when it throws. */
export async function inRoom<T>(use: (room: Room) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'listen-fault-'))
  const undo: (() => void | Promise<void>)[] = []
  const path = (name: string) => join(folder, name)
  const room: Room = {
    folder,
    path,
    listen: async (args, options) => {
      const result = await listen(args, { cwd: folder, ...options })
      for (const text of [result.out, result.err]) {
        if (/\n\s+at .+:\d+/.test(text)) throw new Error(`a stack trace: ${text.slice(0, 300)}`)
        if (text.includes('\u001b')) throw new Error('an escape in a pipe')
      }
      return result
    },
    shell: (script) => runShell(script, folder),
    start: (args) => startProgram(args, folder),
    serve: async (routes) => {
      const server = await startLoopback(routes)
      undo.push(() => server.close())
      return server
    },
    configure: (urls, options = {}) => writeFileSync(path('queries.yaml'), yamlOf(urls, options)),
    rows: <R>(sql: string) => {
      const db = new Sqlite(path('store.db'), { readonly: true })
      try {
        return db.prepare(sql).all() as R[]
      } finally {
        db.close()
      }
    },
    atEnd: (more) => void undo.push(more),
  }
  try {
    return await use(room)
  } finally {
    for (const each of undo.reverse()) await each()
    rmSync(folder, { recursive: true, force: true })
  }
}

const PROGRAM = resolve(import.meta.dirname, '..', '..', 'bin', 'listen.js')

function environment(folder: string): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '', HOME: folder, LISTEN_ACTOR: 'ann' }
}

function runShell(script: string, cwd: string): Promise<CliResult> {
  const env = { ...environment(cwd), LISTEN: `${process.execPath} ${PROGRAM}` }
  return new Promise((done) => {
    execFile('bash', ['-c', script], { cwd, env, maxBuffer: 1 << 26 }, (error, out, err) =>
      done({ status: error === null ? 0 : Number(error.code ?? 1), out, err }),
    )
  })
}

function startProgram(args: readonly string[], cwd: string) {
  const env = environment(cwd)
  const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env, stdio: 'ignore' })
  const ended = new Promise<number | string | null>((done) => {
    child.on('close', (status, signal) => done(status ?? signal))
  })
  return { child, ended }
}

function yamlOf(urls: readonly string[], { match = 'acme', more = '' }: ConfigureOptions): string {
  return [
    'version: 1',
    'timezone: UTC',
    'brand: { name: Acme }',
    'network: { allow_hosts: [127.0.0.1] }',
    'store: { path: ./store.db }',
    'queries:',
    `  acme: { role: brand, match: ${JSON.stringify(match)} }`,
    'sources:',
    ...urls.map((url, index) => `  s${index + 1}: { type: feed, urls: [${JSON.stringify(url)}] }`),
    more,
    '',
  ].join('\n')
}
