import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import type { Period } from '../store/store.ts'
import type { Options } from './command.ts'
import { parseMoment } from './options.ts'

const DAY = 86_400_000
const DEFAULT_DAYS = 30

/** `--since` and `--until` as a period; without them the last thirty days up to now. */
export async function readPeriod(context: Context, options: Options): Promise<Period> {
  const { since, until } = await readBounds(context, options)
  const to = until ?? context.now()
  return { from: since ?? to - DEFAULT_DAYS * DAY, to }
}

/** `--since` and `--until` as a period that is open where one is absent; undefined without both: all. */
export async function readOpenPeriod(
  context: Context,
  options: Options,
): Promise<Period | undefined> {
  const { since, until } = await readBounds(context, options)
  if (since === undefined && until === undefined) return undefined
  return { from: since ?? 0, to: until ?? Number.MAX_SAFE_INTEGER }
}

async function readBounds(context: Context, options: Options) {
  const zone = await context.zone()
  const now = context.now()
  const read = (name: 'since' | 'until') =>
    options[name] === undefined
      ? undefined
      : parseMoment(String(options[name]), now, zone, `--${name}`)
  const since = read('since')
  const until = read('until')
  if (since !== undefined && until !== undefined && until < since) {
    throw new UsageError('--until is before --since', { hint: 'exchange the two' })
  }
  return { since, until }
}
