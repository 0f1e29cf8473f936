import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { formatInterval } from '../format/number.ts'
import { safeBlock, safeLine } from '../format/safe-text.ts'
import { jsonText } from '../format/table.ts'
import { wilson } from '../metrics/intervals.ts'
import { contrastWords } from '../metrics/log-odds.ts'
import { seededRandom } from '../metrics/random.ts'
import {
  countExclusions,
  type Measured,
  measureQuery,
  proposeExclusions,
} from '../query/measure.ts'
import { drawSample } from '../query/sample.ts'
import type { Tree } from '../query/tree.ts'
import { widenTree } from '../query/widen.ts'
import type { Store, StoredPost } from '../store/store.ts'
import { readLines } from '../system/lines.ts'
import type { CommandModule, Options } from './command.ts'
import { parseLimit } from './options.ts'
import { ask } from './prompt.ts'
import { readQuery } from './query-explain.ts'

/** So many posts of the widened query are looked at; more would only cost time. */
const MOST_NEARBY = 5000

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<name>', 'a saved query')
      .option('-n, --limit <number>', 'so many posts to judge', parseLimit, 40)
      .option(
        '--judgements <file>',
        'JSON lines {"post": 412, "relevant": true}; else you are asked',
      )
      .option('--seed <number>', 'which sample', '1')
      .addHelpText(
        'after',
        '\nJudgements are kept and used again. Precision has a Wilson interval; recall reaches as far as a widened query does.',
      ),
  run: (context, [name], options) => runQueryMeasure(context, String(name), options),
}

type Judgements = Readonly<Record<string, boolean>>

export async function runQueryMeasure(
  context: Context,
  name: string,
  options: Options,
): Promise<undefined> {
  const { tree, name: saved } = await readQuery(context, [name])
  if (saved === undefined)
    throw new UsageError(`there is no saved query "${name.slice(0, 60)}"`, {
      hint: 'measure a query of queries.yaml by its name',
    })
  const store = await context.store('write')
  const found = await collectPosts(context, store, tree, Number.POSITIVE_INFINITY)
  const wide = widenTree(tree)
  const foundNumbers = new Set(found.map(({ post }) => post))
  const nearby =
    wide === undefined
      ? []
      : (await collectPosts(context, store, wide, MOST_NEARBY)).filter(
          ({ post }) => !foundNumbers.has(post),
        )
  const sample = [...choose(found, options, 2 / 3), ...choose(nearby, options, 1 / 3)]
  const judgements = await judge(context, store, saved, sample, options)
  const measured = measureQuery(tally(found, judgements), tally(nearby, judgements), wilson)
  const exclusions = exclusionsOf(found, judgements)
  if (context.json)
    context.output.data(
      `${jsonText({ query: saved, found: found.length, nearby: nearby.length, ...measured, exclusions })}\n`,
    )
  else print(context, saved, found.length, nearby.length, measured, exclusions)
  return undefined
}

async function collectPosts(
  context: Context,
  store: Store,
  tree: Tree,
  most: number,
): Promise<readonly StoredPost[]> {
  const posts: StoredPost[] = []
  for await (const post of store.stream({
    tree,
    now: context.now(),
    zone: await context.zone(),
    unmatched: true,
  })) {
    posts.push(post)
    if (posts.length >= most) break
  }
  return posts
}

function choose(
  posts: readonly StoredPost[],
  options: Options,
  share: number,
): readonly StoredPost[] {
  const size = Math.max(1, Math.round((options.limit as number) * share))
  return drawSample(posts, {
    size,
    stratumOf: ({ source }) => source,
    random: seededRandom(Number(options.seed) || 1),
  })
}

