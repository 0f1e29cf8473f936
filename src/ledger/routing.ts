import type { LedgerEvent } from '../model/ledger.ts'

/** Where the events of several threads belong after merges and splits. */
export interface Routes {
  /** The events of each thread that still counts, in order; a merged thread keeps its own decisions. */
  readonly events: ReadonlyMap<number, readonly LedgerEvent[]>
  /** Merged thread → the thread that took it in, directly. */
  readonly mergedInto: ReadonlyMap<number, number>
  /** Thread → the thread that its posts came from by a split. */
  readonly splitFrom: ReadonlyMap<number, number>
}

/** Events about one post follow it; the rest of a conversation follows its thread; decisions stay where they were made. */
const DECISIONS: ReadonlySet<LedgerEvent['type']> = new Set([
  'closed',
  'reopened',
  'snoozed',
  'assigned',
  'prioritised',
  'outcome',
  'escalated',
  'merged',
  'split',
])

/** `events` are effective ones (nothing undone), in order, of every thread that a merge or split connects. */
export function routeEvents(events: readonly LedgerEvent[]): Routes {
  const map = mapHomes(events)
  const routed = new Map<number, LedgerEvent[]>()
  for (const event of events) {
    const home = homeOf(event, map)
    const list = routed.get(home)
    if (list === undefined) routed.set(home, [event])
    else list.push(event)
  }
  return { events: routed, mergedInto: map.mergedInto, splitFrom: map.splitFrom }
}

interface Homes {
  readonly postHome: Map<number, number>
  readonly mergedInto: Map<number, number>
  readonly splitFrom: Map<number, number>
}

function mapHomes(events: readonly LedgerEvent[]): Homes {
  const homes: Homes = { postHome: new Map(), mergedInto: new Map(), splitFrom: new Map() }
  for (const event of events) {
    if (event.type === 'post') {
      if (!homes.postHome.has(event.post))
        homes.postHome.set(event.post, resolve(event.thread, homes.mergedInto))
    } else if (event.type === 'merged') merge(event.thread, event.into, homes)
    else if (event.type === 'split') split(event.thread, event.posts, event.to, homes)
  }
  return homes
}

function merge(thread: number, into: number, homes: Homes): void {
  const target = resolve(into, homes.mergedInto)
  if (target === thread || homes.mergedInto.has(thread)) return
  homes.mergedInto.set(thread, target)
  for (const [post, home] of homes.postHome) if (home === thread) homes.postHome.set(post, target)
}

function split(thread: number, posts: readonly number[], to: number, homes: Homes): void {
  const from = resolve(thread, homes.mergedInto)
  if (to === from) return
  const taken = homes.mergedInto.has(to)
  if (taken && resolve(to, homes.mergedInto) !== from) return
  if (taken) homes.mergedInto.delete(to)
  else homes.splitFrom.set(to, from)
  for (const post of posts) if (homes.postHome.get(post) === from) homes.postHome.set(post, to)
}

function homeOf(event: LedgerEvent, homes: Homes): number {
  if (DECISIONS.has(event.type)) return event.thread
  const post = 'post' in event ? event.post : undefined
  const home = post === undefined ? undefined : homes.postHome.get(post)
  return home ?? resolve(event.thread, homes.mergedInto)
}

function resolve(thread: number, mergedInto: ReadonlyMap<number, number>): number {
  let at = thread
  for (let next = mergedInto.get(at); next !== undefined; next = mergedInto.get(at)) at = next
  return at
}
