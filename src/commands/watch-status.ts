import { formatNumber } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import { formatAge } from '../format/time.ts'
import type { Instant } from '../model/post.ts'
import type { StreamNews } from '../scan/stream.ts'

/** The rate is that of so long a time. */
const WINDOW_MS = 30_000
/** A delay below is none. */
const BEHIND_MS = 15_000

interface Heard {
  readonly counts: { readonly at: Instant; readonly events: number }[]
  behindMs: number | undefined
  brokenUntil: Instant | undefined
}

/** What the status line says of the streams. */
export interface StreamStatus {
  add(news: StreamNews): void
  /** Such as "sky 43 posts/s"; empty without streams. */
  text(): string
}

export function createStreamStatus(now: () => Instant): StreamStatus {
  const sources = new Map<string, Heard>()
  const heardOf = (source: string): Heard => {
    const heard = sources.get(source) ?? { counts: [], behindMs: undefined, brokenUntil: undefined }
    sources.set(source, heard)
    return heard
  }
  return {
    add: (news) => {
      const heard = heardOf(news.ref.source)
      if (news.what === 'broken') {
        heard.brokenUntil = now() + news.waitMs
        return
      }
      heard.brokenUntil = undefined
      heard.behindMs = news.behindMs
      heard.counts.push({ at: now(), events: news.events })
    },
    text: () =>
      [...sources]
        .map(([source, heard]) => `${safeLine(source)} ${wordsFor(heard, now())}`)
        .join('; '),
  }
}

function wordsFor(heard: Heard, now: Instant): string {
  if (heard.brokenUntil !== undefined)
    return `not connected, again in ${formatAge(Math.max(0, heard.brokenUntil - now))}`
  while ((heard.counts[0]?.at ?? now) < now - WINDOW_MS) heard.counts.shift()
  const events = heard.counts.reduce((sum, { events: each }) => sum + each, 0)
  const seconds = Math.max(1, (now - (heard.counts[0]?.at ?? now)) / 1000)
  const rate = `${formatNumber(Math.round(events / seconds))} posts/s`
  const isLate = heard.behindMs !== undefined && heard.behindMs > BEHIND_MS
  return isLate ? `${rate}, ${formatAge(heard.behindMs ?? 0)} behind` : rate
}
