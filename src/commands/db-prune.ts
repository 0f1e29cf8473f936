import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import type { CommandModule, Options } from './command.ts'
import { parseMoment } from './options.ts'
import { confirm } from './prompt.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--before <time>', 'posts published before; else the rules of retention:')
      .option('--dry-run', 'only count')
      .option('-y, --yes', 'do not ask'),
  run: (context, _args, options) => runDbPrune(context, options),
}

/** Deletes what the retention rules give up. Conversations that want something of us stay. */
export async function runDbPrune(context: Context, options: Options): Promise<undefined> {
  const rules = await readRules(context, options)
  const store = await context.store('write')
  const counted = await store.prune({ rules, dryRun: true })
  const words = `${formatCount(counted.old, 'old post')} and ${formatCount(counted.expired, 'unmatched post')}`
  if (options.dryRun === true) {
    context.output.say(`${words} would go`)
    return undefined
  }
  if (counted.old + counted.expired === 0) {
    context.output.say('nothing is old enough to go')
    return undefined
  }
  if (
    options.yes !== true &&
    !(await confirm(context, `${words} will be deleted for ever. Go on?`))
  )
    return undefined
  const done = await store.prune({ rules, confirmed: options.yes === true })
  context.output.say(
    `deleted: ${formatCount(done.old, 'old post')}, ${formatCount(done.expired, 'unmatched post')}`,
  )
  return undefined
}

async function readRules(context: Context, options: Options) {
  const now = context.now()
  if (options.before !== undefined) {
    return [{ before: parseMoment(String(options.before), now, await context.zone(), '--before') }]
  }
  const { retention } = await context.settings()
  const rules = Object.entries(retention.sourcesMs).map(([source, ms]) => ({
    source,
    before: now - ms,
  }))
  const all = retention.allMs === undefined ? [] : [{ before: now - retention.allMs }]
  if (rules.length + all.length === 0 && options.dryRun !== true) {
    throw new UsageError('nothing says what is old', {
      hint: 'give --before TIME, or write retention: into queries.yaml',
    })
  }
  return [...rules, ...all]
}
