import type { Settings } from '../config/settings.ts'
import { readCommunityAnswers } from '../dialogue/community.ts'
import { readFeedback } from '../dialogue/feedback.ts'
import { readRecovery } from '../dialogue/follow-up.ts'
import { readFrontDoor } from '../dialogue/front-door.ts'
import { readPeople } from '../dialogue/people.ts'
import { readQueue } from '../dialogue/queue-view.ts'
import { readResponseData } from '../dialogue/response-data.ts'
import type { Instant } from '../model/post.ts'
import type { DialogueReaders } from '../reports/dialogue-data.ts'
import type { Store } from '../store/store.ts'

/** Lends the dialogue's views to reports and digests, which stand on the same floor and do not know it. */
export function createDialogueReaders(
  store: Store,
  settings: Settings,
  now: Instant,
  zone: string,
): DialogueReaders {
  const { policy } = settings
  let people: ReturnType<DialogueReaders['people']> | undefined
  return {
    response: (period) => readResponseData(store, { period, now, policy }),
    queue: (limit) => readQueue(store, { now, policy, limit }),
    people: () => {
      people ??= readPeople(store, { now, zone })
      return people
    },
    feedback: (period) => readFeedback(store, { period, now, zone }),
    recovery: (period) => readRecovery(store, period, now),
    community: (period) => readCommunityAnswers(store, period),
    frontDoor: (competitor, period) =>
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
function queriesAbout(settings: Settings, competitor: string): readonly string[] {
  const name = competitor.toLowerCase()
  return settings.queries
    .filter(
      (query) =>
        query.role === 'competitor' &&
        (query.name.toLowerCase().includes(name) || query.match.toLowerCase().includes(name)),
    )
    .map((query) => query.name)
}
