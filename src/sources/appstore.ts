import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { Post } from '../model/post.ts'
import { buildUrl } from './endpoint.ts'
import { readItems, readJson } from './json-answer.ts'
import { count, id, instant, maybe, published, text, webUrl } from './json-fields.ts'
import { present } from './present.ts'
import type { AskEnvironment, Channel, Page, ReadEnvironment, Source } from './source.ts'

const PAGES = 10
const KNOWN = 60

const settings = v.object({
  endpoint: v.optional(v.string(), 'https://itunes.apple.com'),
  apps: v.array(
    v.pipe(
      v.union([v.string(), v.pipe(v.number(), v.transform(String))]),
      v.regex(/^\d{3,15}$/, 'the number of an app'),
    ),
    'a list of app numbers',
  ),
  countries: v.optional(
    v.array(
      v.pipe(v.string(), v.regex(/^[a-z]{2}$/, 'a country such as us')),
      'a list of countries',
    ),
    ['us'],
  ),
})
type Settings = v.InferOutput<typeof settings>
type Environment = ReadEnvironment<Settings>

const request = v.object({ app: v.string(), country: v.string() })
const stateSchema = v.object({ known: v.array(v.string()) })

const label = <Schema extends v.GenericSchema>(schema: Schema) => v.object({ label: schema })
const reviewSchema = v.object({
  id: label(id),
  title: maybe(label(text)),
  content: maybe(label(text)),
  author: maybe(v.object({ name: maybe(label(text)), uri: maybe(label(webUrl)) })),
  // Absent in the entry that describes the app itself, which old answers begin with.
  'im:rating': v.optional(label(count)),
  'im:voteSum': maybe(label(count)),
  updated: maybe(label(instant)),
})
type Review = v.InferOutput<typeof reviewSchema>

const feedSchema = v.object({
  feed: v.object({
    entry: v.optional(v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())])),
  }),
})

/** Reviews of Apple's App Store: the newest five hundred of an app in a country. */
export const appstore: Source<Settings> = {
  platform: 'appstore',
  name: 'App Store',
  homepage: 'https://apps.apple.com',
  summary: 'reviews of apps, by country',
  settings,
  capabilities: {
    mentions: false,
    ownPosts: false,
    threads: false,
    likers: false,
    stream: false,
    reply: false,
  },
  partly: 'no more than the 500 newest reviews of a country',
  channels: (plan) =>
    plan.settings.apps.flatMap((app) =>
      plan.settings.countries.map((country) => reviewsChannel(app, country)),
    ),
  read: (channel, environment) => readReviews(v.parse(request, channel.request), environment),
  replyUrl: (to) => to.url,
}

function reviewsChannel(app: string, country: string): Channel {
  return {
    key: `reviews ${app} ${country}`,
    label: `reviews of app ${app} in ${country}`,
    request: { app, country },
  }
}

/** Page by page until a review that is known: many have no date. What is known is kept when all has been read. */
async function* readReviews(
  wanted: v.InferOutput<typeof request>,
  environment: Environment,
): AsyncGenerator<Page> {
  const parsed = v.safeParse(stateSchema, environment.state)
  const known = new Set(parsed.success ? parsed.output.known : [])
  const seen: string[] = []
  const pages = Math.min(PAGES, environment.maxPages)
  for (let page = 1; page <= pages; page += 1) {
    const read = await readPage(wanted, page, environment)
    if (page === 1 && read.posts.length === 0) refuseEmpty(known)
    const isOld = read.posts.length > 0 && read.posts.every((post) => seen.includes(post.id))
    const ended = read.posts.length === 0 || isOld || read.posts.some((post) => known.has(post.id))
    seen.push(...read.posts.map((post) => post.id))
    yield toPage(
      read,
      ended || page === pages ? [...new Set([...seen, ...known])].slice(0, KNOWN) : undefined,
    )
    if (ended) return
  }
}

// Apple sends an empty list to addresses that it does not like: with reviews known, that is no news.
function refuseEmpty(known: ReadonlySet<string>): void {
  if (known.size === 0) return
  throw new SourceError(
    'unexpected-response',
    'the list of reviews is empty, though it was not before',
  )
}

interface Read {
  readonly posts: readonly Post[]
  readonly unreadable: number
}

async function readPage(
  wanted: v.InferOutput<typeof request>,
  page: number,
  environment: Environment,
): Promise<Read> {
  const path = `/${wanted.country}/rss/customerreviews/page=${page}/id=${wanted.app}/sortby=mostrecent/json`
  const read = await readJson(
    environment.http,
    {
      url: buildUrl(environment.settings.endpoint, '', path),
      ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    },
    feedSchema,
  )
  const entry = read?.data.feed.entry
  const entries = entry === undefined ? [] : Array.isArray(entry) ? entry : [entry]
  const reviews = entries.filter(
    (one) => (one as Record<string, unknown> | null)?.['im:rating'] !== undefined,
  )
  return readItems(reviews, reviewSchema, (review) => toPost(review, wanted, environment))
}

function toPost(
  review: Review,
  wanted: v.InferOutput<typeof request>,
  environment: AskEnvironment<Settings>,
): Post {
  const uri = review.author?.uri?.label
  const name = review.author?.name?.label
  const authorId = /\/id(\d+)/.exec(uri ?? '')?.[1] ?? name
  return present<Post>({
    platform: 'appstore',
    source: environment.name,
    id: review.id.label,
    url: `https://apps.apple.com/${wanted.country}/app/id${wanted.app}?see-all=reviews`,
    kind: 'review',
    title: review.title?.label,
    text: review.content?.label ?? '',
    author:
      authorId === undefined
        ? undefined
        : present<NonNullable<Post['author']>>({ id: authorId, name, url: uri }),
    ...published(review.updated?.label),
    collectedAt: environment.now(),
    rating: review['im:rating']?.label,
    likes: review['im:voteSum']?.label,
  })
}

function toPage({ posts, unreadable }: Read, known: readonly string[] | undefined): Page {
  const notices = [
    ...(unreadable > 0 ? [`${unreadable} items could not be read`] : []),
    ...(posts.length === 0 && known?.length === 0
      ? ['no reviews; Apple may hide them from this address']
      : []),
  ]
  return {
    posts,
    complete: true,
    ...(known === undefined ? {} : { state: { known } }),
    ...(notices.length === 0 ? {} : { notice: notices.join('; ') }),
  }
}
