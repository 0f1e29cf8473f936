import { createHash } from 'node:crypto'
import type { AlertSettings, Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import type { DeliveryWay } from '../delivery/message.ts'
import { safeLine } from '../format/safe-text.ts'
import { createZoneClock } from '../format/time.ts'
import type { Alert } from '../reports/alert-rules.ts'
import {
  type AlertState,
  claimAlerts,
  decideAlerts,
  isQuiet,
  type LoggedAlert,
  NO_ALERTS,
  type Parcel,
  readAlertState,
  settleAlerts,
} from '../reports/alert-state.ts'
import { alertDocument, readAlerts } from '../reports/alerts.ts'
import { toMessage } from '../reports/message.ts'
import type { Store } from '../store/store.ts'
import { isAlive, openWays } from './delivering.ts'

const STATE = 'alerts'

export async function readState(store: Store): Promise<AlertState> {
  return readAlertState(await store.getValue(STATE))
}

/** Changes the state in one transaction: of two processes one sends. */
export async function changeState(
  store: Store,
  change: (state: AlertState) => AlertState,
): Promise<void> {
  await store.changeValue<AlertState>(STATE, (value = NO_ALERTS) => change(readAlertState(value)))
}

/**
 * Evaluates the rules and delivers what rings: called by scan and watch after a committed batch. False where a way out
 * did not take it; what it refused waits for that way alone.
 */
export async function ringAlerts(
  context: Context,
  settings: Settings,
  store: Store,
): Promise<boolean> {
  if (settings.alerts === undefined || settings.alerts.to.length === 0) return true
  const { rang } = await readState(store)
  const request = { store, settings, now: context.now(), zone: await context.zone(), rang }
  const { alerts } = await readAlerts(request)
  return deliverAlerts(context, settings, store, alerts)
}

/** What rings now, and what waits since an earlier run, by every way that has something to get. */
export async function deliverAlerts(
  context: Context,
  settings: Settings,
  store: Store,
  alerts: readonly Alert[],
): Promise<boolean> {
  const own = settings.alerts
  if (own === undefined) return true
  const minute = await minuteOfDay(context)
  await changeState(store, (state) => decideAlerts(alerts, own, state, context.now(), minute).state)
  const outside = openWays(context, settings, own.to)
  try {
    let isOut = true
    for (const way of outside.ways)
      if (!(await deliverBy(context, settings, own, store, way))) isOut = false
    return isOut
  } finally {
    await outside.close()
  }
}

async function minuteOfDay(context: Context): Promise<number> {
  const clock = createZoneClock(await context.zone())
  const now = context.now()
  return clock.hour(now) * 60 + Number(clock.minute(now).slice(-2))
}

/** A repeat first, then what waits behind it. */
async function deliverBy(
  context: Context,
  settings: Settings,
  own: AlertSettings,
  store: Store,
  way: DeliveryWay,
): Promise<boolean> {
  const sender = {
    clock: context.now(),
    pid: process.pid,
    isAlive,
    isQuiet: isQuiet(own, await minuteOfDay(context)),
    keyOf: (alerts: readonly LoggedAlert[]) => keyOf(store, way, alerts),
  }
  for (;;) {
    let parcel: Parcel | undefined
    await changeState(store, (state) => {
      const claimed = claimAlerts(state, way.name, sender)
      parcel = claimed.parcel
      return claimed.state
    })
    if (parcel === undefined) return true
    const { alerts, key, isRepeat } = parcel
    const request = { store, settings, now: context.now(), zone: await context.zone() }
    const { subject, document } = alertDocument(alerts, request)
    const result = await way.deliver(toMessage('alert', subject, document, { key, isRepeat }))
    const taken = parcel
    await changeState(store, (state) =>
      settleAlerts(state, way.name, taken, result.state, context.now()),
    )
    if (result.state !== 'delivered') {
      const what = result.state === 'doubt' ? 'may have arrived or not' : 'not sent'
      context.output.say(`${safeLine(way.name)}: ${what}: ${safeLine(result.error)}`)
      return false
    }
  }
}

function keyOf(store: Store, way: DeliveryWay, alerts: readonly LoggedAlert[]): string {
  const ids = alerts.map(({ id }) => id).join(' ')
  return createHash('sha256')
    .update(`${store.path} alerts ${way.name} ${ids}`)
    .digest('hex')
    .slice(0, 32)
}
