import type { Context } from '../context.ts'
import { postToJson } from '../format/post-json.ts'
import { createStyle } from '../format/style.ts'
import { createZoneClock, formatAge, formatDue } from '../format/time.ts'
import type { OpenThread } from '../store/store.ts'
import type { CommandModule, Options } from './command.ts'
import { parseLimit } from './options.ts'
import { clauseOf, printRows } from './printing.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command.option('-n, --limit <number>', 'at most so many a section', parseLimit, 20),
  run: (context, _args, options) => runQueue(context, options),
}

const SECTIONS = [
  { opening: 'addressed', title: 'Spoke to us' },
  { opening: 'uncovered', title: 'Talk about us' },
  { opening: 'look', title: 'Look list: we are unsure' },
] as const

/** What needs an answer, by section, the soonest due first; the clock runs from publication. */
export async function runQueue(context: Context, options: Options): Promise<undefined> {
  const store = await context.store('read')
  const limit = options.limit as number
  const style = createStyle({ colour: context.colour })
  let total = 0
  for (const { opening, title } of SECTIONS) {
    const threads = await store.openWork({ openings: [opening], limit })
    total += threads.length
    if (threads.length === 0) continue
    if (context.output.isTerminal && !context.json) context.output.data(`${style.bold(title)}\n`)
    await printThreads(context, threads)
    if (context.output.isTerminal && !context.json) context.output.data('\n')
  }
  if (total === 0) context.output.say('nobody waits for an answer')
  return undefined
}

async function printThreads(context: Context, threads: readonly OpenThread[]): Promise<void> {
  const now = context.now()
  const clock = createZoneClock(await context.zone())
  const columns = [
    {
      key: 'post',
      title: 'post',
      align: 'right' as const,
      value: ({ post }: OpenThread) => post.post,
    },
    {
      key: 'due',
      title: 'due',
      value: ({ dueAt }: OpenThread) => (dueAt === undefined ? '–' : formatDue(dueAt, now)),
      paint: (text: string, { dueAt }: OpenThread, style: ReturnType<typeof createStyle>) =>
        dueAt !== undefined && dueAt < now ? style.bad(text) : text,
    },
    {
      key: 'waiting',
      title: 'waiting',
      align: 'right' as const,
      value: ({ waitingSince }: OpenThread) =>
        waitingSince === undefined ? 'no date' : formatAge(now - waitingSince),
    },
    {
      key: 'intent',
      title: 'intent',
      priority: 2,
      value: ({ post }: OpenThread) => post.analysis?.intents[0]?.name ?? 'unsure',
    },
    { key: 'status', title: 'status', priority: 3, value: ({ status }: OpenThread) => status },
    {
      key: 'author',
      title: 'who',
      priority: 2,
      value: ({ post }: OpenThread) => post.author?.name ?? post.author?.handle ?? 'unknown',
    },
    {
      key: 'text',
      title: 'text',
      grow: true,
      min: 20,
      value: ({ post }: OpenThread) => clauseOf(post, 300),
    },
  ]
  printRows(context, threads, columns, (thread) => ({
    ...postToJson(thread.post, clock),
    opening: thread.opening,
    status: thread.status,
    waiting_since: thread.waitingSince === undefined ? undefined : clock.iso(thread.waitingSince),
    due: thread.dueAt === undefined ? undefined : clock.iso(thread.dueAt),
    overdue: thread.dueAt !== undefined && thread.dueAt < now,
  }))
}
