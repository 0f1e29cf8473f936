import type { Settings } from '../config/settings.ts'
import type { Instant } from '../model/post.ts'
import type { Tree } from '../query/tree.ts'
import type { Period, Store } from '../store/store.ts'
import type { DialogueReaders } from './dialogue-data.ts'
import type { ReportDocument } from './document.ts'

/** What every report is built from. */
export interface BasicRequest {
  readonly store: Store
  readonly settings: Settings
  readonly now: Instant
  readonly zone: string
  readonly period: Period
  /** Only posts that the expression finds. */
  readonly tree?: Tree
}

/** The same with the dialogue's figures. */
export interface ReportRequest extends BasicRequest {
  readonly dialogue: DialogueReaders
}

/** One report: a name in the registry, and how its document is built. Same store, same request, same document. */
export interface Report<Request extends BasicRequest = ReportRequest> {
  readonly name: string
  readonly summary: string
  readonly build: (request: Request) => Promise<ReportDocument>
}

/** A row of the registry; the report's code is loaded when it is asked for. */
export interface ReportEntry {
  readonly name: string
  readonly summary: string
  readonly load: () => Promise<Report>
}
