import type { SearchCapabilities } from '../model/search-capabilities.ts'
import type { NativeGroup, NativeRequest, NativeTerm } from './push-down-types.ts'
import { writeNative } from './push-down-write.ts'

/** Rewrites requests so that the source can take each: more of them, or broader ones, never narrower ones. */
export function fitRequests(
  requests: readonly NativeRequest[],
  capabilities: SearchCapabilities,
): readonly NativeRequest[] {
  const fitted = requests
    .map((request) => withoutPhrases(request, capabilities))
    .map((request) => withoutNot(request, capabilities))
    .flatMap((request) => withoutOr(request, capabilities))
    .map((request) => withoutAnd(request, capabilities))
    .flatMap((request) => withinLimits(request, capabilities))
  const seen = new Map(fitted.map((request) => [writeNative(request), request]))
  return [...seen.values()]
}

/** Without phrases a row of words is asked for word by word, or by its longest word. */
function withoutPhrases(request: NativeRequest, capabilities: SearchCapabilities): NativeRequest {
  if (capabilities.phrase) return request
  const all = request.all.flatMap((group): readonly NativeGroup[] => {
    const [only] = group
    if (group.length === 1 && only && capabilities.and)
      return only.words.map((word) => [{ words: [word] }])
    return [group.map((term) => ({ words: [longest(term.words)] }))]
  })
  return { all, none: request.none.filter((term) => term.words.length === 1) }
}

function longest(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), '')
}

function withoutNot(request: NativeRequest, capabilities: SearchCapabilities): NativeRequest {
  return capabilities.not ? request : { all: request.all, none: [] }
}

/** Without OR, groups with one term are enough; where there is none, the smallest group is asked for one by one. */
function withoutOr(
  request: NativeRequest,
  capabilities: SearchCapabilities,
): readonly NativeRequest[] {
  if (capabilities.or) return [request]
  const required = request.all.filter((group) => group.length === 1)
  if (required.length > 0) return [{ all: required, none: request.none }]
  const smallest =
    [...request.all].sort((a, b) => a.length - b.length || rarity(b) - rarity(a))[0] ?? []
  return smallest.map((term) => ({ all: [[term]], none: request.none }))
}

/** Without AND only one group can be asked for: the one that finds least. */
function withoutAnd(request: NativeRequest, capabilities: SearchCapabilities): NativeRequest {
  if (capabilities.and) return request
  const [best] = byRarity(request.all)
  return { all: best ? [best] : [], none: request.none }
}

/** Long words are rare, and few alternatives find less than many. */
function rarity(group: NativeGroup): number {
  return Math.min(...group.map((term) => term.words.join('').length)) / group.length
}

function byRarity(groups: readonly NativeGroup[]): readonly NativeGroup[] {
  return [...groups].sort((a, b) => rarity(b) - rarity(a))
}

/** Drops exclusions, then the groups that narrow least, then splits the last group. */
function withinLimits(
  request: NativeRequest,
  capabilities: SearchCapabilities,
): readonly NativeRequest[] {
  if (fits(request, capabilities)) return [request]
  if (request.none.length > 0)
    return withinLimits(
      { all: request.all, none: request.none.slice(0, request.none.length >> 1) },
      capabilities,
    )
  if (request.all.length > 1)
    return withinLimits({ all: fewerGroups(request.all), none: [] }, capabilities)
  return splitGroup(request.all[0] ?? [], capabilities)
}

/** The rarer half of the groups, in their order; the size halves so that long lists end soon. */
function fewerGroups(groups: readonly NativeGroup[]): readonly NativeGroup[] {
  const kept = new Set(
    byRarity(groups).slice(0, groups.length > 8 ? groups.length >> 1 : groups.length - 1),
  )
  return groups.filter((group) => kept.has(group))
}

function splitGroup(
  group: NativeGroup,
  capabilities: SearchCapabilities,
): readonly NativeRequest[] {
  const [only] = group
  if (group.length <= 1) return only ? [{ all: [[cutTerm(only, capabilities)]], none: [] }] : []
  const middle = group.length >> 1
  const halves = [group.slice(0, middle), group.slice(middle)]
  return halves.flatMap((half) => withinLimits({ all: [half], none: [] }, capabilities))
}

/** A phrase that is too long for the source is asked for by as many of its words as fit, in a row. */
function cutTerm(term: NativeTerm, capabilities: SearchCapabilities): NativeTerm {
  let { words } = term
  while (words.length > 1 && !fits({ all: [[{ words }]], none: [] }, capabilities))
    words = words.slice(0, -1)
  return { words }
}

function fits(request: NativeRequest, capabilities: SearchCapabilities): boolean {
  const { maxLength, maxTerms } = capabilities
  const terms = request.all.flat().length + request.none.length
  if (maxTerms !== undefined && terms > maxTerms) return false
  return maxLength === undefined || writeNative(request).length <= maxLength
}
