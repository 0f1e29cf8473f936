import type { Media } from '../../model/post.ts'
import type { ParsedDate } from './dates.ts'

export interface ParsedPerson {
  readonly name?: string
  readonly email?: string
  readonly url?: string
}

/** One item of a feed as written there; texts are plain, URLs absolute where a base is known. */
export interface ParsedItem {
  /** guid, atom:id, rdf:about or JSON Feed's id, as written. */
  readonly id?: string
  /** http(s); a relative link stays as written where the document tells no base. */
  readonly link?: string
  readonly title?: string
  /** "" where the item has none. */
  readonly text: string
  readonly textCut: boolean
  readonly authors: readonly ParsedPerson[]
  readonly published?: ParsedDate
  readonly edited?: ParsedDate
  readonly tags: readonly string[]
  /** http(s) links in the text and related ones, without the item's own. */
  readonly links: readonly string[]
  readonly media: readonly Media[]
  readonly lang?: string
  /** How many comments the feed counts. */
  readonly comments?: number
  readonly commentsUrl?: string
  /** As media:statistics counts them. */
  readonly views?: number
  /** The id of the item that this one answers (RFC 4685). */
  readonly inReplyTo?: string
}

/** A document that is a feed. */
export interface ParsedFeed {
  /** rss, rdf, atom or json, with the version that the document states. */
  readonly format: string
  readonly title?: string
  /** The site that the feed belongs to. */
  readonly link?: string
  readonly lang?: string
  readonly authors: readonly ParsedPerson[]
  /** In the order of the document. */
  readonly items: readonly ParsedItem[]
  /** False when the end of the root element was not seen or a cap was reached. */
  readonly complete: boolean
  /** rel=next and rel=prev-archive of RFC 5005, next_url of JSON Feed. */
  readonly next?: string
  /** What the feed asks of its readers: seconds between visits. */
  readonly refreshSeconds?: number
  /** Hours of the day in UTC at which nothing new will come. */
  readonly skipHours: readonly number[]
  /** Odd, not wrong: caps, damage. */
  readonly notices: readonly string[]
}

/** A document that is none, and why. */
export interface FeedFailure {
  readonly failure: 'empty' | 'html' | 'not-a-feed' | 'bad-json'
  /** Lower case: what the document is. */
  readonly message: string
}

export function isFailure(result: ParsedFeed | FeedFailure): result is FeedFailure {
  return 'failure' in result
}
