import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { createHttpClient } from '../../src/http/client.ts'
import type { HttpClient, Validators } from '../../src/model/http.ts'
import type { Post } from '../../src/model/post.ts'
import type { Tree } from '../../src/query/tree.ts'
import type { Channel, Page, ReadEnvironment, Source } from '../../src/sources/source.ts'
import type {
  Loopback,
  LoopbackAnswer,
  LoopbackRequest,
  LoopbackRoute,
} from '../helpers/loopback.ts'

/** What the contract test needs to know of one source; its answers and posts are files in test/fixtures/PLATFORM/. */
export interface SourceContract {
  readonly platform: string
  /** The moment of the scan, ISO. */
  readonly now: string
  /** Settings as they would stand in queries.yaml, with the loopback server as endpoint. */
  readonly settings: (origin: string) => Readonly<Record<string, unknown>>
  readonly queries?: Readonly<Record<string, Tree>>
  readonly handles?: readonly string[]
  readonly competitorHandles?: Readonly<Record<string, readonly string[]>>
  /** Key of the planned channel that is read, with ORIGIN for the server's. */
  readonly channel: string
  /** Files of the answers, newest page first. */
  readonly pages: readonly string[]
  /** The page that a request asks for; undefined: the request is for something else (see routes). */
  readonly pageOf: (request: LoopbackRequest) => number | undefined
  /** The answer behind the last page, where a source asks for it. */
  readonly end?: string
  readonly contentType?: string
  readonly headers?: (page: number, origin: string) => Readonly<Record<string, string>>
  /** Sessions, look-ups: whatever else is asked. */
  readonly routes?: Readonly<Record<string, LoopbackRoute>>
  readonly secrets?: Readonly<Record<string, string>>
  /** Where the items stand in a page of JSON, and how to reach one's id and text from the item. */
  readonly items?: {
    readonly at: readonly string[]
    readonly id: readonly string[]
    readonly text: readonly string[]
  }
  /** Each way in which the service says "too often". */
  readonly limits: readonly {
    readonly name: string
    readonly answer: LoopbackAnswer
    readonly seconds: number
  }[]
  /** The channel sends validators and understands 304. */
  readonly conditional?: boolean
  /** Least requests of a second scan that finds nothing new; 1 unless told. */
  readonly rescanRequests?: number
}

export interface ReadResult {
  readonly pages: readonly Page[]
  readonly posts: readonly Post[]
  readonly state: unknown
  readonly validators?: Validators
}

/** Serves the pages of a contract; `mend` may change each answer on its way. */
export function servePages(
  server: Loopback,
  contract: SourceContract,
  mend: (body: string, page: number) => string | LoopbackAnswer = (body) => body,
): void {
  for (const [path, route] of Object.entries(contract.routes ?? {})) server.on(path, route)
  server.on('*', (request) => {
    const page = contract.pageOf(request)
    if (page === undefined) return { status: 404, body: 'no such thing' }
    const file = contract.pages[page] ?? contract.end
    const body = file === undefined ? '' : fixture(contract.platform, file, server.origin)
    const mended = mend(body, page)
    const headers = {
      'content-type': contract.contentType ?? 'application/json; charset=utf-8',
      ...contract.headers?.(page, server.origin),
    }
    return typeof mended === 'string' ? { headers, body: mended } : mended
  })
}

/** A fixture's text, with ORIGIN replaced by the server's. */
export function fixture(platform: string, file: string, origin = ''): string {
  const url = new URL(`../fixtures/${platform}/${file}`, import.meta.url)
  return readFileSync(url, 'utf8')
    .replaceAll('http://ORIGIN', origin)
    .replaceAll('ORIGINHOST', origin === '' ? '' : new URL(origin).host)
}

export function contractClient(now?: string): HttpClient {
  return createHttpClient({
    userAgent: 'listen-cli/test (+https://github.com/listen-cli/listen-cli)',
    allowHosts: ['127.0.0.1'],
    wait: async () => {},
    ...(now === undefined ? {} : { now: () => Date.parse(now) }),
  })
}

export function planChannels(
  source: Source,
  contract: SourceContract,
  origin: string,
): readonly Channel[] {
  return source.channels({
    settings: readSettings(source, contract, origin),
    queries: Object.entries(contract.queries ?? {}).map(([name, tree]) => ({ name, tree })),
    handles: contract.handles ?? [],
    competitorHandles: contract.competitorHandles ?? {},
    secret: (variable) => contract.secrets?.[variable],
  })
}

export function findChannel(source: Source, contract: SourceContract, origin: string): Channel {
  const channels = planChannels(source, contract, origin)
  const key = contract.channel
    .replaceAll('http://ORIGIN', origin)
    .replaceAll('ORIGINHOST', new URL(origin).host)
  const found = channels.find((channel) => channel.key === key)
  if (found === undefined)
    throw new Error(`no channel "${key}" among: ${channels.map((one) => one.key).join(' | ')}`)
  return found
}

export function environmentOf(
  source: Source,
  contract: SourceContract,
  origin: string,
  http: HttpClient,
): ReadEnvironment<unknown> {
  return {
    settings: readSettings(source, contract, origin),
    name: 'sample',
    http,
    now: () => Date.parse(contract.now),
    maxPages: 20,
    maxItems: 5000,
    secret: (variable) => contract.secrets?.[variable],
  }
}

/** Reads a channel to its end, or to its error, which comes with what was read before it. */
export async function readAll(
  source: Source,
  contract: SourceContract,
  origin: string,
  extra: Partial<ReadEnvironment<unknown>> = {},
): Promise<ReadResult & { readonly error?: unknown }> {
  const http = extra.http ?? contractClient(contract.now)
  const pages: Page[] = []
  let error: unknown
  try {
    const environment = { ...environmentOf(source, contract, origin, http), ...extra }
    for await (const page of source.read(findChannel(source, contract, origin), environment))
      pages.push(page)
  } catch (reason) {
    error = reason
  } finally {
    if (extra.http === undefined) await http.close()
  }
  const last = pages.findLast((page) => page.state !== undefined)
  const valid = pages.findLast((page) => page.validators !== undefined)?.validators
  return {
    pages,
    posts: uniquePosts(pages),
    state: last?.state ?? extra.state,
    ...(valid === undefined ? {} : { validators: valid }),
    ...(error === undefined ? {} : { error }),
  }
}

/** Posts as they stand in expected.json: dates in ISO, without the moment of collection. */
export function toExpected(posts: readonly Post[]): unknown {
  return posts.map(({ collectedAt: _, ...post }) => ({
    ...post,
    ...(post.publishedAt === undefined
      ? {}
      : { publishedAt: new Date(post.publishedAt).toISOString() }),
    ...(post.editedAt === undefined ? {} : { editedAt: new Date(post.editedAt).toISOString() }),
  }))
}

export function term(...words: readonly string[]): Tree {
  return {
    type: 'term',
    term: { form: 'words', words: words.map((text) => ({ kind: 'plain', text })) },
    span: { start: 0, end: 0 },
  }
}

function readSettings(source: Source, contract: SourceContract, origin: string): unknown {
  return v.parse(source.settings, contract.settings(origin))
}

function uniquePosts(pages: readonly Page[]): readonly Post[] {
  const byId = new Map<string, Post>()
  for (const post of pages.flatMap((page) => page.posts)) {
    const key = post.identity ?? post.id
    if (!byId.has(key)) byId.set(key, post)
  }
  return [...byId.values()]
}
