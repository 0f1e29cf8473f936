import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { safeBlock, safeLine } from '../format/safe-text.ts'
import { createStyle } from '../format/style.ts'
import { jsonText } from '../format/table.ts'
import { describeTree, type TreeLine } from '../query/describe.ts'
import {
  type ExplainedPost,
  type ExplainedSource,
  explainPost,
  explainSources,
} from '../query/explain.ts'
import type { MatchablePost } from '../query/match-post.ts'
import { parseQuery } from '../query/parser.ts'
import type { Tree } from '../query/tree.ts'
import { loadSource } from '../sources/index.ts'
import type { CommandModule, Options } from './command.ts'
import { refuse } from './expression.ts'
import { parsePostNumber } from './options.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<query...>', 'the name of a saved query, or an expression')
      .option('--post <number>', 'why this stored post matches, or which clause fails')
      .option('--text <text>', 'the same for a text'),
  run: (context, [words], options) => runQueryExplain(context, words as readonly string[], options),
}

/** The tree, what each source is asked, and for a post why it matched or which clause failed. */
export async function runQueryExplain(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<undefined> {
  const { tree } = await readQuery(context, words)
  const lines = describeTree(tree)
  const sources = explainSources(tree, await searchable(context))
  const post = await readPost(context, options)
  const matching = { now: context.now(), zone: await context.zone() }
  const explained = post === undefined ? undefined : explainPost(tree, post, matching)
  if (context.json) {
    context.output.data(
      `${jsonText({ tree: lines, sources, ...(explained ? { post: explained } : {}) })}\n`,
    )
    return undefined
  }
  if (explained) printPost(context, explained)
  else printTree(context, lines, sources)
  return undefined
}

function printPost(context: Context, explained: ExplainedPost): void {
  const style = createStyle({ colour: context.colour })
  for (const { depth, text, holds } of explained.lines) {
    const verdict = holds ? style.good('yes') : style.bad('no ')
    context.output.data(`${verdict}  ${'  '.repeat(depth)}${safeLine(text)}\n`)
  }
  const failed = explained.failed.map(({ text }) => safeLine(text)).join('; ')
  const words = explained.matched
    ? style.good('it matches')
    : `${style.bad('it does not match')}: ${failed}`
  context.output.data(`\n${words}\n`)
}

function printTree(
  context: Context,
  lines: readonly TreeLine[],
  sources: readonly ExplainedSource[],
): void {
  const style = createStyle({ colour: context.colour })
  for (const { depth, text } of lines)
    context.output.data(`${'  '.repeat(depth)}${safeLine(text)}\n`)
  for (const { name, asked, checked } of sources) {
    const requests =
      asked.length === 0 ? ['  is read whole'] : asked.map((one) => `  is asked: ${one}`)
    const clauses = checked.map((one) => `  checked here: ${one}`)
    context.output.data(
      `\n${style.bold(safeLine(name))}\n${safeBlock([...requests, ...clauses].join('\n'))}\n`,
    )
  }
}

/** A saved query by its name, else the words as an expression. */
export async function readQuery(
  context: Context,
  words: readonly string[],
): Promise<{ readonly name?: string; readonly text: string; readonly tree: Tree }> {
  const settings = await context.settings()
  const saved =
    words.length === 1 ? settings.queries.find(({ name }) => name === words[0]) : undefined
  const text = saved?.match ?? words.join(' ')
  const { tree, problems } = parseQuery(text, {
    context: saved ? 'saved' : 'view',
    fragments: settings.fragments,
  })
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0 || tree === undefined) throw refuse(context, text, errors)
  return { ...(saved ? { name: saved.name } : {}), text, tree }
}

async function searchable(context: Context) {
  const { sources } = await context.settings()
  return Promise.all(
    sources.map(async ({ name, type }) => {
      const { capabilities } = await loadSource(type)
      return { name, search: capabilities.search }
    }),
  )
}

async function readPost(context: Context, options: Options): Promise<MatchablePost | undefined> {
  if (options.text !== undefined && options.post !== undefined)
    throw new UsageError('--post and --text exclude each other', { hint: 'give one of them' })
  if (options.text !== undefined) return { text: String(options.text) }
  if (options.post === undefined) return undefined
  const number = parsePostNumber(String(options.post))
  const store = await context.store('read')
  return store.post(number)
}
