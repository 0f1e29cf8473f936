import { Option } from 'commander'
import { UsageError } from '../errors.ts'
import { CLOSE_REASONS } from '../model/ledger.ts'
import type { CommandModule } from './command.ts'
import { parseChoice } from './options.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .addOption(new Option('--reason <reason>', `why: ${CLOSE_REASONS.join(', ')}`))
        .option('--channel <name>', 'for moved-private: where it goes on')
        .option('--ticket <number>', 'for moved-private: the ticket there')
        .addHelpText('after', '\nExample:\n  listen close 412 --reason no-answer-wanted'),
    ),
  run: (context, [posts], options) => {
    if (options.reason === undefined) {
      throw new UsageError('closing without an answer wants a reason', {
        hint: `--reason ${CLOSE_REASONS.join(' | ')}`,
      })
    }
    const reason = parseChoice('--reason', String(options.reason), CLOSE_REASONS)
    const action = {
      type: 'close' as const,
      reason,
      ...(options.channel === undefined ? {} : { channel: String(options.channel) }),
      ...(options.ticket === undefined ? {} : { ticket: String(options.ticket) }),
    }
    return runTriage(context, action, posts as readonly string[], options, 'closed')
  },
}
