export const ROLES = ['brand', 'competitor', 'topic'] as const
export type Role = (typeof ROLES)[number]

/** A place in a post's stored text, in UTF-16 units, end exclusive. */
export interface Hit {
  readonly field: string
  readonly start: number
  readonly end: number
}

/** The name of the query that stands for "addressed to us, whatever the words". */
export const ADDRESSED_QUERY = 'addressed'

/** A post that a query matched. `version` is the query's version that matched first. */
export interface Mention {
  readonly query: string
  readonly role: Role
  readonly version: number
  readonly hits: readonly Hit[]
  readonly sentiment?: Sentiment
}

export const SENTIMENT_LABELS = ['negative', 'neutral', 'positive'] as const
export type SentimentLabel = (typeof SENTIMENT_LABELS)[number]

/** `score` is −1 to 1; `confidence` 0 to 1. */
export interface Sentiment {
  readonly label: SentimentLabel
  readonly score: number
  readonly confidence: number
}

export const INTENTS = [
  'complaint',
  'question',
  'praise',
  'request',
  'bug',
  'purchase',
  'churn',
  'safety-legal',
  'spam',
  'news',
] as const
export type IntentName = (typeof INTENTS)[number]

export interface Intent {
  readonly name: IntentName
  /** 0 to 1. */
  readonly confidence: number
}

/** What the analysis says of one post. `sentiment` is absent where the language is not covered ("unscored"). */
export interface Analysis {
  readonly version: number
  /** ISO 639-1, or absent when unknown. */
  readonly lang?: string
  readonly sentiment?: Sentiment
  /** True where the strong tier judged the sentiment. */
  readonly strong?: true
  /** Version of the local calibration that the sentiment went through; see `listen analyze --evaluate`. */
  readonly local?: number
  readonly intents: readonly Intent[]
  /** Intents that are possible and not said: a person who must not be overlooked may stand behind them. */
  readonly unsure?: readonly Intent[]
  /** 0 to 1, for complaints. */
  readonly severity?: number
  /** outage, price, quality, delivery, service, billing, other. */
  readonly reason?: string
  /** Words that carried the sentiment, strongest first. */
  readonly words?: readonly { readonly word: string; readonly weight: number }[]
}
