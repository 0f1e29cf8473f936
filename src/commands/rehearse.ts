import type { Context } from '../context.ts'
import { chooseRehearsals, type Rehearsal, readRehearsal } from '../dialogue/rehearse.ts'
import { adviseOn } from '../dialogue/reply.ts'
import { NotFoundError } from '../errors.ts'
import { safeBlock, safeLine } from '../format/safe-text.ts'
import { createStyle, type Style } from '../format/style.ts'
import { formatDuration } from '../format/time.ts'
import type { Store, StoredPost } from '../store/store.ts'
import type { CommandModule, Options } from './command.ts'
import { parseLimit } from './options.ts'
import { ask } from './prompt.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('-n, --limit <number>', 'so many conversations', parseLimit, 3)
      .option('--seed <number>', 'which ones', '1')
      .addHelpText(
        'after',
        '\nShows an old conversation up to the moment before our answer, takes yours, then shows what was sent and what followed.',
      ),
  run: (context, _args, options) => runRehearse(context, options),
}

export async function runRehearse(context: Context, options: Options): Promise<undefined> {
  const store = await context.store('read')
  const turns = await chooseRehearsals(store, {
    now: context.now(),
    seed: Number(options.seed) || 1,
    limit: options.limit as number,
  })
  let shown = 0
  for (const turn of turns) {
    const rehearsal = await readRehearsal(store, turn).catch((error: unknown) => {
      if (error instanceof NotFoundError) return undefined
      throw error
    })
    if (rehearsal === undefined) continue
    shown++
    await rehearse(context, store, rehearsal)
  }
  if (shown === 0) context.output.say('no answered conversation is stored yet')
  return undefined
}

async function rehearse(context: Context, store: Store, rehearsal: Rehearsal): Promise<void> {
  const style = createStyle({ colour: context.colour })
  const { output } = context
  output.data(`${style.bold(`Conversation ${rehearsal.thread}`)}\n`)
  for (const post of rehearsal.before) output.data(turnText(post, style))
  if (context.standardInput.isTTY === true && output.isErrorTerminal) {
    const text = (await ask(context, '\nYour answer: ')).trim()
    if (text !== '') await showAdvice(context, store, rehearsal, text)
  }
  output.data(
    `\n${style.bold('What was sent')} ${style.dim(`after ${formatDuration(rehearsal.waited)}`)}\n${safeBlock(rehearsal.sent.text)}\n`,
  )
  for (const post of rehearsal.after.slice(0, 5)) output.data(turnText(post, style))
  if (rehearsal.verdict !== undefined)
    output.data(`\n${style.dim(`What became of them: ${rehearsal.verdict}`)}\n`)
  output.data('\n')
}

function turnText(post: StoredPost, style: Style): string {
  const who = post.side === 'ours' ? 'we' : (post.author?.name ?? post.author?.handle ?? 'they')
  const text = post.title === undefined ? post.text : `${post.title}\n${post.text}`
  return `\n${style.accent(safeLine(who))}\n${safeBlock(text)}\n`
}

async function showAdvice(
  context: Context,
  store: Store,
  rehearsal: Rehearsal,
  text: string,
): Promise<void> {
  const advice = await adviseOn(store, {
    post: rehearsal.post.post,
    text,
    now: context.now(),
    zone: await context.zone(),
  })
  for (const { ok, why } of advice.checklist)
    context.output.say(`${ok ? '✓' : '·'} ${safeLine(why)}`)
}
