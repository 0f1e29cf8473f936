import { piecesOf } from '../../format/highlight.ts'
import { describeEvent } from '../../format/ledger-event.ts'
import { safeBlock, safeLine } from '../../format/safe-text.ts'
import { createZoneClock, formatAge, formatDue, type ZoneClock } from '../../format/time.ts'
import { wrapToWidth } from '../../format/width.ts'
import type { LedgerEvent } from '../../model/ledger.ts'
import type { StoredPost, ThreadState } from '../../store/store.ts'
import type { PostRow, ThreadView } from '../data.ts'
import { EMPTY, type Line, line, type Segment, seg } from '../lines.ts'
import { hitsOf, nameOf } from '../rows.ts'
import type { Role } from '../theme.ts'

export interface ThreadLook {
  readonly width: number
  readonly now: number
  readonly zone: string
  /** The row of the list that led here: it knows why it stands where it stands. */
  readonly row?: PostRow
}

/** A thread from top to bottom: clock, posts, why it matched, the person, ledger. */
export function threadLines(view: ThreadView, look: ThreadLook): readonly Line[] {
  const clock = createZoneClock(look.zone)
  return [
    ...companyLines(view, look),
    ...clockLines(view, look, clock),
    EMPTY,
    ...view.posts.flatMap((post) => [...postLines(post, view, look, clock), EMPTY]),
    ...factLines(view, look),
    ...draftLines(view, look),
    ...personLines(view, look),
    ...ledgerLines(view, look, clock),
  ]
}

function heading(text: string): Line {
  return line(seg(`── ${text} `, 'border'))
}

function wrapped(text: string, width: number, role?: Role, indent = '  '): readonly Line[] {
  return wrapToWidth(text, Math.max(8, width - indent.length)).map((part) =>
    line(indent, role === undefined ? part : seg(part, role)),
  )
}

function companyLines({ company, drafts }: ThreadView, { now }: ThreadLook): readonly Line[] {
  const draft = drafts.find(({ state }) => state === 'draft' || state === 'sending')
  return [
    ...(company === undefined
      ? []
      : [
          line(
            seg(
              `! ${company.actor} is at it: ${company.did} ${formatAge(now - company.at)} ago`,
              'warn',
            ),
          ),
        ]),
    ...(draft === undefined
      ? []
      : [line(seg(`! ${draft.actor} has a draft (${draft.state})`, 'warn'))]),
  ]
}

function clockLines(
  { state, post }: ThreadView,
  { now }: ThreadLook,
  clock: ZoneClock,
): readonly Line[] {
  if (state === undefined) return [line(seg(`post ${post.post} · in no thread yet`, 'dim'))]
  const { dueAt: due, promiseDueAt: promised } = state
  const isWaiting = due !== undefined && state.waitingSince !== undefined
  const parts: (string | Segment)[] = [
    seg(`thread ${state.thread}`, 'bold'),
    ` · ${state.status}`,
    ...(isWaiting ? [' · ', dueSegment('answer', due, now)] : []),
    ...(isWaiting ? [seg(` (${clock.minute(due)})`, 'dim')] : []),
    ...(promised === undefined ? [] : [' · ', dueSegment('promised', promised, now)]),
  ]
  const more = standingOf(state, clock)
  return [line(...parts), ...(more === '' ? [] : [line(seg(more, 'accent'))])]
}

function dueSegment(what: string, due: number, now: number): Segment {
  return seg(`${what} ${formatDue(due, now)}`, due < now ? 'bad' : 'good')
}

/** What people decided about the thread. */
function standingOf(state: ThreadState, clock: ZoneClock): string {
  const { assigned, priority, snoozedUntil: until, closing, outcome, escalation } = state
  const words = [
    assigned && `assigned to ${safeLine(assigned)}`,
    priority && priority !== 'normal' && `priority ${priority}`,
    until && `snoozed until ${until === 'reply' ? 'they reply' : clock.minute(until)}`,
    closing && `closed: ${closing.reason}`,
    outcome && `outcome: ${outcome.kind}`,
    escalation && `escalated to ${safeLine(escalation.owner)}`,
  ]
  return words.filter(Boolean).join(' · ')
}

function postLines(
  post: StoredPost,
  view: ThreadView,
  look: ThreadLook,
  clock: ZoneClock,
): readonly Line[] {
  const isThis = post.post === view.post.post
  const at = post.publishedAt
  const when =
    at === undefined
      ? 'no date'
      : `${clock.minute(at)}, ${formatAge(Math.max(0, look.now - at))} ago`
  const marks = [
    ...post.flags.map((flag) => `!${safeLine(flag)}`),
    ...post.labels.map((label) => `[${safeLine(label)}]`),
    ...(post.goneAt === undefined ? [] : ['gone']),
    ...(post.firstText === undefined ? [] : ['edited']),
  ].join(' ')
  return [
    line(
      seg(isThis ? '▏' : ' ', 'accent'),
      seg(nameOf(post), post.side === 'ours' ? 'accent' : 'bold'),
      seg(
        `${post.side === 'ours' ? ' (us)' : ''} · ${when} · ${safeLine(post.source)} · #${post.post}`,
        'dim',
      ),
      ...(marks === '' ? [] : [seg(` ${marks}`, 'warn')]),
    ),
    ...fieldLines(post, 'title', post.title, look.width),
    ...fieldLines(post, 'text', post.text, look.width),
    ...(post.firstText === undefined
      ? []
      : wrapped(`first: ${safeLine(post.firstText).slice(0, 400)}`, look.width, 'dim')),
    ...(post.url === undefined ? [] : [line(seg(`  ${safeLine(post.url)}`, 'dim'))]),
    ...post.notes.flatMap((note) =>
      wrapped(
        `note by ${safeLine(note.actor)}, ${formatAge(look.now - note.at)} ago: ${safeLine(note.text)}`,
        look.width,
        'warn',
      ),
    ),
  ]
}

