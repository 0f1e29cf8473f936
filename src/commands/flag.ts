import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { configureTriage, runTriage } from './triage.ts'

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}_-]{0,39}$/u

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .option('--name <flag>', 'the flag', 'flag')
        .option('--off', 'take the flag away'),
    ),
  run: (context, [posts], options) => {
    const flag = checkName(String(options.name), 'flag')
    const on = options.off !== true
    return runTriage(
      context,
      { type: 'flag', flag, on },
      posts as readonly string[],
      options,
      on ? 'flagged' : 'freed of the flag',
    )
  },
}

/** Flags and labels are short words, so that they can be typed, searched and exported. */
export function checkName(name: string, what: string): string {
  if (NAME.test(name)) return name
  throw new UsageError(`"${name.slice(0, 60)}" is no ${what}`, {
    hint: 'use up to 40 letters, digits, - and _, beginning with a letter or digit',
  })
}
