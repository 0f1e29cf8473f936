import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { safeLine } from '../format/safe-text.ts'
import { createZoneClock, formatAge } from '../format/time.ts'
import { requireQueries } from '../scan/queries.ts'
import type { ScanSummary } from '../scan/scan.ts'
import type { StreamNews } from '../scan/stream.ts'
import { runWatch } from '../scan/watch.ts'
import { ringAlerts } from './alert-delivery.ts'
import { openCollector, planCollect } from './collect.ts'
import type { CommandModule, Options } from './command.ts'
import { sayIdle } from './scan.ts'
import { createSoon } from './soon.ts'
import { saySpending } from './spending.ts'
import { createStreamStatus } from './watch-status.ts'

/** Alerts follow streams at this distance; what concerns us may come many times a second. */
const ALERTS_MS = 10_000
/** The status line is drawn at most so often. */
const DRAW_MS = 500

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--source <name...>', 'only these sources')
      .option('--no-alerts', 'evaluate no alert rules')
      .addHelpText(
        'after',
        '\nRuns until it is stopped (ctrl+c, SIGTERM). A cron scan beside it skips what it holds.\nUnder systemd: docs/scheduling.md',
      ),
  run: (context, _args, options) => runWatchCommand(context, options),
}

export async function runWatchCommand(context: Context, options: Options): Promise<undefined> {
  const settings = await context.settingsWithSources()
  requireQueries(settings)
  const wanted = {
    queries: [],
    sources: (options.source as readonly string[] | undefined) ?? [],
    ignoreSchedule: true,
  }
  const plan = await planCollect(settings, wanted, context.environment)
  for (const { source, reason } of plan.unplanned)
    context.output.say(`${safeLine(source)}: cannot be asked: ${safeLine(reason)}`)
  sayIdle(context, plan)
  const store = await context.store('create')
  await saySpending(context, plan, store)
  const collector = await openCollector(context, settings, store, plan, { endless: true })
  const wait = waiting(context)
  const teller = await createTeller(context)
  const alerts = createSoon(
    async () => {
      teller.tellHeard()
      if (options.alerts !== false) await ringAlerts(context, settings, store)
    },
    {
      gapMs: ALERTS_MS,
      now: context.now,
      wait: (ms) => wait(ms),
      signal: context.signal,
      onFailure: (error) => context.output.say(`alerts: ${safeLine(String(error))}`),
    },
  )
  try {
    await runWatch(
      {
        ...collector.parts,
        onProgress: () => {},
        random: Math.random,
        wait,
        onRound: async (summary) => {
          await alerts.now()
          teller.tellRound(summary)
        },
        onStream: (news) => {
          teller.hear(news)
          if (news.what === 'stored' && news.added + news.matched > 0) alerts.want()
        },
        onWait: teller.rest,
      },
      plan.channels,
      plan.streams,
    )
    teller.tellHeard()
  } finally {
    await alerts.settled()
    await collector.close()
  }
  return undefined
}

/** Waits that end with the watch, or with the signal that is given, which ends with the watch as well. */
function waiting(context: Context) {
  return (ms: number, signal: AbortSignal = context.signal): Promise<void> =>
    sleep(ms, undefined, { signal }).then(
      () => {},
      () => {},
    )
}

type Waiting = Parameters<Parameters<typeof runWatch>[0]['onWait']>[0]

/** Words and the status line: rounds one by one, what streams bring together. */
async function createTeller(context: Context) {
  const clock = createZoneClock(await context.zone())
  const say = (words: string) => context.output.say(`${clock.minute(context.now())} ${words}`)
  const status = createStreamStatus(context.now)
  const broken = new Set<string>()
  let heard = { added: 0, matched: 0 }
  let resting: Waiting | undefined
  let drawnAt = 0
  const draw = () => {
    drawnAt = context.now()
    context.output.progress(
      [status.text(), restingWords(resting, drawnAt)].filter(Boolean).join('; '),
    )
  }
  return {
    tellRound: ({ results, added, matched }: ScanSummary) => {
      for (const { ref, error } of results.filter(({ outcome }) => outcome === 'failed'))
        say(`${safeLine(ref.source)}: failed: ${safeLine(error ?? '')}`)
      if (added > 0) say(`${added} new, ${matched} matched`)
    },
    tellHeard: () => {
      if (heard.added > 0) say(`${heard.added} new, ${heard.matched} matched, heard as it happened`)
      heard = { added: 0, matched: 0 }
    },
    hear: (news: StreamNews) => {
      status.add(news)
      const { source } = news.ref
      if (news.what === 'stored') {
        heard = { added: heard.added + news.added, matched: heard.matched + news.matched }
        broken.delete(source)
      } else if (!broken.has(source)) {
        // Said once; a stream that comes back is no news for who reads a log.
        broken.add(source)
        say(`${safeLine(source)}: the stream failed: ${safeLine(news.error)}`)
      }
      if (context.now() - drawnAt >= DRAW_MS) draw()
    },
    rest: (waiting: Waiting) => {
      resting = waiting
      draw()
    },
  }
}

function restingWords(resting: Waiting | undefined, now: number): string {
  if (resting === undefined) return ''
  const { channels, until, next } = resting
  if (next === undefined) return `watching ${channels} channels`
  return `watching ${channels} channels; next ${safeLine(next.source)} in ${formatAge(Math.max(0, until - now))}`
}
