const UNITS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** "30m", "1h", "14d" → milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(s|min|m|h|d|w)\s*$/.exec(text)
  if (!found) return undefined
  const unit = UNITS[found[2] ?? ''] ?? 0
  return Math.round(Number(found[1]) * unit)
}
