import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import type { Post } from '../../src/model/post.ts'
import { loadSource } from '../../src/sources/index.ts'
import type { Source } from '../../src/sources/source.ts'
import { type Loopback, type LoopbackAnswer, startLoopback } from '../helpers/loopback.ts'
import { readAll } from '../sources/contract.ts'
import { CONTRACTS } from '../sources/contracts/index.ts'

const shared = join(process.env.LISTEN_SHARED ?? '../shared', 'hostile')

interface Row {
  readonly id: string
  readonly input?: string
  readonly b64?: string
  readonly content_type?: string
}

function rows(file: string): readonly Row[] {
  const path = join(shared, file)
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
    .filter(({ input }) => input?.startsWith('generator:') !== true)
}

function toAnswer({ input, b64, content_type }: Row): LoopbackAnswer {
  const body = b64 === undefined ? Buffer.from(input ?? '') : Buffer.from(b64, 'base64')
  return { headers: { 'content-type': content_type ?? 'application/json' }, body }
}

function checkError(error: unknown, row: string): void {
  expect(error, row).toBeInstanceOf(SourceError)
  expect((error as Error).message, row).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
}

function checkPost(post: Post, row: string): void {
  expect(post.id, row).not.toBe('')
  expect(post.publishedAt, row).not.toBe(0)
  expect(post.text.isWellFormed(), row).toBe(true)
  expect(JSON.stringify(post), row).not.toContain('[object Object]')
}

/** What the one client makes of broken answers is tested beside; here are whole ones with a hostile body. */
const SETS = [
  'json/api-bodies.jsonl',
  'json/jsontestsuite-parsing.jsonl',
  'json/jsontestsuite-transform.jsonl',
  'encodings/bodies.jsonl',
]

// Whatever comes instead of an answer: the source fails alone, in words, or gives sound posts. Nothing else happens.
describe.runIf(existsSync(shared))('the open hostile set, by every connector', () => {
  describe.each(CONTRACTS.map((contract) => [contract.platform, contract] as const))(
    '%s',
    (_, contract) => {
      let server: Loopback
      let source: Source
      let answer: LoopbackAnswer = {}
      beforeAll(async () => {
        server = await startLoopback()
        server.on('*', () => answer)
        source = await loadSource(contract.platform)
      })
      afterAll(() => server.close())

      const tryRow = async (row: Row): Promise<void> => {
        answer = toAnswer(row)
        // A client of its own, so that no pause after the row before is waited for.
        const { error, posts, pages } = await readAll(source, contract, server.origin, {
          maxPages: 3,
          maxItems: 200,
        })
        if (error !== undefined) checkError(error, row.id)
        for (const post of posts) checkPost(post, row.id)
        const moved = pages.filter(({ complete, state }) => !complete && state !== undefined)
        expect(moved, row.id).toEqual([])
      }

      test.each(SETS)('%s', async (set) => {
        for (const row of rows(set)) await tryRow(row)
        expect(({} as Record<string, unknown>).flagged).toBeUndefined()
      })
    },
  )
})
