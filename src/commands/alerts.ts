import { createHash } from 'node:crypto'
import type { Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import { safeLine } from '../format/safe-text.ts'
import { createZoneClock } from '../format/time.ts'
import { type Alert, type AlertState, decideAlerts, NO_ALERTS } from '../reports/alert-rules.ts'
import { alertDocument, backtestAlerts, readAlerts } from '../reports/alerts.ts'
import { toMessage } from '../reports/message.ts'
import { renderJson } from '../reports/render-data.ts'
import { renderTerminal } from '../reports/render-terminal.ts'
import type { Store } from '../store/store.ts'
import type { CommandModule, Options } from './command.ts'
import { openWays } from './delivering.ts'
import { readPeriod } from './period.ts'

const STATE = 'alerts'

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
        '\nExamples:\n  listen alerts\n  listen alerts --backtest --since 90d\n  listen alerts --deliver',
      ),
  run: (context, _args, options) => runAlerts(context, options),
}

/** What the rules say now, or would have said. */
export async function runAlerts(context: Context, options: Options): Promise<number | undefined> {
  const settings = await context.settings()
  const zone = await context.zone()
  const now = context.now()
  const store = await context.store(options.deliver === true ? 'write' : 'read')
  const { rang } = await stateOf(store)
  const request = { store, settings, now, zone, ...(options.backtest === true ? {} : { rang }) }
  if ((settings.alerts?.rules.length ?? 0) === 0)
    context.output.say('no rule is configured; see alerts: in docs/alerts.md')
  const { alerts, broken } =
    options.backtest === true
      ? { alerts: await backtestAlerts(request, await readPeriod(context, options)), broken: [] }
      : await readAlerts(request)
  for (const name of broken) context.output.say(`${safeLine(name)}: its expression cannot be read`)
  const { document } = alertDocument(alerts, request)
  const look = { width: context.output.columns, colour: context.colour, ascii: false }
  context.output.data(context.json ? renderJson(document) : renderTerminal(document, look))
  const isOut =
    options.deliver === true ? await deliverAlerts(context, settings, store, alerts) : true
  if (!isOut) return 1
  return options.exitCode === true && alerts.length > 0 ? 5 : undefined
}

/**
 * Evaluates the rules and delivers what rings: called by scan and watch after a committed batch. False where a way out
 * refused; what it refused is held and goes with the next message.
 */
export async function ringAlerts(
  context: Context,
  settings: Settings,
  store: Store,
): Promise<boolean> {
  if (settings.alerts === undefined || settings.alerts.to.length === 0) return true
  const { rang } = await stateOf(store)
  const request = { store, settings, now: context.now(), zone: await context.zone(), rang }
  const { alerts } = await readAlerts(request)
  return deliverAlerts(context, settings, store, alerts)
}

async function deliverAlerts(
  context: Context,
  settings: Settings,
  store: Store,
  alerts: readonly Alert[],
): Promise<boolean> {
  const own = settings.alerts
  if (own === undefined) return true
  const zone = await context.zone()
  const now = context.now()
  const clock = createZoneClock(zone)
  const minute = clock.hour(now) * 60 + Number(clock.minute(now).slice(-2))
  let send: readonly Alert[] = []
  // Written down before it leaves: of two processes one sends, and a run that dies rings no second time.
  await store.changeValue<AlertState>(STATE, (state = NO_ALERTS) => {
    const decision = decideAlerts(alerts, own, state, now, minute)
    send = decision.send
    return decision.state
  })
  if (send.length === 0) return true
  const { subject, document } = alertDocument(send, { store, settings, now, zone })
  const key = createHash('sha256').update(`${store.path} alerts ${now}`).digest('hex').slice(0, 32)
  const message = toMessage('alert', subject, document, { key, isRepeat: false })
  const outside = openWays(context, settings, own.to)
  try {
    let isOut = true
    for (const way of outside.ways) {
      const result = await way.deliver(message)
      if (result.state === 'delivered') continue
      isOut = false
      context.output.say(`${safeLine(way.name)}: not sent: ${safeLine(result.error)}`)
    }
    if (!isOut) await hold(store, send)
    return isOut
  } finally {
    await outside.close()
  }
}

async function stateOf(store: Store): Promise<AlertState> {
  return ((await store.getValue(STATE)) as AlertState | undefined) ?? NO_ALERTS
}

async function hold(store: Store, alerts: readonly Alert[]): Promise<void> {
  await store.changeValue<AlertState>(STATE, (state = NO_ALERTS) => ({
    ...state,
    held: [...state.held, ...alerts],
  }))
}
