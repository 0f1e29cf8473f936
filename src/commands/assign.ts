import { UsageError } from '../errors.ts'
import { nearestName } from '../text/nearest.ts'
import type { CommandModule } from './command.ts'
import { configureTriage, runTriage } from './triage.ts'

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .option('--to <name>', 'who takes it')
        .option('--nobody', 'take the assignment away'),
    ),
  run: async (context, [posts], options) => {
    const { team } = await context.settings()
    const to =
      options.nobody === true ? null : checkMember(String(options.to ?? context.actor), team)
    return runTriage(
      context,
      { type: 'assign', to },
      posts as readonly string[],
      options,
      to === null ? 'assigned to nobody' : `assigned to ${to}`,
    )
  },
}

/** Anybody may be named while no `team:` is written down. */
export function checkMember(name: string, team: readonly string[]): string {
  if (team.length === 0 || team.includes(name)) return name
  const near = nearestName(name, team)
  throw new UsageError(`${name.slice(0, 60)} is not in the team`, {
    hint: near ? `did you mean ${near}?` : `team: ${team.join(', ')}`,
  })
}
