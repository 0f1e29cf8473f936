import { SourceError } from '../errors.ts'
import type { HttpClient } from '../model/http.ts'
import type { DeliveryResult } from './message.ts'

export interface PostOptions {
  readonly http: HttpClient
  readonly url: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
  /** Hosts that may be reached without TLS. */
  readonly allowHosts: readonly string[]
}

/** A gateway that lost its own upstream cannot say whether the message arrived. */
const DOUBTFUL: readonly number[] = [408, 502, 504]
const PATIENCE = 20_000

/** Posts JSON once; no redirect is followed. The path of a webhook is its secret, so errors name the host alone. */
export async function postJson(options: PostOptions): Promise<DeliveryResult> {
  const { http, url, body, headers = {}, allowHosts } = options
  if (!URL.canParse(url)) return { state: 'failed', error: 'the webhook address is not a URL' }
  const { protocol, host, hostname } = new URL(url)
  const isTrusted = allowHosts.some((each) => each === hostname || each === host)
  if (protocol !== 'https:' && !isTrusted)
    return { state: 'failed', error: `${host} is not reached by https, so nothing was sent` }
  try {
    const { status } = await http.send({
      method: 'POST',
      url,
      body,
      headers,
      contentType: 'application/json; charset=utf-8',
      timeoutMs: PATIENCE,
    })
    return resultOf(status, host)
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    const isClear = error.notSent || error.kind === 'blocked'
    return { state: isClear ? 'failed' : 'doubt', error: error.message }
  }
}

function resultOf(status: number, host: string): DeliveryResult {
  if (status >= 200 && status < 300) return { state: 'delivered' }
  const isRedirect = status >= 300 && status < 400
  const error = `${host} answered ${status}${isRedirect ? '; redirects are not followed' : ''}`
  return { state: DOUBTFUL.includes(status) ? 'doubt' : 'failed', error }
}
