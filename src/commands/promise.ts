import type { CommandModule } from './command.ts'
import { parseAhead } from './snooze.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .option('--due <time>', 'until when: 2d, 2026-12-01, 2026-12-01T10:00')
        .option('-m, --text <text>', 'what was promised')
        .option('--kept', 'all open promises of the conversation are kept'),
    ),
  run: async (context, [posts], options) => {
    const words = posts as readonly string[]
    if (options.kept === true)
      return runTriage(context, { type: 'keep-promises' }, words, options, 'marked as kept')
    const due = parseAhead(
      String(options.due ?? '1d'),
      context.now(),
      await context.zone(),
      '--due',
    )
    const text = options.text === undefined ? {} : { text: String(options.text) }
    return runTriage(context, { type: 'promise', due, ...text }, words, options, 'given a promise')
  },
}
