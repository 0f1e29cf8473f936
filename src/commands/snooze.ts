import { UsageError } from '../errors.ts'
import type { CommandModule } from './command.ts'
import { parseMoment } from './options.ts'
import { configureTriage, runTriage } from './triage.ts'

const AHEAD = /^(\d+)(min|h|d|w)$/
const UNITS: Readonly<Record<string, number>> = {
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** Nobody keeps a word or a place in a queue for longer; what lies beyond is a slip of the hand. */
const FARTHEST_MS = 10 * 366 * 86_400_000

export const command: CommandModule = {
  configure: (command) =>
    void configureTriage(
      command
        .argument('[posts...]', 'post numbers')
        .requiredOption('--until <time>', '"reply", an age ahead (4h, 3d) or a time')
        .addHelpText(
          'after',
          '\nExample:\n  listen snooze 412 --until reply\n\nThe clock goes on: a snooze hides, it does not pause.',
        ),
    ),
  run: async (context, [posts], options) => {
    const text = String(options.until)
    const until =
      text === 'reply' ? 'reply' : parseAhead(text, context.now(), await context.zone(), '--until')
    return runTriage(
      context,
      { type: 'snooze', until },
      posts as readonly string[],
      options,
      'snoozed',
    )
  },
}

/** A time to come: so long from now, or a written day or time. */
export function parseAhead(text: string, now: number, zone: string, option: string): number {
  const ahead = AHEAD.exec(text)
  const at = ahead
    ? now + Number(ahead[1]) * (UNITS[ahead[2] ?? ''] ?? 0)
    : parseMoment(text, now, zone, option)
  if (at > now + FARTHEST_MS) {
    throw new UsageError(`${option} "${text.slice(0, 40)}" is more than ten years ahead`, {
      hint: 'write an age ahead (4h, 3d) or a nearer day',
    })
  }
  if (at > now) return at
  throw new UsageError(`${option} "${text.slice(0, 40)}" is in the past`, {
    hint: 'write an age ahead (4h, 3d) or a time to come',
  })
}
