import { basename, extname, resolve } from 'node:path'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import { columnKeys } from '../scan/import/columns.ts'
import { type ImportResult, runImport } from '../scan/import/import.ts'
import { csvRows, jsonRows } from '../scan/import/rows.ts'
import { createKnowledge } from '../scan/knowledge.ts'
import { parseSavedQueries } from '../scan/queries.ts'
import type { Store } from '../store/store.ts'
import {
  appendLine,
  fileFingerprint,
  peekText,
  readChunks,
  readStart,
} from '../system/read-stream.ts'
import type { CommandModule, Options } from './command.ts'
import { importFeeds, importOpml } from './import-feeds.ts'
import { openAnalyzer } from './lesson.ts'
import { parseChoice } from './options.ts'

const DEFAULT_KEEP_MS = 14 * 86_400_000

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument(
        '<files...>',
        'JSON lines, CSV (ours, Brandwatch, Meltwater, Talkwalker, any other), feed files, OPML; - is the standard input',
      )
      .option('--source <name>', 'the name of the source that the posts get', 'import')
      .option('--map <key=column...>', 'columns of a CSV, such as text=Comment published=When')
      .addHelpText(
        'after',
        '\nExamples:\n  listen import posts.jsonl\n  listen import mentions.csv --map text="Full comment" published=Created\n  zcat mentions.csv.gz | listen import -',
      ),
  run: (context, [files], options) =>
    runImportCommand(context, files as readonly string[], options),
}

export async function runImportCommand(
  context: Context,
  files: readonly string[],
  options: Options,
): Promise<number> {
  const columns = readMap((options.map as readonly string[] | undefined) ?? [])
  const kinds = await Promise.all(
    files.map(async (file) => ({
      file,
      kind: file === '-' ? ('-' as const) : await kindOf(resolve(context.cwd, file)),
    })),
  )
  let status = 0
  for (const { file, kind } of kinds) {
    if (kind === '-')
      status = Math.max(status, await importStream(context, columns, String(options.source)))
    else if (kind === 'opml') status = Math.max(status, await importOpml(context, file))
    else if (kind === 'feed')
      status = Math.max(status, await importFeeds(context, file, String(options.source)))
    else
      status = Math.max(
        status,
        await importFile(context, file, kind, columns, String(options.source)),
      )
  }
  return status
}

type Kind = 'jsonl' | 'csv' | 'feed' | 'opml'

async function kindOf(path: string): Promise<Kind> {
  let start = ''
  for await (const piece of readChunks(await openable(path))) {
    start += piece
    // Leaving the loop closes the file.
    if (start.length >= 4096) break
  }
  return kindOfText(start, path)
}

/** The path, when its file can be opened; a sentence when not. */
async function openable(path: string): Promise<string> {
  await readStart(path, 1)
  return path
}

function kindOfText(text: string, path: string): Kind {
  const start = text.replace(/^\ufeff/, '').trimStart()
  if (start.includes('\0') || start.startsWith('PK\u0003\u0004'))
    throw new UsageError(`${safeLine(path)} is no text`, {
      hint: 'save a workbook as CSV (UTF-8), unpack an archive, then import the text',
    })
  if (start.startsWith('['))
    throw new UsageError(`${safeLine(path)} is one JSON array`, {
      hint: "one object a line is wanted, such as jq -c '.[]' makes of it",
    })
  if (/<opml[\s>]/i.test(start)) return 'opml'
  if (start.startsWith('<')) return 'feed'
  if (start.startsWith('{'))
    return /"version"\s*:\s*"https:\/\/jsonfeed/.test(start) ? 'feed' : 'jsonl'
  if (extname(path) === '.jsonl') return 'jsonl'
  return 'csv'
}

