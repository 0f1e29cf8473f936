import { UsageError } from '../../errors.ts'
import { safeLine } from '../../format/safe-text.ts'

/** Which of our keys a column of a CSV becomes; a column that stands nowhere here is left out. */
export type ColumnMap = Readonly<Record<string, string>>

/** A kind of CSV that is known by its head, with the words that only its head has. */
interface Profile {
  readonly name: string
  readonly signs: readonly string[]
  readonly columns: ColumnMap
}

/**
 * Column names as the exports of the suites have them, in lower case. Facts about the formats: scripts that read such
 * files in public repositories; the suites publish no contract.
 */
const PROFILES: readonly Profile[] = [
  {
    name: 'native',
    signs: ['published_precision', 'platform'],
    columns: {
      platform: 'platform',
      source: 'source',
      id: 'id',
      kind: 'kind',
      url: 'url',
      title: 'title',
      text: 'text',
      lang: 'lang',
      published: 'published',
      published_precision: 'published_precision',
      collected: 'collected',
      author_id: 'author.id',
      author_handle: 'author.handle',
      author_name: 'author.name',
      author_followers: 'author.followers',
      rating: 'rating',
      likes: 'likes',
      replies: 'replies',
      shares: 'shares',
      views: 'views',
      thread: 'thread',
      parent: 'parent',
      tags: 'tags',
      links: 'links',
    },
  },
  {
    name: 'brandwatch',
    signs: ['query name', 'full text'],
    columns: {
      date: 'published',
      title: 'title',
      'full text': 'text',
      snippet: 'text',
      url: 'url',
      domain: 'source',
      language: 'lang',
      author: 'author.name',
      'x author id': 'author.id',
      'bluesky author id': 'author.id',
      'x followers': 'author.followers',
      likes: 'likes',
      comments: 'replies',
      shares: 'shares',
      impressions: 'views',
      'resource id': 'id',
      'mention id': 'id',
      'thread id': 'thread',
    },
  },
  {
    name: 'meltwater',
    signs: ['opening text', 'hit sentence'],
    columns: {
      date: 'published',
      time: 'published.time',
      headline: 'title',
      'opening text': 'text',
      'hit sentence': 'text',
      url: 'url',
      source: 'source',
      influencer: 'author.name',
      'screen name': 'author.handle',
      language: 'lang',
      likes: 'likes',
      views: 'views',
      hashtags: 'tags',
      'document id': 'id',
    },
  },
  {
    name: 'talkwalker',
    signs: ['content_snippet', 'matched_profile'],
    columns: {
      url: 'url',
      published: 'published',
      title: 'title',
      content: 'text',
      title_snippet: 'title',
      content_snippet: 'text',
      lang: 'lang',
      domain_url: 'source',
      'extra_author_attributes.id': 'author.id',
      'extra_author_attributes.name': 'author.name',
      'extra_author_attributes.short_name': 'author.handle',
      tags_customer: 'tags',
    },
  },
]

/** Common names of columns, for a CSV that nobody described. */
const PLAIN: ColumnMap = {
  id: 'id',
  url: 'url',
  link: 'url',
  title: 'title',
  headline: 'title',
  subject: 'title',
  text: 'text',
  body: 'text',
  content: 'text',
  message: 'text',
  comment: 'text',
  review: 'text',
  date: 'published',
  published: 'published',
  created: 'published',
  created_at: 'published',
  time: 'published',
  author: 'author.name',
  name: 'author.name',
  user: 'author.handle',
  username: 'author.handle',
  handle: 'author.handle',
  lang: 'lang',
  language: 'lang',
  rating: 'rating',
  stars: 'rating',
  likes: 'likes',
  replies: 'replies',
  comments: 'replies',
  shares: 'shares',
  views: 'views',
  tags: 'tags',
}

export interface Columns {
  readonly profile: string
  readonly columns: ColumnMap
}

/** The known format that a head belongs to, else common names. `own` goes before both. */
export function chooseColumns(head: readonly string[], own: ColumnMap): Columns {
  const names = head.map((name) => name.trim().toLowerCase())
  const missing = Object.keys(own).find((name) => !names.includes(name))
  if (missing !== undefined)
    throw new UsageError(`there is no column "${safeLine(missing)}"`, {
      hint: `the head has: ${safeLine(head.join(', ').slice(0, 300))}`,
    })
  const profile = PROFILES.find(({ signs }) => signs.every((sign) => names.includes(sign)))
  return { profile: profile?.name ?? 'plain', columns: { ...(profile?.columns ?? PLAIN), ...own } }
}

/** The keys that a column may become. */
export function columnKeys(): readonly string[] {
  const native = PROFILES.find(({ name }) => name === 'native')
  return Object.values(native?.columns ?? {})
}

/** Whether a row is the head of a known export: some files have lines of their own before it. */
export function isKnownHead(row: readonly string[]): boolean {
  const names = row.map((name) => name.trim().toLowerCase())
  return PROFILES.some(({ signs }) => signs.every((sign) => names.includes(sign)))
}

const NUMBERS: ReadonlySet<string> = new Set([
  'author.followers',
  'rating',
  'likes',
  'replies',
  'shares',
  'views',
])
const LISTS: ReadonlySet<string> = new Set(['tags', 'links'])

/** A row of a CSV as the post's JSON; the first column that has a value wins where two become one key. */
export function rowToJson(
  head: readonly string[],
  row: readonly string[],
  columns: ColumnMap,
): Record<string, unknown> {
  const post: Record<string, unknown> = {}
  const author: Record<string, unknown> = {}
  let day: string | undefined
  let time: string | undefined
  head.forEach((name, index) => {
    const key = columns[name.trim().toLowerCase()]
    const text = row[index]?.trim()
    if (key === undefined || !text) return
    const place = key.startsWith('author.') ? author : post
    const short = key.replace('author.', '')
    if (key === 'published.time') time ??= text
    else if (key === 'published') day ??= text
    else place[short] ??= toValue(key, text)
  })
  if (day !== undefined) post.published = toTime(joinTime(day, time))
  if (Object.keys(author).length > 0)
    post.author = { ...author, id: author.id ?? author.handle ?? author.name }
  return post
}

/** Some exports have day and time in two columns; a day that holds a time already stays as it is. */
function joinTime(day: string, time: string | undefined): string {
  if (time === undefined || /\d:\d{2}/.test(day)) return day
  if (!/^\d{1,2}:\d{2}/.test(time)) return day
  return `${day} ${/^\d:/.test(time) ? `0${time}` : time}`
}

function toValue(key: string, text: string): unknown {
  if (NUMBERS.has(key)) return toNumber(text)
  if (LISTS.has(key)) return text.split(/\s*[|;,]\s*/).filter((part) => part !== '')
  if (key === 'collected') return toTime(text)
  return text
}

function toNumber(text: string): number | undefined {
  const value = Number(text.replaceAll(/[,\s]/g, ''))
  return Number.isFinite(value) ? value : undefined
}

/** Milliseconds since the epoch (Talkwalker) and zone-less times, which are UTC; ISO passes through. */
function toTime(text: string): string {
  if (/^\d{12,14}$/.test(text)) return new Date(Number(text)).toISOString()
  const plain = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?$/.exec(text)
  if (plain) return `${plain[1]}T${plain[2]}Z`
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return text
  const parsed = Date.parse(`${text} UTC`)
  return Number.isNaN(parsed) ? text : new Date(parsed).toISOString()
}
