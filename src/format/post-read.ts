import { createHash } from 'node:crypto'
import {
  type Author,
  type DatePrecision,
  type Media,
  POST_KINDS,
  type Post,
} from '../model/post.ts'

export interface PostReadOptions {
  /** When the post is taken in; `collected` of the data wins. */
  readonly now: number
  /** For posts without `platform` and `source`. */
  readonly platform?: string
  readonly source?: string
  /** A post without an id is known by this form of its address; default: the address as it is. */
  readonly canonicalUrl?: (url: string) => string | undefined
}

export interface PostReading {
  /** Absent when nothing could be made of the data. */
  readonly post?: Post
  /** What was wrong, in words: lower case, key first. */
  readonly problems: readonly string[]
}

/** Takes values from one object and writes down what it had to leave out. */
interface Taker {
  readonly problems: string[]
  text(key: string): string | undefined
  number(key: string): number | undefined
  instant(key: string): { readonly at: number; readonly precision: DatePrecision } | undefined
  list(key: string): readonly unknown[] | undefined
  texts(key: string): readonly string[] | undefined
  object(key: string): Record<string, unknown> | undefined
}

/**
 * A post from its data (docs: the post as data). Tolerant: a key of the wrong kind is left out and named;
 * only data without any text, title or address gives no post. Missing: `id` by the identity rules,
 * `published` unknown with precision none, `collected` now.
 */
export function readPost(data: unknown, options: PostReadOptions): PostReading {
  if (!isObject(data)) return { problems: ['not an object'] }
  const take = takerOf(data)
  const title = take.text('title')
  const text = take.text('text') ?? ''
  const url = take.text('url')
  if (text === '' && title === undefined && url === undefined) {
    return { problems: [...take.problems, 'no text, title or url'] }
  }
  const author = readAuthor(take)
  const id = take.text('id') ?? missingId({ url, title, text, author }, options)
  const post = withoutUndefined({
    platform: take.text('platform') ?? options.platform ?? 'import',
    source: take.text('source') ?? options.source ?? 'import',
    id,
    url,
    kind: readKind(take),
    title,
    text,
    author,
    ...readTimes(take, options.now),
    ...readPlace(take),
    ...readCounts(take),
  }) as unknown as Post
  return { post, problems: take.problems }
}

function readKind(take: Taker): Post['kind'] {
  const given = take.text('kind') ?? 'post'
  const kind = POST_KINDS.find((each) => each === given)
  if (kind === undefined)
    take.problems.push(`kind: ${JSON.stringify(given)} is none of ${POST_KINDS.join(', ')}`)
  return kind ?? 'post'
}

function readAuthor(take: Taker): Author | undefined {
  const given = take.object('author')
  if (given === undefined) return undefined
  const inner = takerOf(given, 'author.', take.problems)
  const handle = inner.text('handle')
  const name = inner.text('name')
  const id = inner.text('id') ?? handle ?? name
  if (id === undefined) return undefined
  return withoutUndefined({
    id,
    handle,
    name,
    url: inner.text('url'),
    followers: inner.number('followers'),
  }) as unknown as Author
}

function readTimes(take: Taker, now: number): Record<string, unknown> {
  const published = take.instant('published')
  const given = take.text('published_precision')
  const precision = (['second', 'minute', 'day', 'none'] as const).find((each) => each === given)
  if (given !== undefined && precision === undefined)
    take.problems.push(
      `published_precision: ${JSON.stringify(given)} is none of second, minute, day, none`,
    )
  return {
    publishedAt: published?.at,
    publishedPrecision: published === undefined ? 'none' : (precision ?? published.precision),
    editedAt: take.instant('edited')?.at,
    collectedAt: take.instant('collected')?.at ?? now,
  }
}

function readPlace(take: Taker): Record<string, unknown> {
  return {
    lang: take.text('lang'),
    thread: take.text('thread'),
    parent: take.text('parent'),
    to: take.texts('to'),
    tags: take.texts('tags'),
    links: take.texts('links'),
    media: readMedia(take),
  }
}

