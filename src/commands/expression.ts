import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { safeLine } from '../format/safe-text.ts'
import { parseQuery } from '../query/parser.ts'
import { problemToJson } from '../query/problems.ts'
import { renderProblem } from '../query/render-problem.ts'
import type { Tree } from '../query/tree.ts'

/**
 * The expression of a command line as a tree; undefined when there is none. Throws a UsageError with the
 * place of every problem; with --json the problems go to standard output, one object a line.
 */
export async function readExpression(
  context: Context,
  words: readonly unknown[],
): Promise<Tree | undefined> {
  const text = words.map(String).join(' ').trim()
  if (text === '') return undefined
  const { fragments } = await context.settings()
  const { tree, problems } = parseQuery(text, { context: 'view', fragments })
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw refuse(context, text, errors)
  for (const warning of problems) context.output.say(renderProblem(text, warning))
  return tree
}

type Problems = ReturnType<typeof parseQuery>['problems']

/** The error for an expression that cannot be read; prints the problems as data when data was asked for. */
export function refuse(context: Context, text: string, errors: Problems): UsageError {
  if (context.json) {
    for (const problem of errors) context.output.data(`${JSON.stringify(problemToJson(problem))}\n`)
  }
  const pictures = errors.map((problem) => renderProblem(text, problem)).join('\n')
  const count = errors.length === 1 ? 'one problem' : `${errors.length} problems`
  return new UsageError(`the expression ${safeLine(text.slice(0, 80))} has ${count}\n${pictures}`)
}
