import type { PostKind } from '../../model/post.ts'

export interface SampleAuthor {
  readonly handle: string
  readonly name?: string
  readonly followers?: number
}

/** One post of the sample month; `at` is in seconds before the end (zero or negative). */
export interface SamplePost {
  /** The key in the truth file. */
  readonly key: string
  readonly place: string
  /** The native id: the same on every day that the sample runs. */
  readonly id: string
  readonly at: number
  readonly kind: PostKind
  readonly author: SampleAuthor
  readonly title?: string
  readonly text: string
  readonly lang: string
  /** Keys of other posts of the same place. */
  readonly parent?: string
  readonly root?: string
  readonly likes?: number
  readonly shares?: number
  /** Handles of those who liked it, where the place tells. */
  readonly likers?: readonly string[]
  /** Handles that it speaks to. */
  readonly to?: readonly string[]
  readonly tags?: readonly string[]
  readonly link?: string
  readonly rating?: number
  /** The place gives no date for it. */
  readonly dateless?: true
  /** What it says after an edit that becomes visible between the two scans. */
  readonly edit?: { readonly at: number; readonly text: string }
}

export type PlaceFormat =
  | 'rss2'
  | 'rss1'
  | 'atom'
  | 'json-feed'
  | 'hackernews'
  | 'mastodon'
  | 'bluesky'

/** One place of the sample: a feed or an API under a logical host, with the oddities of its kind. */
export interface Place {
  readonly name: string
  readonly host: string
  /** Of a feed; an API owns its whole host. */
  readonly path: string
  readonly format: PlaceFormat
  readonly title: string
  readonly lang: string
  readonly encoding?: 'utf-8' | 'windows-1252' | 'iso-8859-1'
  readonly dates?: 'rfc822' | 'est' | 'iso' | 'spanish' | 'none'
  readonly body?: 'escaped' | 'cdata' | 'content' | 'xhtml' | 'text'
  readonly ids?: 'permalink' | 'tag' | 'none'
  readonly writer?: 'name' | 'mail' | 'none'
}

export interface Sample {
  readonly places: readonly Place[]
  readonly posts: readonly SamplePost[]
}

/** The texts of the files `posts.jsonl` and `places.json` of the sample folder. */
export interface SampleFiles {
  readonly posts: string
  readonly places: string
}

/** Throws SyntaxError where a file of the package is damaged. */
export function readSample(files: SampleFiles): Sample {
  const lines = files.posts.split('\n').filter((line) => line !== '')
  return {
    places: JSON.parse(files.places) as readonly Place[],
    posts: lines.map((line) => JSON.parse(line) as SamplePost),
  }
}
