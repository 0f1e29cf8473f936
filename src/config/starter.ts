import { stringify } from 'yaml'

export interface Brand {
  readonly name: string
  readonly competitors: readonly string[]
  /** Platform and account. */
  readonly handles: readonly (readonly [string, string])[]
  readonly feeds: readonly string[]
}

/** A first queries.yaml, commented, for a brand. Names come from a person: every value is written as YAML data. */
export function starterConfiguration(brand: Brand): string {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC'
  const parts = [
    '# What listen looks for and where. Every key is explained in queries.example.yaml of the package.',
    block({ version: 1, timezone: zone }),
    '# Our own accounts by platform: their posts are ours, and posts to them are addressed to us.',
    block({ brand: { name: brand.name, handles: byPlatform(brand.handles) } }),
    ...(brand.competitors.length > 0
      ? [
          block({
            competitors: Object.fromEntries(brand.competitors.map((name) => [keyOf(name), {}])),
          }),
        ]
      : []),
    '# Saved queries. Try one out with: listen query explain NAME',
    block({ queries: queriesOf(brand) }),
    '# Where to look. hn needs no key; more types are listed in docs/sources.md.',
    block({ sources: sourcesOf(brand) }),
    '# The promise: complaints and questions addressed to us are answered within this time of their publication.',
    block({ answer: { within: '1h' } }),
  ]
  return `${parts.join('\n')}`
}

function queriesOf(brand: Brand) {
  const own = { role: 'brand', match: phrase(brand.name) }
  const others = brand.competitors.map(
    (name) => [keyOf(name), { role: 'competitor', match: phrase(name) }] as const,
  )
  return { [keyOf(brand.name)]: own, ...Object.fromEntries(others) }
}

function sourcesOf(brand: Brand) {
  const feeds =
    brand.feeds.length > 0 ? { feeds: { type: 'feed', urls: brand.feeds, every: '30m' } } : {}
  return { hn: { type: 'hackernews', every: '15m' }, ...feeds }
}

function byPlatform(handles: Brand['handles']): Record<string, string[]> {
  const groups: Record<string, string[]> = {}
  for (const [platform, account] of handles) {
    groups[platform] ??= []
    groups[platform].push(account)
  }
  return groups
}

/** A name as an expression: in quotes, so that no word of it is read as an operator. */
function phrase(name: string): string {
  return `"${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

function keyOf(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
      .replaceAll(/^-|-$/g, '') || 'brand'
  )
}

function block(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}
