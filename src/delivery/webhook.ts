import { createHmac } from 'node:crypto'
import type { Message } from './message.ts'
import { subjectOf } from './message.ts'

/** The message as data for programs. `key` is the same for a repeat. */
export function webhookBody(message: Message): string {
  const { kind, key, isRepeat, text, data } = message
  return JSON.stringify({
    version: 1,
    kind,
    key,
    repeat: isRepeat,
    subject: subjectOf(message),
    text,
    data,
  })
}

/**
 * Who knows the secret can check that the body is ours and fresh: the hex HMAC-SHA-256 of "TIMESTAMP.BODY", with the
 * timestamp in seconds.
 */
export function signatureHeaders(
  body: string,
  key: string,
  secret: string | undefined,
  now: number,
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1000))
  const known = { 'idempotency-key': key, 'x-listen-timestamp': timestamp }
  if (secret === undefined) return known
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
  return { ...known, 'x-listen-signature': `sha256=${mac}` }
}
