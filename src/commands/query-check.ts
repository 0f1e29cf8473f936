import { resolve } from 'node:path'
import { loadSettings } from '../config/load.ts'
import type { Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import { ConfigError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import { safeBlock, safeLine } from '../format/safe-text.ts'
import { checkFragments, checkQuery } from '../query/check.ts'
import { createPercolator } from '../query/percolator.ts'
import { type Problem, problemToJson } from '../query/problems.ts'
import { renderProblem } from '../query/render-problem.ts'
import type { Tree } from '../query/tree.ts'
import { sourceTypes } from '../sources/index.ts'
import { readText } from '../system/files.ts'
import type { CommandModule } from './command.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.argument('[file]', 'the configuration; else the one that is found'),
  run: (context, [file]) => runQueryCheck(context, file as string | undefined),
}

/** Parses and lints every saved query: all problems at once, with caret and fix-it. Exit status 2 when one is wrong. */
export async function runQueryCheck(context: Context, file: string | undefined): Promise<number> {
  const settings =
    file === undefined ? await context.settingsWithSources() : await readFileSettings(context, file)
  if (settings.queries.length === 0) {
    throw new ConfigError(
      settings.file ? `${settings.file} has no queries` : 'no queries.yaml was found',
      [],
      'run "listen init" to write one',
    )
  }
  const wrongFragments = printFragments(context, settings)
  const trees: Tree[] = []
  for (const { name, match } of settings.queries) {
    const { tree, problems } = checkQuery(match, {
      context: 'saved',
      fragments: settings.fragments,
    })
    if (tree) trees.push(tree)
    printProblems(context, settings, ['queries', name, 'match'], match, problems)
  }
  const wrong = settings.queries.length - trees.length
  context.output.say(summary(settings.queries.length, wrong, trees))
  return wrong + wrongFragments > 0 ? 2 : 0
}

function readFileSettings(context: Context, file: string) {
  return readText(resolve(context.cwd, file)).then((text) =>
    loadSettings({ text, file, environment: context.environment, sourceTypes }),
  )
}

/** Answers how many fragments have an error. */
function printFragments(context: Context, settings: Settings): number {
  let wrong = 0
  for (const { name, text, problems } of checkFragments(settings.fragments)) {
    if (problems.some(({ severity }) => severity === 'error')) wrong++
    printProblems(context, settings, ['fragments', name], text, problems)
  }
  return wrong
}

function printProblems(
  context: Context,
  settings: Settings,
  path: readonly string[],
  text: string,
  problems: readonly Problem[],
): void {
  const { file, line, column } = settings.placeOf(path)
  const place = `${file}:${line}:${column}`
  for (const problem of problems) {
    if (context.json)
      context.output.data(
        `${JSON.stringify({ query: path[1], place, ...problemToJson(problem) })}\n`,
      )
    else
      context.output.data(
        `${safeLine(place)} ${safeLine(path.join('.'))}\n${safeBlock(renderProblem(text, problem))}\n\n`,
      )
  }
}

/** Queries without a required term are tried on every post; that is said, because it costs. */
function summary(all: number, wrong: number, trees: readonly Tree[]): string {
  const loose = createPercolator(trees).loose.length
  const parts = [
    `${formatCount(all, 'query', 'queries')}: ${all - wrong} can be used`,
    ...(wrong > 0 ? [`${wrong} cannot`] : []),
    ...(loose > 0 ? [`${loose} without a required term: tried on every post`] : []),
  ]
  return parts.join(', ')
}
