import { Option } from 'commander'
import type { Context } from '../context.ts'
import type { CommandModule, Options } from './command.ts'
import { readExpression } from './expression.ts'
import { parseLimit } from './options.ts'
import { readOpenPeriod } from './period.ts'
import { printPosts } from './printing.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('[expression...]', 'the query language; quote it for the shell. None: the latest')
      .option('-n, --limit <number>', 'at most so many posts', parseLimit, 30)
      .option('--since <time>', 'published since: 7d, 2026-11-01, yesterday')
      .option('--until <time>', 'published before')
      .addOption(
        new Option('--side <side>', 'only what others said, or we').choices(['theirs', 'ours']),
      )
      .option('--all', 'also posts that matched no query and those that mute: hides')
      .option('--unfold', 'every copy in a row of its own; so does cluster:NUMBER')
      .addHelpText(
        'after',
        "\nExamples:\n  listen search 'battery NEAR/5 dead sentiment:negative'\n  listen search query:acme intent:complaint --since 7d --json",
      ),
  run: (context, [words], options) => runSearch(context, words as readonly string[], options),
}

const SLOW_INDEX =
  'the word index was made by an earlier version, so every post is read; listen db reindex makes searches fast again'

export async function runSearch(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<undefined> {
  const tree = await readExpression(context, words)
  const zone = await context.zone()
  const now = context.now()
  const period = await readOpenPeriod(context, options)
  const store = await context.store('read')
  if (tree !== undefined && (await store.hasStaleIndex())) context.output.say(SLOW_INDEX)
  const posts = await store.search({
    now,
    zone,
    limit: options.limit as number,
    ...(tree ? { tree } : {}),
    ...(period === undefined ? {} : { period }),
    ...(options.side === undefined ? {} : { side: options.side as 'theirs' | 'ours' }),
    ...(options.unfold === true ? {} : { fold: true }),
    ...(options.all ? { unmatched: true, muted: true } : {}),
  })
  await printPosts(context, posts)
  if (posts.length === 0 && !context.json)
    context.output.say(await emptyWords(context, tree !== undefined || period !== undefined))
  return undefined
}

async function emptyWords(context: Context, asked: boolean): Promise<string> {
  if (asked)
    return 'no stored post matches; "listen query test" tries an expression on a file of posts'
  const { file } = await context.settings()
  return file
    ? 'nothing is stored yet; run: listen scan'
    : 'nothing is stored yet; run: listen init, or listen demo'
}
