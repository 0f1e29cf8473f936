import type { CsvColumn } from '../format/csv.ts'
import { createZoneClock, type ZoneClock } from '../format/time.ts'
import type { StoredPost } from '../store/store.ts'

/**
 * The columns of the native CSV, version 1: their names and order are a contract (docs/export.md).
 * New columns are added at the end and raise the version.
 */
export function exportColumns(clock: ZoneClock): readonly CsvColumn<StoredPost>[] {
  const utc = createZoneClock('UTC')
  const iso = (zone: ZoneClock, at: number | undefined) =>
    at === undefined ? undefined : zone.iso(at)
  const list = (values: readonly string[] | undefined) => values?.join(' | ') || undefined
  return [
    { name: 'post', type: 'number', value: ({ post }) => post },
    { name: 'published', value: (post) => iso(clock, post.publishedAt) },
    { name: 'published_utc', value: (post) => iso(utc, post.publishedAt) },
    { name: 'published_precision', value: (post) => post.publishedPrecision },
    { name: 'collected', value: (post) => iso(clock, post.collectedAt) },
    { name: 'collected_utc', value: (post) => iso(utc, post.collectedAt) },
    { name: 'platform', value: ({ platform }) => platform },
    { name: 'source', value: ({ source }) => source },
    { name: 'id', type: 'id', value: ({ id }) => id },
    { name: 'kind', value: ({ kind }) => kind },
    { name: 'url', value: ({ url }) => url },
    { name: 'title', value: ({ title }) => title },
    { name: 'text', value: ({ text }) => text },
    { name: 'lang', value: ({ analysis, lang }) => analysis?.lang ?? lang },
    { name: 'author_id', type: 'id', value: ({ author }) => author?.id },
    { name: 'author_handle', value: ({ author }) => author?.handle },
    { name: 'author_name', value: ({ author }) => author?.name },
    { name: 'author_followers', type: 'number', value: ({ author }) => author?.followers },
    { name: 'side', value: ({ side }) => side },
    { name: 'addressed', value: ({ addressed }) => addressed },
    { name: 'queries', value: ({ mentions }) => list(mentions.map(({ query }) => query)) },
    { name: 'sentiment', value: ({ sentiment }) => sentiment?.label ?? 'unscored' },
    { name: 'sentiment_score', type: 'number', value: ({ sentiment }) => sentiment?.score },
    {
      name: 'sentiment_confidence',
      type: 'number',
      value: ({ sentiment }) => sentiment?.confidence,
    },
    { name: 'intents', value: ({ analysis }) => list(analysis?.intents.map(({ name }) => name)) },
    { name: 'rating', type: 'number', value: ({ rating }) => rating },
    { name: 'likes', type: 'number', value: ({ likes }) => likes },
    { name: 'replies', type: 'number', value: ({ replies }) => replies },
    { name: 'shares', type: 'number', value: ({ shares }) => shares },
    { name: 'views', type: 'number', value: ({ views }) => views },
    { name: 'thread', type: 'id', value: ({ thread }) => thread },
    { name: 'parent', type: 'id', value: ({ parent }) => parent },
    { name: 'status', value: ({ status }) => status },
    { name: 'flags', value: ({ flags }) => list(flags) },
    { name: 'labels', value: ({ labels }) => list(labels) },
    { name: 'assigned', value: ({ assigned }) => assigned },
    { name: 'cluster', type: 'number', value: ({ cluster }) => cluster },
    { name: 'tags', value: ({ tags }) => list(tags) },
    { name: 'links', value: ({ links }) => list(links) },
  ]
}
