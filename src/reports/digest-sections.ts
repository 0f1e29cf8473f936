import { foldPosts } from '../analysis/folding.ts'
import type { ZoneClock } from '../format/time.ts'
import { formatDue } from '../format/time.ts'
import type { Period } from '../store/store.ts'
import { linkColumn, numberColumn, postColumn, textColumn } from './columns.ts'
import type { QueueLine } from './dialogue-data.ts'
import { type DigestFacts, reactions } from './digest-facts.ts'
import { type Block, formatCell, type TableBlock } from './document.ts'
import { clauseOf, foldedClause, instantOf, nameOfAuthor } from './scope.ts'

const DAY = 86_400_000
const MOST_WORK = 10
const MOST_TOPICS = 5

export interface DigestSetting {
  readonly now: number
  readonly window: Period
  readonly clock: ZoneClock
}

/** What burns first: promises that are broken or due, by their time, then the queue's own order. */
export function inOrder(lines: readonly QueueLine[], now: number): readonly QueueLine[] {
  const due = lines.filter(
    ({ thread }) => (thread.promiseDueAt ?? Number.POSITIVE_INFINITY) < now + DAY,
  )
  const rest = lines.filter((line) => !due.includes(line))
  return [
    ...due.toSorted((a, b) => (a.thread.promiseDueAt ?? 0) - (b.thread.promiseDueAt ?? 0)),
    ...rest,
  ]
}

export function needsAnswer({ queue }: DigestFacts, { now }: DigestSetting): TableBlock {
  return {
    kind: 'table',
    name: 'needs_answer',
    title: 'Needs an answer now',
    columns: [
      postColumn(),
      textColumn('due'),
      textColumn('who'),
      textColumn('intent'),
      numberColumn('audience'),
      textColumn('text'),
      linkColumn('url', 'link'),
      textColumn('act'),
    ],
    rows: inOrder(queue.answer, now)
      .slice(0, MOST_WORK)
      .map(({ thread }) => {
        const { post } = thread.open
        const due = thread.promiseDueAt ?? thread.dueAt
        return [
          post.post,
          due === undefined
            ? '–'
            : `${thread.promiseDueAt === undefined ? '' : 'promised, '}${formatDue(due, now)}`,
          nameOfAuthor(post),
          post.analysis?.intents[0]?.name ?? 'unsure',
          thread.engagement ?? 0,
          foldedClause(post, 120, thread.copies?.length),
          post.url ?? null,
          `listen show ${post.post}`,
        ]
      }),
    empty: 'Nobody waits for an answer.',
    more: 'listen queue',
  }
}

export function promises({ queue }: DigestFacts, { now, clock }: DigestSetting): TableBlock {
  const rows = [...queue.answer, ...queue.praise, ...queue.look]
    .filter(({ thread }) => (thread.promiseDueAt ?? Number.POSITIVE_INFINITY) < now + DAY)
    .sort((a, b) => (a.thread.promiseDueAt ?? 0) - (b.thread.promiseDueAt ?? 0))
  return {
    kind: 'table',
    name: 'promises',
    title: 'Promises',
    columns: [
      postColumn(),
      textColumn('due'),
      textColumn('state'),
      textColumn('who'),
      textColumn('text'),
    ],
    rows: rows.map(({ thread }) => {
      const due = thread.promiseDueAt ?? now
      const { post, assigned } = thread.open
      return [
        post.post,
        clock.minute(due),
        due < now ? 'broken' : 'due',
        assigned ?? nameOfAuthor(post),
        clauseOf(post, 90),
      ]
    }),
    empty: 'None is due within a day, none is broken.',
    more: 'listen promise POST --help',
  }
}

export function changes({ changes: rows }: DigestFacts): TableBlock {
  return {
    kind: 'table',
    name: 'changes',
    title: 'What changed',
    columns: [
      textColumn('figure'),
      textColumn('now'),
      textColumn('usual', 'same weekday, 4 weeks'),
      textColumn('driver', 'main driver against last week'),
    ],
    rows: rows.map(({ name, as, now, usual, driver }) => [
      name,
      formatCell(now ?? null, as),
      formatCell(usual === undefined ? null : as === 'count' ? Math.round(usual) : usual, as),
      driver ?? '–',
    ]),
    more: 'listen report volume sentiment response',
  }
}

function ofSample(title: string, step: number): string {
  return step === 1 ? title : `${title} (1 in ${step} posts)`
}

export function hotButtons(facts: DigestFacts, { window }: DigestSetting): readonly Block[] {
  const { topics, about, wishes, step, toldStep } = facts
  const verbatim = (at: number | undefined) => {
    const post = at === undefined ? undefined : about[at]
    return post === undefined ? null : `#${post.post} ${clauseOf(post, 100)}`
  }
  return [
    {
      kind: 'table',
      name: 'topics',
      title: 'Hot buttons',
      columns: [
        textColumn('topic'),
        numberColumn('people', ofSample('people', toldStep)),
        numberColumn('before', ofSample('before', step)),
        textColumn('state'),
        textColumn('verbatim'),
      ],
      rows: topics
        .filter(({ direction }) => direction !== 'falling')
        .slice(0, MOST_TOPICS)
        .map(({ name, people, peopleBefore, direction, posts }) => [
          name,
          people,
          peopleBefore,
          peopleBefore === 0 ? 'new' : direction,
          verbatim(posts[0]),
        ]),
      empty: 'No topic of three people or more.',
      more: 'listen report topics',
    },
    {
      kind: 'table',
      name: 'wishes',
      title: 'Wishes and bugs',
      columns: [
        textColumn('item'),
        textColumn('kind'),
        textColumn('about'),
        numberColumn('people'),
        textColumn('state'),
        textColumn('verbatim'),
      ],
      rows: wishes.slice(0, MOST_TOPICS).map((item) => {
        const last = item.posts.at(-1)
        return [
          item.id,
          item.kind,
          item.words.slice(0, 4).join(' '),
          item.people,
          item.firstAt >= window.from ? 'new' : item.status,
          last === undefined ? null : `#${last.post} ${clauseOf(last, 100)}`,
        ]
      }),
      empty: 'None.',
      more: 'listen feedback',
    },
  ]
}

