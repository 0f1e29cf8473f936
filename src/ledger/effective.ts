import type { LedgerEvent } from '../model/ledger.ts'

/**
 * The events that count: what was undone is left out, and so are the undoings themselves. An undone undoing
 * brings its event back, at any depth. An undoing reaches only events before it.
 */
export function effectiveEvents(events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  const ordered = inOrder(events)
  if (!ordered.some((event) => event.type === 'undone')) return ordered
  const killed = new Set<number>()
  const kept: LedgerEvent[] = []
  for (const event of ordered.toReversed()) {
    if (killed.has(event.id)) continue
    if (event.type !== 'undone') kept.push(event)
    else if (event.event < event.id) killed.add(event.event)
  }
  return kept.reverse()
}

function inOrder(events: readonly LedgerEvent[]): readonly LedgerEvent[] {
  const sorted = events.every(
    (event, index) => index === 0 || (events[index - 1]?.id ?? 0) <= event.id,
  )
  return sorted ? events : events.toSorted((a, b) => a.id - b.id)
}
