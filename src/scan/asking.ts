import type { SourceError } from '../errors.ts'
import type { Instant } from '../model/post.ts'
import type { AskEnvironment } from '../sources/source.ts'
import type { ChannelRef, StoredPost } from '../store/store.ts'
import type { PlannedChannel } from './plan.ts'
import type { ScanParts } from './scan.ts'
import { createMeter } from './spending.ts'

/** What a source may use for a single question after its channels were read: a conversation, who liked a post. */
export function askEnvironment(
  parts: ScanParts,
  { setting }: PlannedChannel,
): AskEnvironment<unknown> {
  return {
    settings: setting.settings,
    name: setting.name,
    http: parts.http,
    now: parts.now,
    signal: parts.signal,
    secret: parts.secret,
    meter: createMeter(parts.store, setting.name, parts.now),
  }
}

/** The source that found the post, else the one that asks the post's own site, else any of its platform. */
export function chooseReader(
  able: readonly PlannedChannel[],
  post: StoredPost,
): PlannedChannel | undefined {
  const same = able.filter(({ ref }) => ref.platform === post.platform)
  return (
    same.find(({ setting }) => setting.name === post.source) ??
    same.find(({ setting }) => isOwnSite(setting.settings.endpoint, post)) ??
    same[0]
  )
}

function isOwnSite(endpoint: unknown, { url }: StoredPost): boolean {
  if (typeof endpoint !== 'string' || url === undefined) return false
  if (!URL.canParse(endpoint) || !URL.canParse(url)) return false
  return new URL(endpoint).host === new URL(url).host
}

/** When it was asked last; one that must wait counts as asked now. */
export async function lastReadOf(parts: ScanParts, ref: ChannelRef): Promise<Instant> {
  const state = await parts.store.channelState(ref)
  const waits = state?.notBefore !== undefined && state.notBefore > parts.now()
  return waits ? parts.now() : (state?.lastAttemptAt ?? 0)
}

/** Keeps why it could not be asked, and until when the source wants a rest. `message` holds no secret any more. */
export async function keepFailure(
  parts: ScanParts,
  ref: ChannelRef,
  { kind, retryAfterSeconds }: Pick<SourceError, 'kind' | 'retryAfterSeconds'>,
  message: string,
): Promise<void> {
  const at = parts.now()
  await parts.store.saveFailure(ref, {
    at,
    kind,
    message,
    ...(retryAfterSeconds === undefined ? {} : { notBefore: at + retryAfterSeconds * 1000 }),
  })
}
