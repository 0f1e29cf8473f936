import type { SearchCapabilities } from '../model/search-capabilities.ts'
import { toNativeQueries } from './native-queries.ts'
import type { Channel, PlanRequest } from './source.ts'

/**
 * One channel for each native search that the queries need; queries that need the same one share it. `scope` tells
 * apart what is searched (an endpoint, a site) where a source searches several.
 */
export function searchChannels(
  plan: Pick<PlanRequest<unknown>, 'queries'>,
  search: SearchCapabilities,
  scope = '',
): readonly Channel[] {
  const byText = new Map<string, string[]>()
  for (const { name, tree } of plan.queries) {
    for (const text of toNativeQueries(tree, search)) {
      byText.set(text, [...(byText.get(text) ?? []), name])
    }
  }
  const prefix = scope === '' ? 'search' : `search ${scope}`
  return [...byText].map(([text, queries]) => ({
    key: `${prefix} ${text}`,
    label: scope === '' ? `search: ${text}` : `${scope}: ${text}`,
    queries,
    request: { kind: 'search', text },
  }))
}
