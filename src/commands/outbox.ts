import type { Context } from '../context.ts'
import { createZoneClock } from '../format/time.ts'
import type { CommandModule } from './command.ts'
import { parseLimit } from './options.ts'
import { printRows } from './printing.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--all', 'also what was sent')
      .option('-n, --limit <number>', 'at most so many', parseLimit, 30)
      .addHelpText(
        'after',
        '\nNext: listen outbox send DRAFT, listen outbox look DRAFT, listen outbox drop DRAFT',
      ),
  run: (context, _args, options) =>
    runOutbox(context, options.all === true, options.limit as number),
}

/** What is drafted, unknown or failed, the latest change first. */
export async function runOutbox(context: Context, all: boolean, limit: number): Promise<undefined> {
  const store = await context.store('read')
  const states = ['draft', 'sending', 'unknown', 'failed'] as const
  const entries = await store.outbox({ limit, ...(all ? {} : { states }) })
  const clock = createZoneClock(await context.zone())
  printRows(context, entries, [
    { key: 'draft', title: 'draft', align: 'right', value: ({ id }) => id },
    { key: 'state', title: 'state', value: ({ state }) => state },
    { key: 'post', title: 'post', align: 'right', value: ({ post }) => post },
    { key: 'source', title: 'source', priority: 2, value: ({ source }) => source },
    { key: 'actor', title: 'by', priority: 3, value: ({ actor }) => actor },
    {
      key: 'changed',
      title: 'changed',
      priority: 3,
      value: ({ changedAt }) => clock.minute(changedAt),
    },
    { key: 'error', title: 'why', priority: 2, value: ({ error }) => error },
    { key: 'text', title: 'text', grow: true, min: 20, value: ({ text }) => text },
  ])
  if (entries.length === 0) context.output.say('the outbox is empty')
  return undefined
}