/** `--map text=Comment`: which column becomes which key. */
function readMap(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1 || at === pair.length - 1) {
        throw new UsageError(`--map "${pair.slice(0, 60)}" is no pair`, {
          hint: 'write key=column, such as text=Comment',
        })
      }
      const key = parseChoice('--map', pair.slice(0, at).trim(), columnKeys())
      return [
        pair
          .slice(at + 1)
          .trim()
          .toLowerCase(),
        key,
      ]
    }),
  )
}

interface RowsInput {
  readonly name: string
  readonly kind: 'jsonl' | 'csv'
  readonly chunks: AsyncIterable<string>
  readonly fingerprint: string
  readonly isStream?: boolean
  /** Where rows go that are no posts. */
  readonly aside: string
}

async function importFile(
  context: Context,
  file: string,
  kind: 'jsonl' | 'csv',
  columns: Record<string, string>,
  source: string,
): Promise<number> {
  const path = resolve(context.cwd, file)
  const input = {
    name: file,
    kind,
    chunks: readChunks(path),
    // Read by other columns the file is another one: what was no post may be one now.
    fingerprint: [await fileFingerprint(path), ...Object.entries(columns).flat()].join(' '),
    aside: `${basename(path)}.rejected.jsonl`,
  }
  return importRows(context, input, columns, source)
}

async function importStream(
  context: Context,
  columns: Record<string, string>,
  source: string,
): Promise<number> {
  const { start, chunks } = await peekText(readChunks(context.standardInput), 4096)
  const kind = kindOfText(start, 'standard input')
  if (kind === 'feed' || kind === 'opml')
    throw new UsageError('a feed or a list of feeds is read from a file only', {
      hint: 'save it first, then import the file',
    })
  const aside = 'standard-input.rejected.jsonl'
  const input = { name: '-', kind, chunks, fingerprint: 'standard input', isStream: true, aside }
  return importRows(context, input, columns, source)
}

async function importRows(
  context: Context,
  { name, kind, chunks, fingerprint, isStream, aside }: RowsInput,
  columns: Record<string, string>,
  source: string,
): Promise<number> {
  const store = await context.store('create')
  const shown = safeLine(name)
  const rows =
    kind === 'jsonl'
      ? jsonRows(chunks)
      : csvRows(chunks, columns, (profile) =>
          context.output.say(`${shown}: columns read as ${profile}`),
        )
  const settings = await context.settings()
  const result = await runImport(
    {
      store,
      knowledge: await readKnowledge(context, store),
      now: context.now,
      signal: context.signal,
      onProgress: (line) => context.output.progress(`${shown}: line ${line}`),
      onBadRow: async (row, reason) => {
        context.output.say(`${shown}:${row.line}: not taken: ${safeLine(reason)}`)
        await appendLine(
          resolve(context.cwd, aside),
          JSON.stringify({ file: name, line: row.line, reason, row: row.raw }),
        )
      },
    },
    {
      rows,
      name,
      fingerprint,
      source,
      keepMs: settings.retention.allMs ?? DEFAULT_KEEP_MS,
      ...(isStream === true ? { isStream } : {}),
    },
  )
  context.output.say(describe(name, result, aside))
  return result.bad > 0 ? 3 : 0
}

async function readKnowledge(context: Context, store: Store) {
  const settings = await context.settings()
  const queries = parseSavedQueries(settings)
  const versions = await store.saveQueries(
    queries.map(({ name, role, match }) => ({ name, role, match })),
  )
  const analyzer = await openAnalyzer(store, settings.words, context.now())
  return createKnowledge(settings, queries, versions, analyzer, context.now)
}

function describe(file: string, result: ImportResult, aside: string): string {
  const parts = [
    `${safeLine(file)}: ${formatCount(result.rows, 'row')}`,
    `${result.added} new`,
    `${result.known} known`,
    `${result.matched} matched`,
    ...(result.skipped > 0 ? [`${result.skipped} taken by an earlier run`] : []),
    ...(result.bad > 0 ? [`${result.bad} not taken, kept in ${aside}`] : []),
  ]
  return `${parts.join(', ')}${result.stopped ? '; stopped, the next run goes on from here' : ''}`
}
