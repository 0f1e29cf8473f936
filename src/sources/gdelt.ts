import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { HttpAnswer, HttpClient } from '../model/http.ts'
import type { Instant, Post } from '../model/post.ts'
import type { NativeRequest } from '../query/push-down.ts'
import { writeNative } from '../query/push-down-write.ts'
import { buildUrl } from './endpoint.ts'
import { limited, readItems, readJson, saysTooOften } from './json-answer.ts'
import { maybe, text, toInstant, webUrl } from './json-fields.ts'
import { present } from './present.ts'
import { searchChannels } from './search-channels.ts'
import type { AskEnvironment, Source } from './source.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

// Excluded words are looked for in whole articles, of which only titles are known here: so they are left to us.
const SEARCH = { phrase: true, and: true, or: true, not: false, maxLength: 250 } as const
/** The service asks for five seconds between two requests. */
const GAP_MS = 5500
const PATIENCE_MS = 120_000
/** It answers for the last three months. */
const REACH_MS = 90 * 86_400_000
/** It looks for news every quarter of an hour, and indexes late. */
const OVERLAP_MS = 3_600_000

const HOME = 'https://api.gdeltproject.org'

const settings = v.object({
  endpoint: v.optional(v.string(), HOME),
  page_size: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(250)), 250),
})
type Settings = v.InferOutput<typeof settings>
type Environment = AskEnvironment<Settings>

const request = v.object({ kind: v.literal('search'), text: v.string() })

const articleSchema = v.object({
  url: webUrl,
  title: text,
  seendate: maybe(
    v.pipe(
      text,
      v.transform((written) => toInstant(readSeen(written))),
      v.number(),
    ),
  ),
  socialimage: maybe(webUrl),
  language: maybe(text),
})
type Article = v.InferOutput<typeof articleSchema>

// Nothing found is an empty object.
const answerSchema = v.union([v.object({ articles: v.array(v.unknown()) }), v.strictObject({})])

/** News articles of the world by the GDELT project's DOC 2.0 search. No key, no writing. */
export const gdelt: Source<Settings> = {
  platform: 'gdelt',
  name: 'GDELT',
  homepage: 'https://www.gdeltproject.org',
  summary: 'news articles of three months in 65 languages; their titles are known, not their text',
  settings,
  capabilities: {
    search: SEARCH,
    mentions: false,
    ownPosts: false,
    threads: false,
    likers: false,
    stream: false,
    reply: false,
  },
  partly: 'only titles, and three months back',
  channels: (plan) => searchChannels(plan, { search: SEARCH, write: writeQuery }),
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, {
      overlapMs: OVERLAP_MS,
      ask: (gap) => search(wanted.text, gap, environment),
    })
  },
  replyUrl: (to) => to.url,
}

// Words of which one is enough stand in brackets, also when nothing else is asked for.
function writeQuery(native: NativeRequest): string {
  const [only, ...more] = native.all
  const query = writeNative(native)
  return only !== undefined && more.length === 0 && only.length > 1 ? `(${query})` : query
}

async function search(
  query: string,
  gap: Gap,
  environment: Environment,
): Promise<Step | undefined> {
  const now = environment.now()
  const { endpoint, page_size: size } = environment.settings
  const read = await readJson(
    mending(environment.http),
    {
      url: buildUrl(endpoint, '/api/v2/doc', '/doc', {
        query,
        mode: 'ArtList',
        format: 'json',
        sort: 'DateDesc',
        maxrecords: size,
        startdatetime: writeTime(Math.max(gap.from ?? 0, now - REACH_MS)),
        enddatetime: writeTime(gap.to ?? now),
      }),
      ...mannersOf(environment),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    },
    answerSchema,
  )
  if (read === undefined) return undefined
  const items = 'articles' in read.data ? read.data.articles : []
  const { posts, unreadable } = readItems(items, articleSchema, (one) => toPost(one, environment))
  if (items.length < size) return { posts, unreadable }
  return { posts, unreadable, ...olderThan(posts, gap) }
}

