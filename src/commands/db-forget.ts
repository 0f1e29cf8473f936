import type { Context } from '../context.ts'
import { AppError, NotFoundError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import type { FoundAuthor } from '../store/store.ts'
import type { CommandModule, Options } from './command.ts'
import { printRows } from './printing.ts'
import { confirm } from './prompt.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<author>', 'handle, name or id of the person')
      .option('-y, --yes', 'do not ask')
      .option('--all', 'all accounts that are found, not only one'),
  run: (context, [author], options) => runDbForget(context, String(author), options),
}

/** Erases a person: texts, words of the index, names, notes. A mark remains that keeps a later scan from bringing them back. */
export async function runDbForget(
  context: Context,
  who: string,
  options: Options,
): Promise<undefined> {
  const store = await context.store('write')
  const found = await store.findAuthors(who)
  if (found.length === 0) throw new NotFoundError(`no author is known as ${who}`)
  printAuthors(context, found)
  if (found.length > 1 && options.all !== true) {
    throw new AppError(`${found.length} accounts are known by that name`, {
      hint: 'name one exactly, or add --all',
    })
  }
  const posts = found.reduce((sum, author) => sum + author.posts, 0)
  const question = `${formatCount(posts, 'post')} and all that is known of this person will be erased for ever. Go on?`
  if (options.yes !== true && !(await confirm(context, question))) return undefined
  const done = await store.forget(
    found.map(({ author }) => author),
    context.actor,
  )
  context.output.say(
    `erased: ${formatCount(done.posts, 'post')}. Copies made by listen db backup still hold them.`,
  )
  if (!done.complete) {
    throw new AppError('another process still reads the old state', {
      hint: 'run it again when that is done',
    })
  }
  return undefined
}

function printAuthors(context: Context, found: readonly FoundAuthor[]): void {
  printRows(context, found, [
    { key: 'platform', title: 'platform', value: ({ platform }) => platform },
    { key: 'id', title: 'id', value: ({ id }) => id },
    { key: 'handle', title: 'handle', value: ({ handle }) => handle },
    { key: 'name', title: 'name', grow: true, value: ({ name }) => name },
    { key: 'posts', title: 'posts', align: 'right', value: ({ posts }) => posts },
  ])
}
