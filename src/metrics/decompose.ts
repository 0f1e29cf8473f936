/** One counted thing of two periods with what it belongs to. */
export interface Counted {
  readonly period: 'before' | 'now'
  /** The dimensions: source, author, cluster, query version … to their value. */
  readonly facets: Readonly<Record<string, string>>
}

/** What one value of one dimension adds to a change. */
export interface Driver {
  readonly dimension: string
  readonly value: string
  readonly before: number
  readonly now: number
  /** now − before. */
  readonly change: number
  /** Percentage points of the whole change: change ÷ total before, in %. Undefined when there was nothing before. */
  readonly points?: number
}

export interface Movement {
  readonly before: number
  readonly now: number
  readonly change: number
  /** In %; undefined when there was nothing before. */
  readonly percent?: number
  /** Largest absolute change first. */
  readonly drivers: readonly Driver[]
}

/**
 * Why a count moved: in every dimension the values' changes sum to the whole change, so that a driver's points can be
 * read against the total ("61 of 80 points are one press release").
 */
export function decomposeChange(items: readonly Counted[]): Movement {
  const before = items.filter((item) => item.period === 'before').length
  const now = items.length - before
  const table = new Map<string, { dimension: string; value: string; before: number; now: number }>()
  for (const item of items)
    for (const [dimension, value] of Object.entries(item.facets)) {
      const key = JSON.stringify([dimension, value])
      const row = table.get(key) ?? { dimension, value, before: 0, now: 0 }
      row[item.period] += 1
      table.set(key, row)
    }
  return {
    ...movementOf(before, now),
    drivers: [...table.values()].map((row) => toDriver(row, before)).sort(compareDrivers),
  }
}

/** The same from counts that were summed elsewhere. */
export function decomposeCounts(
  rows: readonly {
    readonly dimension: string
    readonly value: string
    readonly before: number
    readonly now: number
  }[],
  total: { readonly before: number; readonly now: number },
): Movement {
  return {
    ...movementOf(total.before, total.now),
    drivers: rows.map((row) => toDriver(row, total.before)).sort(compareDrivers),
  }
}

function movementOf(before: number, now: number): Omit<Movement, 'drivers'> {
  const change = now - before
  return { before, now, change, ...(before === 0 ? {} : { percent: (100 * change) / before }) }
}

function toDriver(
  row: { dimension: string; value: string; before: number; now: number },
  total: number,
): Driver {
  const change = row.now - row.before
  return { ...row, change, ...(total === 0 ? {} : { points: (100 * change) / total }) }
}

function compareDrivers(a: Driver, b: Driver): number {
  return (
    Math.abs(b.change) - Math.abs(a.change) ||
    compareText(a.dimension, b.dimension) ||
    compareText(a.value, b.value)
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
