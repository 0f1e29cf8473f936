import { isAppError, SourceError } from '../errors.ts'
import type { StreamConnection, StreamEnvironment } from '../sources/source.ts'
import type { ChannelRef } from '../store/store.ts'
import type { PlannedStream } from './plan.ts'
import type { ScanParts } from './scan.ts'
import { knowledgeOf, prepareHeard, sift } from './stream-sift.ts'
import { createStreamWriter, type StreamWriter } from './stream-writer.ts'

/** What happened on a stream, for whoever watches the watch. */
export type StreamNews = { readonly ref: ChannelRef } & (
  | {
      readonly what: 'stored'
      /** Events since the last news. */
      readonly events: number
      readonly added: number
      readonly matched: number
      /** How old the newest event is. */
      readonly behindMs: number | undefined
    }
  | { readonly what: 'broken'; readonly error: string; readonly waitMs: number }
)

export interface StreamParts extends ScanParts {
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>
  readonly random: () => number
  readonly onStream?: (news: StreamNews) => void
  /** For tests: how long news waits for company, and how often health is kept without any. */
  readonly streamPace?: { readonly lingerMs: number; readonly pulseMs: number }
}

/** A connector that stumbles over what it reads is tried again after so long. */
const STUMBLE_MS = 5 * 60_000

/**
 * Listens to one stream until the signal and keeps what concerns us, with the cursor behind it. Its lease is the
 * caller's. `onGap` is called where something may be missing that only the ordinary channels can bring. Throws only
 * what the store throws.
 */
export async function runStream(
  parts: StreamParts,
  planned: PlannedStream,
  onGap: () => void,
): Promise<void> {
  while (!parts.signal.aborted) {
    try {
      await listen(parts, planned, onGap)
    } catch (error) {
      if (isAppError(error) && !(error instanceof SourceError)) throw error
      if (parts.signal.aborted) return
      await keepBreak(parts, planned.ref, toSourceError(error), STUMBLE_MS)
      await parts.wait(STUMBLE_MS, parts.signal)
    }
  }
}

function toSourceError(error: unknown): SourceError {
  if (error instanceof SourceError) return error
  const message = error instanceof Error ? error.message : String(error)
  return new SourceError('unexpected-response', `the stream could not be read: ${message}`, {
    cause: error,
  })
}

async function listen(
  parts: StreamParts,
  planned: PlannedStream,
  onGap: () => void,
): Promise<void> {
  const own = new AbortController()
  const signal = AbortSignal.any([parts.signal, own.signal])
  const knowledge = knowledgeOf(parts.knowledge, planned)
  const { ref, source } = planned
  let failure: { readonly error: unknown } | undefined
  const writer = createStreamWriter(parts.store, planned, {
    now: parts.now,
    ...parts.streamPace,
    prepare: (posts, isBrief) => prepareHeard(parts, planned, knowledge, posts, isBrief),
    onSaved: ({ added, matched }, { events, happenedAt }) => {
      const behindMs = happenedAt === undefined ? undefined : parts.now() - happenedAt
      parts.onStream?.({ ref, what: 'stored', events, added, matched, behindMs })
    },
    onFailure: (error) => {
      failure = { error }
      own.abort()
    },
  })
  const environment = await openEnvironment({ ...parts, signal }, planned, writer)
  try {
    for await (const page of source.stream?.(environment) ?? []) {
      if (page.gap === true) onGap()
      const sifted = await sift(parts.store, ref.platform, knowledge, page, writer.waiting())
      await writer.add(page, sifted)
    }
    if (failure === undefined) await writer.flush()
  } finally {
    writer.pause()
  }
  if (failure !== undefined) throw failure.error
}

async function openEnvironment(
  parts: StreamParts,
  planned: PlannedStream,
  writer: StreamWriter,
): Promise<StreamEnvironment<unknown>> {
  const { channel, setting, handles, ref } = planned
  const known = await parts.store.channelState(ref)
  return {
    settings: setting.settings,
    name: setting.name,
    channel,
    handles,
    http: parts.http,
    now: parts.now,
    signal: parts.signal,
    secret: parts.secret,
    random: parts.random,
    wait: (ms) => parts.wait(ms, parts.signal),
    open: (url, connection) => openSocket(parts, url, connection),
    onBreak: async (error, waitMs) => {
      // First what came before the break, which is a success, then the break.
      await writer.flush()
      writer.pause()
      await keepBreak(parts, ref, error, waitMs)
    },
    ...(known?.state === undefined ? {} : { state: known.state }),
  }
}

/** Loaded with the first stream, because undici takes longer to start than most commands run. */
async function* openSocket(
  parts: StreamParts,
  url: string,
  connection: StreamConnection = {},
): AsyncGenerator<readonly string[]> {
  const { readSocket } = await import('../http/socket.ts')
  const { userAgent } = parts.http
  yield* readSocket(url, {
    ...connection,
    headers: { ...(userAgent ? { 'user-agent': userAgent } : {}), ...connection.headers },
    allowHosts: parts.settings.allowHosts,
    signal: parts.signal,
  })
}

async function keepBreak(
  parts: StreamParts,
  ref: ChannelRef,
  error: SourceError | undefined,
  waitMs: number,
): Promise<void> {
  const broken = error ?? new SourceError('unreachable', 'the server closed the stream')
  const message = parts.withoutSecrets?.(broken.message) ?? broken.message
  const at = parts.now()
  await parts.store.saveFailure(ref, { at, kind: broken.kind, message, notBefore: at + waitMs })
  parts.onStream?.({ ref, what: 'broken', error: message, waitMs })
}