/** What was judged before, in the file, or now on the terminal. */
async function judge(
  context: Context,
  store: Store,
  query: string,
  sample: readonly StoredPost[],
  options: Options,
): Promise<Judgements> {
  const place = `judgements ${query}`
  const before = ((await store.getValue(place)) as Judgements | undefined) ?? {}
  const fresh =
    options.judgements === undefined
      ? await askAll(
          context,
          sample.filter(({ post }) => before[post] === undefined),
        )
      : await readFile(context, String(options.judgements))
  const all = { ...before, ...fresh }
  if (Object.keys(fresh).length > 0) await store.setValue(place, all)
  return all
}

async function readFile(context: Context, file: string): Promise<Judgements> {
  const judgements: Record<string, boolean> = {}
  let line = 0
  for await (const text of readLines(context, file)) {
    line++
    if (text.trim() === '') continue
    const row = parseRow(text)
    if (row === undefined)
      context.output.say(
        `${safeLine(file)}:${line}: is no judgement; write {"post": 412, "relevant": true}`,
      )
    else judgements[row.post] = row.relevant
  }
  return judgements
}

function parseRow(text: string): { readonly post: number; readonly relevant: boolean } | undefined {
  try {
    const row = JSON.parse(text) as { post?: unknown; relevant?: unknown }
    return typeof row.post === 'number' && typeof row.relevant === 'boolean'
      ? { post: row.post, relevant: row.relevant }
      : undefined
  } catch {
    return undefined
  }
}

async function askAll(context: Context, posts: readonly StoredPost[]): Promise<Judgements> {
  if (context.standardInput.isTTY !== true || !context.output.isErrorTerminal) return {}
  const judgements: Record<string, boolean> = {}
  for (const [index, post] of posts.entries()) {
    context.output.say(
      `\n${index + 1}/${posts.length}  ${safeLine(post.source)}\n${safeBlock(`${post.title ?? ''}\n${post.text}`.trim().slice(0, 800))}`,
    )
    const answer = (await ask(context, 'Is this what the query means? [y/n, q to stop] '))
      .trim()
      .toLowerCase()
    if (answer.startsWith('q')) break
    if (answer.startsWith('y') || answer.startsWith('n'))
      judgements[post.post] = answer.startsWith('y')
  }
  return judgements
}

function tally(posts: readonly StoredPost[], judgements: Judgements) {
  const judged = posts.filter(({ post }) => judgements[post] !== undefined)
  return {
    total: posts.length,
    judged: judged.length,
    relevant: judged.filter(({ post }) => judgements[post] === true).length,
  }
}

function exclusionsOf(posts: readonly StoredPost[], judgements: Judgements) {
  const judged = posts.flatMap(({ post, title, text }) => {
    const relevant = judgements[post]
    return relevant === undefined ? [] : [{ title, text, relevant }]
  })
  const counts = countExclusions(judged)
  const byWord = new Map(counts.map((count) => [count.word, count]))
  const ranked = contrastWords(counts, judged.length).map(({ word, z }) => ({
    word,
    z,
    here: byWord.get(word)?.here ?? 0,
    there: byWord.get(word)?.there ?? 0,
  }))
  return proposeExclusions(ranked)
}

function print(
  context: Context,
  query: string,
  found: number,
  nearby: number,
  measured: Measured,
  exclusions: ReturnType<typeof proposeExclusions>,
): void {
  const words = (estimate: Measured['precision']) =>
    estimate === undefined
      ? 'not judged yet'
      : formatInterval(estimate.rate, estimate.low, estimate.high)
  context.output.data(
    `${safeLine(query)}: finds ${found} posts; a widened query finds ${nearby} more\nprecision  ${words(measured.precision)}\nrecall     ${words(measured.recall)}\n`,
  )
  if (measured.missed !== undefined)
    context.output.data(
      `missed     about ${Math.round(measured.missed)}, as far as the widened query reaches\n`,
    )
  for (const { expression, removes, costs } of exclusions) {
    context.output.data(
      `${safeLine(expression)}  would remove ${removes} unwanted and cost ${costs} good of the judged posts\n`,
    )
  }
}
