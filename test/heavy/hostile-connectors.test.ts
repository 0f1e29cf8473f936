import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError, SourceError } from '../../src/errors.ts'
import { createHttpClient } from '../../src/http/client.ts'
import type { Post } from '../../src/model/post.ts'
import { loadSource } from '../../src/sources/index.ts'
import type { Source } from '../../src/sources/source.ts'
import { type Loopback, type LoopbackAnswer, startLoopback } from '../helpers/loopback.ts'
import { fixture, type ReadResult, readAll, servePages } from '../sources/contract.ts'
import { CONTRACTS } from '../sources/contracts/index.ts'
import { mapItems } from '../sources/json-mutations.ts'

const shared = join(process.env.LISTEN_SHARED ?? '../shared', 'hostile')

type Row = Readonly<Record<string, string>>
type Result = ReadResult & { readonly error?: unknown }

function rows(file: string): Row[] {
  const path = join(shared, file)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

function connect() {
  return createHttpClient({
    userAgent: 'x',
    allowHosts: ['127.0.0.1'],
    wait: async () => {},
    headersMs: 1500,
    requestMs: 4000,
  })
}

/** What must hold whatever a server sends: a known error without control characters, or sound posts. */
function problemsOf({ error, posts }: Result): string[] {
  return [
    ...(error !== undefined && !(error instanceof AppError) ? [`threw ${error}`] : []),
    ...(error instanceof Error && /[\u0000-\u001f\u007f-\u009f]/.test(error.message)
      ? ['control characters in the message']
      : []),
    ...posts.flatMap(problemsOfPost),
    ...(({} as { flagged?: unknown }).flagged === undefined ? [] : ['a prototype was changed']),
  ]
}

function problemsOfPost(post: Post): string[] {
  const words = [post.id, post.text, post.title, post.author?.id, post.author?.name]
  const addresses = [
    post.url,
    post.author?.url,
    ...(post.links ?? []),
    ...(post.media ?? []).map(({ url }) => url),
  ]
  return [
    ...words.flatMap((word) =>
      word === undefined ||
      (typeof word === 'string' && word.isWellFormed() && !word.includes('[object'))
        ? []
        : [`spoilt words: ${String(word).slice(0, 60)}`],
    ),
    ...addresses.flatMap((url) =>
      url === undefined || /^https?:\/\//.test(url) ? [] : [`an address ${url.slice(0, 60)}`],
    ),
  ]
}

const FEED_READERS = new Set(['feed', 'reddit', 'youtube', 'lobsters'])

describe
  .runIf(existsSync(shared))
  .each(CONTRACTS.map((contract) => [contract.platform, contract] as const))(
  '%s against the hostile sets',
  (platform, contract) => {
    let server: Loopback
    let source: Source

    beforeAll(async () => {
      server = await startLoopback()
      source = await loadSource(platform)
    })
    afterAll(() => server.close())

    const page = () => fixture(platform, contract.pages[0] ?? '', server.origin)

    async function readFrom(answer: LoopbackAnswer | ((body: string) => string | LoopbackAnswer)) {
      servePages(server, contract, typeof answer === 'function' ? answer : () => answer)
      const http = connect()
      const result = await readAll(source, contract, server.origin, { http, maxPages: 3 })
      await http.close()
      return result
    }

    test('http', async () => {
      const wrong: string[] = []
      for (const row of rows('http/responses.jsonl')) {
        const result = await readFrom({ raw: Buffer.from(row.raw_b64 ?? '', 'base64') })
        const isFeed = FEED_READERS.has(platform)
        // All of these are feeds or nothing: whoever expects something else has failed, or was told of no change.
        const isSilent =
          !isFeed &&
          row.id !== '204' &&
          result.error === undefined &&
          !result.pages.every((one) => one.notModified)
        if (isSilent) wrong.push(`${row.id}: taken for an answer`)
        if (result.error !== undefined && result.state !== undefined)
          wrong.push(`${row.id}: the cursor moved`)
        wrong.push(...problemsOf(result).map((each) => `${row.id}: ${each}`))
      }
      expect(wrong).toEqual([])
    }, 300_000)

    test('json', async () => {
      const wrong: string[] = []
      for (const row of rows('json/api-bodies.jsonl')) {
        const { input = '' } = row
        if (input.startsWith('generator:') || input.includes(' gives next ')) continue
        const plain = await readFrom(() => ({ body: input }))
        if (isMissed(row, plain)) wrong.push(`${row.id}: no failure, or the cursor moved`)
        const shaped: Result[] = []
        for (const body of inOwnShape(input)) shaped.push(await readFrom(() => ({ body })))
        wrong.push(...[plain, ...shaped].flatMap(problemsOf).map((each) => `${row.id}: ${each}`))
      }
      expect(wrong).toEqual([])
    }, 300_000)

    /** The row's items in the shape of this service: a real item with the row's id and text in place. */
    function inOwnShape(input: string): string[] {
      const { items } = contract
      if (items === undefined) return []
      const wanted = toItems(input)
      if (wanted === undefined) return []
      return [
        mapItems(page(), items.at, (item, index, set) => {
          const hostile = wanted[index]
          if (hostile === undefined) return item
          return set(set(item, items.id, hostile.id), items.text, hostile.text)
        }),
      ]
    }

    test('an absurd body is refused in time', async () => {
      const bodies = [
        '['.repeat(1_000_000),
        `{${Array.from({ length: 200_000 }, (_, n) => `"k${n}":1`).join(',')}}`,
        `"${'x'.repeat(20_000_000)}"`,
      ]
      for (const body of bodies) {
        const { error, posts } = await readFrom(() => ({ body }))
        expect(error).toBeInstanceOf(SourceError)
        expect(posts).toEqual([])
      }
    }, 60_000)

    test('encodings', async () => {
      const wrong: string[] = []
      for (const row of rows('encodings/bodies.jsonl')) {
        const bytes = Buffer.from(row.b64 ?? '', 'base64')
        const headers = { 'content-type': row.content_type ?? '' }
        const answers = [bytes, ...withBytes(titleOf(bytes))]
        for (const body of answers) {
          const result = await readFrom(() => ({ headers, body }))
          wrong.push(...problemsOf(result).map((each) => `${row.id}: ${each}`))
        }
      }
      expect(wrong).toEqual([])
    }, 300_000)

    /** The page with these bytes in the text of its first item. */
    function withBytes(bytes: Buffer): Buffer[] {
      const { items } = contract
      if (
        items === undefined ||
        bytes.some((byte) => byte < 0x20 || byte === 0x22 || byte === 0x5c)
      )
        return []
      const marked = mapItems(page(), items.at, (item, index, set) =>
        index === 0 ? set(item, items.text, 'PUTITHERE') : item,
      )
      const [before = '', after = ''] = marked.split('PUTITHERE')
      return [Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)])]
    }

    test('addresses in posts', async () => {
      const wrong: string[] = []
      for (const row of [...rows('url/open-link.jsonl'), ...rows('url/patt-crlf.jsonl')]) {
        const address = JSON.stringify(row.input ?? '').slice(1, -1)
        const result = await readFrom((body) => body.replace(/https?:\/\/[^"<>\s\\&]+/g, address))
        wrong.push(...problemsOf(result).map((each) => `${row.id}: ${each}`))
      }
      expect(wrong).toEqual([])
    }, 300_000)

    test('an endpoint that leads inside is not asked', async () => {
      const wrong: string[] = []
      for (const row of rows('url/ssrf.jsonl').filter((one) => isInside(one, platform))) {
        const asked: string[] = []
        const http = createHttpClient({
          userAgent: 'x',
          wait: async () => {},
          connectMs: 50,
          requestMs: 300,
          resolveName: async (host) => {
            asked.push(host)
            return []
          },
        })
        const outcome = withoutRefusal(await readAll(source, contract, row.input ?? '', { http }))
        await http.close()
        wrong.push(...problemsOf(outcome).map((each) => `${row.id}: ${each}`))
        if (asked.length > 0) wrong.push(`${row.id}: looked up ${asked}`)
      }
      expect(wrong).toEqual([])
    }, 120_000)
  },
)

/** An address that must not be asked. What is no address is a path for feeds. */
function isInside({ input = '', verdict = '' }: Row, platform: string): boolean {
  return /^(block|invalid|refuse)/.test(verdict) && (platform !== 'feed' || URL.canParse(input))
}

function isMissed(row: Row, { error, state }: Result): boolean {
  const mustFail = /^this source fails alone/.test(row.expect ?? '')
  return mustFail && !(error instanceof SourceError && state === undefined)
}

/** The configuration refuses what is no address, before anything is asked. */
function withoutRefusal(result: Result): Result {
  const { error, ...rest } = result
  const isRefused =
    error instanceof Error && (error.name === 'ValiError' || /^no channel /.test(error.message))
  return isRefused ? rest : result
}

function toItems(input: string): readonly { id?: unknown; text?: unknown }[] | undefined {
  try {
    const { items } = JSON.parse(input) as { items?: unknown }
    const isList = Array.isArray(items) && items.length > 0
    return isList ? (items as { id?: unknown; text?: unknown }[]) : undefined
  } catch {
    return undefined
  }
}

function titleOf(bytes: Buffer): Buffer {
  const from = bytes.lastIndexOf('<title>')
  const to = bytes.indexOf('</title>', from)
  return from < 0 || to < 0 ? Buffer.alloc(0) : bytes.subarray(from + 7, to)
}
