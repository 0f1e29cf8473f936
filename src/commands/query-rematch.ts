import { createAnalyzer } from '../analysis/analyze.ts'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import { createKnowledge } from '../scan/knowledge.ts'
import { preparePost } from '../scan/prepare.ts'
import { parseSavedQueries } from '../scan/queries.ts'
import type { Rereading, Store, StoredPost } from '../store/store.ts'
import { readModel } from '../system/model-file.ts'
import { nearestName } from '../text/nearest.ts'
import type { CommandModule } from './command.ts'
import { calibrationOf, readLesson } from './lesson.ts'

const GROUP = 500

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<name>', 'a saved query')
      .addHelpText(
        'after',
        '\nOnce a mention, always a mention: what the query found before stays.',
      ),
  run: (context, [name]) => runQueryRematch(context, String(name)),
}

/** Applies the present version of a query to everything that is stored, also to what was kept unmatched. */
export async function runQueryRematch(context: Context, name: string): Promise<undefined> {
  const settings = await context.settings()
  const queries = parseSavedQueries(settings)
  const query = queries.find((each) => each.name === name)
  if (query === undefined) {
    const near = nearestName(
      name,
      queries.map((each) => each.name),
    )
    throw new UsageError(`there is no saved query "${name.slice(0, 60)}"`, {
      hint: near ? `did you mean "${near}"?` : 'see queries.yaml',
    })
  }
  const store = await context.store('write')
  const versions = await store.saveQueries(
    queries.map(({ name: own, role, match }) => ({ name: own, role, match })),
  )
  const local = calibrationOf(await readLesson(store))
  const analyzer = createAnalyzer(await readModel(), { words: settings.words, local })
  const knowledge = createKnowledge(settings, [query], versions, analyzer, context.now)
  const result = await rereadAll(context, store, (post) => {
    if (post.mentions.some((mention) => mention.query === name) || post.side !== 'theirs')
      return undefined
    const prepared = preparePost(
      post,
      { addressedChannel: false, answersUs: post.addressed, unchanged: false },
      knowledge,
    )
    const mentions = prepared.mentions.filter((mention) => mention.query === name)
    if (mentions.length === 0) return undefined
    const { analysis, opening } = prepared
    return {
      post: post.post,
      mentions,
      ...(analysis ? { analysis } : {}),
      ...(opening ? { opening } : {}),
    }
  })
  context.output.say(
    `${formatCount(result.read, 'post')} read again, ${formatCount(result.changed, 'new mention')} of ${name}`,
  )
  return undefined
}

/** Reads every stored post and saves what comes out, group by group; can be stopped at any time and run again. */
export async function rereadAll(
  context: Context,
  store: Store,
  reread: (post: StoredPost) => Rereading | undefined,
): Promise<{ readonly read: number; readonly changed: number }> {
  const result = { read: 0, changed: 0 }
  let group: Rereading[] = []
  const flush = async () => {
    if (group.length > 0) result.changed += await store.reread(group)
    group = []
    context.output.progress(`${result.read} posts read`)
  }
  for await (const post of store.stream({
    now: context.now(),
    zone: await context.zone(),
    unmatched: true,
    muted: true,
  })) {
    if (context.signal.aborted) break
    result.read++
    const reading = reread(post)
    if (reading) group.push(reading)
    if (group.length >= GROUP || result.read % 5000 === 0) await flush()
  }
  await flush()
  return result
}
