import * as v from 'valibot'
import { likenessOf } from './identity.ts'
import type { ParsedItem } from './parsed.ts'

/** Items that are remembered of a feed from one run to the next. */
const MAX_REMEMBERED = 500

const schema = v.object({
  /** Identity and likeness (see identity.ts) of the items of the last document. */
  items: v.array(v.tuple([v.string(), v.string()])),
  /** The feed that was found by a page, when the configured address is a page. */
  found: v.optional(v.string()),
  /** Files by what they held. */
  files: v.optional(v.record(v.string(), v.string())),
})

/** What a channel of a feed keeps between runs. */
export type FeedMemory = v.InferOutput<typeof schema>

/** The memory that a channel's state holds; empty when it holds none that can be understood. */
export function toMemory(state: unknown): FeedMemory {
  const parsed = v.safeParse(schema, state)
  return parsed.success ? parsed.output : { items: [] }
}

/**
 * Gives items their earlier identity back when only their id or host has changed: the likeness is known, its identity
 * is gone from the document, and no other item looks the same.
 */
export function keepIdentities(
  items: readonly ParsedItem[],
  identities: readonly string[],
  memory: FeedMemory,
): readonly string[] {
  const earlier = new Map(
    memory.items
      .filter(([, likeness]) => likeness !== '')
      .map(([identity, likeness]) => [likeness, identity]),
  )
  if (earlier.size === 0) return identities
  const present = new Set(identities)
  const likenesses = items.map(likenessOf)
  const counts = new Map<string, number>()
  for (const likeness of likenesses)
    if (likeness !== undefined) counts.set(likeness, (counts.get(likeness) ?? 0) + 1)
  return identities.map((identity, index) => {
    const likeness = likenesses[index]
    const before =
      likeness === undefined || counts.get(likeness) !== 1 ? undefined : earlier.get(likeness)
    return before !== undefined && !present.has(before) ? before : identity
  })
}

/** The memory after a document with these items. */
export function remember(
  items: readonly ParsedItem[],
  identities: readonly string[],
): FeedMemory['items'] {
  return items
    .slice(0, MAX_REMEMBERED)
    .map((item, index): [string, string] => [identities[index] as string, likenessOf(item) ?? ''])
}
