import { UsageError } from '../errors.ts'
import { INTENTS, SENTIMENT_LABELS } from '../model/mention.ts'
import type { CommandModule } from './command.ts'
import { parseChoice } from './options.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .option('--sentiment <label>', SENTIMENT_LABELS.join(', '))
        .option('--intent <name...>', `one or more of ${INTENTS.join(', ')}; "none" for none`)
        .addHelpText(
          'after',
          '\nYour word goes before the program’s, and the analysis learns from it: listen analyze --evaluate',
        ),
    ),
  run: (context, [posts], options) => {
    const { sentiment, intent } = options as { sentiment?: string; intent?: readonly string[] }
    if (sentiment === undefined && intent === undefined)
      throw new UsageError('nothing to correct was named', { hint: 'give --sentiment or --intent' })
    const action = {
      type: 'correct' as const,
      ...(sentiment === undefined
        ? {}
        : { sentiment: parseChoice('--sentiment', sentiment, SENTIMENT_LABELS) }),
      ...(intent === undefined
        ? {}
        : {
            intents: intent
              .filter((name) => name !== 'none')
              .map((name) => parseChoice('--intent', name, INTENTS)),
          }),
    }
    return runTriage(context, action, posts as readonly string[], options, 'corrected')
  },
}
