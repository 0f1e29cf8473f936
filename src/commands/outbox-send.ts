import type { CommandModule } from './command.ts'
import { parseDraftNumber } from './options.ts'
import { sendEntry } from './reply.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<draft>', 'the number of the draft')
      .option('--accept-edit', 'send although the post was edited since'),
  run: async (context, [draft], options) => {
    const id = parseDraftNumber(String(draft))
    const store = await context.store('write')
    const entry = await store.outboxEntry(id)
    return sendEntry(context, store, entry, options.acceptEdit === true)
  },
}
