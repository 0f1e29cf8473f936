import { createHash } from 'node:crypto'
import { answerBluesky } from './bluesky.ts'
import { encodeText } from './encode.ts'
import { writeAtom, writeJsonFeed, writeRss1, writeRss2 } from './feed-documents.ts'
import { answerHackerNews } from './hackernews.ts'
import { answerMastodon } from './mastodon.ts'
import type { Place, Sample } from './sample.ts'
import { type PlaceView, viewPlace } from './visit.ts'

export interface SiteRequest {
  readonly method: string
  readonly host: string
  readonly path: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
}

export interface SiteAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The sample month as the web that a scan sees: several hosts, answered by one function. */
export interface DemoSite {
  /** The logical hosts, to be mapped to the loopback server. */
  readonly hosts: readonly string[]
  readonly answer: (request: SiteRequest) => SiteAnswer
  /** From now on people's later edits are visible; everything else stays as it was. */
  readonly publishEdits: () => void
}

/** The sample shifted so that it ends at `asOf` (milliseconds). */
export function createDemoSite(sample: Sample, asOf: number): DemoSite {
  const end = Math.floor(asOf / 1000) * 1000
  let withEdits = false
  let views = viewAll(sample, end, withEdits)
  return {
    hosts: [...new Set(sample.places.map((place) => place.host))],
    answer: (request) => answer(views, request),
    publishEdits: () => {
      withEdits = true
      views = viewAll(sample, end, withEdits)
    },
  }
}

function viewAll(sample: Sample, end: number, withEdits: boolean): readonly PlaceView[] {
  return sample.places.map((place) => viewPlace(place, sample.posts, end, withEdits))
}

const JSON_TYPE = 'application/json; charset=utf-8'

function answer(views: readonly PlaceView[], request: SiteRequest): SiteAnswer {
  const path = request.path.split('?')[0]
  const view = views.find(
    ({ place }) => place.host === request.host && (isApi(place) || place.path === path),
  )
  if (view === undefined) return plain(404, `there is no ${request.host}${path} in the sample\n`)
  if (request.method !== 'GET') return plain(405, 'the sample can only be read\n')
  return isApi(view.place) ? apiAnswer(view, request.path) : feedAnswer(view, request)
}

function isApi(place: Place): boolean {
  return ['hackernews', 'mastodon', 'bluesky'].includes(place.format)
}

function apiAnswer(view: PlaceView, path: string): SiteAnswer {
  const { json, link } = askApi(view, path)
  const headers = { 'content-type': JSON_TYPE, ...(link === undefined ? {} : { link }) }
  if (json === undefined) {
    return { status: 404, headers, body: encodeText('{"error":"Record not found"}', 'utf-8') }
  }
  return { status: 200, headers, body: encodeText(JSON.stringify(json), 'utf-8') }
}

function askApi(
  view: PlaceView,
  path: string,
): { readonly json?: unknown; readonly link?: string } {
  if (view.place.format === 'mastodon') return answerMastodon(view, path) ?? {}
  return {
    json:
      view.place.format === 'bluesky' ? answerBluesky(view, path) : answerHackerNews(view, path),
  }
}

/** Feeds answer 304 when the reader has the newest version already. */
function feedAnswer(view: PlaceView, request: SiteRequest): SiteAnswer {
  const encoding = view.place.encoding ?? 'utf-8'
  const { text, type } = feedDocument(view)
  const body = encodeText(text, encoding)
  const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 20)}"`
  const newest = Math.max(0, ...view.posts.map((post) => post.editedAt ?? post.publishedAt))
  const headers = { etag, 'last-modified': new Date(newest).toUTCString() }
  if (request.headers['if-none-match'] === etag)
    return { status: 304, headers, body: new Uint8Array() }
  return {
    status: 200,
    headers: { ...headers, 'content-type': `${type}; charset=${encoding}` },
    body,
  }
}

function feedDocument(view: PlaceView): { readonly text: string; readonly type: string } {
  switch (view.place.format) {
    case 'rss1':
      return { text: writeRss1(view), type: 'application/rdf+xml' }
    case 'atom':
      return { text: writeAtom(view), type: 'application/atom+xml' }
    case 'json-feed':
      return { text: writeJsonFeed(view), type: 'application/feed+json' }
    default:
      return { text: writeRss2(view), type: 'application/rss+xml' }
  }
}

function plain(status: number, text: string): SiteAnswer {
  return {
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: encodeText(text, 'utf-8'),
  }
}
