import { pushDown } from '../../query/push-down.ts'
import { writeNative } from '../../query/push-down-write.ts'
import type { Channel, PlanRequest } from '../source.ts'

const NO_SHARES = ' -is:retweet'
/** Room for the brackets around the whole, and around each part. */
const BRACKETS = 4

interface Part {
  readonly text: string
  readonly query?: string
}

/**
 * As few requests as the length limit permits: a post that several queries find is paid for and read once. What is
 * said to our accounts is part of them; what our accounts and competitors say stands apart, since it is read first.
 */
export function combinedChannels(
  plan: Pick<PlanRequest<unknown>, 'queries' | 'handles' | 'competitorHandles'>,
  maxLength: number,
): readonly Channel[] {
  const room = maxLength - NO_SHARES.length - BRACKETS
  const accounts = [...plan.handles, ...Object.values(plan.competitorHandles).flat()]
  const own = plan.handles.flatMap(plainHandle)
  return [
    ...pack(
      accounts.flatMap(plainHandle).map((handle) => ({ text: `from:${handle}` })),
      room,
    ).map((group) => ({ ...toChannel(group), accounts: true, queries: [] })),
    ...pack([...addressedParts(own), ...queryParts(plan, room)], room).map(toChannel),
  ]
}

function addressedParts(own: readonly string[]): readonly Part[] {
  return own.flatMap((handle) => [{ text: `@${handle}` }, { text: `to:${handle}` }])
}

function queryParts(
  plan: Pick<PlanRequest<unknown>, 'queries'>,
  maxLength: number,
): readonly Part[] {
  const search = { phrase: true, and: true, or: true, not: true, maxLength }
  return plan.queries.flatMap(({ name, tree }) =>
    pushDown(tree, search).requests.map((request) => ({ text: writeNative(request), query: name })),
  )
}

/** Fills requests in order, each part into the first that has room for it. */
function pack(parts: readonly Part[], room: number): readonly (readonly Part[])[] {
  const groups: Part[][] = []
  for (const part of parts) {
    const known = groups.flat().some(({ text }) => text === part.text)
    const group = known
      ? groups.find((one) => one.some(({ text }) => text === part.text))
      : groups.find((one) => writeGroup([...one, part]).length <= room)
    if (group === undefined) groups.push([part])
    else group.push(part)
  }
  return groups
}

function writeGroup(parts: readonly Part[]): string {
  const texts = [...new Set(parts.map(({ text }) => text))]
  if (texts.length === 1) return texts[0] ?? ''
  return texts.map((text) => (isSingle(text) ? text : `(${text})`)).join(' OR ')
}

/** One word, or one phrase in quotes. */
function isSingle(text: string): boolean {
  return !/\s/.test(text.replace(/"[^"]*"/g, ''))
}

function toChannel(parts: readonly Part[]): Channel {
  const words = writeGroup(parts)
  const text = `${/ OR | /.test(words) ? `(${words})` : words}${NO_SHARES}`
  const queries = [...new Set(parts.flatMap(({ query }) => query ?? []))]
  return {
    key: `search ${text}`,
    label: `search: ${words}`,
    queries,
    request: { kind: 'search', text },
  }
}

/** Names as the service has them; one that is none would spoil the whole request. */
function plainHandle(handle: string): readonly string[] {
  const name = handle.replace(/^@/, '')
  return /^\w{1,15}$/.test(name) ? [name] : []
}
