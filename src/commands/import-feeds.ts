import { basename, extname, resolve } from 'node:path'
import { addFeedSource } from '../config/add-source.ts'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import { readOpml } from '../sources/opml.ts'
import { readBytes, readText, writeFileWhole } from '../system/files.ts'
import { collect, planCollect } from './collect.ts'
import { printSummary } from './scan.ts'

/** The posts of a feed file, by the same reader as a scan. */
export async function importFeeds(context: Context, file: string, source: string): Promise<number> {
  const settings = await context.settings()
  const own = {
    name: source,
    type: 'feed',
    settings: { urls: [resolve(context.cwd, file)] },
    addressed: false,
  }
  const withFile = { ...settings, sources: [own], missingSecrets: [] }
  const wanted = { queries: [], sources: [], ignoreSchedule: true }
  const plan = await planCollect(withFile, wanted, context.environment)
  const store = await context.store('create')
  const summary = await collect(context, withFile, store, plan, wanted, () => {})
  await printSummary(context, summary)
  return summary.results.some(({ outcome }) => outcome === 'failed') ? 1 : 0
}

/** The feeds of an OPML list become a source of queries.yaml; nothing else of the list comes in. */
export async function importOpml(context: Context, file: string): Promise<number> {
  const list = readOpml(await readBytes(resolve(context.cwd, file)))
  if (list === undefined || list.feeds.length === 0)
    throw new UsageError(`${safeLine(file)} names no feeds`)
  for (const { entry, reason } of list.skipped)
    context.output.say(`left out: ${safeLine(entry)}: ${safeLine(reason)}`)
  const settings = await context.settings()
  if (settings.file === undefined)
    throw new UsageError('there is no queries.yaml to put the feeds into', {
      hint: 'run listen init first',
    })
  const known = new Set(
    settings.sources.flatMap(
      ({ settings: own }) => (own.urls as readonly string[] | undefined) ?? [],
    ),
  )
  const fresh = list.feeds.filter(({ url }) => !known.has(url))
  const target = resolve(context.cwd, settings.file)
  if (fresh.length > 0) {
    const name = nameFor(
      file,
      settings.sources.map((source) => source.name),
    )
    await writeFileWhole(target, [addFeedSource(await readText(target), name, fresh)], {
      force: true,
      mode: 0o644,
    })
    context.output.say(
      `${formatCount(fresh.length, 'feed')} added to ${settings.file} as the source ${name}`,
    )
  }
  if (fresh.length < list.feeds.length)
    context.output.say(
      `${formatCount(list.feeds.length - fresh.length, 'feed')} stood there already`,
    )
  return 0
}

function nameFor(file: string, taken: readonly string[]): string {
  const name =
    basename(file, extname(file))
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '') || 'feeds'
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name}-${number}`
    if (!taken.includes(candidate)) return candidate
  }
}
