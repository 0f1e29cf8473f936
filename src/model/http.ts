/** ETag and Last-Modified as the server sent them. */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

export interface HttpGet {
  readonly url: string
  /** Sent to the first origin only; dropped on a redirect to another. Secrets belong here, never into logs. */
  readonly headers?: Readonly<Record<string, string>>
  readonly validators?: Validators
  /** Cap on the decoded body; the default is the client's (10 MiB). */
  readonly maxBytes?: number
  readonly signal?: AbortSignal
  /** Replaces the client's request deadline (30 s). */
  readonly timeoutMs?: number
  /**
   * Least time between two requests to this origin. A wait beyond the client's patience is not waited for: it
   * throws `rate-limited` with `retryAfterSeconds`.
   */
  readonly gapMs?: number
  /** Replaces the client's patience for this gap, and for the rest that a service asks for. */
  readonly patienceMs?: number
  /** Names the requests that share a limit of the service with this one; absent: all of its origin. */
  readonly bucket?: string
  /** Answers also with a body that ended early or grew too large, and says why in `cut`; else that throws. */
  readonly partial?: boolean
  /** Reads an answer that is no success in the dialect of its service; undefined leaves it to the client. */
  readonly explain?: (answer: HttpAnswer) => Error | undefined
}

export interface HttpSend extends HttpGet {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body: string
  readonly contentType: string
}

export interface HttpAnswer {
  readonly status: number
  /** After redirects. */
  readonly url: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** Decoded (content-encoding removed); empty on 304. */
  readonly body: Uint8Array
  readonly validators: Validators
  /** Where a chain of permanent redirects (301, 308) ended, if the first hop was one. */
  readonly movedTo?: string
  /** How long the server asks to wait, in seconds, by Retry-After or a reset header; at most a day. */
  readonly waitSeconds?: number
  /** Why the body is not whole; only where `partial` was asked for. Neither validators nor cursor may move then. */
  readonly cut?: string
}

/**
 * The one door to the network. `get` answers 200, 203, 204 and 304; everything else throws a SourceError whose kind
 * and `retryAfterSeconds` say why. Connection errors and 5xx are tried again (GET only, at most 3 times).
 */
export interface HttpClient {
  get(request: HttpGet): Promise<HttpAnswer>
  /** Never repeated, never redirected. Answers any status: the caller decides. Throws only when there was no answer. */
  send(request: HttpSend): Promise<HttpAnswer>
  /** What `make` gave the first time, for the life of this client: a login, a look-up. A failure is not kept. */
  remember?<Value>(key: string, make: () => Promise<Value>): Promise<Value>
  forget?(key: string): void
  /** A service asked in its own words to be left alone: requests for the URL's origin wait so long, or are refused. */
  rest?(url: string, seconds: number, bucket?: string): void
  /** Who asks, for connections that are made beside this client. */
  readonly userAgent?: string
  close(): Promise<void>
}
