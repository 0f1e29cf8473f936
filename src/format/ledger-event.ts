import type { LedgerEvent } from '../model/ledger.ts'
import type { ZoneClock } from './time.ts'

type Describer<Type extends LedgerEvent['type']> = (
  event: Extract<LedgerEvent, { type: Type }>,
  clock: ZoneClock,
) => string

const DESCRIBERS: { readonly [Type in LedgerEvent['type']]?: Describer<Type> } = {
  post: (event) =>
    `post ${event.post} (${event.side}${event.addressed ? ', addressed' : ''}) was collected`,
  opened: (event) => `opened: ${event.opening} (${event.rule})`,
  seen: () => 'saw it',
  closed: (event) =>
    `closed: ${event.reason}${event.ticket ? `, ${event.channel ?? ''} ${event.ticket}` : ''}`,
  reopened: (event) => `opened again${event.why ? `: ${event.why}` : ''}`,
  snoozed: (event, clock) =>
    `snoozed until ${event.until === 'reply' ? 'they reply' : clock.minute(event.until)}`,
  assigned: (event) => (event.to === null ? 'took the assignment away' : `assigned to ${event.to}`),
  flagged: (event) => `${event.on ? 'flagged' : 'took the flag'} ${event.flag}`,
  labelled: (event) => `${event.on ? 'labelled' : 'took the label'} ${event.label}`,
  noted: () => 'wrote a note',
  corrected: (event) =>
    `corrected: ${[event.sentiment, ...(event.intents ?? [])].filter(Boolean).join(', ')}`,
  prioritised: (event) => `priority ${event.priority}`,
  reply_sent: () => 'answered',
  reply_recorded: () => 'recorded an answer',
  promised: (event, clock) => `promised by ${clock.minute(event.due)}`,
  outcome: (event) =>
    `outcome: ${event.kind} (${event.by === 'us' ? 'we say so' : event.by === 'person' ? 'the person says so' : 'nobody came back'})`,
  edit_detected: (event) => `post ${event.post} was edited`,
  gone_detected: (event) => `post ${event.post} has vanished`,
  undone: (event) => `took event ${event.event} back`,
}

/** An event of the ledger in a few words. */
export function describeEvent(event: LedgerEvent, clock: ZoneClock): string {
  const describe = DESCRIBERS[event.type] as Describer<typeof event.type> | undefined
  return describe?.(event as never, clock) ?? event.type.replaceAll('_', ' ')
}
