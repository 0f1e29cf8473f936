import type { GenericSchema } from 'valibot'
import type { SourceError } from '../errors.ts'
import type { HttpClient, Validators } from '../model/http.ts'
import type { Author, Instant, Post } from '../model/post.ts'
import type { SearchCapabilities } from '../model/search-capabilities.ts'
import type { Tree } from '../query/tree.ts'

export type { SearchCapabilities } from '../model/search-capabilities.ts'

/** What a source can do; what it cannot is said by `listen sources`. */
export interface Capabilities {
  /** What its search takes; absent: it cannot search, everything is filtered here. */
  readonly search?: SearchCapabilities
  readonly mentions: boolean
  readonly ownPosts: boolean
  readonly threads: boolean
  readonly likers: boolean
  readonly stream: boolean
  readonly reply: boolean
}

/** One URL or one native request of a source: state, validators, cursor, health belong to it. */
export interface Channel {
  /** Stable and unique within the platform: the URL or the native request without secrets. */
  readonly key: string
  /** For people: host and path, or the native query. */
  readonly label: string
  /** The saved queries that it serves; absent: all. */
  readonly queries?: readonly string[]
  /** Posts of this channel are addressed to us (mentions, replies, our review page). */
  readonly addressed?: boolean
  /** Posts of named accounts, ours among them: read before the others, so that what answers them is known. */
  readonly accounts?: boolean
  /** Anything the source needs to make the request; plain JSON. */
  readonly request?: unknown
}

/** What a source is asked to plan its channels from. */
export interface PlanRequest<Settings> {
  readonly settings: Settings
  readonly queries: readonly { readonly name: string; readonly tree: Tree }[]
  /** Our handles on this platform. */
  readonly handles: readonly string[]
  readonly competitorHandles: Readonly<Record<string, readonly string[]>>
  /** Whether a secret is there: what a source can plan may depend on it. */
  readonly secret?: (variable: string) => string | undefined
}

/** One answer of a channel, newest posts first. It is stored whole, with `state`, or not at all. */
export interface Page {
  readonly posts: readonly Post[]
  /** What the next run needs to go on from here; plain JSON, owned by the source. Absent: unchanged. */
  readonly state?: unknown
  readonly validators?: Validators
  readonly notModified?: boolean
  /** False when the document was cut or a cap was reached: neither validators nor cursor may move. */
  readonly complete: boolean
  /** Said to the user when something is odd but not wrong: a cap, a ring, a moved feed. */
  readonly notice?: string
  /** The source's wish: do not ask this channel again before so many seconds have passed. */
  readonly nextInSeconds?: number
  /** In so many seconds the publisher expects news. A hint for who has no schedule: `every:` and `--now` stand above it. */
  readonly hintSeconds?: number
}

/** What a service charges for, and how much of it a source may take in a month. */
export interface SpendingLimit {
  /** What is counted, in the plural: posts. */
  readonly unit: string
  readonly month: number
  /** What one costs, as last known, and who says so. */
  readonly price: string
}

/** Counts what a service charges for, over runs and processes. */
export interface Meter {
  /** Takes up to so many of what is left of the month's limit; what is not settled counts as used. */
  take(wanted: number, limit: number): Promise<number>
  /** What came of a taking. A name that was charged for on this day (UTC) is not charged for again. */
  settle(taken: number, names: readonly string[]): Promise<void>
}

/** What a source may use while it reads. */
export interface ReadEnvironment<Settings> {
  readonly settings: Settings
  /** The configured name of the source. */
  readonly name: string
  readonly http: HttpClient
  readonly now: () => Instant
  /** The state of the channel as the last page of the last run left it. */
  readonly state?: unknown
  readonly validators?: Validators
  /** How far back to go when there is no state. */
  readonly since?: Instant
  readonly maxPages: number
  readonly maxItems: number
  readonly signal?: AbortSignal
  /** Reads local files for sources that name them (feed). Injected: rooms above own the disk. */
  readonly readFile?: (path: string) => Promise<Uint8Array>
  /** The value of an environment variable that `secrets` names, for what the settings leave out. */
  readonly secret?: (variable: string) => string | undefined
  /** For a source whose service charges; see `spending`. */
  readonly meter?: Meter
  /** Paths of the files in a folder, sorted; undefined when the path is not a folder. */
  readonly listFolder?: (path: string) => Promise<readonly string[] | undefined>
}

/** Which conversation to read again. */
export interface ThreadRequest {
  /** The platform's id of its first post. */
  readonly thread: string
  /** Posts of it that are known: some platforms start from one of these. */
  readonly posts: readonly { readonly id: string; readonly url?: string }[]
}

/** A conversation as it stands now. */
export interface ThreadAnswer {
  readonly posts: readonly Post[]
  /** Ids that the platform shows as deleted. */
  readonly gone: readonly string[]
  /** The conversation itself is gone, and all of its posts with it: where it is a place with a name of its own. */
  readonly isOver?: boolean
  /** False when more of it exists than was read: a post that is missing here may still stand. */
  readonly complete: boolean
  readonly nextInSeconds?: number
}

/** Somebody who liked or shared a post of ours. */
export interface Approval {
  readonly author: Author
  readonly how: 'like' | 'share'
  readonly at?: Instant
}

