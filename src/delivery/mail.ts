import { createHash } from 'node:crypto'
import { createTransport } from 'nodemailer'
import type { MailTarget } from '../config/settings.ts'
import { type DeliveryResult, type Message, subjectOf } from './message.ts'

const PATIENCE = 20_000

/**
 * One mail to the configured addresses, text part first. Addresses come from the configuration only, as objects, so
 * that nothing in a text can add one; the Message-ID follows from the message's key, so that a repeat is recognised.
 */
export async function sendMail(target: MailTarget, message: Message): Promise<DeliveryResult> {
  const [first = ''] = target.addresses
  const from = target.from ?? first
  let began = false
  const transport = createTransport({
    host: target.server,
    port: target.port,
    secure: target.tls === 'tls',
    requireTLS: target.tls === 'starttls',
    ignoreTLS: target.tls === 'none',
    ...(target.user === undefined
      ? {}
      : { auth: { user: target.user, pass: target.password ?? '' } }),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
    debug: true,
    logger: listenFor((line) => {
      if (line === 'DATA') began = true
    }),
  })
  try {
    const { rejected } = await transport.sendMail({
      from: { name: 'listen', address: from },
      to: target.addresses.map((address) => ({ name: '', address })),
      subject: subjectOf(message),
      text: message.text,
      html: message.html,
      messageId: messageIdOf(message.key, from),
      headers: {
        'Auto-Submitted': 'auto-generated',
        ...(message.isRepeat ? { 'X-Listen-Repeat': '1' } : {}),
      },
      disableFileAccess: true,
      disableUrlAccess: true,
    })
    const refused = rejected.map((each: unknown) => addressOf(each))
    return refused.length === 0
      ? { state: 'delivered' }
      : { state: 'delivered', note: `the server refused ${refused.join(', ')}` }
  } catch (error) {
    return resultOf(error, began)
  } finally {
    transport.close()
  }
}

/** The same window gives the same id, in every try. */
export function messageIdOf(key: string, from: string): string {
  const domain = /@([A-Za-z0-9.-]+)$/.exec(from)?.[1] ?? 'localhost'
  return `<${createHash('sha256').update(key).digest('hex').slice(0, 40)}@${domain}>`
}

/** A reply of the server is clear; a silence after the text began to leave is not. */
function resultOf(error: unknown, began: boolean): DeliveryResult {
  const { code, responseCode, response } = error as {
    readonly code?: string
    readonly responseCode?: number
    readonly response?: string
  }
  if (responseCode !== undefined)
    return {
      state: 'failed',
      error: `the mail server answered ${clean(response ?? String(responseCode))}`,
    }
  const why = `the mail server could not be talked to (${code ?? 'unknown'})`
  return { state: began ? 'doubt' : 'failed', error: why }
}

function addressOf(each: unknown): string {
  return typeof each === 'string' ? each : String((each as { address?: unknown }).address)
}

function clean(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 200)
}

/** What the connection says to the server, command by command; nothing of it is kept. */
function listenFor(onCommand: (line: string) => void) {
  const hear = (entry: unknown, line?: unknown) => {
    if ((entry as { tnx?: string } | null)?.tnx === 'client') onCommand(String(line))
  }
  const silent = () => {}
  return {
    level: silent,
    trace: hear,
    debug: hear,
    info: silent,
    warn: silent,
    error: silent,
    fatal: silent,
  }
}
