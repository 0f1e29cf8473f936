import type { Context } from '../context.ts'
import { safeLine } from '../format/safe-text.ts'
import { alertDocument, backtestAlerts, readAlerts, ruleBlocks } from '../reports/alerts.ts'
import { renderJson } from '../reports/render-data.ts'
import { renderTerminal } from '../reports/render-terminal.ts'
import { deliverAlerts, readState } from './alert-delivery.ts'
import type { CommandModule, Options } from './command.ts'
import { readPeriod } from './period.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--exit-code', 'exit status 5 when a rule rings')
      .option('--backtest', 'when the rules would have rung, day by day, in the stored history')
      .option('--since <time>', 'with --backtest: since then (default: 30 days ago)')
      .option('--until <time>', 'with --backtest: until then')
      .option('--deliver', 'send what rings to alerts.to, with cooldown, quiet hours and budget')
      .addHelpText(
        'after',
        '\nExamples:\n  listen alerts\n  listen alerts --backtest --since 90d\n  listen alerts --deliver\n  listen alerts mark 12 useless',
      ),
  run: (context, _args, options) => runAlerts(context, options),
}

/** What the rules say now, or would have said. */
export async function runAlerts(context: Context, options: Options): Promise<number | undefined> {
  const settings = await context.settings()
  const zone = await context.zone()
  const now = context.now()
  const store = await context.store(options.deliver === true ? 'write' : 'read')
  const { rang } = await readState(store)
  const request = { store, settings, now, zone, ...(options.backtest === true ? {} : { rang }) }
  if ((settings.alerts?.rules.length ?? 0) === 0)
    context.output.say('no rule is configured; see alerts: in docs/alerts.md')
  const { alerts, broken } =
    options.backtest === true
      ? { alerts: await backtestAlerts(request, await readPeriod(context, options)), broken: [] }
      : await readAlerts(request)
  for (const name of broken) context.output.say(`${safeLine(name)}: its expression cannot be read`)
  const isOut =
    options.deliver === true ? await deliverAlerts(context, settings, store, alerts) : true
  const { document: rings } = alertDocument(alerts, request)
  const more = options.backtest === true ? [] : ruleBlocks(await readState(store), request)
  const document = { ...rings, blocks: [...rings.blocks, ...more] }
  const look = { width: context.output.columns, colour: context.colour, ascii: false }
  context.output.data(context.json ? renderJson(document) : renderTerminal(document, look))
  if (!isOut) return 1
  return options.exitCode === true && alerts.length > 0 ? 5 : undefined
}
