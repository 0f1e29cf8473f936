import type { LedgerEvent, OutcomeKind } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'

/** A promise that nobody kept yet. `event` is what `promise_kept` names. */
export interface OpenPromise {
  readonly event: number
  readonly due: Instant
  readonly madeAt: Instant
  readonly actor: string
  readonly text?: number
}

/** What is settled needs no further word: a solved or not solvable thread has no open promises. */
export function openPromises(
  events: readonly LedgerEvent[],
  outcome: OutcomeKind | undefined,
): readonly OpenPromise[] {
  if (outcome === 'solved' || outcome === 'not-solvable') return []
  const kept = new Set(
    events.flatMap((event) => (event.type === 'promise_kept' ? [event.promise] : [])),
  )
  return events.flatMap((event) =>
    event.type !== 'promised' || kept.has(event.id)
      ? []
      : [
          {
            event: event.id,
            due: event.due,
            madeAt: event.at,
            actor: event.actor,
            ...(event.text === undefined ? {} : { text: event.text }),
          },
        ],
  )
}
