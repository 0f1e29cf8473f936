import { Option } from 'commander'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { csvHeader, csvRow } from '../format/csv.ts'
import { postToJson } from '../format/post-json.ts'
import { jsonText } from '../format/table.ts'
import { createZoneClock } from '../format/time.ts'
import { exportColumns } from '../reports/export-columns.ts'
import type { StoredPost } from '../store/store.ts'
import type { CommandModule, Options } from './command.ts'
import { readExpression } from './expression.ts'
import { checkPeriod, parseChoice, parseMoment } from './options.ts'
import { deliverText } from './output-file.ts'

const FORMATS = ['csv', 'jsonl'] as const

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('[expression...]', 'which posts, in the query language; none: all mentions')
      .addOption(new Option('-f, --format <format>', `one of ${FORMATS.join(', ')}`))
      .option('--excel', 'for spreadsheets: byte order mark, ids as text, no line breaks in cells')
      .option('--delimiter <character>', 'what stands between cells', ',')
      .option('--since <time>', 'published since')
      .option('--until <time>', 'published before')
      .option('-o, --output <file>', 'write it to a file, whole or not at all')
      .option('--force', 'replace the file if it is there')
      .addHelpText(
        'after',
        '\nExamples:\n  listen export --excel -o posts.csv\n  listen export query:acme --since 7d --format jsonl',
      ),
  run: (context, [words], options) => runExport(context, words as readonly string[], options),
}

export async function runExport(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<undefined> {
  const format = chooseFormat(context, options)
  const delimiter = String(options.delimiter)
  if (!/^[,;|\t]$/.test(delimiter))
    throw new UsageError(`--delimiter "${delimiter.slice(0, 10)}" cannot be used`, {
      hint: 'use one of , ; | or a tab',
    })
  const tree = await readExpression(context, words)
  const zone = await context.zone()
  const now = context.now()
  const since =
    options.since === undefined
      ? undefined
      : parseMoment(String(options.since), now, zone, '--since')
  const until =
    options.until === undefined
      ? undefined
      : parseMoment(String(options.until), now, zone, '--until')
  checkPeriod(since, until)
  const store = await context.store('read')
  const posts = store.stream({
    now,
    zone,
    ...(tree ? { tree } : {}),
    ...(since !== undefined || until !== undefined
      ? { period: { from: since ?? 0, to: until ?? Number.MAX_SAFE_INTEGER } }
      : {}),
  })
  const lines =
    format === 'csv'
      ? csvLines(posts, zone, { delimiter, excel: options.excel === true })
      : jsonLines(posts, zone)
  await deliverText(context, inChunks(lines), options)
  return undefined
}

function chooseFormat(context: Context, options: Options): (typeof FORMATS)[number] {
  if (options.format !== undefined) return parseChoice('--format', String(options.format), FORMATS)
  const isJson = context.json || /\.jsonl?$/.test(String(options.output ?? ''))
  return isJson ? 'jsonl' : 'csv'
}

async function* csvLines(
  posts: AsyncIterable<StoredPost>,
  zone: string,
  options: { readonly delimiter: string; readonly excel: boolean },
) {
  const columns = exportColumns(createZoneClock(zone))
  yield csvHeader(columns, options)
  for await (const post of posts) yield csvRow(post, columns, options)
}

async function* jsonLines(posts: AsyncIterable<StoredPost>, zone: string) {
  const clock = createZoneClock(zone)
  for await (const post of posts) yield `${jsonText(postToJson(post, clock))}\n`
}

const CHUNK = 64 * 1024

/** Few large writes instead of many small ones, in constant memory. */
async function* inChunks(lines: AsyncIterable<string>): AsyncIterable<string> {
  let chunk = ''
  for await (const line of lines) {
    chunk += line
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
