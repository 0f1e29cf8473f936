import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { loadSource, SOURCES } from '../../src/sources/index.ts'
import type { Source } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import {
  contractClient,
  fixture,
  planChannels,
  readAll,
  servePages,
  toExpected,
} from './contract.ts'
import { CONTRACTS } from './contracts/index.ts'
import { mapItems, stripItems, withExtraFields } from './json-mutations.ts'

test('every listed source has fixtures and a contract', () => {
  expect(CONTRACTS.map((contract) => contract.platform).toSorted()).toEqual(
    SOURCES.map((entry) => entry.platform).toSorted(),
  )
})

const CHALLENGE =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking</body></html>'

describe.each(CONTRACTS.map((contract) => [contract.platform, contract] as const))(
  '%s',
  (_, contract) => {
    let server: Loopback
    let source: Source

    beforeEach(async () => {
      server = await startLoopback()
      source = await loadSource(contract.platform)
    })
    afterEach(() => server.close())

    const read = (extra = {}) => readAll(source, contract, server.origin, extra)
    const refusal = async (extra = {}): Promise<SourceError> => {
      const { error, posts } = await read(extra)
      expect(error).toBeInstanceOf(SourceError)
      expect(posts).toEqual([])
      return error as SourceError
    }

    test('all pages give the expected posts, newest first', async () => {
      servePages(server, contract)
      const { posts, error, pages } = await read()
      expect(error).toBeUndefined()
      expect(pages.filter((page) => page.posts.length > 0).length).toBe(contract.pages.length)
      expect(toExpected(posts)).toEqual(
        JSON.parse(fixture(contract.platform, 'expected.json', server.origin)),
      )
      expect(
        posts.every((post) => post.platform === contract.platform && post.source === 'sample'),
      ).toBe(true)
    })

    test('channels have keys of their own and name no secret', () => {
      const keys = planChannels(source, contract, server.origin).map((channel) => channel.key)
      expect(new Set(keys).size).toBe(keys.length)
      for (const secret of Object.values(contract.secrets ?? {}))
        expect(keys.join(' ')).not.toContain(secret)
    })

    test('a second scan reads no further than what is known', async () => {
      servePages(server, contract)
      const first = await read()
      const before = server.requests.length
      const second = await read({ state: first.state, validators: first.validators })
      expect(second.error).toBeUndefined()
      const routes = Object.keys(contract.routes ?? {})
      const asked = server.requests
        .slice(before)
        .filter((one) => !routes.includes(one.path.split('?')[0] ?? ''))
      expect(asked.length).toBeLessThanOrEqual(contract.rescanRequests ?? 1)
    })

    test('a scan that stops after any page is finished by the next one', async () => {
      servePages(server, contract)
      const whole = await read()
      for (let stop = 1; stop < whole.pages.length; stop += 1) {
        const begun = await read({ maxPages: stop })
        const state = whole.pages[stop - 1]?.state
        const rest = await read({ state, maxPages: 20 })
        const ids = new Set([...begun.posts, ...rest.posts].map((post) => post.id))
        expect(ids).toEqual(new Set(whole.posts.map((post) => post.id)))
      }
    })

    test.each(contract.limits.map((limit) => [limit.name, limit] as const))(
      'limit: %s',
      async (_name, limit) => {
        servePages(server, contract, () => limit.answer)
        const error = await refusal()
        expect([error.kind, error.retryAfterSeconds]).toEqual(['rate-limited', limit.seconds])
      },
    )

    test('401 is unauthorized and asked once', async () => {
      servePages(server, contract, () => ({ status: 401, body: '' }))
      expect((await refusal()).kind).toBe('unauthorized')
    })

    test('a server error is tried three times and named', async () => {
      servePages(server, contract, () => ({ status: 502, body: CHALLENGE }))
      expect((await refusal()).kind).toBe('unreachable')
    })

    test.each([
      ['a challenge page', CHALLENGE],
      ['an empty body', ''],
      ['an error object', '{"error":{"code":500,"message":"something broke"}}'],
      ['null', 'null'],
      ['a string', '"ok"'],
      ['a number that is none', '{"items":[{"id":"1","score":NaN}]}'],
      ['a million brackets', '['.repeat(1_000_000)],
    ])('status 200 with %s is a failure, never "nothing new"', async (_name, body) => {
      servePages(server, contract, () => body)
      expect((await refusal()).kind).toBe('unexpected-response')
    })

    test('an answer that is cut off keeps nothing and moves no cursor', async () => {
      servePages(server, contract, (body) => body.slice(0, body.length / 2))
      const { error, pages } = await read()
      if (error === undefined)
        expect(pages.every((page) => !page.complete && page.state === undefined)).toBe(true)
      else expect(error).toBeInstanceOf(SourceError)
    })

    test('a body shorter than announced is a failure or is marked', async () => {
      servePages(server, contract, (body) => ({
        raw: `HTTP/1.1 200 OK\r\nContent-Type: ${contract.contentType ?? 'application/json'}\r\nContent-Length: ${Buffer.byteLength(body) + 50}\r\n\r\n${body}`,
      }))
      const { error, pages } = await read()
      if (error === undefined) expect(pages.every((page) => !page.complete)).toBe(true)
      else expect((error as SourceError).kind).toBe('unreachable')
    })

    test('a service that answers the same page for ever is left', async () => {
      servePages(server, contract, () =>
        fixture(contract.platform, contract.pages[0] ?? '', server.origin),
      )
      const { error } = await read()
      expect(error).toBeUndefined()
      expect(server.requests.length).toBeLessThanOrEqual(6)
    })

    test.runIf(contract.conditional === true)(
      'validators are sent and 304 is "unchanged"',
      async () => {
        servePages(server, contract, (body) => ({ body, headers: { etag: '"1"' } }))
        const first = await read()
        expect(first.validators?.etag).toBe('"1"')
        servePages(server, contract, () => ({ status: 304 }))
        const second = await read({ state: first.state, validators: first.validators })
        expect(second.error).toBeUndefined()
        expect(second.pages).toEqual([expect.objectContaining({ notModified: true, posts: [] })])
        expect(server.requests.at(-1)?.headers['if-none-match']).toBe('"1"')
      },
    )

    describe.runIf(contract.items !== undefined)('with odd JSON', () => {
      const items = contract.items ?? { at: [], id: [], text: [] }
      const mutate = (change: Parameters<typeof mapItems>[2]) => (body: string) =>
        mapItems(body, items.at, change)

      test('unknown fields change nothing', async () => {
        servePages(server, contract)
        const plain = await read()
        servePages(server, contract, withExtraFields)
        expect(toExpected((await read()).posts)).toEqual(toExpected(plain.posts))
      })

      test('each field may be missing, null or of another type without a crash', async () => {
        const http = contractClient(contract.now)
        for (const variant of stripItems(
          fixture(contract.platform, contract.pages[0] ?? '', server.origin),
          items.at,
        )) {
          servePages(server, contract, (body, page) => (page === 0 ? variant.body : body))
          const { error, posts } = await read({ maxPages: 1, http })
          if (error !== undefined) expect(error).toBeInstanceOf(SourceError)
          expect(JSON.stringify(posts), variant.name).not.toContain('[object Object]')
          expect(
            posts.every((post) => post.publishedAt !== 0 && post.id !== ''),
            variant.name,
          ).toBe(true)
        }
        await http.close()
      })

      test('one item without a usable id is counted, the others are kept', async () => {
        servePages(server, contract)
        const whole = await read({ maxPages: 1 })
        for (const bad of [null, true, {}, []]) {
          servePages(
            server,
            contract,
            mutate((item, index, set) => (index === 0 ? set(item, items.id, bad) : item)),
          )
          const { posts, pages, error } = await read({ maxPages: 1 })
          if (whole.posts.length > 1) {
            expect(error).toBeUndefined()
            expect(pages[0]?.notice).toContain('could not be read')
            expect(posts.length).toBe(whole.posts.length - 1)
          }
        }
      })

      test('text with a lone surrogate, NUL and escapes is kept well-formed', async () => {
        const wild = 'acme \ud800 ac\u0000me \u001b]52;c;QQ==\u0007'
        servePages(
          server,
          contract,
          mutate((item, _index, set) => set(item, items.text, wild)),
        )
        const { posts, error } = await read({ maxPages: 1 })
        expect(error).toBeUndefined()
        expect(posts.length).toBeGreaterThan(0)
        expect(
          posts.every((post) => post.text.isWellFormed() && (post.title ?? '').isWellFormed()),
        ).toBe(true)
      })

      test('prototype keys change nothing', async () => {
        servePages(server, contract, (body) =>
          body.replace('{', '{"__proto__":{"flagged":true},"constructor":{"prototype":{"x":1}},'),
        )
        const { posts } = await read({ maxPages: 1 })
        expect(posts.length).toBeGreaterThan(0)
        expect(({} as Record<string, unknown>).flagged).toBeUndefined()
        expect((posts[0] as unknown as Record<string, unknown>).flagged).toBeUndefined()
      })

      test('a byte order mark is no part of the answer', async () => {
        servePages(server, contract)
        const plain = await read()
        servePages(server, contract, (body) => `\ufeff${body}`)
        expect(toExpected((await read()).posts)).toEqual(toExpected(plain.posts))
      })
    })
  },
)
