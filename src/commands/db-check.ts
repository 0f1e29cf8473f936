import type { Context } from '../context.ts'
import { formatCount } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import type { CommandModule } from './command.ts'

export const command: CommandModule = {
  configure: () => {},
  run: (context) => runDbCheck(context),
}

/** So many lines say enough to people. */
const MOST_LINES = 20

/** Compares everything that is derived with what it is derived from. Exit status 1 when something is wrong. */
export async function runDbCheck(context: Context): Promise<number> {
  const store = await context.store('read')
  const { problems, threads } = await store.check()
  for (const { what, detail } of context.json ? problems : problems.slice(0, MOST_LINES)) {
    if (context.json) context.output.data(`${JSON.stringify({ what, detail })}\n`)
    else context.output.data(`${safeLine(what).padEnd(12)} ${safeLine(detail)}\n`)
  }
  if (!context.json && problems.length > MOST_LINES) {
    context.output.data(`… and ${problems.length - MOST_LINES} more (--json has all)\n`)
  }
  const folded = `${formatCount(threads, 'conversation')} compared with the ledger`
  if (problems.length === 0) context.output.say(`the store is in order; ${folded}`)
  else
    context.output.say(
      `${formatCount(problems.length, 'problem')}; ${folded}. Make a copy before anything else: listen db backup`,
    )
  return problems.length === 0 ? 0 : 1
}
