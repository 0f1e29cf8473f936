import type { Settings } from '../config/settings.ts'
import { createDialogueReaders } from '../dialogue/report-readers.ts'
import { REPORTS } from '../reports/index.ts'
import { renderTerminal } from '../reports/render-terminal.ts'
import type { ReportRequest } from '../reports/report.ts'
import type { Store } from '../store/store.ts'
import type { ReaderSettings } from './reader.ts'

/** Volume, feeling and share of voice, how we answer, and the health of the sources. */
const SHOWN = ['overview', 'response', 'sources']
const MONTH = 30 * 86_400_000

/** Reports of the last thirty days, one below the other, as lines with the renderer's colours. */
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
    dialogue: createDialogueReaders(store, settings, now(), zone),
  }
  const lines: string[] = []
  for (const name of SHOWN) {
    const report = await REPORTS.find((entry) => entry.name === name)?.load()
    if (report === undefined) continue
    const document = await report.build(request)
    lines.push(...renderTerminal(document, { width, colour: true, ascii }).split('\n'))
  }
  return lines
}
