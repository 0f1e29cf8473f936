import type { CsvColumn } from '../format/csv.ts'
import type { ZoneClock } from '../format/time.ts'
import type { StoredPost } from '../store/store.ts'
import { exportColumns } from './export-columns.ts'

export const PROFILES = ['native', 'brandwatch', 'meltwater', 'talkwalker'] as const
export type Profile = (typeof PROFILES)[number]

type Columns = readonly CsvColumn<StoredPost>[]

/** The columns of a profile: ours, or those that other suites write, as far as we know what they ask for. */
export function profileColumns(profile: Profile, clock: ZoneClock): Columns {
  switch (profile) {
    case 'native':
      return exportColumns(clock)
    case 'brandwatch':
      return brandwatch(clock)
    case 'meltwater':
      return meltwater(clock)
    case 'talkwalker':
      return talkwalker()
  }
}

const queriesOf = ({ mentions }: StoredPost) =>
  mentions.map(({ query }) => query).join(', ') || undefined
const instantOf = (post: StoredPost) => post.publishedAt ?? post.collectedAt
const langOf = ({ analysis, lang }: StoredPost) => analysis?.lang ?? lang
const space = (clock: ZoneClock, at: number) => clock.iso(at).slice(0, 19).replace('T', ' ')

function hostOf({ url }: StoredPost): string | undefined {
  return url !== undefined && URL.canParse(url) ? new URL(url).hostname : undefined
}

function clause({ text, title }: StoredPost): string {
  return (text || title || '').slice(0, 300)
}

function sum(...values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0)
}

function brandwatch(clock: ZoneClock): Columns {
  return [
    { name: 'Query Name', value: queriesOf },
    { name: 'Date', value: (post) => space(clock, instantOf(post)) },
    { name: 'Title', value: ({ title }) => title },
    { name: 'Snippet', value: clause },
    { name: 'Full Text', value: ({ text }) => text },
    { name: 'Url', value: ({ url }) => url },
    { name: 'Domain', value: hostOf },
    { name: 'Sentiment', value: ({ sentiment }) => sentiment?.label },
    { name: 'Page Type', value: ({ platform }) => platform },
    { name: 'Thread Entry Type', value: ({ kind }) => kind },
    { name: 'Language', value: langOf },
    { name: 'Added', value: (post) => space(clock, post.collectedAt) },
    { name: 'Assignment', value: ({ assigned }) => assigned },
    { name: 'Author', value: ({ author }) => author?.handle ?? author?.id },
    { name: 'Full Name', value: ({ author }) => author?.name },
    { name: 'Likes', type: 'number', value: ({ likes }) => likes },
    { name: 'Comments', type: 'number', value: ({ replies }) => replies },
    { name: 'Shares', type: 'number', value: ({ shares }) => shares },
    { name: 'Tags', value: ({ labels }) => labels.join(', ') || undefined },
    { name: 'Resource Id', type: 'id', value: ({ post }) => String(post) },
  ]
}

function meltwater(clock: ZoneClock): Columns {
  return [
    { name: 'Date', value: (post) => space(clock, instantOf(post)) },
    { name: 'Headline', value: ({ title }) => title },
    { name: 'URL', value: ({ url }) => url },
    { name: 'Opening Text', value: clause },
    { name: 'Hit Sentence', value: ({ text }) => text },
    { name: 'Source', value: (post) => hostOf(post) ?? post.platform },
    { name: 'Influencer', value: ({ author }) => author?.name ?? author?.handle },
    { name: 'Language', value: langOf },
    { name: 'Reach', type: 'number', value: ({ author }) => author?.followers },
    { name: 'Sentiment', value: ({ sentiment }) => sentiment?.label ?? 'not rated' },
    { name: 'Input Name', value: queriesOf },
    { name: 'Document Tags', value: ({ labels }) => labels.join(', ') || undefined },
    {
      name: 'Engagement',
      type: 'number',
      value: ({ likes, replies, shares }) => sum(likes, replies, shares),
    },
    { name: 'Hashtags', value: ({ tags }) => tags?.join(', ') },
    { name: 'Views', type: 'number', value: ({ views }) => views },
  ]
}

/** Times are milliseconds since 1970, as in that suite's own files. */
function talkwalker(): Columns {
  const score = { negative: -5, neutral: 0, positive: 5 }
  return [
    { name: 'url', value: ({ url }) => url },
    { name: 'indexed', type: 'number', value: ({ collectedAt }) => collectedAt },
    { name: 'published', type: 'number', value: instantOf },
    { name: 'title', value: ({ title }) => title },
    { name: 'content', value: ({ text }) => text },
    { name: 'title_snippet', value: ({ title }) => title },
    { name: 'content_snippet', value: clause },
    { name: 'host_url', value: hostOf },
    { name: 'lang', value: langOf },
    {
      name: 'sentiment',
      type: 'number',
      value: ({ sentiment }) => (sentiment === undefined ? undefined : score[sentiment.label]),
    },
    {
      name: 'engagement',
      type: 'number',
      value: ({ likes, replies, shares }) => sum(likes, replies, shares),
    },
    { name: 'reach', type: 'number', value: ({ author }) => author?.followers },
    { name: 'cluster_id', type: 'number', value: ({ cluster }) => cluster },
    { name: 'source_type', value: ({ platform }) => platform },
    { name: 'post_type', value: ({ kind }) => kind },
    { name: 'tags_customer', value: ({ labels }) => labels.join(', ') || undefined },
    { name: 'matched_profile', value: queriesOf },
    { name: 'extra_author_attributes.id', type: 'id', value: ({ author }) => author?.id },
    { name: 'extra_author_attributes.name', value: ({ author }) => author?.name },
    { name: 'extra_author_attributes.short_name', value: ({ author }) => author?.handle },
  ]
}
