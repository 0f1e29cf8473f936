import { ANALYSIS_VERSION, type Analyzer } from '../analysis/analyze.ts'
import type { AppliedCalibration } from '../analysis/corrections.ts'
import type { Context } from '../context.ts'
import { formatCount } from '../format/number.ts'
import type { Analysis } from '../model/mention.ts'
import type { Rereading, Store, StoredPost } from '../store/store.ts'
import { refreshCalibration } from './lesson.ts'
import { rereadAll } from './query-rematch.ts'

/**
 * Analyses again what an older version judged, and what the fast tier judged with less confidence than `below` where the
 * strong tier is to be asked. What people corrected stays as they said.
 */
export async function analyzeStored(
  context: Context,
  make: (local?: AppliedCalibration) => Analyzer,
  below = 0,
): Promise<number> {
  const store = await context.store('write')
  const local = await refreshCalibration(store, make, context.now())
  const analyzer = make(local)
  let changed = 0
  const { read } = await rereadAll(context, store, (post) => {
    if (post.analysis === undefined || isUpToDate(post.analysis, local, below)) return undefined
    const reading = readAgain(post, analyzer)
    // Present judgements are read for the strong tier's sake: where that was not asked after all, nothing changed.
    if (isUpToDate(post.analysis, local, 0) && reading.analysis?.strong !== true) return undefined
    changed++
    return reading
  })
  const gathered = context.signal.aborted ? 0 : await gatherCopies(context, store)
  context.output.say(
    `${formatCount(changed, 'post')} of ${read} brought up to version ${ANALYSIS_VERSION}${context.signal.aborted ? '; stopped, the next run goes on' : ''}${gathered > 0 ? `; copies looked for among ${formatCount(gathered, 'post')}` : ''}`,
  )
  return 0
}

function isUpToDate(
  analysis: Analysis,
  local: AppliedCalibration | undefined,
  below: number,
): boolean {
  const { version, lang, strong, sentiment } = analysis
  if (version !== ANALYSIS_VERSION) return false
  if (sentiment !== undefined && analysis.local !== local?.version) return false
  return strong === true || lang !== 'en' || (sentiment?.confidence ?? 1) >= below
}

/** Clusters that older rules made, or that were never made, are made now; a stop loses nothing. */
async function gatherCopies(context: Context, store: Store): Promise<number> {
  return await store.recluster({
    onProgress: (done, all) => context.output.progress(`looking for copies ${done}/${all}`),
  })
}

function readAgain(post: StoredPost, analyzer: Analyzer): Rereading {
  const hints = { title: post.title, lang: post.lang, platform: post.platform, rating: post.rating }
  const targets = post.mentions
    .filter(({ hits }) => hits.length > 0)
    .map(({ query, hits }) => ({ query, hits }))
  const { targets: towards, ...analysis } = analyzer.analyze(post.text, hints, targets)
  const mentions = post.mentions.map((mention) => {
    const sentiment = towards[mention.query]
    return sentiment === undefined ? mention : { ...mention, sentiment }
  })
  return { post: post.post, analysis, mentions }
}
