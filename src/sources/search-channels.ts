import type { SearchCapabilities } from '../model/search-capabilities.ts'
import { type NativeRequest, pushDown } from '../query/push-down.ts'
import { writeNative } from '../query/push-down-write.ts'
import type { Channel, PlanRequest } from './source.ts'

export interface SearchPlan {
  readonly search: SearchCapabilities
  /** Tells apart what is searched (a site, a server) where a source searches several. */
  readonly scope?: string
  /** How the service writes a request; the common way unless told. */
  readonly write?: (request: NativeRequest) => string
}

/**
 * One channel for each native search that the queries need; queries that need the same one share it. A query of
 * which no word must be in a post has none: nothing can be searched for.
 */
export function searchChannels(
  plan: Pick<PlanRequest<unknown>, 'queries'>,
  { search, scope, write = writeNative }: SearchPlan,
): readonly Channel[] {
  const byText = new Map<string, string[]>()
  for (const { name, tree } of plan.queries) {
    const texts = new Set(pushDown(tree, search).requests.map((request) => write(request)))
    for (const text of texts) byText.set(text, [...(byText.get(text) ?? []), name])
  }
  return [...byText].map(([text, queries]) => ({
    key: scope === undefined ? `search ${text}` : `search ${scope} ${text}`,
    label: scope === undefined ? `search: ${text}` : `${scope}: ${text}`,
    queries,
    request: { kind: 'search', text },
  }))
}