// A full answer of one moment hides what else was seen then: there is no second page.
function olderThan(posts: readonly Post[], gap: Gap): Pick<Step, 'next' | 'notice'> {
  const oldest = Math.min(...posts.flatMap((post) => post.publishedAt ?? []))
  if (!Number.isFinite(oldest)) return {}
  if (gap.to === undefined || oldest < gap.to) return { next: { to: oldest } }
  return { next: { to: oldest - 1000 }, notice: 'more articles at one moment than can be listed' }
}

function toPost(article: Article, environment: Environment): Post {
  return present<Post>({
    platform: 'gdelt',
    source: environment.name,
    id: article.url,
    url: article.url,
    kind: 'article',
    title: joinSigns(article.title),
    text: '',
    // When the service saw the article, which is no more exact than the day that it came out.
    publishedAt: article.seendate,
    publishedPrecision: article.seendate === undefined ? 'none' : 'day',
    collectedAt: environment.now(),
    lang: LANGUAGES[article.language ?? ''],
    media: article.socialimage === undefined ? [] : [{ url: article.socialimage, type: 'image' }],
  })
}

/** Titles come with spaces around their signs. */
function joinSigns(title: string): string {
  return title
    .replace(/ +([,.;:!?%)\]’])/g, '$1')
    .replace(/([([$]) +/g, '$1')
    .replace(/ ' (?=(?:s|t|re|ve|ll|d|m)\b)/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}

/** `20260828T121500Z` as ISO. */
function readSeen(written: string): string {
  return written.replace(/^(\d{4})(\d\d)(\d\d)T?(\d\d)(\d\d)(\d\d)Z?$/, '$1-$2-$3T$4:$5:$6Z')
}

function writeTime(at: Instant): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** Refusals come as plain words with status 200, and JSON with bare control characters and lone backslashes. */
function mending(http: HttpClient): Pick<HttpClient, 'get'> & HttpClient {
  return {
    ...http,
    get: async (wanted) => {
      const answer = await http.get(wanted)
      return answer.status === 304 ? answer : { ...answer, body: mendBody(answer) }
    },
  }
}

function mendBody(answer: HttpAnswer): Uint8Array {
  const body = new TextDecoder().decode(answer.body)
  if (/^\s*[a-z]/i.test(body)) {
    const message = body.trim().replace(/\s+/g, ' ').slice(0, 200)
    if (saysTooOften(message) || /limit requests/i.test(message)) throw limited(message, answer)
    throw new SourceError('unexpected-response', `it says: ${message}`)
  }
  const mended = body
    .replace(/[\u0000-\u001f]/g, ' ')
    .replace(/\\(?:(["\\/bfnrt]|u[\da-f]{4})|)/gi, (whole, good) => (good ? whole : '\\\\'))
  return Buffer.from(mended)
}

const LANGUAGES: Readonly<Record<string, string>> = {
  Albanian: 'sq',
  Arabic: 'ar',
  Bulgarian: 'bg',
  Chinese: 'zh',
  Croatian: 'hr',
  Czech: 'cs',
  Danish: 'da',
  Dutch: 'nl',
  English: 'en',
  Estonian: 'et',
  Finnish: 'fi',
  French: 'fr',
  German: 'de',
  Greek: 'el',
  Hebrew: 'he',
  Hindi: 'hi',
  Hungarian: 'hu',
  Indonesian: 'id',
  Italian: 'it',
  Japanese: 'ja',
  Korean: 'ko',
  Norwegian: 'no',
  Persian: 'fa',
  Polish: 'pl',
  Portuguese: 'pt',
  Romanian: 'ro',
  Russian: 'ru',
  Serbian: 'sr',
  Slovak: 'sk',
  Slovenian: 'sl',
  Spanish: 'es',
  Swedish: 'sv',
  Thai: 'th',
  Turkish: 'tr',
  Ukrainian: 'uk',
  Vietnamese: 'vi',
}

// A mirror or server of one's own knows no such limit.
function mannersOf({ settings: { endpoint } }: Environment) {
  return endpoint === HOME ? { gapMs: GAP_MS, patienceMs: PATIENCE_MS } : {}
}
