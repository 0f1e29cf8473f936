/** 0.423 → "42 %"; small shares keep one digit after the point. */
export function formatPercent(share: number, digits?: number): string {
  if (!Number.isFinite(share)) return '–'
  const percent = share * 100
  const shown = digits ?? (percent !== 0 && Math.abs(percent) < 10 ? 1 : 0)
  return `${trimZero(percent.toFixed(shown))} %`
}

/** "+12", "−3", "0": a real minus sign, so that it never reads as a hyphen. */
export function formatSigned(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return '–'
  const text = Math.abs(value).toFixed(digits)
  if (Number(text) === 0) return text
  return value < 0 ? `−${text}` : `+${text}`
}

/** A share with its interval: "42 % (38–47)". Shares are 0 to 1. */
export function formatInterval(share: number, low: number, high: number): string {
  return `${formatPercent(share, 0)} (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)})`
}

/** 1234567 → "1,234,567"; a fraction keeps at most `digits`. */
export function formatNumber(value: number, digits = 0): string {
  if (!Number.isFinite(value)) return '–'
  const [whole = '', fraction] = Math.abs(value).toFixed(digits).split('.')
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, ',')
  return `${value < 0 ? '−' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** 1234 → "1.2k", 5600000 → "5.6M": for narrow columns and axes. */
export function formatShort(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e6) return `${trimZero((value / 1e6).toFixed(1))}M`
  if (size >= 1e3) return `${trimZero((value / 1e3).toFixed(1))}k`
  return trimZero(value.toFixed(size < 10 ? 1 : 0))
}

/** "1 post", "2 posts". */
export function formatCount(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}

/** 1536 → "1.5 KB" (1024 bytes). */
export function formatBytes(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB']
  let size = bytes
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 ? size : trimZero(size.toFixed(1))} ${units[unit]}`
}

function trimZero(text: string): string {
  return text.replace(/\.0+$/, '')
}
