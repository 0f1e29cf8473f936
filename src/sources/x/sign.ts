import { createHash, createHmac } from 'node:crypto'
import type { Instant } from '../../model/post.ts'

/** The keys of an app and of an account of it (OAuth 1.0a); they stay good until they are taken back. */
export interface Keys {
  readonly apiKey: string
  readonly apiSecret: string
  readonly token: string
  readonly secret: string
}

/**
 * The Authorization header of a request by RFC 5849 (HMAC-SHA1). Bodies of JSON are no part of what is signed. `seed` makes
 * the nonce: the same try gives the same header.
 */
export function signRequest(
  request: {
    readonly method: string
    readonly url: string
    readonly at: Instant
    readonly seed: string
  },
  keys: Keys,
): string {
  const url = new URL(request.url)
  const own: Record<string, string> = {
    oauth_consumer_key: keys.apiKey,
    oauth_nonce: createHash('sha256').update(request.seed).digest('hex').slice(0, 32),
    oauth_signature_method: 'HMAC-SHA1',
    oauth_timestamp: String(Math.floor(request.at / 1000)),
    oauth_token: keys.token,
    oauth_version: '1.0',
  }
  const parameters = [...url.searchParams, ...Object.entries(own)]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&')
  const base = [request.method, `${url.origin}${url.pathname}`, parameters].map(encode).join('&')
  const key = `${encode(keys.apiSecret)}&${encode(keys.secret)}`
  const signature = createHmac('sha1', key).update(base).digest('base64')
  const fields = Object.entries({ ...own, oauth_signature: signature })
  return `OAuth ${fields.map(([name, value]) => `${encode(name)}="${encode(value)}"`).join(', ')}`
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
