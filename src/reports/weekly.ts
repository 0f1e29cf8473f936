import type { AlertState } from './alert-state.ts'
import { ruleBlocks } from './alerts.ts'
import type { Block } from './document.ts'
import { REPORTS } from './index.ts'
import type { ReportRequest } from './report.ts'

/** What a digest of a week and more has behind the daily part: tables and charts of the reports, by their names. */
const PARTS: readonly (readonly [string, readonly string[]])[] = [
  ['volume', ['days', 'queries']],
  ['sentiment', ['net', 'negative_share']],
  ['share-of-voice', ['shares_posts']],
  ['response', ['groups', 'times', 'asks', 'answers', 'people', 'dialogue']],
  ['topics', ['rising', 'falling', 'hot_buttons']],
  ['people', ['group_advocate', 'group_lapsed']],
  ['community', ['recovery', 'answers']],
  ['feedback', ['wish', 'bug']],
  ['queries', ['queries', 'clauses']],
]

/** The weekly part of a digest, with the alerts that fired, what people said of them, and how the figures are made. */
export async function weeklyBlocks(
  request: ReportRequest,
  alerts: AlertState,
): Promise<readonly Block[]> {
  const blocks: Block[] = []
  for (const [name, wanted] of PARTS) {
    const report = await REPORTS.find((entry) => entry.name === name)?.load()
    if (report === undefined) continue
    const { title, blocks: all } = await report.build(request)
    const own = all.flatMap((block) =>
      'name' in block && wanted.includes(block.name)
        ? [{ ...block, name: `${name.replaceAll('-', '_')}_${block.name}` }]
        : [],
    )
    if (own.length > 0) blocks.push({ kind: 'heading', text: title }, ...own)
  }
  const rules = ruleBlocks(alerts, request)
  if (rules.length > 0) blocks.push({ kind: 'heading', text: 'Alerts' }, ...rules)
  return [...blocks, { kind: 'heading', text: 'Method' }, await method(request)]
}

async function method({ settings, zone, store }: ReportRequest): Promise<Block> {
  const versions = await store.queryVersions()
  const queries = settings.queries.map(({ name, role }) => {
    const latest = versions.filter((each) => each.name === name).at(-1)
    return `${name} (${role}${latest === undefined ? '' : `, version ${latest.version}`})`
  })
  return {
    kind: 'text',
    text: `Queries: ${queries.join(', ')}. Times are of ${zone}. Volume, feeling and topics count what others said; intervals are 95 %. See docs/reports.md for every measure.`,
  }
}
