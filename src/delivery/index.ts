import type { DeliveryTarget } from '../config/settings.ts'
import { AppError } from '../errors.ts'
import type { HttpClient } from '../model/http.ts'
import { writeFileWhole } from '../system/files.ts'
import type { DeliveryResult, DeliveryWay, Message } from './message.ts'
import { subjectOf } from './message.ts'
import { postJson } from './post-json.ts'

export interface DeliveryOptions {
  readonly http: () => HttpClient
  readonly allowHosts: readonly string[]
  readonly now: () => number
  /** Where relative paths of files stand. */
  readonly resolvePath: (path: string) => string
}

type Bodies = Readonly<Record<'slack' | 'discord' | 'teams', (message: Message) => Promise<string>>>

const BODIES: Bodies = {
  slack: async (message) => (await import('./slack.ts')).slackBody(message),
  discord: async (message) => (await import('./discord.ts')).discordBody(message),
  teams: async (message) => (await import('./teams.ts')).teamsBody(message),
}

/** The way out that a target of the configuration names. */
export function openWay(target: DeliveryTarget, options: DeliveryOptions): DeliveryWay {
  return { name: target.name, deliver: (message) => deliver(target, message, options) }
}

async function deliver(
  target: DeliveryTarget,
  message: Message,
  options: DeliveryOptions,
): Promise<DeliveryResult> {
  if (target.missing !== undefined)
    return { state: 'failed', error: `the environment variable ${target.missing} is not set` }
  switch (target.type) {
    case 'mail': {
      const { sendMail } = await import('./mail.ts')
      return sendMail(target, message)
    }
    case 'file':
      return writeMessage(options.resolvePath(target.path), message)
    case 'webhook':
      return callWebhook(target, message, options)
    default: {
      const body = await BODIES[target.type](message)
      return postJson({ ...common(options), url: target.url, body })
    }
  }
}

async function callWebhook(
  target: Extract<DeliveryTarget, { type: 'webhook' }>,
  message: Message,
  options: DeliveryOptions,
): Promise<DeliveryResult> {
  const { signatureHeaders, webhookBody } = await import('./webhook.ts')
  const body = webhookBody(message)
  const headers = signatureHeaders(body, message.key, target.secret, options.now())
  return postJson({ ...common(options), url: target.url, body, headers })
}

function common({ http, allowHosts }: DeliveryOptions) {
  return { http: http(), allowHosts }
}

/** A file that programs pick up is replaced by the next message, whole or not at all. */
async function writeMessage(path: string, message: Message): Promise<DeliveryResult> {
  const text = path.endsWith('.html')
    ? message.html
    : path.endsWith('.json')
      ? `${JSON.stringify(message.data)}\n`
      : `Subject: ${subjectOf(message)}\n\n${message.text}`
  try {
    await writeFileWhole(path, [text], { force: true })
    return { state: 'delivered' }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { state: 'failed', error: error.message }
  }
}