/** An answer to be published. */
export interface ReplyRequest {
  /** The post that is answered. */
  readonly to: Pick<Post, 'id' | 'url' | 'thread' | 'parent' | 'author'>
  readonly text: string
  /** Stays the same over all tries of one answer; made from it is whatever key the platform knows. */
  readonly key: string
  /** When the answer was approved; stays the same over all tries. */
  readonly at: Instant
  readonly lang?: string
}

/** What became of an answer: `sent` is certain, so is `failed`; `unknown` must be looked up, never sent again. */
export type ReplyResult =
  | { readonly outcome: 'sent'; readonly post: Post }
  | { readonly outcome: 'failed' | 'unknown'; readonly error: SourceError }

/** What a source may use for a single question: a thread, likers, a reply. */
export type AskEnvironment<Settings> = Pick<
  ReadEnvironment<Settings>,
  'settings' | 'name' | 'http' | 'now' | 'signal' | 'secret' | 'meter'
>

/** How a stream is connected to. */
export interface StreamConnection {
  /** Sent with the handshake, to that address only. */
  readonly headers?: Readonly<Record<string, string>>
  /** Said as soon as the connection stands. */
  readonly greeting?: readonly string[]
}

/** What a source may use while it listens. */
export interface StreamEnvironment<Settings> {
  readonly settings: Settings
  readonly name: string
  /** What `streamChannel` planned. */
  readonly channel: Channel
  /** Accounts that count for us, ours and competitors', as the configuration names them. */
  readonly handles: readonly string[]
  readonly http: HttpClient
  readonly now: () => Instant
  /** The state of the last page that was stored: listening goes on from there. */
  readonly state?: unknown
  readonly signal: AbortSignal
  readonly secret?: (variable: string) => string | undefined
  /** Opens a connection and gives its messages, all that came together at once; first an empty array: it stands. */
  readonly open: (url: string, connection?: StreamConnection) => AsyncGenerator<readonly string[]>
  /** Resolves after the time, or at once when the signal says so. */
  readonly wait: (ms: number) => Promise<void>
  /** 0 to 1; spreads the waits. */
  readonly random: () => number
  /** Told of every break, before the wait. */
  readonly onBreak?: (error: SourceError | undefined, waitMs: number) => Promise<void>
}

/** A page of a stream: also what was deleted meanwhile. The first after each connection may be empty. */
export interface StreamPage extends Page {
  readonly gone: readonly string[]
  /** How many events it stands for, of what nature ever. */
  readonly events: number
  /** When the newest of them happened, by the clock of the platform. */
  readonly happenedAt?: Instant
  /** Its posts lack what a page of the platform shows of them (pictures, names); an ordinary reading completes them. */
  readonly brief?: boolean
  /** What happened before it may be missing: the ordinary channels must be read. */
  readonly gap?: boolean
}

/** One connector: a typed object. It yields posts newest first and knows nothing of storage. */
export interface Source<Settings = unknown> {
  /** The type in queries.yaml and the platform of its posts, unless a post says otherwise. */
  readonly platform: string
  readonly name: string
  readonly homepage: string
  /** One sentence for the documentation: what it reads. */
  readonly summary: string
  readonly settings: GenericSchema<unknown, Settings>
  readonly capabilities: Capabilities
  /** What it shows only in part, in plain words; said by `listen sources`. */
  readonly partly?: string
  /** Environment variables that hold its secrets, with where to get them. */
  readonly secrets?: readonly {
    readonly variable: string
    readonly required: boolean
    readonly help: string
  }[]
  /** The limit that stands unless the settings name another; absent: the service is free of charge. */
  spending?(settings: Settings): SpendingLimit
  /** Pure: the channels that these settings and queries need. */
  channels(plan: PlanRequest<Settings>): readonly Channel[]
  read(channel: Channel, environment: ReadEnvironment<Settings>): AsyncGenerator<Page>
  /** Pure: what can be listened to; undefined where the settings or a missing secret forbid it. Where `capabilities.stream`. */
  streamChannel?(plan: PlanRequest<Settings>): Channel | undefined
  /** All that is new as it happens, until the signal; it reconnects by itself. Matched by the caller. */
  stream?(environment: StreamEnvironment<Settings>): AsyncGenerator<StreamPage>
  /** Names, followers of authors that a stream gives by their id alone, as far as they can be had. Never throws. */
  nameAuthors?(
    posts: readonly Post[],
    environment: AskEnvironment<Settings>,
  ): Promise<readonly Post[]>
  /** The later posts of a conversation; where `capabilities.threads`. */
  thread?(wanted: ThreadRequest, environment: AskEnvironment<Settings>): Promise<ThreadAnswer>
  /** Who liked or shared a post; where `capabilities.likers`. */
  likers?(
    post: Pick<Post, 'id' | 'url'>,
    environment: AskEnvironment<Settings>,
  ): Promise<readonly Approval[]>
  /** Publishes an answer, one request that is never repeated; where `capabilities.reply`. */
  reply?(wanted: ReplyRequest, environment: AskEnvironment<Settings>): Promise<ReplyResult>
  /** Looks whether an answer whose outcome is unknown stands; undefined when it does not. */
  findReply?(wanted: ReplyRequest, environment: AskEnvironment<Settings>): Promise<Post | undefined>
  /** Where a person writes the answer, for platforms that take none from programs. */
  replyUrl?(to: Pick<Post, 'id' | 'url'>): string | undefined
}
