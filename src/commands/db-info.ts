import type { Context } from '../context.ts'
import { formatBytes, formatNumber } from '../format/number.ts'
import { jsonText } from '../format/table.ts'
import { createZoneClock } from '../format/time.ts'
import type { CommandModule } from './command.ts'

export const command: CommandModule = {
  configure: () => {},
  run: (context) => runDbInfo(context),
}

export async function runDbInfo(context: Context): Promise<undefined> {
  const store = await context.store('read')
  const info = await store.info()
  const clock = createZoneClock(await context.zone())
  const time = (instant: number | undefined) =>
    instant === undefined ? undefined : clock.iso(instant)
  const facts = {
    ...info,
    oldest: time(info.oldest),
    newest: time(info.newest),
    lastScanAt: time(info.lastScanAt),
  }
  if (context.json) {
    context.output.data(`${jsonText(facts)}\n`)
    return undefined
  }
  const lines: readonly (readonly [string, string])[] = [
    ['store', info.path],
    ['size', formatBytes(info.bytes)],
    ['posts', formatNumber(info.posts)],
    ['mentions', formatNumber(info.mentions)],
    ['threads', `${formatNumber(info.threads)}, ${formatNumber(info.openThreads)} open`],
    ['channels', formatNumber(info.channels)],
    ['oldest post', facts.oldest ?? '–'],
    ['newest post', facts.newest ?? '–'],
    ['last scan', facts.lastScanAt ?? 'never'],
    ['schema', `version ${info.schemaVersion}, SQLite ${info.sqliteVersion}`],
  ]
  for (const [name, value] of lines) context.output.data(`${name.padEnd(12)} ${value}\n`)
  return undefined
}
