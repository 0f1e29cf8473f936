import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { parsePostNumber } from './options.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.argument(
      '<posts...>',
      'posts of the conversations that become one, that of the first',
    ),
  run: (context, [posts]) => runMerge(context, posts as readonly string[]),
}

/** Long rows of "+1" become one conversation with many people; all totals stay. */
export async function runMerge(context: Context, words: readonly string[]): Promise<undefined> {
  const numbers = words.map(parsePostNumber)
  if (numbers.length < 2)
    throw new UsageError('one post alone cannot be merged', {
      hint: 'name a post of each conversation',
    })
  const store = await context.store('write')
  const { changed } = await store.mergeThreads(numbers, context.actor)
  context.output.say(
    changed.length === 0
      ? 'they are one conversation already'
      : `merged into the conversation of post ${numbers[0]}`,
  )
  return undefined
}
