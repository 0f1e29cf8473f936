import { resolve } from 'node:path'
import { loadSettings } from '../config/load.ts'
import type { Context } from '../context.ts'
import { ConfigError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import { safeBlock, safeLine } from '../format/safe-text.ts'
import { parseQuery } from '../query/parser.ts'
import { type Problem, problemToJson } from '../query/problems.ts'
import { renderProblem } from '../query/render-problem.ts'
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
  let wrong = 0
  for (const { name, match } of settings.queries) {
    const { problems } = parseQuery(match, { context: 'saved', fragments: settings.fragments })
    if (problems.some(({ severity }) => severity === 'error')) wrong++
    const place = settings.placeOf(['queries', name, 'match'])
    printProblems(context, `${place.file}:${place.line}:${place.column}`, name, match, problems)
  }
  const right = settings.queries.length - wrong
  context.output.say(
    `${formatCount(settings.queries.length, 'query', 'queries')}: ${right} can be used${wrong > 0 ? `, ${wrong} cannot` : ''}`,
  )
  return wrong > 0 ? 2 : 0
}

function readFileSettings(context: Context, file: string) {
  return readText(resolve(context.cwd, file)).then((text) =>
    loadSettings({ text, file, environment: context.environment, sourceTypes }),
  )
}

function printProblems(
  context: Context,
  place: string,
  name: string,
  match: string,
  problems: readonly Problem[],
): void {
  for (const problem of problems) {
    if (context.json)
      context.output.data(`${JSON.stringify({ query: name, place, ...problemToJson(problem) })}\n`)
    else
      context.output.data(
        `${safeLine(place)} ${safeLine(name)}\n${safeBlock(renderProblem(match, problem))}\n\n`,
      )
  }
}
