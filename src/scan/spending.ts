import { createHash } from 'node:crypto'
import type { Instant } from '../model/post.ts'
import type { Meter } from '../sources/source.ts'
import type { Store } from '../store/store.ts'

interface Spent {
  /** YYYY-MM, by UTC, as services bill. */
  readonly month: string
  readonly used: number
  /** The day, and what was charged for on it: hashes, so that no post stands here. */
  readonly day: string
  readonly names: readonly string[]
}

/** So many names of a day are kept; beyond that a post that comes twice counts twice. */
const MOST_NAMES = 5000

/** The month's count of a source, kept in the store: all runs and processes share it. */
export function createMeter(
  store: Pick<Store, 'changeValue'>,
  source: string,
  now: () => Instant,
): Meter {
  const change = (step: (spent: Spent) => Spent) =>
    store.changeValue<Spent>(keyOf(source), (spent) => step(upToDate(spent, now())))
  let takenOn: string | undefined
  return {
    take: async (wanted, limit) => {
      let taken = 0
      await change((spent) => {
        taken = Math.max(0, Math.min(wanted, limit - spent.used))
        takenOn = spent.day
        return { ...spent, used: spent.used + taken }
      })
      return taken
    },
    settle: async (taken, names) => {
      await change((spent) => {
        const known = new Set(spent.names)
        const fresh = [...new Set(names.map(hash))].filter((name) => !known.has(name))
        // What was taken in the month before has gone with it, and must not be given back to this one.
        const back = (takenOn ?? spent.day).startsWith(spent.month) ? taken : 0
        // What was charged for before midnight is charged for again behind it.
        const isToday = (takenOn ?? spent.day) === spent.day
        return {
          ...spent,
          used: Math.max(0, spent.used - back + fresh.length),
          names: isToday ? [...spent.names, ...fresh].slice(-MOST_NAMES) : spent.names,
        }
      })
    },
  }
}

/** How much of this month's limit a source has used. */
export async function readSpent(
  store: Pick<Store, 'getValue'>,
  source: string,
  now: Instant,
): Promise<number> {
  return upToDate((await store.getValue(keyOf(source))) as Spent | undefined, now).used
}

function keyOf(source: string): string {
  return `spending ${source}`
}

/** A new month begins at nothing, a new day charges anew. */
function upToDate(spent: Spent | undefined, now: Instant): Spent {
  const day = new Date(now).toISOString().slice(0, 10)
  const month = day.slice(0, 7)
  if (spent?.month !== month) return { month, used: 0, day, names: [] }
  return spent.day === day ? spent : { ...spent, day, names: [] }
}

function hash(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 12)
}
