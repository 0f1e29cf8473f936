import { AppError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { parseDraftNumber } from './options.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.argument('<draft>', 'the number of a draft, or of one that failed'),
  run: async (context, [draft]) => {
    const id = parseDraftNumber(String(draft))
    const store = await context.store('write')
    if (!(await store.dropDraft(id)))
      throw new AppError(`draft ${id} is neither a draft nor failed`, {
        hint: 'see listen outbox --all',
      })
    context.output.say(`draft ${id} is dropped`)
    return undefined
  },
}
