import { hasEmoji } from '../text/emoji.ts'
import { countCodePoints } from '../text/lengths.ts'
import { dateBounds } from './dates.ts'
import { compareNumbers } from './evaluate-numbers.ts'
import { holdsAddress, holdsHost, holdsLink, textLinks } from './match-addresses.ts'
import { findAuthor } from './match-authors.ts'
import type { MatchablePost, ViewFacts } from './match-post.ts'
import type { Reading } from './match-reading.ts'
import { handlesIn, tagsIn } from './match-tags.ts'
import { type Pattern, toPattern } from './match-values.ts'
import type { FieldValue } from './tree.ts'

/** Whether a field of a post has the value that the query asks for; unknown values have none. */
export type FieldTest = (reading: Reading) => boolean

type TextValue = Extract<FieldValue, { form: 'text' }>
type DateValue = Extract<FieldValue, { form: 'date' | 'dates' }>

const NEVER: FieldTest = () => false

export function compileField(field: string, value: FieldValue): FieldTest {
  if (value.form === 'number' || value.form === 'range') return numberTest(field, value)
  if (value.form === 'date' || value.form === 'dates') return dateTest(field, value)
  return (TEXT_FIELDS[field] ?? viewTest(field))(value)
}

type NumberOf = (reading: Reading) => number | undefined

const NUMBERS: Readonly<Record<string, NumberOf>> = {
  rating: ({ post }) => post.rating,
  followers: ({ post }) => post.author?.followers,
  likes: ({ post }) => post.likes,
  replies: ({ post }) => post.replies,
  shares: ({ post }) => post.shares,
  views: ({ post }) => post.views,
  engagement: ({ post }) => engagement(post),
  length: ({ post }) => countCodePoints(post.text),
  sentiment: ({ context }) => context.view?.sentiment?.score,
  cluster: ({ context }) => toNumber(context.view?.cluster),
}

function numberTest(
  field: string,
  value: Extract<FieldValue, { form: 'number' | 'range' }>,
): FieldTest {
  const read = NUMBERS[field]
  if (read === undefined) return NEVER
  return (reading) => {
    const number = read(reading)
    if (number === undefined) return false
    if (value.form === 'number') return compareNumbers(number, value.compare, value.number)
    return (
      number >= (value.from ?? Number.NEGATIVE_INFINITY) &&
      number <= (value.to ?? Number.POSITIVE_INFINITY)
    )
  }
}

/** Likes, replies and shares together; unknown where none of them is known. */
export function engagement(post: MatchablePost): number | undefined {
  const { likes, replies, shares } = post
  if (likes === undefined && replies === undefined && shares === undefined) return undefined
  return (likes ?? 0) + (replies ?? 0) + (shares ?? 0)
}

function toNumber(value: string | number | undefined): number | undefined {
  return value === undefined || value === '' ? undefined : Number(value)
}

const DATES: Readonly<Record<string, NumberOf>> = {
  published: ({ post }) => post.publishedAt,
  collected: ({ post, context }) => context.view?.collectedAt ?? (context.view && post.collectedAt),
  due: ({ context }) => context.view?.dueAt,
}

function dateTest(field: string, value: DateValue): FieldTest {
  const read = DATES[field]
  if (read === undefined) return NEVER
  const ahead = field === 'due'
  return (reading) => {
    const instant = read(reading)
    if (instant === undefined) return false
    const { now, zone } = reading.context
    const { from, to } = dateBounds(value, { now, zone, ahead })
    return (
      instant >= (from ?? Number.NEGATIVE_INFINITY) && instant < (to ?? Number.POSITIVE_INFINITY)
    )
  }
}

type MakeTest = (value: TextValue) => FieldTest

/** Compares whole values, folded; `read` gives the post's. */
function wholeTest(read: (reading: Reading) => readonly (string | undefined)[]): MakeTest {
  return (value) => {
    const pattern: Pattern = toPattern(value.text, value.wildcard)
    return (reading) => read(reading).some((one) => one !== undefined && pattern(one))
  }
}

const TEXT_FIELDS: Readonly<Record<string, MakeTest>> = {
  author: (value) => findAuthor(value.text, value.wildcard),
  site: (value) => holdsHost(value.text),
  url: (value) => holdsAddress(value.text),
  link: (value) => holdsLink(value.text),
  source: wholeTest(({ post }) => [post.source, post.platform]),
  kind: wholeTest(({ post }) => [post.kind]),
  lang: (value) => (reading) => languageOf(reading) === value.text.toLowerCase(),
  tag: wholeTest((reading) => tagsIn(reading)),
  to: wholeTest((reading) => handlesIn(reading)),
  is: (value) => IS[value.text] ?? NEVER,
  has: (value) => HAS[value.text] ?? NEVER,
}

function languageOf({ post, context }: Reading): string | undefined {
  const lang = post.lang ?? context.detectLanguage?.(post)
  return lang?.toLowerCase().split(/[-_]/)[0]
}

const HAS: Readonly<Record<string, FieldTest>> = {
  link: (reading) => (reading.post.links?.length ?? 0) > 0 || textLinks(reading).length > 0,
  media: ({ post }) => (post.media?.length ?? 0) > 0,
  emoji: ({ post }) => hasEmoji(post.text) || hasEmoji(post.title ?? ''),
}

const IS: Readonly<Record<string, FieldTest>> = {
  reply: ({ post }) => post.parent !== undefined,
  question: (reading) => isQuestion(reading),
  addressed: (reading) => isAddressed(reading),
  overdue: ({ context }) => context.view?.overdue === true,
  unseen: ({ context }) => context.view?.unseen === true,
  flagged: ({ context }) => context.view?.flagged === true,
  answered: ({ context }) => context.view?.answered === true,
  duplicate: ({ context }) => context.view?.duplicate === true,
}

/** A question mark outside of links, or the intent. */
function isQuestion(reading: Reading): boolean {
  if (reading.context.view?.intents?.includes('question') === true) return true
  const marks = /[?？؟]/
  if (marks.test(reading.post.title ?? '')) return true
  const { text } = reading.post
  if (!marks.test(text)) return false
  let from = 0
  for (const { start, end } of textLinks(reading)) {
    if (marks.test(text.slice(from, start))) return true
    from = end
  }
  return marks.test(text.slice(from))
}

function isAddressed(reading: Reading): boolean {
  const { context } = reading
  if (context.view?.addressed !== undefined) return context.view.addressed
  const own = (context.ownHandles ?? []).map((handle) => toPattern(handle.replace(/^@/, ''), false))
  return handlesIn(reading).some((handle) => own.some((pattern) => pattern(handle)))
}

/** Fields that only ledger and analysis know. */
function viewTest(field: string): MakeTest {
  const read = VIEW[field]
  if (read === undefined) return () => NEVER
  return wholeTest(({ context }) => (context.view === undefined ? [] : read(context.view)))
}

const VIEW: Readonly<Record<string, (view: ViewFacts) => readonly (string | undefined)[]>> = {
  query: ({ queries }) => (queries ?? []).map(({ query }) => query),
  role: ({ queries }) => (queries ?? []).map(({ role }) => role),
  sentiment: ({ sentiment }) => [sentiment?.label],
  intent: ({ intents }) => intents ?? [],
  status: ({ status }) => [status],
  flag: ({ flags }) => flags ?? [],
  label: ({ labels }) => labels ?? [],
  assigned: ({ assigned }) => [assigned],
  priority: ({ priority }) => [priority],
  cluster: ({ cluster }) => [cluster?.toString()],
  person: ({ person }) => person ?? [],
  ladder: ({ ladder }) => [ladder],
}
