import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import { createStyle, type Style } from '../format/style.ts'
import { createZoneClock, type ZoneClock } from '../format/time.ts'
import { cutToWidth } from '../format/width.ts'
import { requireQueries } from '../scan/queries.ts'
import type { ChannelResult, ScanProgress, ScanSummary } from '../scan/scan.ts'
import { nearestName } from '../text/nearest.ts'
import { ringAlerts } from './alert-delivery.ts'
import { type CollectOptions, type CollectPlan, collect, planCollect } from './collect.ts'
import type { CommandModule, Options } from './command.ts'
import { parseLimit, parseMoment } from './options.ts'
import { saySpending } from './spending.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('[queries...]', 'only these saved queries')
      .option('--source <name...>', 'only these sources')
      .option('--since <time>', 'go back so far, as far as a source allows')
      .option('-n, --limit <number>', 'at most so many posts a channel', parseLimit)
      .option('--dry-run', 'print what would be asked, and ask nothing')
      .option('--now', 'ask also those whose every: has not passed')
      .option('--no-alerts', 'evaluate no alert rules')
      .option('--progress', 'a line for each channel also where no terminal listens')
      .addHelpText(
        'after',
        '\nExamples:\n  listen scan\n  listen scan acme --source hn --since 30d',
      ),
  run: (context, [queries], options) =>
    runScanCommand(context, queries as readonly string[], options),
}

export async function runScanCommand(
  context: Context,
  queries: readonly string[],
  options: Options,
): Promise<number> {
  const settings = await context.settingsWithSources()
  requireQueries(settings)
  checkQueryNames(
    queries,
    settings.queries.map(({ name }) => name),
  )
  const wanted: CollectOptions = {
    queries,
    sources: (options.source as readonly string[] | undefined) ?? [],
    ignoreSchedule: options.now === true,
    ...(options.since === undefined
      ? {}
      : {
          since: parseMoment(String(options.since), context.now(), await context.zone(), '--since'),
        }),
    ...(options.limit === undefined ? {} : { limit: options.limit as number }),
  }
  const plan = await planCollect(settings, wanted, context.environment)
  if (queries.length === 0) sayIdle(context, plan)
  if (options.dryRun === true) {
    await saySpending(context, plan)
    return printPlan(context, plan)
  }
  const store = await context.store('create')
  await saySpending(context, plan, store)
  const summary = await collect(context, settings, store, plan, wanted, (progress) =>
    options.progress === true && !context.output.isErrorTerminal
      ? context.output.say(progressText(progress))
      : showProgress(context, progress),
  )
  await printSummary(context, summary)
  if (options.alerts !== false) {
    await ringAlerts(context, settings, store)
  }
  return scanStatus(summary)
}

/** A source that is silent for want of a key would be missed by nobody. */
export function sayIdle(context: Context, plan: CollectPlan): void {
  for (const { source, reason } of plan.idle)
    context.output.say(`${safeLine(source)}: ${safeLine(reason)}`)
}

function checkQueryNames(names: readonly string[], known: readonly string[]): void {
  for (const name of names) {
    if (known.includes(name)) continue
    const near = nearestName(name, known)
    throw new UsageError(`there is no saved query "${name.slice(0, 60)}"`, {
      hint: near ? `did you mean "${near}"?` : `saved queries: ${known.join(', ')}`,
    })
  }
}

function printPlan(context: Context, plan: CollectPlan): number {
  for (const { ref } of plan.channels)
    context.output.data(
      context.json
        ? `${JSON.stringify({ source: ref.source, channel: ref.key, label: ref.label })}\n`
        : `${safeLine(ref.source)}\t${safeLine(ref.key)}\n`,
    )
  for (const { source, reason } of plan.unplanned)
    context.output.say(`${safeLine(source)}: cannot be asked: ${safeLine(reason)}`)
  return plan.unplanned.length > 0 ? 3 : 0
}

/** One line that is written over, on a terminal only. */
export function showProgress(context: Context, progress: ScanProgress): void {
  context.output.progress(cutToWidth(progressText(progress), context.output.columns - 1))
}

function progressText({ done, total, result }: ScanProgress): string {
  return `scanning ${done}/${total}  ${safeLine(result.ref.source)}: ${safeLine(result.ref.label)}`
}

/** A line a source, then one for all; what failed and why stands at its source. */
export async function printSummary(context: Context, summary: ScanSummary): Promise<void> {
  const { output } = context
  if (context.json) {
    output.data(`${JSON.stringify(toJson(summary))}\n`)
    return
  }
  const style = createStyle({ colour: context.colour && output.isErrorTerminal })
  const clock = createZoneClock(await context.zone())
  for (const [source, results] of bySource(summary.results)) {
    for (const line of sourceLines(source, results, clock, style)) output.say(line)
  }
  for (const { source, reason } of summary.unplanned) {
    output.say(`${safeLine(source).padEnd(14)} ${style.bad('failed')} ${safeLine(reason)}`)
  }
  for (const line of followLines(summary)) output.say(line)
  for (const line of approvalLines(summary)) output.say(line)
  output.say(totalLine(summary))
}

