import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpGet } from '../../model/http.ts'
import { buildUrl } from '../endpoint.ts'
import { bodyOf, type JsonAnswer, readJson } from '../json-answer.ts'
import { refusalOf, sendJson } from '../json-send.ts'
import type { AskEnvironment } from '../source.ts'
import { sessionSchema } from './wire.ts'

export interface Settings {
  readonly endpoint?: string | undefined
  readonly handle?: string | undefined
  readonly token?: string | undefined
  readonly stream?: string | boolean | undefined
}
export type Environment = AskEnvironment<Settings>

export interface Session {
  readonly host: string
  readonly jwt: string
  readonly did: string
  readonly handle: string
  /** The name that was logged in with. */
  readonly login: string
}

const LOGIN_HOST = 'https://bsky.social'
const OPEN_HOST = 'https://api.bsky.app'
export const LOGIN_HINT =
  'set BLUESKY_HANDLE and BLUESKY_APP_PASSWORD (an app password: bsky.app, Settings, Privacy and security)'

/** Handle and app password, from the settings or else from the environment; undefined when one is missing. */
export function loginOf(
  settings: Settings,
  secret: ((variable: string) => string | undefined) | undefined,
): { readonly handle: string; readonly password: string } | undefined {
  const handle = settings.handle ?? secret?.('BLUESKY_HANDLE')
  const password = settings.token ?? secret?.('BLUESKY_APP_PASSWORD')
  if (handle === undefined || handle === '' || password === undefined || password === '')
    return undefined
  return { handle: handle.replace(/^@/, ''), password }
}

/** One login for the life of the client: an account may log in 300 times a day only. */
export async function openSession(environment: Environment): Promise<Session | undefined> {
  const login = loginOf(environment.settings, environment.secret)
  if (login === undefined) return undefined
  const make = () => logIn(environment, login)
  return environment.http.remember?.(sessionKey(environment, login.handle), make) ?? make()
}

function sessionKey(environment: Environment, handle: string): string {
  return `bluesky session ${environment.settings.endpoint ?? ''} ${handle}`
}

async function logIn(
  environment: Environment,
  login: { handle: string; password: string },
): Promise<Session> {
  const host = environment.settings.endpoint ?? LOGIN_HOST
  const { answer, data } = await sendJson(environment.http, {
    url: xrpc(host, 'com.atproto.server.createSession'),
    body: { identifier: login.handle, password: login.password },
  })
  const read = v.safeParse(sessionSchema, data)
  if (answer.status !== 200 || !read.success) throw refusalOf(answer, data, LOGIN_HINT)
  const { accessJwt, did, handle, didDoc } = read.output
  const home = didDoc?.service?.find(
    (one) => one.type === 'AtprotoPersonalDataServer',
  )?.serviceEndpoint
  return {
    // A configured endpoint stands for the whole service; else the account's own server is asked.
    host: environment.settings.endpoint ?? home ?? host,
    jwt: accessJwt,
    did,
    handle: handle ?? login.handle,
    login: login.handle,
  }
}

/** Asks a question of the network, logged in where that is possible; with a new login when the old one has run out. */
export async function ask<Data>(
  environment: Environment,
  method: string,
  parameters: Readonly<Record<string, string | number | undefined>>,
  schema: v.GenericSchema<unknown, Data>,
): Promise<JsonAnswer<Data> | undefined> {
  const session = await openSession(environment)
  let expired = false
  const askWith = (present: Session | undefined) =>
    readJson(
      environment.http,
      toRequest(
        environment,
        present,
        xrpc(hostOf(environment, present), method, parameters),
        () => {
          expired = true
        },
      ),
      schema,
    )
  try {
    return await askWith(session)
  } catch (error) {
    if (session === undefined || !expired) throw error
    environment.http.forget?.(sessionKey(environment, session.login))
    return askWith(await openSession(environment))
  }
}

function toRequest(
  environment: Environment,
  session: Session | undefined,
  url: string,
  onExpired: () => void,
): HttpGet {
  return {
    url,
    ...(session === undefined ? {} : { headers: { authorization: `Bearer ${session.jwt}` } }),
    ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    explain: (answer) => {
      const { error } = (bodyOf(answer) ?? {}) as { error?: unknown }
      if (error === 'ExpiredToken') onExpired()
      // Without a login, search is refused with a web page and status 403 most of the time.
      if (session !== undefined || (answer.status !== 401 && answer.status !== 403))
        return undefined
      return new SourceError(
        'unauthorized',
        `it wants a login for this (status ${answer.status})`,
        {
          hint: LOGIN_HINT,
        },
      )
    },
  }
}

export function hostOf(
  environment: Pick<Environment, 'settings'>,
  session: Session | undefined,
): string {
  return session?.host ?? environment.settings.endpoint ?? OPEN_HOST
}

export function xrpc(
  host: string,
  method: string,
  parameters: Readonly<Record<string, string | number | undefined>> = {},
): string {
  return buildUrl(host, '/xrpc', `/${method}`, parameters)
}
