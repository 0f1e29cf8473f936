import { Option } from 'commander'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { readPost } from '../format/post-read.ts'
import { safeLine } from '../format/safe-text.ts'
import { jsonText } from '../format/table.ts'
import type { Hit } from '../model/mention.ts'
import type { Post } from '../model/post.ts'
import { compileQuery, matchPost } from '../query/matcher.ts'
import { parseQuery } from '../query/parser.ts'
import { readLines } from '../system/lines.ts'
import type { CommandModule, Options } from './command.ts'
import { refuse } from './expression.ts'
import { prepareMatching } from './query-test-context.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<expression...>', 'the query language')
      .addOption(
        new Option('-i, --input <file>', 'posts as JSON lines; - is standard input').default('-'),
      )
      .option('--view', 'allow fields that only stored posts have')
      .addHelpText(
        'after',
        "\nExample:\n  listen query test 'acme NEAR/5 battery' --input posts.jsonl --json",
      ),
  run: (context, [words], options) => runQueryTest(context, words as readonly string[], options),
}

/** One line a post, in input order. Lines that are no posts are named on standard error; exit status 3 then. */
export async function runQueryTest(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<number> {
  const text = words.join(' ')
  const { fragments } = await context.settings()
  const { tree, problems } = parseQuery(text, {
    context: options.view === true ? 'view' : 'saved',
    fragments,
  })
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0 || tree === undefined) throw refuse(context, text, errors)
  const compiled = compileQuery(tree)
  const matchingOf = await prepareMatching(context, tree, options.view === true)
  const counts = { lines: 0, bad: 0 }
  for await (const line of readLines(context, String(options.input))) {
    counts.lines++
    if (line.trim() === '') continue
    const { post, data, problem } = readLine(line, context.now())
    if (post === undefined) {
      counts.bad++
      context.output.say(`line ${counts.lines} is no post: ${safeLine(problem)}`)
      continue
    }
    printMatch(context, post, matchPost(compiled, post, matchingOf(post, data)))
    await context.output.drain()
  }
  if (counts.lines === 0 && options.input === '-') {
    throw new UsageError('no post was given', {
      hint: 'name a file with --input, or pipe JSON lines in',
    })
  }
  return counts.bad > 0 ? 3 : 0
}

function printMatch(
  context: Context,
  post: Post,
  { matched, hits }: { readonly matched: boolean; readonly hits: readonly Hit[] },
): void {
  const { output } = context
  if (context.json)
    output.data(`${jsonText({ id: post.id, matched, hits: matched ? hits : [] })}\n`)
  else
    output.data(
      `${matched ? 'yes' : 'no'}\t${safeLine(post.id)}\t${safeLine((post.title ?? post.text).slice(0, 120))}\n`,
    )
}

function readLine(line: string, now: number) {
  try {
    const data: unknown = JSON.parse(line)
    const { post, problems } = readPost(data, { now })
    return { post, data, problem: problems.join(', ') }
  } catch {
    return { post: undefined, problem: 'it is no JSON' }
  }
}