function sourceLines(
  source: string,
  results: readonly ChannelResult[],
  clock: ZoneClock,
  style: Style,
): readonly string[] {
  const odd = results.flatMap((result) => {
    const words = resultWords(result, clock, style)
    const name = results.length > 1 ? `${safeLine(result.ref.label)}: ` : ''
    return words === undefined ? [] : [`  ${name}${words}`]
  })
  return [`${safeLine(source).padEnd(14)} ${sourceLine(results, clock)}`, ...odd]
}

/** The conversations that were read again. */
function followLines({ followed }: ScanSummary): readonly string[] {
  const { threads, added, gone, failed } = followed
  const read = `conversations  ${threads} read again, ${formatCount(added, 'new answer')}${gone > 0 ? `, ${gone} vanished` : ''}`
  return [
    ...(threads > 0 ? [read] : []),
    ...failed.slice(0, 3).map(({ source, error }) => `  ${safeLine(source)}: ${safeLine(error)}`),
  ]
}

/** Who liked and shared our posts. */
function approvalLines({ approvals }: ScanSummary): readonly string[] {
  if (approvals === undefined || approvals.posts + approvals.failed.length === 0) return []
  const { posts, added, failed } = approvals
  return [
    `approval       ${formatCount(posts, 'post')} of ours looked at, ${added} new likes and shares`,
    ...failed.slice(0, 3).map(({ source, error }) => `  ${safeLine(source)}: ${safeLine(error)}`),
  ]
}

/** What is out of the ordinary about a channel; undefined when nothing is. */
function resultWords(result: ChannelResult, clock: ZoneClock, style: Style): string | undefined {
  const reason = result.error === undefined ? '' : `: ${safeLine(result.error)}`
  switch (result.outcome) {
    case 'failed':
      return `${style.bad('failed')}${reason}`
    case 'waits':
      return `waits until ${clock.minute(result.waitsUntil ?? 0)}${reason}`
    case 'held':
      return 'is being scanned by another process'
    case 'stopped':
      return 'was not read: stopped'
    default:
      return result.notice === undefined ? undefined : safeLine(result.notice)
  }
}

function bySource(
  results: readonly ChannelResult[],
): ReadonlyMap<string, readonly ChannelResult[]> {
  const groups = new Map<string, ChannelResult[]>()
  for (const result of results.toSorted(
    (a, b) => a.ref.source.localeCompare(b.ref.source) || a.ref.key.localeCompare(b.ref.key),
  )) {
    groups.set(result.ref.source, [...(groups.get(result.ref.source) ?? []), result])
  }
  return groups
}

function sourceLine(results: readonly ChannelResult[], clock: ZoneClock): string {
  const sum = (pick: (result: ChannelResult) => number) =>
    results.reduce((total, result) => total + pick(result), 0)
  const unchanged = results.filter(({ outcome }) => outcome === 'unchanged').length
  const edited = sum((result) => result.edited)
  const oldest = results.flatMap(({ oldestAt }) => oldestAt ?? [])
  return [
    `${sum(({ found }) => found)} found`,
    `${sum(({ added }) => added)} new`,
    ...(edited > 0 ? [`${edited} edited`] : []),
    `${sum(({ matched }) => matched)} matched`,
    ...(oldest.length > 0 ? [`back to ${clock.minute(Math.min(...oldest))}`] : []),
    ...(unchanged > 0
      ? [`${unchanged} of ${formatCount(results.length, 'channel')} unchanged`]
      : []),
  ].join(', ')
}

function totalLine(summary: ScanSummary): string {
  const found = summary.results.reduce((total, result) => total + result.found, 0)
  const failed = failedCount(summary)
  const rest = failed > 0 ? `; ${formatCount(failed, 'failure')}, the rest is saved` : ''
  return `${found} found, ${summary.added} new, ${summary.matched} matched${rest}`
}

function failedCount(summary: ScanSummary): number {
  return (
    summary.unplanned.length + summary.results.filter(({ outcome }) => outcome === 'failed').length
  )
}

/** 0 done, 1 nothing could be read, 3 a part failed. A channel that waits for its time has not failed. */
function scanStatus(summary: ScanSummary): number {
  const failed = failedCount(summary)
  if (failed === 0) return 0
  const read = summary.results.some(({ outcome }) => outcome !== 'failed')
  return read ? 3 : 1
}

function toJson(summary: ScanSummary) {
  return {
    added: summary.added,
    matched: summary.matched,
    channels: summary.results.map(({ ref, waitsUntil, ...rest }) => ({
      source: ref.source,
      channel: ref.label,
      ...rest,
      ...(waitsUntil === undefined ? {} : { waits_until: new Date(waitsUntil).toISOString() }),
    })),
    failed: summary.unplanned,
  }
}
