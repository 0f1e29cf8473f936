import { stringify } from 'yaml'

export interface Brand {
  readonly name: string
  readonly competitors: readonly string[]
  /** Platform and account. */
  readonly handles: readonly (readonly [string, string])[]
  readonly feeds: readonly string[]
  /** Other words that the brand is known by: products, spellings. */
  readonly keywords: readonly string[]
  readonly sources: readonly ProposedSource[]
}

/** A source that a first configuration holds, with what is to be known of it. */
export interface ProposedSource {
  readonly name: string
  readonly comments: readonly string[]
  readonly settings: Readonly<Record<string, unknown>>
  /** Written as a comment: only a person can switch it on. */
  readonly isOff?: boolean
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
            competitors: Object.fromEntries(competitorKeys(brand).map(([key]) => [key, {}])),
          }),
        ]
      : []),
    '# Saved queries. Try one out with: listen query explain NAME',
    block({ queries: queriesOf(brand) }),
    '# Where to look. More types are listed in docs/sources.md. Keys stand in environment variables, never here.',
    sourcesOf(brand.sources),
    '# The promise: complaints and questions addressed to us are answered within this time of their publication.',
    block({ answer: { within: '1h' } }),
  ]
  return `${parts.join('\n')}`
}

function queriesOf(brand: Brand) {
  const words = [...new Set([brand.name, ...brand.keywords])]
  const own = { role: 'brand', match: words.map(phrase).join(' OR ') }
  const others = competitorKeys(brand).map(
    ([key, name]) => [key, { role: 'competitor', match: phrase(name) }] as const,
  )
  return { [keyOf(brand.name)]: own, ...Object.fromEntries(others) }
}

function sourcesOf(sources: readonly ProposedSource[]): string {
  const parts = sources.map(({ name, comments, settings, isOff }) => {
    const lines = block({ [name]: settings })
      .trimEnd()
      .split('\n')
    return [
      ...comments.map((comment) => `  # ${comment.replaceAll(/\s+/g, ' ')}`),
      ...lines.map((line) => (isOff === true ? `  # ${line}` : `  ${line}`)),
    ].join('\n')
  })
  return parts.length === 0 ? block({ sources: {} }) : `sources:\n${parts.join('\n')}\n`
}

function byPlatform(handles: Brand['handles']): Record<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const [platform, account] of handles)
    groups.set(platform, [...(groups.get(platform) ?? []), account])
  return Object.fromEntries(groups)
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

/** Each competitor with a key of its own: C# and C++ are written with the same letters. */
function competitorKeys(brand: Brand): readonly (readonly [string, string])[] {
  const taken = new Set([keyOf(brand.name)])
  return [...new Set(brand.competitors)].map((name) => {
    const key = keyOf(name)
    let free = key
    for (let next = 2; taken.has(free); next++) free = `${key}-${next}`
    taken.add(free)
    return [free, name] as const
  })
}

function block(value: unknown): string {
  return stringify(value, { lineWidth: 0 })
}
