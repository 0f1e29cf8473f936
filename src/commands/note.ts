import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .requiredOption('-m, --text <text>', 'the note')
        .addHelpText(
          'after',
          '\nExample:\n  listen note 412 --text "called back, waits for the courier"',
        ),
    ),
  run: (context, [posts], options) => {
    const text = String(options.text).trim()
    if (text === '') throw new UsageError('the note is empty', { hint: 'write it behind --text' })
    return runTriage(context, { type: 'note', text }, posts as readonly string[], options, 'noted')
  },
}