function readCounts(take: Taker): Record<string, unknown> {
  const keys = ['rating', 'likes', 'replies', 'shares', 'views'] as const
  return Object.fromEntries(keys.map((key) => [key, take.number(key)]))
}

function readMedia(take: Taker): readonly Media[] | undefined {
  return take.list('media')?.flatMap((each): Media[] => {
    const inner = takerOf(
      typeof each === 'string' ? { url: each } : isObject(each) ? each : {},
      'media.',
      take.problems,
    )
    const url = inner.text('url')
    if (url === undefined) return []
    return [
      withoutUndefined({
        url,
        type: inner.text('type'),
        alt: inner.text('alt'),
      }) as unknown as Media,
    ]
  })
}

/** Identity without a native id: the address, else a hash of title, text and author. */
function missingId(
  given: {
    url: string | undefined
    title: string | undefined
    text: string
    author: Author | undefined
  },
  options: PostReadOptions,
): string {
  if (given.url !== undefined) return options.canonicalUrl?.(given.url) ?? given.url
  return hashId(given.title, given.text, given.author?.id)
}

/** "sha256:" and 32 hexadecimal digits: the same title, text and author give the same id on every machine. */
export function hashId(
  title: string | undefined,
  text: string,
  author: string | undefined,
): string {
  const parts = JSON.stringify([title ?? '', text, author ?? ''])
  return `sha256:${createHash('sha256').update(parts).digest('hex').slice(0, 32)}`
}

function takerOf(data: Record<string, unknown>, path = '', problems: string[] = []): Taker {
  const wrong = (key: string, wanted: string) => {
    problems.push(`${path}${key}: expected ${wanted}`)
    return undefined
  }
  const has = (key: string) => Object.hasOwn(data, key) && data[key] !== null && data[key] !== ''
  const taker: Taker = {
    problems,
    text: (key) => {
      if (!has(key)) return undefined
      const value = data[key]
      if (typeof value === 'number' || typeof value === 'bigint') return String(value)
      return typeof value === 'string' ? value : wrong(key, 'a text')
    },
    number: (key) => {
      if (!has(key)) return undefined
      const value = typeof data[key] === 'string' ? Number(data[key]) : data[key]
      return typeof value === 'number' && Number.isFinite(value) ? value : wrong(key, 'a number')
    },
    instant: (key) => {
      if (!has(key)) return undefined
      return readInstant(data[key]) ?? wrong(key, 'a time in ISO 8601')
    },
    list: (key) => {
      if (!has(key)) return undefined
      return Array.isArray(data[key]) ? data[key] : wrong(key, 'a list')
    },
    texts: (key) => {
      const list = taker.list(key)
      if (list?.every((each) => typeof each === 'string') === false)
        return wrong(key, 'a list of texts')
      return list as readonly string[] | undefined
    },
    object: (key) => {
      if (!has(key)) return undefined
      const value = data[key]
      if (typeof value === 'string') return { name: value }
      return isObject(value) ? value : wrong(key, 'an object')
    },
  }
  return taker
}

const ISO = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(:\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/i

/** ISO 8601 with offset; without one it is UTC, because a guess by this machine's zone would differ elsewhere. */
function readInstant(value: unknown): { at: number; precision: DatePrecision } | undefined {
  const match = typeof value === 'string' ? ISO.exec(value.trim()) : null
  if (match === null || typeof value !== 'string') return undefined
  const text = value.trim()
  if (text.length === 10) return checked(Date.parse(`${text}T00:00:00Z`), 'day')
  const full = text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
  const zoned = /(?:Z|[+-]\d{2}:\d{2})$/i.test(full) ? full : `${full}Z`
  return checked(Date.parse(zoned), match[1] === undefined ? 'minute' : 'second')
}

function checked(
  at: number,
  precision: DatePrecision,
): { at: number; precision: DatePrecision } | undefined {
  return Number.isNaN(at) ? undefined : { at, precision }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function withoutUndefined(object: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined))
}