export function turned(facts: DigestFacts, { window }: DigestSetting): TableBlock {
  const judged = facts.recovery.people.filter(({ days, answered }) => days === 7 && answered)
  const gained = (facts.people?.rows ?? []).filter(
    ({ group, place }) => group === 'advocate' && (place.since ?? 0) >= window.from,
  )
  const lapsed = (facts.people?.rows ?? []).filter(({ group }) => group === 'lapsed')
  return {
    kind: 'table',
    name: 'turned',
    title: 'Turned around, lost',
    columns: [textColumn('what'), textColumn('who'), postColumn()],
    rows: [
      ...judged
        .filter(({ verdict }) => verdict !== 'silent' && verdict !== 'unhappy')
        .map(({ verdict, person, post, after }) => [verdict, `person ${person}`, after ?? post]),
      ...gained
        .slice(0, 5)
        .map(({ name, place }) => ['advocate', name, place.evidence[0]?.post ?? null]),
      ...lapsed.slice(0, 5).map(({ name, latest }) => ['lapsed', name, latest?.post ?? null]),
    ],
    empty: 'Nobody whose week after our answer ended now changed their mind.',
    more: 'listen report community people',
  }
}

export function competitors({ rivals }: DigestFacts): TableBlock {
  return {
    kind: 'table',
    name: 'competitors',
    title: 'Competitors',
    columns: [
      textColumn('query'),
      numberColumn('posts'),
      numberColumn('share', 'share', 'percent'),
      numberColumn('complaints'),
      textColumn('notable'),
    ],
    rows: rivals.map(({ brand, count, share, complaints, notable }) => [
      brand,
      count,
      share,
      complaints,
      notable === undefined
        ? null
        : `#${notable.post} ${clauseOf(notable, 90)} (${reactions(notable)} reactions)`,
    ]),
    empty: 'No brand or competitor has a query.',
    more: 'listen report share-of-voice competitors',
  }
}

export function blindSpots(facts: DigestFacts, { clock }: DigestSetting): readonly Block[] {
  const { failed, channels, late } = facts
  const days = new Map<string, number>()
  for (const post of late) {
    const day = clock.day(instantOf(post))
    days.set(day, (days.get(day) ?? 0) + 1)
  }
  return [
    {
      kind: 'table',
      name: 'blind_spots',
      title: 'Blind spots',
      columns: [
        textColumn('source'),
        textColumn('channel'),
        textColumn('since', 'last read'),
        textColumn('reason'),
      ],
      rows: failed.map(({ source, label, lastSuccessAt, error }) => [
        source,
        label,
        lastSuccessAt === undefined ? 'never' : clock.minute(lastSuccessAt),
        error ?? '',
      ]),
      empty: channels === 0 ? 'No source has been read yet.' : 'None: every source was read.',
      more: 'listen sources',
    },
    {
      kind: 'table',
      name: 'restated',
      title: 'Found late: these days were counted lower before',
      columns: [textColumn('day'), numberColumn('posts', 'more posts')],
      rows: [...days].sort(([a], [b]) => (a < b ? 1 : -1)).slice(0, 7),
      empty: 'Nothing.',
      more: 'listen search published:DAY',
    },
  ]
}

/** Newest first, one line for all copies of a text: the earliest leads, or one that says much more. */
export function newest({ arrived }: DigestFacts): TableBlock {
  return {
    kind: 'table',
    name: 'newest',
    title: 'Newest',
    columns: [
      postColumn(),
      numberColumn('copies'),
      textColumn('feeling'),
      textColumn('source'),
      textColumn('text'),
    ],
    rows: foldPosts(arrived.toReversed())
      .slice(0, MOST_WORK)
      .map(({ lead, copies }) => [
        lead.post,
        copies.length,
        lead.sentiment?.label ?? 'unscored',
        lead.source,
        clauseOf(lead, 120),
      ]),
    empty: 'Nothing new.',
    more: 'listen search collected:1d',
  }
}

export function leftOut(facts: DigestFacts): Block {
  const { arrived, queue } = facts
  const clusters = foldPosts(arrived)
  const copied = clusters.filter(({ copies }) => copies.length > 0).length
  const copies = arrived.length - clusters.length
  const posts = Math.max(0, clusters.length - MOST_WORK)
  const work = Math.max(0, queue.answer.length - MOST_WORK)
  const parts = [
    ...(posts > 0 ? [`${posts} more mentions (listen search collected:1d)`] : []),
    ...(copies > 0
      ? [`${copies} copies in ${copied} clusters (listen search --unfold collected:1d)`]
      : []),
    ...(work > 0 ? [`${work} or more open conversations (listen queue)`] : []),
    ...(queue.look.length > 0
      ? [`${queue.look.length} or more posts to look at (listen queue)`]
      : []),
  ]
  return {
    kind: 'text',
    text: parts.length === 0 ? 'Left out: nothing.' : `Left out: ${parts.join('; ')}.`,
  }
}
