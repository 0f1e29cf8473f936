import type { RawTarget } from './delivery-schema.ts'
import type { DeliveryTarget } from './settings.ts'

export interface ReadTargets {
  readonly targets: readonly DeliveryTarget[]
  readonly missing: readonly { readonly variable: string; readonly key: string }[]
  readonly secrets: readonly string[]
}

/** Ways out with the values of their environment variables; without a name they are called by their type. */
export function readTargets(
  raw: readonly RawTarget[],
  key: string,
  environment: Readonly<Record<string, string | undefined>>,
): ReadTargets {
  const missing: { variable: string; key: string }[] = []
  const secrets: string[] = []
  const seen = new Map<string, number>()
  const targets = raw.map((target, index) => {
    const own: string[] = []
    const secret = (field: string, reference: string): string => {
      const variable = reference.slice(2, -1)
      const value = environment[variable]
      if (value) secrets.push(value)
      else {
        own.push(variable)
        missing.push({ variable, key: `${key}.${index}.${field}` })
      }
      return value ?? ''
    }
    const count = (seen.get(target.type) ?? 0) + 1
    seen.set(target.type, count)
    const name = target.name ?? (count === 1 ? target.type : `${target.type}-${count}`)
    const read = toTarget(target, name, secret)
    return own[0] === undefined ? read : { ...read, missing: own[0] }
  })
  return { targets, missing, secrets }
}

function toTarget(
  raw: RawTarget,
  name: string,
  secret: (field: string, reference: string) => string,
): DeliveryTarget {
  switch (raw.type) {
    case 'mail':
      return {
        type: 'mail',
        name,
        addresses: typeof raw.address === 'string' ? [raw.address] : raw.address,
        server: raw.server,
        port: raw.port ?? { tls: 465, starttls: 587, auto: 25, none: 25 }[raw.tls],
        tls: raw.tls,
        ...(raw.from === undefined ? {} : { from: raw.from }),
        ...(raw.user === undefined ? {} : { user: raw.user }),
        ...(raw.password === undefined ? {} : { password: secret('password', raw.password) }),
      }
    case 'file':
      return { type: 'file', name, path: raw.path }
    case 'webhook':
      return {
        type: 'webhook',
        name,
        url: secret('url', raw.url),
        ...(raw.secret === undefined ? {} : { secret: secret('secret', raw.secret) }),
      }
    default:
      return { type: raw.type, name, url: secret('url', raw.url) }
  }
}
