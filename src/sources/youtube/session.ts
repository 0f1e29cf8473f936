import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import { buildUrl } from '../endpoint.ts'
import { text } from '../json-fields.ts'
import { refusalOf, sendJson } from '../json-send.ts'
import type { Environment } from './ask.ts'

export const WRITE_HINT =
  'set YOUTUBE_CLIENT_ID, YOUTUBE_CLIENT_SECRET and YOUTUBE_REFRESH_TOKEN (console.cloud.google.com: an OAuth client; a user who allowed youtube.force-ssl), or answer on the site and record it with: listen reply POST --sent'

const tokenSchema = v.object({ access_token: text })

/** A bearer token of the account that writes, until it is forgotten. */
export function openSession(environment: Environment): Promise<string> {
  const make = () => logIn(environment)
  return environment.http.remember?.(sessionKey(environment), make) ?? make()
}

/** A token lives for an hour, a client may live longer. */
export function forgetSession(environment: Environment): void {
  environment.http.forget?.(sessionKey(environment))
}

function sessionKey(environment: Environment): string {
  return `youtube session ${environment.settings.endpoint ?? ''}`
}

async function logIn(environment: Environment): Promise<string> {
  const [id, key, refresh] = ['CLIENT_ID', 'CLIENT_SECRET', 'REFRESH_TOKEN'].map((name) =>
    environment.secret?.(`YOUTUBE_${name}`),
  )
  if (!id || !key || !refresh)
    throw new SourceError('unauthorized', 'an answer needs a login', { hint: WRITE_HINT })
  const { answer, data } = await sendJson(environment.http, {
    url: buildUrl(environment.settings.endpoint ?? 'https://oauth2.googleapis.com', '', '/token'),
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: id,
      client_secret: key,
      refresh_token: refresh,
    }).toString(),
    contentType: 'application/x-www-form-urlencoded',
  })
  const read = v.safeParse(tokenSchema, data)
  if (answer.status === 200 && read.success) return read.output.access_token
  // A token that was taken back is told with status 400.
  throw refusalOf(answer.status < 500 ? { ...answer, status: 401 } : answer, data, WRITE_HINT)
}
