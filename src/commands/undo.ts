import type { Context } from '../context.ts'
import type { CommandModule } from './command.ts'

export const command: CommandModule = {
  configure: () => {},
  run: (context) => runUndo(context),
}

export async function runUndo(context: Context): Promise<undefined> {
  const store = await context.store('write')
  const undone = await store.undo(context.actor)
  if (context.json) context.output.data(`${JSON.stringify(undone ?? null)}\n`)
  else if (undone === undefined)
    context.output.say(`there is nothing of ${context.actor} to take back`)
  else context.output.say(`taken back: ${undone.description} (post ${undone.posts.join(', ')})`)
  return undefined
}
