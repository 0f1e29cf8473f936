import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../context.ts'
import { safeLine } from '../format/safe-text.ts'
import { createZoneClock, formatAge } from '../format/time.ts'
import { requireQueries } from '../scan/queries.ts'
import { runWatch } from '../scan/watch.ts'
import { ringAlerts } from './alerts.ts'
import { openCollector, planCollect } from './collect.ts'
import type { CommandModule, Options } from './command.ts'
import { saySpending } from './spending.ts'

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
  const store = await context.store('create')
  await saySpending(context, plan, store)
  const clock = createZoneClock(await context.zone())
  const collector = await openCollector(context, settings, store, plan, { endless: true })
  try {
    await runWatch(
      {
        ...collector.parts,
        onProgress: () => {},
        random: Math.random,
        wait: (ms) =>
          sleep(ms, undefined, { signal: context.signal }).then(
            () => {},
            () => {},
          ),
        onRound: async (summary) => {
          if (options.alerts !== false) await ringAlerts(context, settings, store)
          const failed = summary.results.filter(({ outcome }) => outcome === 'failed')
          for (const { ref, error } of failed)
            context.output.say(
              `${clock.minute(context.now())} ${safeLine(ref.source)}: failed: ${safeLine(error ?? '')}`,
            )
          if (summary.added > 0)
            context.output.say(
              `${clock.minute(context.now())} ${summary.added} new, ${summary.matched} matched`,
            )
        },
        onWait: ({ channels, until, next }) =>
          context.output.progress(
            `watching ${channels} channels; next ${safeLine(next?.source ?? '')} in ${formatAge(Math.max(0, until - context.now()))}`,
          ),
      },
      plan.channels,
    )
  } finally {
    await collector.close()
  }
  return undefined
}
