import type { Context } from '../context.ts'
import type { Period } from '../store/store.ts'
import type { Options } from './command.ts'
import { checkPeriod, parseMoment } from './options.ts'

const DAY = 86_400_000
const DEFAULT_DAYS = 30

/** `--since` and `--until` as a period; without them the last thirty days up to now. */
export async function readPeriod(context: Context, options: Options): Promise<Period> {
  const zone = await context.zone()
  const now = context.now()
  const since =
    options.since === undefined
      ? undefined
      : parseMoment(String(options.since), now, zone, '--since')
  const until =
    options.until === undefined
      ? undefined
      : parseMoment(String(options.until), now, zone, '--until')
  checkPeriod(since, until)
  const to = until ?? now
  return { from: since ?? to - DEFAULT_DAYS * DAY, to }
}
