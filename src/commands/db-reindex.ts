import type { Context } from '../context.ts'
import { formatCount } from '../format/number.ts'
import type { CommandModule } from './command.ts'

export const command: CommandModule = {
  configure: (command) => void command.option('--force', 'also when nothing seems stale'),
  run: async (context, _args, options) => runDbReindex(context, options.force === true),
}

/** Rebuilds what is derived: the word index and the state of every conversation. Can be stopped and goes on later. */
export async function runDbReindex(context: Context, force: boolean): Promise<undefined> {
  const store = await context.store('write')
  const posts = await store.reindex({
    force,
    onProgress: (done, all) => context.output.progress(`indexing ${done}/${all}`),
  })
  const threads = await store.refold()
  context.output.say(
    `${formatCount(posts, 'post')} indexed, ${formatCount(threads, 'conversation')} folded again`,
  )
  return undefined
}
