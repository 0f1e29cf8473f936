import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { parseDraftNumber } from './options.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.argument('<draft>', 'the number of the draft, from listen outbox'),
  run: (context, [draft]) => runApprove(context, String(draft)),
}

/** A second person's yes to a draft, where `answer.approval` asks for it. */
export async function runApprove(context: Context, text: string): Promise<undefined> {
  const id = parseDraftNumber(text)
  const store = await context.store('write')
  const entry = await store.outboxEntry(id)
  if (entry.actor === context.actor) {
    throw new AppError('your own draft wants the yes of somebody else', {
      hint: 'another person runs this, or name them with --as',
    })
  }
  if (entry.thread === undefined) throw new AppError(`post ${entry.post} is in no conversation`)
  await store.appendEvents(entry.thread, [{ type: 'approved', draft: entry.id }], context.actor)
  context.output.say(`draft ${entry.id} is approved; send it with: listen outbox send ${entry.id}`)
  return undefined
}
