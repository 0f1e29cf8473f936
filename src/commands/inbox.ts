import { configError } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import type { CommandModule, Options } from './command.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--no-mouse', 'leave the mouse to the terminal')
      .addHelpText('after', '\nPress ? on the screen for its keys; docs/inbox.md tells the rest.'),
  run: (context, _args, options) => runInbox(context, options),
}

export async function runInbox(context: Context, options: Options): Promise<undefined> {
  checkTerminal(context)
  const settings = await context.settings()
  const [{ createKeymap }, { createTheme }, { startInbox }, { tabsOf }, { openDesk }] =
    await Promise.all([
      import('../tui/keymap.ts'),
      import('../tui/theme.ts'),
      import('../tui/start.tsx'),
      import('../tui/tabs.ts'),
      import('./inbox-doors.ts'),
    ])
  const { keymap, problems } = createKeymap(settings.inbox?.keys)
  refuseKeys(settings, problems)
  refuseViews(settings, await findViewProblems(settings))
  const zone = await context.zone()
  const { makeDesk, close } = await openDesk(context, settings, zone, options)
  try {
    await startInbox({
      theme: createTheme(settings.inbox?.theme ?? 'auto', context.environment, context.colour),
      keymap,
      zone,
      state: {
        actor: context.actor,
        context: { zone, team: settings.team, labels: [] },
        tabs: tabsOf(settings.inbox?.views ?? []),
      },
      out: process.stdout,
      input: context.standardInput,
      signal: context.signal,
      mouse: options.mouse !== false,
      makeDesk,
    })
  } finally {
    await close()
  }
  return undefined
}

function checkTerminal(context: Context): void {
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
}

function refuseKeys(
  settings: Settings,
  problems: readonly { readonly action: string; readonly message: string }[],
): void {
  if (problems.length === 0) return
  throw configError(
    settings.file ?? 'the configuration',
    problems.map(({ action, message }) => ({
      place: settings.placeOf(['keys', action]),
      key: `keys.${action}`,
      message,
    })),
  )
}

interface ViewProblem {
  readonly view: string
  readonly message: string
}

async function findViewProblems({ inbox, fragments }: Settings): Promise<readonly ViewProblem[]> {
  const views = inbox?.views ?? []
  if (views.length === 0) return []
  const { parseQuery } = await import('../query/parser.ts')
  return views.flatMap(({ name, match }) =>
    parseQuery(match, { context: 'view', fragments })
      .problems.filter(({ severity }) => severity === 'error')
      .map(({ message }) => ({ view: name, message })),
  )
}

function refuseViews(settings: Settings, problems: readonly ViewProblem[]): void {
  if (problems.length === 0) return
  throw configError(
    settings.file ?? 'the configuration',
    problems.map(({ view, message }) => ({
      place: settings.placeOf(['views', view]),
      key: `views.${view}`,
      message,
    })),
  )
}
