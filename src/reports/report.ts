import type { Settings } from '../config/settings.ts'
import type { Instant } from '../model/post.ts'
import type { Tree } from '../query/tree.ts'
import type { Period, Store } from '../store/store.ts'
import type { ReportDocument } from './document.ts'

/** What a report is built from. */
export interface ReportRequest {
  readonly store: Store
  readonly settings: Settings
  readonly now: Instant
  readonly zone: string
  readonly period: Period
  /** Only posts that the expression finds. */
  readonly tree?: Tree
}

/** One report: a name in the registry, and how its document is built. Same store, same request, same document. */
export interface Report {
  readonly name: string
  readonly summary: string
  readonly build: (request: ReportRequest) => Promise<ReportDocument>
}

/** A row of the registry; the report's code is loaded when it is asked for. */
export interface ReportEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Report>
}
