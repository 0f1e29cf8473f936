import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.addHelpText('after', '\nPress ? on the screen for its keys.'),
  run: (context) => runInbox(context),
}

export async function runInbox(context: Context): Promise<undefined> {
  if (!context.output.isTerminal || context.standardInput.isTTY !== true) {
    throw new UsageError('the inbox needs a terminal', {
      hint: 'in a script use listen queue, listen search and the triage commands',
    })
  }
  if (context.environment.TERM === 'dumb') {
    throw new UsageError('this terminal cannot draw a screen (TERM=dumb)', {
      hint: 'use listen queue and listen search',
    })
  }
  const store = await context.store('write')
  const { createDesk } = await import('../tui/desk.ts')
  const { startInbox } = await import('../tui/start.tsx')
  const { fragments } = await context.settings()
  const desk = createDesk({
    store,
    actor: context.actor,
    zone: await context.zone(),
    fragments,
    now: context.now,
  })
  await startInbox(desk, {
    out: process.stdout,
    input: context.standardInput,
    signal: context.signal,
  })
  return undefined
}
