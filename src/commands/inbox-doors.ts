import { resolve } from 'node:path'
import type { Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import { csvText } from '../format/csv.ts'
import { postToJson } from '../format/post-json.ts'
import { jsonText } from '../format/table.ts'
import { createZoneClock } from '../format/time.ts'
import { exportColumns } from '../reports/export-columns.ts'
import type { Source } from '../sources/source.ts'
import type { StoredPost } from '../store/store.ts'
import { copySequence } from '../system/clipboard.ts'
import { editText } from '../system/editor.ts'
import { writeFileWhole } from '../system/files.ts'
import { openLink } from '../system/opener.ts'
import { pipeTo, runProgram } from '../system/pipe.ts'
import type { Desk } from '../tui/desk.ts'
import type { Reader } from '../tui/reader.ts'
import type { WorkerParts } from '../tui/reader-worker.ts'
import { startRemote } from '../tui/remote.ts'
import type { ScreenControl } from '../tui/start.tsx'
import type { Writer } from '../tui/writer.ts'
import type { Options } from './command.ts'

const READER = ['list', 'rows', 'thread', 'posts', 'report', 'news', 'warning'] as const
const WRITER = [
  'triage',
  'merge',
  'split',
  'undo',
  'redo',
  'beginReply',
  'keepReply',
  'record',
  'drop',
] as const

/** The desk over threads that read and write, and the doors to programs, files and sources. */
export async function openDesk(
  context: Context,
  settings: Settings,
  zone: string,
  options: Options,
): Promise<{ readonly makeDesk: (screen: ScreenControl) => Desk; close(): Promise<void> }> {
  const path = await context.storePath()
  await checkStore(path)
  const parts = workerParts(context, settings, zone, path)
  const reader = startRemote<Reader>(READER, { ...parts, role: 'reader' })
  const writer = startRemote<Writer>(WRITER, { ...parts, role: 'writer' }, true)
  return {
    makeDesk: (screen) => ({
      now: context.now,
      zone,
      reader: reader.face,
      writer: writer.face,
      doors: {
        ...screen,
        openLink: (url) => openLink(url, context.environment),
        copy: (text) => {
          const sequence = copySequence(text)
          if (sequence !== undefined) screen.send(sequence)
          return sequence !== undefined
        },
        edit: (text) => screen.lend(() => editText(text, context.environment)),
        pipe: (command, posts) => pipeTo(command, jsonLines(posts, zone), context.environment),
        exportTo: (file, posts) => exportPosts(resolve(context.cwd, file), posts, zone),
        scan: (onLine) => scan(context, options, onLine),
        obstacle: (source) => findObstacle(context, source),
        send: (draft, source) => send(context, draft, source),
      },
    }),
    close: async () => {
      await Promise.all([reader.close(), writer.close()])
    },
  }
}

/** The one sentence about a store that is not there is said before the screen opens. */
async function checkStore(path: string): Promise<void> {
  const { exists } = await import('../system/files.ts')
  if (await exists(path)) return
  throw new AppError(`there is no store ${path}`, {
    hint: 'run listen scan first, or listen demo to see what it is like',
  })
}

function workerParts(
  context: Context,
  settings: Settings,
  zone: string,
  path: string,
): Omit<WorkerParts, 'role'> {
  // Secrets and functions stay in this thread.
  const { placeOf: _placeOf, secrets: _secrets, sources: _sources, ...rest } = settings
  return {
    path,
    shared: settings.storeShared,
    policy: settings.policy,
    zone,
    fragments: settings.fragments,
    actor: context.actor,
    ...(context.isPinned ? { pinned: context.now() } : {}),
    settings: {
      ...rest,
      secrets: [],
      sources: settings.sources.map((source) => ({ ...source, settings: {} })),
    },
  }
}

function jsonLines(posts: readonly StoredPost[], zone: string): string {
  const clock = createZoneClock(zone)
  return posts.map((post) => `${jsonText(postToJson(post, clock))}\n`).join('')
}

async function exportPosts(
  file: string,
  posts: readonly StoredPost[],
  zone: string,
): Promise<number> {
  const text = /\.jsonl?$/.test(file)
    ? jsonLines(posts, zone)
    : csvText(posts, exportColumns(createZoneClock(zone)), {})
  await writeFileWhole(file, [text])
  return posts.length
}

/** A scan is a process of its own: its work must not make keys wait. */
async function scan(
  context: Context,
  options: Options,
  onLine: (line: string) => void,
): Promise<string> {
  const args = [
    process.argv[1] ?? '',
    'scan',
    '--json',
    '--progress',
    ...(options.config === undefined ? [] : ['-c', String(options.config)]),
    ...(options.db === undefined ? [] : ['--db', String(options.db)]),
  ]
  let problem = ''
  const hear = (line: string) => {
    if (line.startsWith('scanning ')) onLine(line)
    else problem ||= line
  }
  const { status, output } = await runProgram(args, hear, context.signal)
  return describeScan(status, output, problem)
}

function describeScan(status: number | null, output: string, problem: string): string {
  try {
    const { added, matched, channels, failed } = JSON.parse(output) as {
      added: number
      matched: number
      channels: readonly { readonly source: string; readonly outcome?: string }[]
      failed: readonly { readonly source: string }[]
    }
    const broken = [
      ...failed.map(({ source }) => source),
      ...channels.filter(({ outcome }) => outcome === 'failed').map(({ source }) => source),
    ]
    const rest = broken.length > 0 ? `; failed: ${[...new Set(broken)].join(', ')}` : ''
    return `scanned: ${added} new, ${matched} matched${rest}`
  } catch {
    throw new AppError(`the scan ended with ${status ?? 'a signal'}: ${problem || 'no words'}`)
  }
}

async function findSource(context: Context, name: string): Promise<Source | undefined> {
  const settings = await context.settings()
  const setting = settings.sources.find((each) => each.name === name)
  if (setting === undefined) return undefined
  const { loadSource } = await import('../sources/index.ts')
  return loadSource(setting.type)
}

async function findObstacle(context: Context, name: string): Promise<string | undefined> {
  const source = await findSource(context, name)
  if (source === undefined) return `there is no source ${name} in the configuration`
  if (source.reply === undefined) return `${source.name} takes no answers from programs`
  const missing = source.secrets?.find(({ variable }) => !context.environment[variable])
  return missing === undefined ? undefined : `${missing.variable} is not set: ${missing.help}`
}

async function send(context: Context, draft: number, name: string): Promise<string> {
  const [{ sendDraft }, { createClient, secretsOf }, settings, source] = await Promise.all([
    import('../dialogue/outbox.ts'),
    import('./collect.ts'),
    context.settingsWithSources(),
    findSource(context, name),
  ])
  const setting = settings.sources.find((each) => each.name === name)
  if (source?.reply === undefined || setting === undefined)
    throw new AppError(`${name} takes no answers from programs`)
  const http = createClient(context, settings)
  const { reply } = source
  try {
    const environment = {
      settings: setting.settings,
      name,
      http,
      now: context.now,
      signal: context.signal,
      secret: secretsOf(context),
    }
    const store = await context.store('write')
    const entry = await sendDraft({
      store,
      id: draft,
      send: (wanted) => reply(wanted, environment),
    })
    if (entry.state === 'sent') return `sent${entry.url === undefined ? '' : `: ${entry.url}`}`
    throw new AppError(`${entry.state}: ${entry.error ?? 'no reason was given'}; the draft is kept`)
  } finally {
    await http.close()
  }
}
