import { UsageError } from '../errors.ts'
import { checkMember } from './assign.ts'
import type { CommandModule } from './command.ts'
import { parseAhead } from './snooze.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .option('--owner <name>', 'who has it now')
        .option('--due <time>', 'until when: 2h, 2026-12-01'),
    ),
  run: async (context, [posts], options) => {
    if (options.owner === undefined)
      throw new UsageError('nobody was named to escalate to', { hint: 'give --owner NAME' })
    const { team } = await context.settings()
    const action = {
      type: 'escalate' as const,
      owner: checkMember(String(options.owner), team),
      ...(options.due === undefined
        ? {}
        : { due: parseAhead(String(options.due), context.now(), await context.zone(), '--due') }),
    }
    return runTriage(
      context,
      action,
      posts as readonly string[],
      options,
      `escalated to ${action.owner}`,
    )
  },
}
