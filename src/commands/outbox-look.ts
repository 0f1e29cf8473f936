import type { Context } from '../context.ts'
import { lookForReply } from '../dialogue/outbox.ts'
import { AppError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { parseDraftNumber } from './options.ts'
import { describeEntry } from './reply.ts'
import { openSender } from './sending.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.argument('<draft>', 'the number of an answer whose fate is unknown'),
  run: (context, [draft]) => runOutboxLook(context, String(draft)),
}

/** Looks at the site whether the answer stands there. */
export async function runOutboxLook(context: Context, text: string): Promise<number> {
  const id = parseDraftNumber(text)
  const store = await context.store('write')
  const entry = await store.outboxEntry(id)
  const { source, environment, http } = await openSender(
    context,
    await context.settingsWithSources(),
    entry.platform,
    entry.source,
  )
  try {
    if (source.findReply === undefined)
      throw new AppError(`${source.name} cannot be asked whether an answer stands`, {
        hint: 'look on the site, then record it with: listen reply POST --sent',
      })
    const done = await lookForReply(
      store,
      entry.id,
      (wanted) => source.findReply?.(wanted, environment) ?? Promise.resolve(undefined),
    )
    context.output.say(describeEntry(done))
    return done.state === 'sent' ? 0 : 1
  } finally {
    await http.close()
  }
}
