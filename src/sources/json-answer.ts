import * as v from 'valibot'
import { SourceError, type SourceErrorKind } from '../errors.ts'
import type { HttpAnswer, HttpClient, HttpGet } from '../model/http.ts'
import type { Post } from '../model/post.ts'
import { parseJson } from './json.ts'

const DEFAULT_WAIT_SECONDS = 900
const LIMIT_WORDS =
  /rate.?limit|too many requests|slow down|throttl|quota|try again (?:later|in)|abuse detection|wait a few minutes/i
const LOGIN_WORDS =
  /unauthori[sz]ed|authenticat|invalid (?:token|key|api)|expired token|not logged in|forbidden/i

/** An answer that was read; undefined where the service says that nothing changed (204, 304). */
export interface JsonAnswer<Data> {
  readonly answer: HttpAnswer
  readonly data: Data
}

/**
 * Gets JSON and checks its shape. What is no data, although the status says 200, is an error: a challenge or login
 * page, an empty body, an error object.
 */
export async function readJson<Data>(
  http: HttpClient,
  request: HttpGet,
  schema: v.GenericSchema<unknown, Data>,
): Promise<JsonAnswer<Data> | undefined> {
  const answer = await http.get({
    ...request,
    headers: { accept: 'application/json', ...request.headers },
    explain: (refusal) => request.explain?.(refusal) ?? explainBySelf(refusal),
  })
  if (answer.status === 204 || answer.status === 304) return undefined
  try {
    return { answer, data: checkShape(readBody(answer), schema) }
  } catch (error) {
    // "Too often" with status 200 holds for the whole service as well.
    if (error instanceof SourceError && error.kind === 'rate-limited')
      http.rest?.(request.url, error.retryAfterSeconds ?? DEFAULT_WAIT_SECONDS, request.bucket)
    throw error
  }
}

/** The items that can be read, and how many cannot. */
export function readItems<Item>(
  items: readonly unknown[],
  schema: v.GenericSchema<unknown, Item>,
  toPost: (item: Item) => Post | undefined,
): { readonly posts: readonly Post[]; readonly unreadable: number } {
  const posts: Post[] = []
  let unreadable = 0
  for (const item of items) {
    const result = v.safeParse(schema, item)
    if (!result.success) unreadable += 1
    else {
      const post = toPost(result.output)
      if (post !== undefined) posts.push(post)
    }
  }
  if (unreadable > 0 && unreadable === items.length) {
    throw new SourceError('unexpected-response', `none of the ${unreadable} items could be read`)
  }
  return { posts, unreadable }
}

/** Whether the service said that there is no such thing, or no longer. */
export function isMissing(error: unknown): boolean {
  if (!(error instanceof SourceError)) return false
  return error.kind === 'gone' || /\bstatus 404\b/.test(error.message)
}

const MESSAGE_KEYS = [
  'error_message',
  'message',
  'error_description',
  'detail',
  'error',
  'errors',
  'reason',
  'title',
]

/** The message of an error object in the spellings that services use; undefined when there is none. */
export function errorMessage(data: unknown): string | undefined {
  if (typeof data === 'string') return data === '' ? undefined : plain(data)
  if (Array.isArray(data)) return errorMessage(data[0])
  if (typeof data !== 'object' || data === null) return undefined
  const fields = data as Record<string, unknown>
  for (const key of MESSAGE_KEYS) {
    const message = errorMessage(fields[key])
    if (message !== undefined) return message
  }
  return undefined
}

/** Whether a service's words say "too often". */
export function saysTooOften(message: string): boolean {
  return LIMIT_WORDS.test(message)
}

/** The body of an answer as JSON, or undefined when it is something else. */
export function bodyOf(answer: HttpAnswer): unknown {
  try {
    return parseJson(answer.body)
  } catch {
    return undefined
  }
}

function readBody(answer: HttpAnswer): unknown {
  const page = readPage(answer)
  if (page !== undefined) throw new SourceError('unexpected-response', page)
  return parseJson(answer.body)
}

/** What to say of a web page where data was expected. */
function readPage(answer: HttpAnswer): string | undefined {
  const start = Buffer.from(answer.body.subarray(0, 4096)).toString('utf8').trimStart()
  if (!start.startsWith('<')) return undefined
  const title = /<title[^>]*>([^<]{1,200})/i.exec(start)?.[1]
  const named = title === undefined ? '' : `: "${plain(title)}"`
  return `it sent a web page instead of data, perhaps a challenge or a login${named}`
}

function checkShape<Data>(value: unknown, schema: v.GenericSchema<unknown, Data>): Data {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const message = typeof value === 'object' ? errorMessage(value) : undefined
  if (message !== undefined) throw toServiceError(message, value)
  const issue = result.issues[0]
  const path = issue.path?.map((step) => String(step.key)).join('.') ?? ''
  throw new SourceError(
    'unexpected-response',
    `the answer has not the documented shape${path === '' ? '' : ` (at ${path})`}`,
  )
}

function toServiceError(message: string, value: unknown): SourceError {
  const code = codeIn(value)
  if (code === 429 || LIMIT_WORDS.test(message)) return limited(message)
  const kind =
    code === 401 || code === 403 || LOGIN_WORDS.test(message)
      ? 'unauthorized'
      : 'unexpected-response'
  return new SourceError(kind, `it says: ${message}`)
}

function codeIn(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { code, status, error } = value as Record<string, unknown>
  for (const one of [code, status]) if (typeof one === 'number') return one
  return typeof error === 'object' ? codeIn(error) : undefined
}

// A service's own words say more than a status. Limits and logins by status keep the client's reading of them.
function explainBySelf(answer: HttpAnswer): SourceError | undefined {
  if (answer.status === 429 || answer.status === 401 || answer.status >= 500) return undefined
  const message = errorMessage(bodyOf(answer))
  if (message === undefined) return undefined
  if (LIMIT_WORDS.test(message)) return limited(message, answer)
  return new SourceError(kindOf(answer.status), `it says: ${message} (status ${answer.status})`)
}

/** The error of a limit that the service told in words, with the wait that its headers name. */
export function limited(message: string, answer?: HttpAnswer): SourceError {
  return new SourceError('rate-limited', `it says: ${message}`, {
    retryAfterSeconds: answer?.waitSeconds ?? DEFAULT_WAIT_SECONDS,
  })
}

function kindOf(status: number): SourceErrorKind {
  if (status === 403) return 'unauthorized'
  return status === 410 ? 'gone' : 'unexpected-response'
}

function plain(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .trim()
    .slice(0, 200)
    .toWellFormed()
}
