import { resolve } from 'node:path'
import type { Settings, SourceSetting } from '../config/settings.ts'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { postToJson } from '../format/post-json.ts'
import { safeLine } from '../format/safe-text.ts'
import { jsonText } from '../format/table.ts'
import { createZoneClock } from '../format/time.ts'
import type { HttpClient } from '../model/http.ts'
import type { Post } from '../model/post.ts'
import { parseSavedQueries } from '../scan/queries.ts'
import { createMeter } from '../scan/spending.ts'
import { loadSource } from '../sources/index.ts'
import type { Channel, Meter, Source } from '../sources/source.ts'
import { exists } from '../system/files.ts'
import { isHttpUrl } from '../text/url.ts'
import { createClient, localFiles, secretsOf } from './collect.ts'
import type { CommandModule, Options } from './command.ts'
import { parseLimit } from './options.ts'
import { saySpending } from './spending.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<what>', 'the name of a source, the address of a feed, or a file')
      .option('-n, --limit <number>', 'at most so many posts', parseLimit)
      .addHelpText(
        'after',
        '\nExamples:\n  listen sources preview https://blog.example/feed.xml\n  listen sources preview ./saved.xml',
      ),
  run: (context, [what], options) => runPreview(context, String(what), options),
}

/** Fetches and prints posts as JSON lines; stores nothing. */
export async function runPreview(
  context: Context,
  what: string,
  options: Options,
): Promise<number> {
  const named = await findSource(context, what)
  const settings = named ? await context.settingsWithSources() : await context.settings()
  const setting = named ?? (await feedSetting(context, what))
  const source = await loadSource(setting.type)
  const queries = named ? parseSavedQueries(settings) : []
  const channels = source.channels({
    settings: setting.settings,
    queries: queries.map(({ name, tree }) => ({ name, tree })),
    handles: settings.brand?.handles[source.platform] ?? [],
    competitorHandles: {},
  })
  const meter = await openMeter(context, source, setting)
  const http = createClient(context, settings)
  const most = (options.limit as number | undefined) ?? Number.POSITIVE_INFINITY
  const result = { printed: 0, isWhole: true }
  try {
    for (const channel of channels)
      await previewChannel(context, { source, setting, channel, http, most, meter }, result)
  } finally {
    await http.close()
  }
  if (result.printed === 0) context.output.say('it was read, and holds no posts')
  if (!result.isWhole)
    context.output.say('the document was cut: whole posts before the cut are shown')
  return result.isWhole ? 0 : 3
}

/** What a preview costs is counted as well. */
async function openMeter(
  context: Context,
  source: Source,
  setting: SourceSetting,
): Promise<Meter | undefined> {
  if (source.spending === undefined) return undefined
  const store = await context.store('create')
  await saySpending(context, { channels: [{ source, setting }] }, store)
  return createMeter(store, setting.name, context.now)
}

interface PreviewOf {
  readonly source: Source
  readonly setting: SourceSetting
  readonly channel: Channel
  readonly http: HttpClient
  readonly most: number
  readonly meter: Meter | undefined
}

async function previewChannel(
  context: Context,
  { source, setting, channel, http, most, meter }: PreviewOf,
  result: { printed: number; isWhole: boolean },
): Promise<void> {
  const clock = createZoneClock(await context.zone())
  const pages = source.read(channel, {
    settings: setting.settings,
    name: setting.name,
    http,
    now: context.now,
    maxPages: 1,
    maxItems: Math.min(most, 5000),
    signal: context.signal,
    ...localFiles(context),
    secret: secretsOf(context),
    ...(meter === undefined ? {} : { meter }),
  })
  for await (const page of pages) {
    result.isWhole &&= page.complete
    if (page.notice !== undefined) context.output.say(safeLine(page.notice))
    result.printed += printPosts(context, page.posts.slice(0, most - result.printed), clock)
  }
}

function printPosts(
  context: Context,
  posts: readonly Post[],
  clock: ReturnType<typeof createZoneClock>,
): number {
  for (const post of posts) context.output.data(`${jsonText(postToJson(post, clock))}\n`)
  return posts.length
}

/** A configured source of that name; asked first, unless it is plainly an address or a path. */
async function findSource(context: Context, what: string): Promise<SourceSetting | undefined> {
  if (isHttpUrl(what) || what.includes('/')) return undefined
  const settings: Settings = await context.settingsWithSources()
  return settings.sources.find(({ name }) => name === what)
}

async function feedSetting(context: Context, what: string): Promise<SourceSetting> {
  const isThere = isHttpUrl(what) || (await exists(resolve(context.cwd, what)))
  if (!isThere) {
    throw new UsageError(`"${what.slice(0, 100)}" is no source, no http(s) address and no file`, {
      hint: 'see listen sources for the names',
    })
  }
  return {
    name: 'preview',
    type: 'feed',
    settings: { type: 'feed', urls: [what] },
    addressed: false,
  }
}
