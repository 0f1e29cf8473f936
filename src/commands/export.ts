import { randomBytes } from 'node:crypto'
import { Option } from 'commander'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { csvHeader, csvRow } from '../format/csv.ts'
import { postToJson } from '../format/post-json.ts'
import { safeLine } from '../format/safe-text.ts'
import { jsonText } from '../format/table.ts'
import { createZoneClock } from '../format/time.ts'
import { atomFeed } from '../reports/atom.ts'
import { PROFILES, type Profile, profileColumns } from '../reports/export-profiles.ts'
import { promiseCalendar } from '../reports/promise-calendar.ts'
import { pseudonymise } from '../reports/pseudonyms.ts'
import type { SearchRequest, Store, StoredPost } from '../store/store.ts'
import { preferLittleMemory } from '../system/memory.ts'
import type { CommandModule, Options } from './command.ts'
import { readExpression } from './expression.ts'
import { parseChoice } from './options.ts'
import { deliverText } from './output-file.ts'
import { readOpenPeriod } from './period.ts'

const FORMATS = ['csv', 'jsonl', 'atom', 'ics'] as const
type Format = (typeof FORMATS)[number]
/** A feed shows the latest; readers keep the rest. */
const FEED_POSTS = 100

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('[expression...]', 'which posts, in the query language; none: all mentions')
      .addOption(new Option('-f, --format <format>', `one of ${FORMATS.join(', ')}`))
      .addOption(
        new Option('--profile <name>', `columns of ${PROFILES.join(', ')}`).default('native'),
      )
      .option(
        '--pseudonymous',
        'stable pseudonyms instead of names, no links and ids of the platform',
      )
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
  const period = await readOpenPeriod(context, options)
  const profile = parseChoice('--profile', String(options.profile ?? 'native'), PROFILES)
  const store = await context.store(options.pseudonymous === true ? 'write' : 'read')
  const request: SearchRequest = {
    now,
    zone,
    ...(tree ? { tree } : {}),
    ...(period ? { period } : {}),
  }
  preferLittleMemory()
  const counted = { rows: 0 }
  const hide = options.pseudonymous === true ? await pseudonyms(store) : undefined
  const posts = countPosts(store.stream(request), counted, hide)
  const csv = { delimiter, excel: options.excel === true, profile }
  const expression = words.join(' ')
  const lines = {
    csv: () => csvLines(posts, zone, csv),
    jsonl: () => jsonLines(posts, zone),
    atom: () => atomLines(store, request, expression, counted, hide),
    ics: () => calendarLines(store, now, counted),
  }[format]()
  await deliverText(context, inChunks(lines), options)
  if (options.output !== undefined && options.output !== '-') {
    const meta = await metaOf(store, {
      ...request,
      format,
      profile,
      expression: expression,
      rows: counted.rows,
      hidden: hide !== undefined,
    })
    await deliverText(context, `${JSON.stringify(meta, null, 2)}\n`, {
      output: `${String(options.output)}.meta.json`,
      force: options.force,
    })
  }
  return undefined
}

type Hide = (post: StoredPost) => StoredPost

/** The salt is made once and stays in the store, so that a person has one pseudonym in every export of it. */
async function pseudonyms(store: Store): Promise<Hide> {
  const salt = await store.changeValue<string>(
    'export salt',
    (known) => known ?? randomBytes(32).toString('hex'),
  )
  return (post) => pseudonymise(post, salt)
}

async function* countPosts(
  posts: AsyncIterable<StoredPost>,
  counted: { rows: number },
  hide: Hide | undefined,
): AsyncIterable<StoredPost> {
  for await (const post of posts) {
    counted.rows += 1
    yield hide ? hide(post) : post
  }
}

async function* atomLines(
  store: Store,
  request: SearchRequest,
  expression: string,
  counted: { rows: number },
  hide: Hide | undefined,
) {
  const posts = await store.search({ ...request, limit: FEED_POSTS })
  counted.rows = posts.length
  const title = expression === '' ? 'listen: mentions' : `listen: ${expression}`
  yield atomFeed(hide ? posts.map(hide) : posts, { title, name: expression, now: request.now })
}

async function* calendarLines(store: Store, now: number, counted: { rows: number }) {
  const threads = await store.openWork({ limit: 10_000 })
  counted.rows = threads.reduce((sum, { promises }) => sum + (promises?.length ?? 0), 0)
  yield promiseCalendar(threads, now)
}

interface MetaRequest extends SearchRequest {
  readonly format: Format
  readonly profile: Profile
  readonly expression: string
  readonly rows: number
  readonly hidden: boolean
}

/** What a reader must know to trust the file beside it. */
async function metaOf(store: Store, request: MetaRequest) {
  const clock = createZoneClock(request.zone)
  const { schemaVersion } = await store.info()
  const { period } = request
  return {
    contract: 1,
    exported: clock.iso(request.now),
    zone: request.zone,
    format: request.format,
    profile: request.profile,
    pseudonymous: request.hidden,
    expression: request.expression,
    from: period === undefined || period.from === 0 ? null : clock.iso(period.from),
    to: period === undefined || period.to === Number.MAX_SAFE_INTEGER ? null : clock.iso(period.to),
    rows: request.rows,
    columns:
      request.format === 'csv'
        ? profileColumns(request.profile, clock).map(({ name }) => name)
        : null,
    store_schema: schemaVersion,
    queries: (await store.queryVersions()).map(({ name, role, version, match, since }) => ({
      name,
      role,
      version,
      match,
      since: clock.iso(since),
    })),
  }
}

function chooseFormat(context: Context, options: Options): (typeof FORMATS)[number] {
  if (options.format !== undefined) return parseChoice('--format', String(options.format), FORMATS)
  const ending = /\.(atom|ics)$/.exec(String(options.output ?? ''))?.[1]
  if (ending !== undefined) return ending as Format
  const book = /\.(xlsx?|ods|html?|pdf)$/i.exec(String(options.output ?? ''))?.[1]
  if (book !== undefined) {
    throw new UsageError(
      `-o ${safeLine(String(options.output))}: posts are not written as .${book}`,
      {
        hint: 'for a spreadsheet: --excel -o posts.csv; others by --format',
      },
    )
  }
  const isJson = context.json || /\.jsonl?$/.test(String(options.output ?? ''))
  return isJson ? 'jsonl' : 'csv'
}

async function* csvLines(
  posts: AsyncIterable<StoredPost>,
  zone: string,
  options: { readonly delimiter: string; readonly excel: boolean; readonly profile: Profile },
) {
  const columns = profileColumns(options.profile, createZoneClock(zone))
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
