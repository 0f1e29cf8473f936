import type { Context } from '../context.ts'
import {
  draftNews,
  FEEDBACK_KINDS,
  FEEDBACK_STATUSES,
  type FeedbackItem,
  peopleToTell,
  readFeedback,
  setFeedbackStatus,
} from '../dialogue/feedback.ts'
import { NotFoundError, UsageError } from '../errors.ts'
import { formatCount } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import { createStyle } from '../format/style.ts'
import { createZoneClock } from '../format/time.ts'
import type { CommandModule, Options } from './command.ts'
import { parseChoice, parseLimit } from './options.ts'
import { readPeriod } from './period.ts'
import { clauseOf, printRows } from './printing.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('[item]', 'one item, such as f412: its verbatims and who asked')
      .option('--kind <kind>', FEEDBACK_KINDS.join(', '))
      .option(
        '--status <status>',
        `with an item: set it to ${FEEDBACK_STATUSES.join(', ')}; else only these`,
      )
      .option(
        '--tell <text>',
        'with an item: a draft for everybody who asked; {name} is their name',
      )
      .option('--competitors', 'what is wished of competitors')
      .option('--since <time>', 'published since (default: 30 days ago)')
      .option('--until <time>', 'published before')
      .option('-n, --limit <number>', 'at most so many', parseLimit, 30),
  run: (context, [item], options) => runFeedback(context, item as string | undefined, options),
}

/** Wishes, bugs and praised features, grouped by meaning: how many people, since when, and who to tell when it ships. */
export async function runFeedback(
  context: Context,
  id: string | undefined,
  options: Options,
): Promise<undefined> {
  const asked = readChoices(id, options)
  const period = await readPeriod(context, options)
  const changes = id !== undefined && (options.status !== undefined || options.tell !== undefined)
  const store = await context.store(changes ? 'write' : 'read')
  const items = await readFeedback(store, {
    period,
    now: context.now(),
    zone: await context.zone(),
  })
  if (id === undefined) return list(context, items, asked, options)
  const item = items.find((each) => each.id === id)
  if (item === undefined)
    throw new NotFoundError(`there is no item ${id.slice(0, 40)} in this period`, {
      hint: 'see listen feedback',
    })
  const { status } = asked
  if (status !== undefined) {
    await setFeedbackStatus(store, id, status, { actor: context.actor, now: context.now() })
    context.output.say(
      `${id} is ${status}${status === 'shipped' ? `; ${formatCount(peopleToTell(item).length, 'person', 'people')} asked: tell them with --tell "…"` : ''}`,
    )
    return undefined
  }
  if (options.tell !== undefined) {
    const drafts = await draftNews(store, item, String(options.tell), context.actor)
    context.output.say(
      `${formatCount(drafts.length, 'draft')} in the outbox; nothing is sent yet: listen outbox`,
    )
    return undefined
  }
  show(context, item, createZoneClock(await context.zone()).day)
  return undefined
}

/** Checked before the store is opened: a slip of the hand is told as such, whatever is stored. */
function readChoices(id: string | undefined, options: Options) {
  if (options.tell !== undefined && id === undefined) {
    throw new UsageError('--tell wants an item', {
      hint: 'name one, such as: listen feedback f412 --tell "…"',
    })
  }
  return {
    kind:
      options.kind === undefined
        ? undefined
        : parseChoice('--kind', String(options.kind), FEEDBACK_KINDS),
    status:
      options.status === undefined
        ? undefined
        : parseChoice('--status', String(options.status), FEEDBACK_STATUSES),
  }
}

function list(
  context: Context,
  items: readonly FeedbackItem[],
  { kind, status }: ReturnType<typeof readChoices>,
  options: Options,
): undefined {
  const chosen = items
    .filter((item) => item.isOurs !== (options.competitors === true))
    .filter(
      (item) =>
        (kind === undefined || item.kind === kind) &&
        (status === undefined || item.status === status),
    )
    .slice(0, options.limit as number)
  printRows(
    context,
    chosen,
    [
      { key: 'id', title: 'item', value: (item) => item.id },
      { key: 'kind', title: 'kind', value: (item) => item.kind },
      { key: 'brand', title: 'about', priority: 3, value: (item) => item.brand },
      { key: 'people', title: 'people', align: 'right', value: (item) => item.people },
      {
        key: 'posts',
        title: 'posts',
        align: 'right',
        priority: 2,
        value: (item) => item.posts.length,
      },
      {
        key: 'trend',
        title: 'trend',
        align: 'right',
        priority: 2,
        value: ({ trend }) => `${trend.before} → ${trend.now}`,
      },
      { key: 'status', title: 'status', value: (item) => item.status },
      {
        key: 'words',
        title: 'words',
        grow: true,
        min: 12,
        value: (item) => item.words.slice(0, 5).join(' '),
      },
      {
        key: 'verbatim',
        title: 'in their words',
        grow: true,
        min: 16,
        value: ({ posts: [first] }) => (first ? clauseOf(first, 160) : ''),
      },
    ],
    ({ posts, ...item }) => ({ ...item, posts: posts.map(({ post }) => post) }),
  )
  if (chosen.length === 0) context.output.say('nothing was asked for in this period')
  return undefined
}

function show(context: Context, item: FeedbackItem, day: (at: number) => string): void {
  const style = createStyle({ colour: context.colour })
  context.output.data(
    `${style.bold(`${item.id} · ${item.kind} · ${safeLine(item.words.join(' '))}`)}\n`,
  )
  context.output.data(
    `${formatCount(item.people, 'person', 'people')}, ${formatCount(item.posts.length, 'post')}, ${day(item.firstAt)} to ${day(item.lastAt)}, ${item.status}\n\n`,
  )
  for (const post of item.posts.slice(0, 20)) {
    const who = post.author?.name ?? post.author?.handle ?? 'unknown'
    context.output.data(
      `${String(post.post).padStart(5)}  ${safeLine(who)}: ${safeLine(clauseOf(post, 200))}\n`,
    )
  }
}