/** A field with its hits dressed; wrapping looks at the whole, so that a word with a hit in it stays whole. */
function fieldLines(
  post: StoredPost,
  field: 'title' | 'text',
  text: string | undefined,
  width: number,
): readonly Line[] {
  if (text === undefined || text === '') return []
  let safe = ''
  const marks: [number, number][] = []
  for (const piece of piecesOf(text, hitsOf(post), field)) {
    const part = safeBlock(piece.text)
    if (piece.hit) marks.push([safe.length, safe.length + part.length])
    safe += part
  }
  const base: Role | undefined = field === 'title' ? 'bold' : undefined
  let at = 0
  return wrapToWidth(safe, Math.max(8, width - 2)).map((part) => {
    const start = Math.max(at, safe.indexOf(part, at))
    at = start + part.length
    return line('  ', ...dressed(part, start, marks, base))
  })
}

function dressed(
  part: string,
  start: number,
  marks: readonly (readonly [number, number])[],
  base: Role | undefined,
): readonly Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (const [from, to] of marks) {
    const [a, b] = [Math.max(from - start, at), Math.min(to - start, part.length)]
    if (a >= b) continue
    if (a > at) segments.push(seg(part.slice(at, a), base))
    segments.push(seg(part.slice(a, b), 'hit'))
    at = b
  }
  return [...segments, seg(part.slice(at), base)]
}

function factLines({ post }: ThreadView, { width, row }: ThreadLook): readonly Line[] {
  const matched = post.mentions.map(({ query, role, hits }) => {
    const words = hits.map(({ field, start, end }) =>
      (field === 'title' ? (post.title ?? '') : post.text).slice(start, end),
    )
    const shown = [...new Set(words.filter(Boolean).map(safeLine))].slice(0, 5).join(', ')
    return `${safeLine(query)} (${role})${shown === '' ? '' : `: ${shown}`}`
  })
  const intents = post.analysis?.intents.map(
    ({ name, confidence }) => `${name} ${Math.round(confidence * 100)} %`,
  )
  const feeling = post.sentiment
  return [
    heading('why'),
    ...wrapped(
      `matched ${matched.join(' · ') || (post.addressed ? 'nothing, but speaks to us' : 'nothing')}`,
      width,
    ),
    ...wrapped(
      `feeling ${feeling === undefined ? 'unscored' : `${feeling.label}${Number.isFinite(feeling.score) ? ` ${feeling.score.toFixed(2)}` : ''}`} · intent ${intents?.join(', ') || 'none'}`,
      width,
    ),
    ...(row?.why === undefined ? [] : wrapped(`order ${row.why}`, width, 'dim')),
  ]
}

function draftLines({ drafts }: ThreadView, { width, now }: ThreadLook): readonly Line[] {
  if (drafts.length === 0) return []
  return [
    heading('our answers on their way'),
    ...drafts.flatMap((draft) =>
      wrapped(
        `${draft.state} by ${draft.actor}, ${formatAge(now - draft.changedAt)} ago: ${safeLine(draft.text)}${draft.error === undefined ? '' : ` (${draft.error})`}`,
        width,
        draft.state === 'unknown' || draft.state === 'failed' ? 'bad' : undefined,
      ),
    ),
  ]
}

function personLines({ person }: ThreadView, { width, now }: ThreadLook): readonly Line[] {
  if (person === undefined) return []
  const first = person.firstAt === undefined ? '' : `, first ${formatAge(now - person.firstAt)} ago`
  const sign = { negative: '−', neutral: '·', positive: '+' } as const
  return [
    heading(person.name),
    ...wrapped(
      `${person.posts} ${person.posts === 1 ? 'post that concerns' : 'posts that concern'} us: ${person.positive} happy, ${person.negative} unhappy, ${person.praise} praise${first}`,
      width,
    ),
    ...person.others.map((other) =>
      line(
        seg(`  #${other.post} ${formatAge(now - other.at)} ago `, 'dim'),
        seg(
          `${other.feeling === undefined ? '?' : sign[other.feeling]} `,
          other.feeling === 'negative' ? 'bad' : other.feeling === 'positive' ? 'good' : 'dim',
        ),
        other.text,
      ),
    ),
  ]
}

const MOST_EVENTS = 200

function ledgerLines(
  { events, texts }: ThreadView,
  { width }: ThreadLook,
  clock: ZoneClock,
): readonly Line[] {
  if (events.length === 0) return []
  const undone = new Set(events.flatMap((event) => (event.type === 'undone' ? [event.event] : [])))
  return [
    heading('ledger'),
    ...events.slice(-MOST_EVENTS).map((event) => {
      const role: Role | undefined = undone.has(event.id) ? 'dim' : undefined
      const words = `${describeEvent(event, clock)}${wordsOf(event, texts)}${undone.has(event.id) ? ' (taken back)' : ''}`
      return line(
        seg(`  ${clock.minute(event.at)} `, 'dim'),
        seg(`${safeLine(event.actor)} `, 'accent'),
        seg(words.slice(0, width * 2), role),
      )
    }),
  ]
}

function wordsOf(event: LedgerEvent, texts: ReadonlyMap<number, string>): string {
  const text = 'text' in event && event.text !== undefined ? texts.get(event.text) : undefined
  return text === undefined ? '' : `: ${safeLine(text)}`
}
