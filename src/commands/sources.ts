import type { Context } from '../context.ts'
import { safeLine } from '../format/safe-text.ts'
import { createZoneClock, formatAge } from '../format/time.ts'
import type { ChannelState } from '../store/store.ts'
import { exists } from '../system/files.ts'
import { type CollectPlan, planCollect } from './collect.ts'
import type { CommandModule } from './command.ts'
import { describeUnseen, listUnseen } from './observable.ts'
import { printRows } from './printing.ts'
import { saySpending } from './spending.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.addHelpText('after', '\nSee also: listen sources preview URL'),
  run: (context) => runSources(context),
}

interface Row {
  readonly source: string
  readonly type: string
  readonly channel: string
  readonly health: string
  readonly state?: ChannelState
  readonly unseen?: readonly string[]
}

/** Every configured channel with its health; "never read" before the first scan. */
export async function runSources(context: Context): Promise<undefined> {
  const settings = await context.settingsWithSources()
  const plan = await planCollect(settings, { sources: [], queries: [] }, context.environment)
  const known = await readStates(context)
  const now = context.now()
  const toRow =
    (health: typeof healthOf) =>
    ({ ref, source }: CollectPlan['channels'][number]): Row => {
      const state = known.get(`${ref.platform} ${ref.key}`)
      return {
        source: ref.source,
        type: ref.platform,
        channel: ref.label,
        health: health(state, now),
        ...(state ? { state } : {}),
        unseen: listUnseen(source),
      }
    }
  const rows = [...plan.channels.map(toRow(healthOf)), ...plan.streams.map(toRow(streamHealthOf))]
  const missing = [...plan.unplanned, ...plan.idle].map(
    ({ source, reason }): Row => ({ source, type: '', channel: '', health: reason }),
  )
  const clock = createZoneClock(await context.zone())
  const time = (at: number | undefined) => (at === undefined ? undefined : clock.iso(at))
  printRows(
    context,
    [...rows, ...missing],
    [
      { key: 'source', title: 'source', value: ({ source }) => source },
      { key: 'type', title: 'type', priority: 3, value: ({ type }) => type },
      { key: 'channel', title: 'channel', grow: true, min: 16, value: ({ channel }) => channel },
      {
        key: 'posts',
        title: 'posts',
        align: 'right',
        priority: 2,
        value: ({ state }) => state?.postsSeen ?? 0,
      },
      {
        key: 'last',
        title: 'last read',
        align: 'right',
        value: ({ state }) =>
          state?.lastSuccessAt === undefined ? 'never' : formatAge(now - state.lastSuccessAt),
      },
      { key: 'health', title: 'health', grow: true, min: 12, value: ({ health }) => health },
    ],
    ({ source, type, channel, health, state, unseen }) => ({
      source,
      type,
      channel,
      health,
      posts: state?.postsSeen ?? 0,
      failures: state?.failures ?? 0,
      last_success: time(state?.lastSuccessAt),
      last_attempt: time(state?.lastAttemptAt),
      waits_until: time(state?.notBefore),
      unseen,
    }),
  )
  await saySpending(context, plan)
  if (!context.json) sayUnseen(context, plan)
  if (rows.length + missing.length === 0)
    context.output.say('no source is configured; run: listen init')
  return undefined
}

/** What each source does not show: nobody should wait for what cannot come. */
function sayUnseen(context: Context, plan: CollectPlan): void {
  const channels = new Map(plan.channels.map((channel) => [channel.ref.source, channel]))
  for (const [name, { source, setting }] of channels) {
    const words = describeUnseen(source, context.environment, setting.settings as object)
    context.output.say(`${safeLine(name)}: ${words}`)
  }
}

async function readStates(context: Context): Promise<ReadonlyMap<string, ChannelState>> {
  if (!(await exists(await context.storePath()))) return new Map()
  const store = await context.store('read')
  return new Map((await store.channels()).map((state) => [`${state.platform} ${state.key}`, state]))
}

function healthOf(state: ChannelState | undefined, now: number): string {
  if (state === undefined) return 'never read'
  if (state.notBefore !== undefined && state.notBefore > now)
    return `waits ${formatAge(state.notBefore - now)} more${state.error ? `: ${state.error}` : ''}`
  if (state.error !== undefined)
    return `failed ${state.failures === 1 ? 'once' : `${state.failures} times`}: ${state.error}`
  return state.notice ?? 'ok'
}

/** A watch keeps the health of its streams several times a minute; what is older is of one that has ended. */
const PULSE_MS = 60_000

function streamHealthOf(state: ChannelState | undefined, now: number): string {
  if (state?.error !== undefined) return healthOf(state, now)
  const at = state?.lastSuccessAt
  if (at === undefined) return 'listen watch hears it'
  return now - at < PULSE_MS
    ? (state?.notice ?? 'connected')
    : 'not connected: listen watch hears it'
}
