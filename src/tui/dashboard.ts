import type { Settings } from '../config/settings.ts'
import { readCommunityAnswers } from '../dialogue/community.ts'
import { readFeedback } from '../dialogue/feedback.ts'
import { readRecovery } from '../dialogue/follow-up.ts'
import { readFrontDoor } from '../dialogue/front-door.ts'
import { readPeople } from '../dialogue/people.ts'
import { readQueue } from '../dialogue/queue-view.ts'
import { readResponseData } from '../dialogue/response-data.ts'
import { REPORTS } from '../reports/index.ts'
import { renderTerminal } from '../reports/render-terminal.ts'
import type { ReportRequest } from '../reports/report.ts'
import type { Store } from '../store/store.ts'
import type { ReaderSettings } from './reader.ts'

/** Volume, feeling and share of voice, how we answer, and the health of the sources. */
const SHOWN = ['overview', 'response', 'sources']
const MONTH = 30 * 86_400_000

/** Reports of the last thirty days, one below the other, as lines without colour. */
export async function readDashboard(
  store: Store,
  { now, zone, settings }: ReaderSettings,
  width: number,
  ascii: boolean,
): Promise<readonly string[]> {
  const request: ReportRequest = {
    store,
    settings: settings as Settings,
    now: now(),
    zone,
    period: { from: now() - MONTH, to: now() },
    dialogue: lendDialogue(store, settings, now(), zone),
  }
  const lines: string[] = []
  for (const name of SHOWN) {
    const report = await REPORTS.find((entry) => entry.name === name)?.load()
    if (report === undefined) continue
    const document = await report.build(request)
    lines.push(...renderTerminal(document, { width, colour: false, ascii }).split('\n'))
  }
  return lines
}

/** Reports stand beside the dialogue and do not know it: its views are lent to them. */
function lendDialogue(
  store: Store,
  { policy }: ReaderSettings['settings'],
  now: number,
  zone: string,
): ReportRequest['dialogue'] {
  return {
    response: (period) => readResponseData(store, { period, now, policy }),
    queue: (limit) => readQueue(store, { now, policy, limit }),
    people: () => readPeople(store, { now, zone }),
    feedback: (period) => readFeedback(store, { period, now, zone }),
    recovery: (period) => readRecovery(store, period, now),
    community: (period) => readCommunityAnswers(store, period),
    frontDoor: (competitor, period) =>
      readFrontDoor(store, { competitor, queries: [], period, now, zone, policy }),
  }
}
