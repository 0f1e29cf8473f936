import type { Settings } from '../config/settings.ts'
import type { Instant } from '../model/post.ts'
import type { Period, Store } from '../store/store.ts'
import { readCommunityAnswers } from './community.ts'
import { readFeedback } from './feedback.ts'
import { readRecovery } from './follow-up.ts'
import { readFrontDoor } from './front-door.ts'
import { readPeople } from './people.ts'
import { readQueue } from './queue-view.ts'
import { readResponseData } from './response-data.ts'

/** The views of the dialogue in the form in which reports and digests, which do not know it, borrow them. */
export function createDialogueReaders(
  store: Store,
  settings: Pick<Settings, 'policy' | 'queries'>,
  now: Instant,
  zone: string,
) {
  const { policy } = settings
  let people: ReturnType<typeof readPeople> | undefined
  return {
    response: (period: Period) => readResponseData(store, { period, now, policy }),
    queue: (limit: number) => readQueue(store, { now, policy, limit }),
    people: () => {
      people ??= readPeople(store, { now, zone })
      return people
    },
    feedback: (period: Period) => readFeedback(store, { period, now, zone }),
    recovery: (period: Period) => readRecovery(store, period, now),
    community: (period: Period) => readCommunityAnswers(store, period),
    frontDoor: (competitor: string, period: Period) =>
      readFrontDoor(store, {
        competitor,
        queries: queriesAbout(settings, competitor),
        period,
        now,
        zone,
        policy,
      }),
  }
}

/** The competitor's queries are those of that role that carry its name or mention it. */
function queriesAbout(settings: Pick<Settings, 'queries'>, competitor: string): readonly string[] {
  const name = competitor.toLowerCase()
  return settings.queries
    .filter(
      (query) =>
        query.role === 'competitor' &&
        (query.name.toLowerCase().includes(name) || query.match.toLowerCase().includes(name)),
    )
    .map((query) => query.name)
}
