import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import { listOf } from '../json-fields.ts'
import type { Approval, ThreadAnswer } from '../source.ts'
import { ask, type Environment, LOGIN_HINT, serverHost } from './ask.ts'
import { toAuthor, toPost } from './post.ts'
import {
  accountSchema,
  accountsSchema,
  contextSchema,
  searchSchema,
  statusSchema,
  type WireStatus,
} from './wire.ts'

/** A conversation as this server knows it, from its first post. */
export async function readThread(thread: string, environment: Environment): Promise<ThreadAnswer> {
  try {
    const { first, others, complete } = await readWhole(thread, environment)
    const statuses = [first, ...others]
    const uris = new Map(statuses.map((status) => [status.id, status.uri]))
    const place = {
      source: environment.name,
      now: environment.now(),
      host: serverHost(environment),
      uriOf: (id: string) => uris.get(id),
      thread: first.uri,
    }
    const posts = statuses.filter(isPublic).map((status) => toPost(status, place))
    // A stranger is shown 60 answers and no more.
    return { posts, gone: [], complete: complete && statuses.length < 60 }
  } catch (error) {
    if (
      error instanceof SourceError &&
      (error.kind === 'gone' || /not ?found|\b404\b/i.test(error.message))
    ) {
      return { posts: [], gone: [thread], complete: false }
    }
    throw error
  }
}

interface Context {
  readonly first: WireStatus
  readonly above: readonly WireStatus[]
  readonly others: readonly WireStatus[]
  readonly complete: boolean
}

/** From an answer only its own line of the conversation is seen: the way leads up to the first post. */
async function readWhole(thread: string, environment: Environment): Promise<Context> {
  const asked = await readContext(
    await readStatus(await localId(thread, environment), environment),
    environment,
  )
  const [top] = asked.above
  return top === undefined ? asked : readContext(top, environment)
}

async function readContext(first: WireStatus, environment: Environment): Promise<Context> {
  const context = await ask(environment, `/v1/statuses/${first.id}/context`, {}, contextSchema)
  const { ancestors = [], descendants = [] } = context?.data ?? {}
  const above = v.parse(listOf(statusSchema), ancestors) ?? []
  const below = v.parse(listOf(statusSchema), descendants) ?? []
  const complete = above.length + below.length === ancestors.length + descendants.length
  return { first, above, others: [...above, ...below], complete }
}

export function isPublic(status: WireStatus): boolean {
  return (
    status.visibility === undefined ||
    status.visibility === 'public' ||
    status.visibility === 'unlisted'
  )
}

export async function readStatus(id: string, environment: Environment): Promise<WireStatus> {
  const read = await ask(environment, `/v1/statuses/${encodeURIComponent(id)}`, {}, statusSchema)
  if (read === undefined) throw new SourceError('unexpected-response', 'it sent no status')
  return read.data
}

/** The number by which this server knows a status. A stranger's server is asked for it once. */
export async function localId(uri: string, environment: Environment): Promise<string> {
  if (/^\d+$/.test(uri)) return uri
  const own =
    URL.canParse(uri) && new URL(uri).host === serverHost(environment)
      ? /\/(\d+)\/?$/.exec(uri)?.[1]
      : undefined
  if (own !== undefined) return own
  const find = async () => {
    const read = await ask(
      environment,
      '/v2/search',
      { q: uri, type: 'statuses', resolve: 'true' },
      searchSchema,
    )
    const found = v.safeParse(statusSchema, read?.data.statuses[0])
    if (!found.success) {
      throw new SourceError('unexpected-response', 'this server does not know that post', {
        hint: LOGIN_HINT,
      })
    }
    return found.output.id
  }
  return (
    environment.http.remember?.(`mastodon ${environment.settings.endpoint} ${uri}`, find) ?? find()
  )
}

/** Who favourited and who boosted, as far as this server knows. */
export async function readLikers(
  uri: string,
  environment: Environment,
): Promise<readonly Approval[]> {
  const id = await localId(uri, environment)
  const likes = await readAccounts(`/v1/statuses/${id}/favourited_by`, 'like', environment)
  const shares = await readAccounts(`/v1/statuses/${id}/reblogged_by`, 'share', environment)
  return [...likes, ...shares]
}

async function readAccounts(
  path: string,
  how: Approval['how'],
  environment: Environment,
): Promise<Approval[]> {
  const read = await ask(environment, path, { limit: 80 }, accountsSchema)
  const accounts = v.parse(listOf(accountSchema), read?.data) ?? []
  return accounts.map((account) => ({ author: toAuthor(account, serverHost(environment)), how }))
}
