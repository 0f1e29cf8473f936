import type { Context } from '../context.ts'
import { type QueueRow, readQueue } from '../dialogue/queue-view.ts'
import { postToJson } from '../format/post-json.ts'
import { createStyle, type Style } from '../format/style.ts'
import type { Column } from '../format/table.ts'
import { createZoneClock, formatAge, formatDue, type ZoneClock } from '../format/time.ts'
import type { Queued } from '../ledger/queue.ts'
import type { Tree } from '../query/tree.ts'
import type { CommandModule, Options } from './command.ts'
import { parseLimit } from './options.ts'
import { foldedClause, printRows } from './printing.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('[expression...]', 'only what matches: assigned:ann, query:acme, intent:bug')
      .option('-n, --limit <number>', 'at most so many a section', parseLimit, 15)
      .option('--why', 'show the parts of each score')
      .option('--unfold', 'every conversation, also those that wait with the text of another')
      .addHelpText(
        'after',
        '\nThe clock runs from publication, not from when we found it. Next: listen show POST, listen reply POST',
      ),
  run: (context, [words], options) => runQueue(context, words as readonly string[], options),
}

const SECTIONS = [
  { name: 'answer', title: 'Needs an answer' },
  { name: 'praise', title: 'Praise: a thank-you is an answer too' },
  { name: 'look', title: 'Look list: we are unsure whether these need an answer' },
] as const

/** What needs an answer, in the one order that command and screen share: promises first, then the score. */
export async function runQueue(
  context: Context,
  words: readonly string[],
  options: Options,
): Promise<undefined> {
  const tree = await readWords(context, words)
  const store = await context.store('read')
  const { policy } = await context.settings()
  const now = context.now()
  const view = await readQueue(store, {
    now,
    policy,
    limit: options.limit as number,
    unfold: options.unfold === true,
    ...(tree === undefined ? {} : { matching: { tree, now, zone: await context.zone() } }),
  })
  const style = createStyle({ colour: context.colour })
  const clock = createZoneClock(await context.zone())
  const isForPeople = context.output.isTerminal && !context.json
  let total = 0
  for (const { name, title } of SECTIONS) {
    const rows = view[name]
    total += rows.length
    if (rows.length === 0) continue
    if (isForPeople) context.output.data(`${style.bold(title)} ${style.dim(`(${rows.length})`)}\n`)
    printRows(context, rows, columns(context.now(), options.why === true), (row) =>
      toJson(row, name, clock, context.now()),
    )
    if (isForPeople) context.output.data('\n')
  }
  if (total === 0)
    context.output.say(
      tree === undefined
        ? 'nobody waits for an answer'
        : 'no conversation that waits matches; listen search looks at all posts',
    )
  return undefined
}

/** The parser is loaded only where there is an expression: the plain queue is asked for most. */
async function readWords(context: Context, words: readonly string[]): Promise<Tree | undefined> {
  if (words.length === 0) return undefined
  return (await import('./expression.ts')).readExpression(context, words)
}

type Row = Queued<QueueRow>

function columns(now: number, withWhy: boolean): readonly Column<Row>[] {
  return [
    { key: 'post', title: 'post', align: 'right', value: ({ thread }) => thread.open.post.post },
    {
      key: 'due',
      title: 'due',
      value: (row) => dueWords(row, now),
      paint: (text, row, style) => paintDue(text, row, style, now),
    },
    {
      key: 'waiting',
      title: 'waiting',
      align: 'right',
      value: ({ thread }) =>
        thread.waitingSince === undefined ? 'no date' : formatAge(now - thread.waitingSince),
    },
    {
      key: 'intent',
      title: 'intent',
      priority: 2,
      value: ({ thread }) => thread.intents[0] ?? 'unsure',
    },
    {
      key: 'asked',
      title: 'asked',
      priority: 3,
      value: ({ thread }) => (thread.opening === 'addressed' ? 'us' : 'about us'),
    },
    { key: 'who', title: 'who', priority: 2, value: ({ thread }) => nameOf(thread) },
    ...(withWhy
      ? [{ key: 'why', title: 'why', grow: true, min: 24, value: (row: Row) => whyWords(row) }]
      : []),
    {
      key: 'text',
      title: 'text',
      grow: true,
      min: 20,
      value: ({ thread }) => foldedClause(thread.open.post, 300, thread.copies?.length),
    },
  ]
}

function dueWords({ thread, promise }: Row, now: number): string {
  if (promise) return `promise ${promise.broken ? 'broken' : formatDue(promise.due, now)}`
  return thread.dueAt === undefined ? '–' : formatDue(thread.dueAt, now)
}

function paintDue(text: string, { thread, promise }: Row, style: Style, now: number): string {
  const isLate = promise?.broken === true || (thread.dueAt !== undefined && thread.dueAt < now)
  return isLate ? style.bad(text) : text
}

function whyWords({ score }: Row): string {
  const parts = score.parts.map(({ name, value, why }) => `${name} ${Math.round(value)} (${why})`)
  return `${Math.round(score.score)}: ${parts.join(', ')}`
}

function nameOf(row: QueueRow): string {
  const { author } = row.open.post
  return author?.name ?? author?.handle ?? 'unknown'
}

function toJson(row: Row, section: string, clock: ZoneClock, now: number) {
  const { thread, score, promise } = row
  const time = (at: number | undefined) => (at === undefined ? undefined : clock.iso(at))
  return {
    section,
    ...postToJson(thread.open.post, clock),
    opening: thread.opening,
    status: thread.open.status,
    waiting_since: time(thread.waitingSince),
    due: time(thread.dueAt),
    overdue: thread.dueAt !== undefined && thread.dueAt < now,
    promise_due: time(promise?.due),
    score: Math.round(score.score * 10) / 10,
    parts: score.parts,
    copies: thread.copies?.length,
    copy_posts: thread.copies,
  }
}
