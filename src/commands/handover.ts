import type { Context } from '../context.ts'
import { handoverJson, handoverText, readHandover } from '../dialogue/handover.ts'
import type { CommandModule, Options } from './command.ts'
import { parseMoment } from './options.ts'

export const command: CommandModule = {
  configure: (command) => void command.option('--since <time>', 'what changed since', '12h'),
  run: (context, _args, options) => runHandover(context, options),
}

/** The shift note: what is open, who waits longest, what is promised, what changed. */
export async function runHandover(context: Context, options: Options): Promise<undefined> {
  const zone = await context.zone()
  const now = context.now()
  const since = parseMoment(String(options.since), now, zone, '--since')
  const { policy } = await context.settings()
  const store = await context.store('read')
  const handover = await readHandover(store, { since, now, policy })
  context.output.data(
    context.json
      ? `${JSON.stringify(handoverJson(handover, zone))}\n`
      : `${handoverText(handover, zone)}\n`,
  )
  return undefined
}
