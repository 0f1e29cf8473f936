import type { Policy, QuerySetting } from '../model/config.ts'
import type { SentimentLabel } from '../model/mention.ts'

/** Accounts by platform. */
export type Handles = Readonly<Record<string, readonly string[]>>

/** One configured source; `settings` is checked by the connector's own schema. */
export interface SourceSetting {
  readonly name: string
  readonly type: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly everyMs?: number
  readonly addressed: boolean
  readonly keepUnmatchedMs?: number
}

/** How the screen is set up. */
export interface InboxSettings {
  /** Tabs of their own: a name and an expression. */
  readonly views: readonly { readonly name: string; readonly match: string }[]
  /** Keys by action, instead of the usual ones. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  readonly theme: 'auto' | 'dark' | 'light' | '16' | 'plain'
}

/** A mail with text and HTML part to fixed addresses. */
export interface MailTarget {
  readonly type: 'mail'
  readonly name: string
  readonly addresses: readonly string[]
  readonly from?: string
  readonly server: string
  readonly port: number
  /** auto: encrypted where the server offers it. */
  readonly tls: 'auto' | 'starttls' | 'tls' | 'none'
  readonly user?: string
  readonly password?: string
}

/** A configured way out for digests and alerts. `missing` names an environment variable that is not set. */
export type DeliveryTarget = { readonly missing?: string } & (
  | MailTarget
  | { readonly type: 'slack' | 'discord' | 'teams'; readonly name: string; readonly url: string }
  | {
      readonly type: 'webhook'
      readonly name: string
      readonly url: string
      readonly secret?: string
    }
  | { readonly type: 'file'; readonly name: string; readonly path: string }
)

/** One rule of `alerts:`. */
export interface AlertRule {
  readonly name: string
  readonly when: 'every' | 'threshold' | 'spike' | 'dip' | 'overdue' | 'person' | 'silence'
  /** An expression of the query language; absent: everything about the brand. */
  readonly match?: string
  readonly withinMs: number
  readonly count: number
  readonly of: 'posts' | 'people' | 'clusters'
  readonly sensitivity: 'low' | 'medium' | 'high'
  /** silence: this source; absent: every one. */
  readonly source?: string
  readonly cooldownMs: number
  /** Heeds neither quiet hours nor the weekly budget. */
  readonly isCritical: boolean
}

export interface AlertSettings {
  readonly rules: readonly AlertRule[]
  readonly to: readonly DeliveryTarget[]
  /** Minutes of the day; the first may be the later one, over midnight. */
  readonly quiet?: readonly [number, number]
  /** So many messages in seven days; what comes later waits in the list of `listen alerts`. */
  readonly weekly: number
}

export interface Settings {
  /** Where it was read from; absent when there is no file. */
  readonly file?: string
  readonly zone: string
  readonly brand?: { readonly name: string; readonly handles: Handles }
  readonly competitors: Readonly<Record<string, Handles>>
  readonly team: readonly string[]
  readonly fragments: Readonly<Record<string, string>>
  readonly queries: readonly QuerySetting[]
  readonly mute: {
    readonly authors: readonly string[]
    readonly sites: readonly string[]
    readonly phrases: readonly string[]
  }
  readonly sources: readonly SourceSetting[]
  readonly policy: Policy
  /** A second person must say yes before an answer goes out. */
  readonly approval: boolean
  readonly allowHosts: readonly string[]
  readonly storePath?: string
  readonly storeShared: boolean
  /** How long posts are kept; absent: for ever. Posts of conversations that want something of us stay. */
  readonly retention: {
    readonly allMs?: number
    readonly sourcesMs: Readonly<Record<string, number>>
  }
  readonly words: Readonly<Record<string, SentimentLabel>>
  /** Absent: no views, the usual keys, the theme that fits. */
  readonly inbox?: InboxSettings
  readonly digestTo: readonly DeliveryTarget[]
  /** Absent: no rules. */
  readonly alerts?: AlertSettings
  /** Environment variables that the file names and that are not set. */
  readonly missingSecrets: readonly { readonly variable: string; readonly key: string }[]
  /** The values of the secrets, to be kept out of every output. */
  readonly secrets: readonly string[]
  /** Where a query's expression stands in the file, for its errors. */
  readonly placeOf: (path: readonly (string | number)[]) => {
    readonly file: string
    readonly line: number
    readonly column: number
  }
}
