import type { Context } from '../context.ts'
import type { CommandModule } from './command.ts'
import { parsePostNumber } from './options.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.argument('<posts...>', 'posts that leave their conversation'),
  run: (context, [posts]) => runSplit(context, posts as readonly string[]),
}

/** Back to where they came from before a merge, else to a conversation of their own. */
export async function runSplit(context: Context, words: readonly string[]): Promise<undefined> {
  const numbers = words.map(parsePostNumber)
  const store = await context.store('write')
  const { changed } = await store.splitPosts(numbers, context.actor)
  context.output.say(`${changed.length} ${changed.length === 1 ? 'post' : 'posts'} split off`)
  return undefined
}
