import type { Context } from '../context.ts'
import { formatCount } from '../format/number.ts'
import { decideOpening } from '../ledger/opening.ts'
import type { Policy } from '../model/config.ts'
import type { Rereading, StoredPost } from '../store/store.ts'
import type { CommandModule } from './command.ts'
import { rereadAll } from './query-rematch.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--force', 'also when nothing seems stale')
      .addHelpText(
        'after',
        '\nAlso applies the present rule of answer.uncovered to stored posts: what it opens is opened now; what stands open stays.',
      ),
  run: async (context, _args, options) => runDbReindex(context, options.force === true),
}

/** Rebuilds what is derived: word index, clusters of copies, opening rule, conversations. Can be stopped and goes on later. */
export async function runDbReindex(context: Context, force: boolean): Promise<undefined> {
  const store = await context.store('write')
  const { policy } = await context.settings()
  const posts = await store.reindex({
    force,
    onProgress: (done, all) => context.output.progress(`indexing ${done}/${all}`),
  })
  await store.recluster({
    force,
    onProgress: (done, all) => context.output.progress(`looking for copies ${done}/${all}`),
  })
  let opened = 0
  await rereadAll(context, store, (post) => {
    const reading = openNow(post, policy)
    if (reading) opened++
    return reading
  })
  const threads = await store.refold()
  context.output.say(
    `${formatCount(posts, 'post')} indexed, ${formatCount(opened, 'conversation')} opened by the present rule, ${formatCount(threads, 'conversation')} folded again`,
  )
  return undefined
}

/** A stored post about us that stands in no conversation yet, as a scan would decide about it today. */
function openNow(post: StoredPost, policy: Policy): Rereading | undefined {
  const isOpen = post.threadNumber !== undefined
  const namesUs = post.mentions.some(({ role }) => role === 'brand')
  if (isOpen || post.side !== 'theirs' || !namesUs || post.analysis === undefined) return undefined
  const age = post.collectedAt - (post.publishedAt ?? post.collectedAt)
  if (!post.addressed && age > (policy.opening.maxAgeMs ?? Number.POSITIVE_INFINITY))
    return undefined
  const { addressed, analysis, sentiment } = post
  const opening = decideOpening(
    { addressed, intents: analysis.intents, ...(sentiment ? { sentiment } : {}) },
    policy,
  )
  return opening && { post: post.post, opening }
}
