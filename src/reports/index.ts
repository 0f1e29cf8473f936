import type { ReportEntry } from './report.ts'

/** Every report, in the order of the documentation. */
export const REPORTS: readonly ReportEntry[] = [
  {
    name: 'overview',
    summary:
      'volume, feeling and share of voice by query, by day and by source; what waits for an answer',
    load: async () => (await import('./overview.ts')).overview,
  },
]
