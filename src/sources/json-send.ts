import { SourceError } from '../errors.ts'
import type { HttpAnswer, HttpClient } from '../model/http.ts'
import { bodyOf, errorMessage, limited, saysTooOften } from './json-answer.ts'

export interface SentJson {
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: object | string
  readonly contentType?: string
  readonly method?: 'POST' | 'PUT'
  readonly bucket?: string
}

/** Sends once and reads the answer as JSON, whatever its status says. Throws only when there was no answer. */
export async function sendJson(
  http: HttpClient,
  request: SentJson,
): Promise<{ readonly answer: HttpAnswer; readonly data: unknown }> {
  const answer = await http.send({
    method: request.method ?? 'POST',
    url: request.url,
    headers: { accept: 'application/json', ...request.headers },
    body: typeof request.body === 'string' ? request.body : JSON.stringify(request.body),
    contentType: request.contentType ?? 'application/json',
    ...(request.bucket === undefined ? {} : { bucket: request.bucket }),
  })
  return { answer, data: bodyOf(answer) }
}

/** What a refusal means. The hint says how to log in, where that is the trouble. */
export function refusalOf(answer: HttpAnswer, data: unknown, hint?: string): SourceError {
  const message = errorMessage(data) ?? `it answered with status ${answer.status}`
  if (answer.status === 429 || saysTooOften(message)) return limited(message, answer)
  const options = hint === undefined ? {} : { hint }
  if (answer.status === 401 || answer.status === 403) {
    return new SourceError('unauthorized', `it says: ${message} (status ${answer.status})`, options)
  }
  const kind = answer.status >= 500 ? 'unreachable' : 'unexpected-response'
  return new SourceError(kind, `it says: ${message} (status ${answer.status})`)
}

/** Whether an answer to a write leaves open what happened: the server broke while it was at it. */
export function isUnclear(answer: HttpAnswer): boolean {
  return answer.status >= 500 || answer.status === 408
}

/** The outcome of a write that threw: certain only when nothing left this machine. */
export function outcomeOf(error: unknown): { outcome: 'failed' | 'unknown'; error: SourceError } {
  const known =
    error instanceof SourceError ? error : new SourceError('unexpected-response', String(error))
  return { outcome: known.notSent ? 'failed' : 'unknown', error: known }
}
