import type { CommandModule } from './command.ts'
import { checkName } from './flag.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('<label>', 'a short word')
        .argument('[posts...]', 'post numbers')
        .option('--off', 'take the label away')
        .addHelpText('after', '\nExample:\n  listen label billing 412 413'),
    ),
  run: (context, [label, posts], options) => {
    const name = checkName(String(label), 'label')
    const on = options.off !== true
    return runTriage(
      context,
      { type: 'label', label: name, on },
      posts as readonly string[],
      options,
      on ? 'labelled' : 'freed of the label',
    )
  },
}
