import {
  countRecovery,
  judgeRecovery,
  RECOVERY_WINDOWS,
  type RecoveryTotals,
  type Verdict,
} from '../ledger/recovery.ts'
import { type Rate, rateOf } from '../metrics/intervals.ts'
import type { Instant } from '../model/post.ts'
import type { StoredTurn } from '../store/dialogue-store.ts'
import type { Period, Store } from '../store/store.ts'
import { toFeeling } from './person.ts'

/** One unhappy person of the period and what became of them. */
export interface RecoveredPerson {
  readonly person: number
  readonly post: number
  readonly answered: boolean
  readonly days: number
  readonly verdict: Verdict
  /** The post that decided. */
  readonly after?: number
}

export interface RecoveryWindow {
  readonly days: number
  readonly answered: RecoveryTotals
  /** Unhappy people who got no answer: a rough control, since who is answered is no accident. */
  readonly unanswered: RecoveryTotals
  /** recovered ÷ all answered, and ÷ those who spoke again: silence is not joy. */
  readonly rate?: Rate
  readonly rateOfThoseWhoSpoke?: Rate
  readonly controlRate?: Rate
}

export interface RecoveryData {
  readonly windows: readonly RecoveryWindow[]
  readonly people: readonly RecoveredPerson[]
}

const DAY = 86_400_000
const MOST_POSTS = 300

/**
 * Persons with an unhappy post in a turn that began in the period, one verdict each and window: the first answer they
 * got counts; who got none is judged from the moment an answer was due. Only windows that are over count.
 */
export async function readRecovery(
  store: Store,
  period: Period,
  now: Instant,
): Promise<RecoveryData> {
  const turns = await store.turns(period)
  const unhappy = await findUnhappy(store, turns)
  const people: RecoveredPerson[] = []
  for (const each of unhappy.values()) people.push(...(await judge(store, each, now)))
  return { windows: RECOVERY_WINDOWS.map((days) => sumWindow(people, days)), people }
}

interface Unhappy {
  readonly person: number
  readonly post: number
  readonly from: Instant
  readonly answered: boolean
}

async function findUnhappy(
  store: Store,
  turns: readonly StoredTurn[],
): Promise<ReadonlyMap<number, Unhappy>> {
  const posts = await store.posts(turns.map(({ startPost }) => startPost))
  const negative = new Set(
    posts.filter(({ sentiment }) => sentiment?.label === 'negative').map(({ post }) => post),
  )
  const people = await store.peopleOf([...negative])
  const found = new Map<number, Unhappy>()
  for (const turn of turns) {
    const person = negative.has(turn.startPost) ? people.get(turn.startPost)?.person : undefined
    if (person === undefined) continue
    const each = {
      person,
      post: turn.startPost,
      from: turn.repliedAt ?? turn.dueAt ?? turn.start,
      answered: turn.repliedAt !== undefined,
    }
    const known = found.get(person)
    if (known === undefined || (!known.answered && each.answered)) found.set(person, each)
  }
  return found
}

async function judge(
  store: Store,
  unhappy: Unhappy,
  now: Instant,
): Promise<readonly RecoveredPerson[]> {
  const feelings = (await store.personPosts(unhappy.person, MOST_POSTS)).map(toFeeling)
  return RECOVERY_WINDOWS.flatMap((days) => {
    const isOver = unhappy.from + days * DAY <= now
    const recovery = isOver ? judgeRecovery(feelings, unhappy.from, days) : undefined
    if (recovery === undefined) return []
    const { person, answered } = unhappy
    const after = recovery.after === undefined ? {} : { after: recovery.after }
    return [{ person, post: recovery.before, answered, days, verdict: recovery.verdict, ...after }]
  })
}

function sumWindow(people: readonly RecoveredPerson[], days: number): RecoveryWindow {
  const own = people.filter((each) => each.days === days)
  const answered = countRecovery(own.filter((each) => each.answered).map((each) => each.verdict))
  const unanswered = countRecovery(own.filter((each) => !each.answered).map((each) => each.verdict))
  const rate = rateOf(answered.counts.recovered, answered.people)
  const spoke = rateOf(answered.counts.recovered, answered.people - answered.counts.silent)
  const control = rateOf(unanswered.counts.recovered, unanswered.people)
  return {
    days,
    answered,
    unanswered,
    ...(rate === undefined ? {} : { rate }),
    ...(spoke === undefined ? {} : { rateOfThoseWhoSpoke: spoke }),
    ...(control === undefined ? {} : { controlRate: control }),
  }
}
