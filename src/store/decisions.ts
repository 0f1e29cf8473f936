import type { CloseReason, LedgerEventBody } from '../model/ledger.ts'
import type { TriageAction } from './store.ts'
import type { KeptFacts } from './thread-states.ts'

/** What is decided about a thread as a whole. */
export type Decision = Exclude<
  TriageAction,
  { type: 'seen' | 'flag' | 'label' | 'note' | 'correct' | 'credit' }
>

/** What the ledger must be told; nothing where the thread is as wished already. */
export function decisionBodies(
  action: Decision,
  facts: KeptFacts | undefined,
): readonly LedgerEventBody[] {
  if (action.type === 'keep-promises') {
    return (facts?.promises ?? []).map(({ event }) => ({ type: 'promise_kept', promise: event }))
  }
  const body = decisionBody(action, facts)
  return body === undefined ? [] : [body]
}

function decisionBody(
  action: Exclude<Decision, { type: 'keep-promises' }>,
  facts: KeptFacts | undefined,
): LedgerEventBody | undefined {
  switch (action.type) {
    case 'assign':
      return (facts?.assigned ?? null) === action.to
        ? undefined
        : { type: 'assigned', to: action.to }
    case 'snooze':
      return facts?.snoozedUntil === action.until
        ? undefined
        : { type: 'snoozed', until: action.until }
    case 'close':
      return closingBody(action, facts)
    case 'reopen':
      return facts?.status === 'closed' || facts?.snoozedUntil !== undefined
        ? { type: 'reopened' }
        : undefined
    case 'prioritise':
      return (facts?.priority ?? 'normal') === action.priority
        ? undefined
        : { type: 'prioritised', priority: action.priority }
    default:
      return wordBody(action)
  }
}

/** What is said again on purpose. */
function wordBody(
  action: Extract<Decision, { type: 'promise' | 'outcome' | 'escalate' }>,
): LedgerEventBody {
  switch (action.type) {
    case 'promise':
      return { type: 'promised', due: action.due }
    case 'outcome':
      return {
        type: 'outcome',
        kind: action.kind,
        by: action.by,
        ...(action.evidence === undefined ? {} : { evidence: action.evidence }),
      }
    case 'escalate':
      return {
        type: 'escalated',
        owner: action.owner,
        ...(action.due === undefined ? {} : { due: action.due }),
      }
  }
}

function closingBody(
  action: Extract<Decision, { type: 'close' }>,
  facts: KeptFacts | undefined,
): LedgerEventBody | undefined {
  if (facts?.status === 'closed' && facts.closing?.reason === action.reason) return undefined
  return {
    type: 'closed',
    reason: action.reason as CloseReason,
    ...(action.channel === undefined ? {} : { channel: action.channel }),
    ...(action.ticket === undefined ? {} : { ticket: action.ticket }),
  }
}
