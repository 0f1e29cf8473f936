import type { CommandModule } from './command.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) => void configureTriage(command.argument('[posts...]', 'post numbers')),
  run: (context, [posts], options) =>
    runTriage(context, { type: 'seen' }, posts as readonly string[], options, 'marked as seen'),
}
