import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { seededRandom } from '../../src/metrics/random.ts'
import type { HttpAnswer, HttpClient } from '../../src/model/http.ts'
import type { Post } from '../../src/model/post.ts'
import { loadSource } from '../../src/sources/index.ts'
import type { Channel, Source } from '../../src/sources/source.ts'
import { KEYS, RECORDED, RECORDED_THREADS } from './recorded-cases.ts'

const shared = join(process.env.LISTEN_SHARED ?? '../shared', 'sources', 'recorded')
/** So many places of a recording are changed, each in every way. */
const MOST_PLACES = 600

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Path = readonly (string | number)[]

/** What other versions of a service, and other services that speak its language, do to a field. */
const CHANGES: Readonly<Record<string, (value: Json) => Json | undefined>> = {
  absent: () => undefined,
  null: () => null,
  'empty text': () => '',
  'as text': (value) => (typeof value === 'number' ? String(value) : JSON.stringify(value)),
  'as number': () => 7,
  'as object': () => ({ of: 'an unknown kind' }),
  'as list': () => [],
  true: () => true,
}

function pathsOf(value: Json, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  const entries: [string | number, Json][] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : Object.entries(value)
  return [path, ...entries.flatMap(([key, each]) => pathsOf(each, [...path, key]))]
}

function changeAt(value: Json, path: Path, change: (value: Json) => Json | undefined): Json {
  const [key, ...rest] = path
  if (key === undefined) return change(value) ?? null
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<
    string | number,
    Json
  >
  const own = copy[key] as Json
  const next = rest.length === 0 ? change(own) : changeAt(own, rest, change)
  if (next !== undefined) copy[key] = next
  else if (Array.isArray(copy)) copy.splice(Number(key), 1)
  else delete copy[key]
  return copy as Json
}

/** Some of the places, spread over the whole recording. */
function choose(paths: readonly Path[]): readonly Path[] {
  if (paths.length <= MOST_PLACES) return paths
  const random = seededRandom(5)
  return paths.filter(() => random() < MOST_PLACES / paths.length)
}

/** Answers everything with one body. */
function clientFor(body: string, headers: Readonly<Record<string, string>> = {}): HttpClient {
  const answer = (url: string, text: string): HttpAnswer => ({
    status: 200,
    url,
    headers,
    body: Buffer.from(text),
    validators: {},
  })
  return {
    get: ({ url }) => Promise.resolve(answer(url, body)),
    send: ({ url }) => Promise.resolve(answer(url, '{"access_token":"t"}')),
    close: () => Promise.resolve(),
  }
}

interface Read {
  readonly posts: readonly Post[]
  readonly error?: unknown
}

async function read(ask: () => Promise<readonly Post[]>): Promise<Read> {
  try {
    return { posts: await ask() }
  } catch (error) {
    return { posts: [], error }
  }
}

async function readChannel(
  source: Source,
  request: unknown,
  settings: object,
  http: HttpClient,
): Promise<readonly Post[]> {
  const channel: Channel = { key: 'k', label: 'l', request }
  const environment = { settings, name: 's', http, now: Date.now, maxPages: 1, maxItems: 5000 }
  const posts: Post[] = []
  for await (const page of source.read(channel, environment)) posts.push(...page.posts)
  return posts
}

/** The list that holds the posts: the longest one. */
function listOf(value: Json): Path {
  const lists = pathsOf(value).filter((path) => Array.isArray(at(value, path)))
  return lists.toSorted((a, b) => lengthAt(value, b) - lengthAt(value, a))[0] ?? []
}

const at = (value: Json, path: Path): Json =>
  path.reduce<Json>((inner, key) => (inner as Record<string | number, Json>)[key] as Json, value)
const lengthAt = (value: Json, path: Path) => {
  const inner = at(value, path)
  return Array.isArray(inner) && typeof inner[0] === 'object' ? inner.length : 0
}

type Ask = (http: HttpClient) => Promise<readonly Post[]>

/** Every change of every place: nothing but a SourceError is thrown, and one spoilt item costs only itself. */
async function fuzz(file: string, ask: Ask, headers?: Readonly<Record<string, string>>) {
  const value = JSON.parse(readFileSync(join(shared, file), 'utf8')) as Json
  const whole = await read(() => ask(clientFor(JSON.stringify(value), headers)))
  const list = listOf(value)
  const wrong: string[] = []
  for (const path of choose(pathsOf(value))) {
    const isInItem = path.length > list.length && list.every((key, index) => path[index] === key)
    const least = isInItem ? whole.posts.length - 1 : 0
    for (const [name, change] of Object.entries(CHANGES)) {
      const text = JSON.stringify(changeAt(value, path, change))
      const found = await read(() => ask(clientFor(text, headers)))
      wrong.push(...problemsOf(found, least).map((each) => `${path.join('.')} ${name}: ${each}`))
    }
  }
  return { whole, wrong: wrong.slice(0, 20) }
}

function problemsOf({ posts, error }: Read, least: number): string[] {
  return [
    ...(error !== undefined && !(error instanceof SourceError) ? [String(error)] : []),
    ...(posts.length < least ? [`${posts.length} of ${least + 1}`] : []),
    ...posts.filter(isSpoilt).map((post) => JSON.stringify(post)),
  ]
}

/** What no post may say, whatever the service sent. */
function isSpoilt(post: Post): boolean {
  const { id, author, publishedAt, url } = post
  return (
    typeof id !== 'string' ||
    id === '' ||
    `${id}${author?.id}${author?.name}${post.title}`.includes('[object') ||
    (publishedAt !== undefined && !(publishedAt > 0 && publishedAt < Date.UTC(9999, 0))) ||
    (url !== undefined && !/^https?:/.test(url))
  )
}

describe.runIf(existsSync(shared))('recordings with a field that is not as documented', () => {
  const cases = RECORDED.filter(({ file }) => file.endsWith('.json'))
  test.each(cases.map((one) => [one.file, one] as const))('%s', async (file, one) => {
    const source = await loadSource(one.platform)
    const settings = { endpoint: 'https://sim.example', ...one.settings }
    const { whole, wrong } = await fuzz(
      file,
      (http) => readChannel(source, one.request, settings, http),
      one.headers,
    )
    expect(whole.posts.length).toBeGreaterThan(0)
    expect(wrong).toEqual([])
  })

  test.each(RECORDED_THREADS.map(([platform, file, thread]) => [file, platform, thread] as const))(
    'conversation %s',
    async (file, platform, thread) => {
      const source = await loadSource(platform)
      const settings = {
        endpoint: 'https://sim.example',
        ...(platform === 'reddit' ? KEYS : {}),
      }
      const { whole, wrong } = await fuzz(file, async (http) => {
        const environment = { settings, name: 's', http, now: Date.now }
        const answer = await source.thread?.({ thread, posts: [] }, environment)
        return answer?.posts ?? []
      })
      expect(whole.posts.length).toBeGreaterThan(0)
      expect(wrong.filter((one) => !/: \d+ of \d+$/.test(one))).toEqual([])
    },
  )
})
