import { createHash } from 'node:crypto'
import type { Place, SamplePost } from './sample.ts'

/** A post as a place shows it now: instants in milliseconds, the edit applied where it is out. */
export interface ShownPost extends SamplePost {
  readonly publishedAt: number
  readonly editedAt?: number
}

/** All that a renderer needs of a place: its posts newest first, and the posts by key for threads. */
export interface PlaceView {
  readonly place: Place
  readonly posts: readonly ShownPost[]
  readonly byKey: ReadonlyMap<string, ShownPost>
}

/** The place's posts as they stand at `asOf`, with edits applied once they are published. */
export function viewPlace(
  place: Place,
  all: readonly SamplePost[],
  asOf: number,
  withEdits: boolean,
): PlaceView {
  const posts = all
    .filter((post) => post.place === place.name)
    .map((post) => showPost(post, asOf, withEdits))
    .sort((left, right) => right.publishedAt - left.publishedAt || (left.id < right.id ? 1 : -1))
  return { place, posts, byKey: new Map(posts.map((post) => [post.key, post])) }
}

function showPost(post: SamplePost, asOf: number, withEdits: boolean): ShownPost {
  const publishedAt = asOf + post.at * 1000
  if (post.edit === undefined || !withEdits) return { ...post, publishedAt }
  return { ...post, publishedAt, text: post.edit.text, editedAt: asOf + post.edit.at * 1000 }
}

/** The posts that answer this one, newest first. */
export function repliesTo(view: PlaceView, post: ShownPost): readonly ShownPost[] {
  return view.posts.filter((each) => each.parent === post.key)
}

/** The address of a post's page. */
export function pageUrl(place: Place, post: SamplePost): string {
  return `http://${place.host}/p/${encodeURIComponent(post.id)}`
}

/** The id that the place's answer gives for a post, as a connector stores it. */
export function nativeId(place: Place, post: SamplePost): string {
  if (place.format === 'atom') return `tag:${place.host},2026:${post.id}`
  if (place.format === 'bluesky')
    return `at://${didOf(post.author.handle)}/app.bsky.feed.post/${post.id}`
  if (place.format === 'mastodon') {
    const [name = '', host = place.host] = post.author.handle.split('@')
    return `http://${host}/users/${name}/statuses/${post.id}`
  }
  const isPage = place.format === 'rss1' || (place.format === 'rss2' && place.ids !== 'tag')
  return isPage ? pageUrl(place, post) : post.id
}

/** The stable account id that Bluesky gives to a handle. */
export function didOf(handle: string): string {
  const hex = createHash('sha256').update(handle).digest('hex').slice(0, 24)
  return `did:plc:${hex.replace(/[0189]/g, (digit) => 'wxyz'['0189'.indexOf(digit)] ?? 'w')}`
}

/** Plain text as the HTML that people's editors make of it: paragraphs, line breaks, links. */
export function toHtml(text: string): string {
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${withLinks(escapeXml(paragraph)).replaceAll('\n', '<br/>')}</p>`)
    .join('')
}

function withLinks(html: string): string {
  return html.replace(/https?:\/\/[^\s<]+[^\s<.,;:!?)]/g, (url) => `<a href="${url}">${url}</a>`)
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** 2026-11-17T08:30:05Z */
export function isoSeconds(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`
}
