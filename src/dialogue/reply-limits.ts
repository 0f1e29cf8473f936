import { type LengthMeasure, measureLength } from '../text/lengths.ts'
import type { MeasuredLength } from './advice.ts'

interface Limit {
  readonly limit: number
  readonly measure: LengthMeasure
  readonly unit: string
}

/** What each site takes in one answer, counted as it counts. Some servers allow more; the source has the last word. */
const LIMITS: Readonly<Record<string, readonly Limit[]>> = {
  bluesky: [
    { limit: 300, measure: 'graphemes', unit: 'characters' },
    { limit: 3000, measure: 'utf8-bytes', unit: 'bytes' },
  ],
  mastodon: [{ limit: 500, measure: 'code-points', unit: 'characters' }],
  reddit: [{ limit: 10_000, measure: 'code-points', unit: 'characters' }],
  x: [{ limit: 280, measure: 'x-weighted', unit: 'characters' }],
}

/** How long a text is on a platform by the limit that it comes nearest to; undefined where none is known. */
export function lengthOn(platform: string, text: string): MeasuredLength | undefined {
  const measured = (LIMITS[platform] ?? []).map(({ limit, measure, unit }) => ({
    count: measureLength(text, measure),
    limit,
    unit,
  }))
  return measured.toSorted((a, b) => b.count / b.limit - a.count / a.limit)[0]
}
