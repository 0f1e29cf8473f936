import type { GenericSchema } from 'valibot'
import type { HttpClient, Validators } from '../model/http.ts'
import type { Instant, Post } from '../model/post.ts'
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
  /** Paths of the files in a folder, sorted; undefined when the path is not a folder. */
  readonly listFolder?: (path: string) => Promise<readonly string[] | undefined>
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
  /** Environment variables that hold its secrets, with where to get them. */
  readonly secrets?: readonly { readonly variable: string; readonly required: boolean; readonly help: string }[]
  /** Pure: the channels that these settings and queries need. */
  channels(plan: PlanRequest<Settings>): readonly Channel[]
  read(channel: Channel, environment: ReadEnvironment<Settings>): AsyncGenerator<Page>
}
