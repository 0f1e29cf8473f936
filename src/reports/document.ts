import type {
  BarData,
  DistributionData,
  HeatData,
  LineData,
  StackData,
} from '../format/chart-data.ts'
import { formatNumber } from '../format/number.ts'
import type { ZoneClock } from '../format/time.ts'
import type { Instant } from '../model/post.ts'
import type { Period } from '../store/store.ts'

/** A report as data: every format is drawn from this, so that no two formats can say different things. */
export interface ReportDocument {
  /** Its name in the registry, such as overview. */
  readonly report: string
  readonly title: string
  /** What the figures cover: ISO instants, zone, queries. */
  readonly scope: ReportScope
  readonly blocks: readonly Block[]
}

export interface ReportScope {
  readonly from: string
  readonly to: string
  /** The same for people: 2026-11-17 09:30 to 2026-11-24 09:30. */
  readonly period: string
  readonly zone: string
  readonly asOf: string
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | TableBlock
  | ChartBlock

export interface TableBlock {
  readonly kind: 'table'
  /** Machine name, for JSON and CSV. */
  readonly name: string
  readonly title: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly CellValue[])[]
  /** What to say instead of an empty table. */
  readonly empty?: string
  /** A command that shows the posts behind the figures. */
  readonly more?: string
}

export interface TableColumn {
  readonly name: string
  readonly title: string
  readonly align?: 'left' | 'right'
  /** How a number is written; plain when absent. */
  readonly as?: 'percent' | 'signed-percent' | 'signed' | 'count' | 'minutes' | 'link'
}

export type CellValue = string | number | null

/** A chart; every format draws the same numbers. */
export type ChartBlock = { readonly kind: 'chart'; readonly name: string } & (
  | { readonly form: 'line'; readonly data: LineData }
  | { readonly form: 'bars'; readonly data: BarData }
  | { readonly form: 'stack'; readonly data: StackData }
  | { readonly form: 'heat'; readonly data: HeatData }
  | { readonly form: 'distribution'; readonly data: DistributionData }
)

/** The scope of a document over a period, in the clock's zone. */
export function toScope(period: Period, now: Instant, clock: ZoneClock): ReportScope {
  return {
    from: clock.iso(period.from),
    to: clock.iso(period.to),
    period: `${clock.minute(period.from)} to ${clock.minute(period.to)}`,
    zone: clock.zone,
    asOf: clock.iso(now),
  }
}

/** A cell as people read it. */
export function formatCell(value: CellValue, as: TableColumn['as']): string {
  if (value === null) return '–'
  if (typeof value === 'string' || as === undefined) return String(value)
  return WRITERS[as](value)
}

const WRITERS: Readonly<Record<NonNullable<TableColumn['as']>, (value: number) => string>> = {
  link: String,
  count: (value) => formatNumber(value),
  percent: (value) => `${Math.round(value * 100)} %`,
  'signed-percent': (value) =>
    `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(Math.round(value * 100))} %`,
  signed: (value) => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${Math.abs(Math.round(value))}`,
  minutes: (value) =>
    value < 120
      ? `${Math.round(value)} min`
      : value < 2880
        ? `${(value / 60).toFixed(1)} h`
        : `${(value / 1440).toFixed(1)} d`,
}
