import type { CommandModule } from './command.ts'
import { parsePostNumber } from './options.ts'
import { sendEntry } from './reply.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<draft>', 'the number of the draft')
      .option('--accept-edit', 'send although the post was edited since'),
  run: async (context, [draft], options) => {
    const store = await context.store('write')
    return sendEntry(
      context,
      store,
      await store.outboxEntry(parsePostNumber(String(draft))),
      options.acceptEdit === true,
    )
  },
}
