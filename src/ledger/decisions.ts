import type { Priority } from '../model/config.ts'
import type { LedgerEvent, OutcomeKind } from '../model/ledger.ts'
import type { Instant } from '../model/post.ts'

/** What people decided about a thread; the last word of each kind stands. */
export interface Decisions {
  readonly assigned?: string
  readonly priority: Priority
  readonly outcome?: {
    readonly kind: OutcomeKind
    readonly by: 'person' | 'silence' | 'us'
    readonly at: Instant
    readonly evidence?: number
  }
  readonly escalation?: { readonly owner: string; readonly due?: Instant; readonly at: Instant }
  readonly approvals: readonly { readonly draft: number; readonly actor: string }[]
}

export function readDecisions(events: readonly LedgerEvent[]): Decisions {
  const assigned = lastOf(events, 'assigned')?.to ?? undefined
  const outcome = lastOf(events, 'outcome')
  const escalated = lastOf(events, 'escalated')
  return {
    ...(assigned === undefined ? {} : { assigned }),
    priority: lastOf(events, 'prioritised')?.priority ?? 'normal',
    ...(outcome === undefined
      ? {}
      : {
          outcome: withOptional(
            { kind: outcome.kind, by: outcome.by, at: outcome.at },
            'evidence',
            outcome.evidence,
          ),
        }),
    ...(escalated === undefined
      ? {}
      : {
          escalation: withOptional(
            { owner: escalated.owner, at: escalated.at },
            'due',
            escalated.due,
          ),
        }),
    approvals: events.flatMap((event) =>
      event.type === 'approved' ? [{ draft: event.draft, actor: event.actor }] : [],
    ),
  }
}

function lastOf<Type extends LedgerEvent['type']>(
  events: readonly LedgerEvent[],
  type: Type,
): Extract<LedgerEvent, { type: Type }> | undefined {
  return events.findLast(
    (event): event is Extract<LedgerEvent, { type: Type }> => event.type === type,
  )
}

function withOptional<Value extends object, Key extends string>(
  value: Value,
  key: Key,
  extra: number | undefined,
): Value & { [each in Key]?: number } {
  return extra === undefined ? value : { ...value, [key]: extra }
}
