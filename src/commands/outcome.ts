import { UsageError } from '../errors.ts'
import { OUTCOMES } from '../model/ledger.ts'
import type { CommandModule } from './command.ts'
import { parseChoice, parsePostNumber } from './options.ts'
import { configureTriage, runTriage } from './triage.ts'

const BY = ['person', 'silence', 'us'] as const

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .option('--kind <kind>', OUTCOMES.join(', '))
        .option('--by <who>', `who says so: ${BY.join(', ')}`, 'us')
        .option('--evidence <post>', 'the post that shows it')
        .addHelpText(
          'after',
          '\nSolved by the word of the person, because nobody came back, or by our word: three different confidences.',
        ),
    ),
  run: (context, [posts], options) => {
    if (options.kind === undefined)
      throw new UsageError('the outcome is missing', { hint: `--kind ${OUTCOMES.join(' | ')}` })
    const action = {
      type: 'outcome' as const,
      kind: parseChoice('--kind', String(options.kind), OUTCOMES),
      by: parseChoice('--by', String(options.by), BY),
      ...(options.evidence === undefined
        ? {}
        : { evidence: parsePostNumber(String(options.evidence)) }),
    }
    return runTriage(context, action, posts as readonly string[], options, 'given an outcome')
  },
}
