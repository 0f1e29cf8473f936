import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { createHttpClient } from '../../src/http/client.ts'
import { parseJson } from '../../src/sources/json.ts'
import { startLoopback } from '../helpers/loopback.ts'

const shared = join(process.env.LISTEN_SHARED ?? '../shared', 'hostile')

type Row = Readonly<Record<string, string>>

function rows(file: string): Row[] {
  const path = join(shared, file)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
}

describe.runIf(existsSync(shared))('the open hostile set', () => {
  test.each(rows('url/ssrf.jsonl').map((row) => [row.id, row] as const))(
    'url %s',
    async (_, row) => {
      const asked: string[] = []
      const client = createHttpClient({
        userAgent: 'x',
        wait: async () => {},
        // Nothing public is reached: a name that would be looked up is noted, and then does not exist.
        resolveName: async (host) => {
          asked.push(host)
          return []
        },
        connectMs: 50,
      })
      const error = (await client
        .get({ url: row.input ?? '', timeoutMs: 300 })
        .catch((reason: unknown) => reason)) as Error
      await client.close()
      const verdict = row.verdict ?? ''
      if (/^(block|invalid|refuse)/.test(verdict)) {
        expect((error as SourceError).kind).toBe('blocked')
        expect(asked).toEqual([])
      }
      expect(`${error.message}${error.stack}`).not.toMatch(/hunter2|SECRET123/)
    },
  )

  test.each(rows('http/responses.jsonl').map((row) => [row.id, row] as const))(
    'answer %s',
    async (_, row) => {
      const server = await startLoopback({ '*': { raw: Buffer.from(row.raw_b64 ?? '', 'base64') } })
      const client = createHttpClient({
        userAgent: 'x',
        allowHosts: ['127.0.0.1'],
        wait: async () => {},
      })
      const result = await client
        .get({ url: server.url('/'), timeoutMs: 4000 })
        .catch((reason: unknown) => reason)
      await client.close()
      await server.close()
      if (result instanceof Error) {
        expect(result).toBeInstanceOf(SourceError)
        expect(result.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
        expect(row.expect).not.toMatch(/^(control: )?one post/)
      } else if (/^(control: )?one post/.test(row.expect ?? '')) {
        const body = Buffer.from((result as { body: Uint8Array }).body).toString()
        expect(body).toContain('</rss>')
        expect(body).not.toContain('evil')
      }
    },
  )

  test.each(rows('json/jsontestsuite-parsing.jsonl').map((row) => [row.id, row] as const))(
    'json %s',
    (_, row) => {
      const read = () => parseJson(Buffer.from(row.b64 ?? '', 'base64'))
      if (row.expect === 'reject') expect(read).toThrow(SourceError)
      else if (row.expect === 'accept') expect(read).not.toThrow()
      else {
        try {
          read()
        } catch (error) {
          expect(error).toBeInstanceOf(SourceError)
        }
      }
    },
  )
})
