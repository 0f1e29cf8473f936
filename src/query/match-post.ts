import type { IntentName, SentimentLabel } from '../model/mention.ts'
import type { Author, Instant, Media, PostKind } from '../model/post.ts'

/** What of a post a query can ask for. A Post is one. What is absent is unknown, and no comparison holds for it. */
export interface MatchablePost {
  readonly title?: string | undefined
  readonly text: string
  readonly platform?: string | undefined
  readonly source?: string | undefined
  readonly kind?: PostKind | undefined
  readonly url?: string | undefined
  readonly author?: Partial<Author> | undefined
  readonly publishedAt?: Instant | undefined
  readonly collectedAt?: Instant | undefined
  readonly lang?: string | undefined
  readonly parent?: string | undefined
  readonly to?: readonly string[] | undefined
  readonly rating?: number | undefined
  readonly likes?: number | undefined
  readonly replies?: number | undefined
  readonly shares?: number | undefined
  readonly views?: number | undefined
  readonly tags?: readonly string[] | undefined
  readonly links?: readonly string[] | undefined
  readonly media?: readonly Media[] | undefined
}

/** What ledger and analysis know of a post: the view fields. What is absent never holds. */
export interface ViewFacts {
  readonly queries?: readonly { readonly query: string; readonly role: string }[] | undefined
  readonly sentiment?: { readonly label: SentimentLabel; readonly score: number } | undefined
  readonly intents?: readonly (IntentName | string)[] | undefined
  readonly addressed?: boolean | undefined
  readonly status?: string | undefined
  readonly overdue?: boolean | undefined
  readonly unseen?: boolean | undefined
  readonly flagged?: boolean | undefined
  readonly answered?: boolean | undefined
  readonly duplicate?: boolean | undefined
  readonly flags?: readonly string[] | undefined
  readonly labels?: readonly string[] | undefined
  readonly assigned?: string | undefined
  readonly priority?: string | undefined
  readonly dueAt?: Instant | undefined
  readonly collectedAt?: Instant | undefined
  readonly cluster?: string | number | undefined
  /** Every name under which the person may be asked for. */
  readonly person?: readonly string[] | undefined
  readonly ladder?: string | undefined
}

export interface MatchContext {
  /** What durations count back from, in milliseconds. */
  readonly now: Instant
  /** IANA zone of written days. */
  readonly zone: string
  /** Our accounts on the post's platform, for `is:addressed`. */
  readonly ownHandles?: readonly string[] | undefined
  /** Where the post's source reads, for `site:` beside the post's own URL. */
  readonly endpoint?: string | undefined
  /** Asked for `lang:` where the post does not tell its language. */
  readonly detectLanguage?: ((post: MatchablePost) => string | undefined) | undefined
  /** Absent outside of views: then no view field holds. */
  readonly view?: ViewFacts | undefined
}
