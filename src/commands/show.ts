import type { Context } from '../context.ts'
import { highlight } from '../format/highlight.ts'
import { describeEvent } from '../format/ledger-event.ts'
import { postToJson } from '../format/post-json.ts'
import { safeBlock, safeLine } from '../format/safe-text.ts'
import { createStyle, type Style } from '../format/style.ts'
import { jsonText } from '../format/table.ts'
import { createZoneClock, formatDue, formatRelative, type ZoneClock } from '../format/time.ts'
import type { LedgerEvent } from '../model/ledger.ts'
import type { StoredPost, ThreadState } from '../store/store.ts'
import type { CommandModule } from './command.ts'
import { parsePostNumber } from './options.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<post>', 'the short number of the post')
      .addHelpText('after', '\nExample:\n  listen show 412'),
  run: (context, [post]) => runShow(context, String(post)),
}

export async function runShow(context: Context, text: string): Promise<undefined> {
  const number = parsePostNumber(text)
  const store = await context.store('read')
  const post = await store.post(number)
  const clock = createZoneClock(await context.zone())
  const thread = post.threadNumber === undefined ? undefined : await store.thread(post.threadNumber)
  if (context.json) {
    context.output.data(
      `${jsonText({ ...postToJson(post, clock), thread_posts: thread?.posts.map((other) => other.post) })}\n`,
    )
    return undefined
  }
  const style = createStyle({ colour: context.colour })
  const parts = [describePost(post, clock, style, context.now())]
  if (thread) {
    const others = thread.posts.filter(({ post: number }) => number !== post.post)
    parts.push(describeThread(thread.state, others, clock, style, context.now()))
    parts.push(describeLedger(thread.events, clock, style))
  }
  context.output.data(`${parts.filter((part) => part !== '').join('\n\n')}\n`)
  return undefined
}

/** A post in full, for a terminal: every foreign text made safe. */
export function describePost(
  post: StoredPost,
  clock: ZoneClock,
  style: Style,
  now: number,
): string {
  const hits = post.mentions.flatMap((mention) => mention.hits)
  const who = post.author?.name ?? post.author?.handle ?? post.author?.id ?? 'unknown author'
  const when =
    post.publishedAt === undefined
      ? 'no date'
      : `${clock.minute(post.publishedAt)} (${formatRelative(post.publishedAt, now)})`
  const title =
    post.title === undefined
      ? []
      : [style.bold(highlight(post.title, hits, 'title', safeLine, style.mark))]
  const body = post.text === '' ? [] : [highlight(post.text, hits, 'text', safeBlock, style.mark)]
  return [
    style.dim(`post ${post.post} · ${safeLine(post.source)} · ${safeLine(who)} · ${when}`),
    ...title,
    ...body,
    ...(post.url === undefined ? [] : [style.dim(safeLine(post.url))]),
    '',
    ...factLines(post),
  ].join('\n')
}

function factLines(post: StoredPost): readonly string[] {
  const lines: (readonly [string, string | undefined])[] = [
    ['side', `${post.side}${post.addressed ? ', addressed to us' : ''}`],
    ['feeling', feelingOf(post)],
    [
      'intent',
      post.analysis?.intents
        .map(({ name, confidence }) => `${name} ${Math.round(confidence * 100)} %`)
        .join(', ') || undefined,
    ],
    ['matched', matchedBy(post)],
    ['status', post.status],
    ['assigned', post.assigned],
    ['flags', post.flags.join(', ') || undefined],
    ['labels', post.labels.join(', ') || undefined],
    ...post.notes.map((note) => ['note', `${note.text} (${note.actor})`] as const),
    ['first text', post.firstText === undefined ? undefined : `${post.firstText} (edited since)`],
    ['copies', copiesOf(post)],
    ['gone', post.goneAt === undefined ? undefined : 'the post has vanished from its site'],
  ]
  return lines.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(10)} ${safeLine(value)}`],
  )
}

/** Where the others with the same text are found. */
function copiesOf({ cluster, post }: StoredPost): string | undefined {
  if (cluster === undefined) return undefined
  const whose = cluster === post ? 'it has copies' : `it reads like post ${cluster}`
  return `${whose}: listen search cluster:${cluster}`
}

function feelingOf(post: StoredPost): string {
  if (post.sentiment === undefined) return 'unscored'
  const { label, score, confidence } = post.sentiment
  const words = post.analysis?.words
    ?.map(({ word }) => word)
    .slice(0, 4)
    .join(', ')
  return `${label} (${score.toFixed(2)}, confidence ${Math.round(confidence * 100)} %)${words ? `: ${words}` : ''}`
}

function matchedBy(post: StoredPost): string | undefined {
  const names = post.mentions.map(({ query, role, hits }) => {
    const words = hits.map(({ field, start, end }) =>
      (field === 'title' ? post.title : post.text)?.slice(start, end),
    )
    const found = [...new Set(words.filter((word) => word !== undefined))].slice(0, 4).join(', ')
    return `${query} (${role})${found ? `: ${found}` : ''}`
  })
  return names.join('; ') || undefined
}

function describeThread(
  state: ThreadState,
  others: readonly StoredPost[],
  clock: ZoneClock,
  style: Style,
  now: number,
): string {
  const due = state.dueAt === undefined ? '' : `, ${formatDue(state.dueAt, now)}`
  const head = `${style.bold(`thread ${state.thread}`)} · ${state.status}${due} · ${state.posts} posts, ${state.people} people`
  const lines = others.map((post) => {
    const who =
      post.side === 'ours' ? 'we' : (post.author?.name ?? post.author?.handle ?? 'unknown')
    const when = post.publishedAt === undefined ? 'no date' : clock.minute(post.publishedAt)
    return `  ${String(post.post).padStart(5)}  ${when}  ${safeLine(who)}: ${safeLine(post.text || (post.title ?? '')).slice(0, 160)}`
  })
  return [head, ...lines].join('\n')
}

function describeLedger(events: readonly LedgerEvent[], clock: ZoneClock, style: Style): string {
  if (events.length === 0) return ''
  const lines = events.map(
    (event) =>
      `  ${clock.minute(event.at)}  ${safeLine(event.actor)}: ${safeLine(describeEvent(event, clock))}`,
  )
  return [style.bold('ledger'), ...lines].join('\n')
}
