import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { NotFoundError, UsageError } from '../errors.ts'
import type { TriageAction } from '../store/store.ts'
import type { Options } from './command.ts'
import { readExpression } from './expression.ts'
import { parsePostNumber } from './options.ts'
import { confirm } from './prompt.ts'

/** The posts of a triage command: numbers, or all that match an expression. */
export function configureTriage(command: Command): Command {
  return command
    .option('--where <expression>', 'all stored posts that match; asks first, or --yes')
    .option('-y, --yes', 'do not ask')
}

/** Carries out one triage step on the posts that were named, as one batch that `listen undo` takes back. */
export async function runTriage(
  context: Context,
  action: TriageAction,
  words: readonly string[],
  options: Options,
  done: string,
): Promise<undefined> {
  const where = options.where === undefined ? undefined : String(options.where)
  if (words.length === 0 && where === undefined) {
    throw new UsageError('no post was named', { hint: 'give post numbers, or --where EXPRESSION' })
  }
  const numbers = words.map(parsePostNumber)
  const store = await context.store('write')
  if (where !== undefined) {
    const found = await findWhere(context, where)
    if (!(await mayChange(context, found.length, done, options))) return undefined
    numbers.push(...found)
  }
  const result = await store.triage(action, [...new Set(numbers)], context.actor)
  if (context.json) context.output.data(`${JSON.stringify(result)}\n`)
  else context.output.say(describeResult(result.changed.length, result.unchanged.length, done))
  if (result.missing.length > 0) {
    throw new NotFoundError(`there is no post ${result.missing.join(', ')}`, {
      hint: `${result.changed.length === 0 ? 'nothing was changed' : 'the others were changed'}; see listen search for post numbers`,
    })
  }
  return undefined
}

async function findWhere(context: Context, expression: string): Promise<readonly number[]> {
  const tree = await readExpression(context, [expression])
  if (tree === undefined)
    throw new UsageError('--where is empty', {
      hint: 'give an expression, such as --where "intent:spam"',
    })
  const store = await context.store('read')
  const found: number[] = []
  for await (const post of store.stream({ tree, now: context.now(), zone: await context.zone() }))
    found.push(post.post)
  return found
}

async function mayChange(
  context: Context,
  count: number,
  done: string,
  options: Options,
): Promise<boolean> {
  if (count === 0) {
    context.output.say('no stored post matches; nothing was changed')
    return false
  }
  if (options.yes === true) return true
  return confirm(context, `${count} ${count === 1 ? 'post' : 'posts'} will be ${done}. Go on?`)
}

function describeResult(changed: number, unchanged: number, done: string): string {
  const rest = unchanged > 0 ? `; ${unchanged} already were` : ''
  return `${changed} ${changed === 1 ? 'post' : 'posts'} ${done}${rest}`
}
