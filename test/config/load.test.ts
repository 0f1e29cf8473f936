import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { ConfigError } from '../../src/errors.ts'
import { sourceTypes } from '../../src/sources/index.ts'

const GOOD = `version: 1
queries:
  acme: { role: brand, match: acme }
sources:
  blogs: { type: feed, urls: [https://blog.example/feed.xml] }
`

function load(text: string, environment: Record<string, string> = {}) {
  return loadSettings({ text, file: 'queries.yaml', environment, sourceTypes })
}

/** Each problem as "line:column key: message; hint". */
async function problemsOf(text: string): Promise<readonly string[]> {
  try {
    await load(text)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(
      ({ place, key, message, hint }) =>
        `${place.line}:${place.column} ${key}: ${message}${hint ? `; ${hint}` : ''}`,
    )
  }
  return []
}

it('reads a small configuration', async () => {
  const settings = await load(GOOD)
  expect(settings.zone).toBe('UTC')
  expect(settings.queries).toEqual([{ name: 'acme', role: 'brand', match: 'acme' }])
  expect(settings.sources[0]).toMatchObject({ name: 'blogs', type: 'feed', addressed: false })
})

it('reads the example that documents every key', async () => {
  const settings = await load(readFileSync('queries.example.yaml', 'utf8'))
  expect(settings.queries.length).toBeGreaterThan(0)
  expect(settings.policy.calendar.week[0]).toEqual([
    [540, 720],
    [780, 1080],
  ])
})

it('reports all problems of a file at once, in the order of its lines', async () => {
  const problems = await problemsOf(`version: 1
timezone: Mars/Phobos
quereis: {}
queries:
  acme: { role: brnad, match: "" }
sources:
  blogs: { type: feeed }
`)
  expect(problems).toEqual([
    '2:11 timezone: expected an IANA time zone such as Europe/Berlin or UTC, found "Mars/Phobos"',
    '3:1 quereis: "quereis" is not a known key; did you mean "queries"?',
    '5:17 queries.acme.role: expected one of brand, competitor, topic, found "brnad"',
    '5:31 queries.acme.match: expected text that is not empty, found ""',
    '7:18 sources.blogs.type: this type of source is not known; did you mean "feed"?',
  ])
})

it('tells a list in the place of the whole file once', async () => {
  expect(await problemsOf('[a, b]')).toEqual([
    '1:1 : expected a mapping, found a list; write "name: value" on lines of their own, without the dashes',
  ])
})

it('asks of a source what its keys must be together, at its line', async () => {
  expect(
    await problemsOf(GOOD.replace('urls: [https://blog.example/feed.xml]', 'every: 1h')),
  ).toEqual(['5:10 sources.blogs: expected `urls` or `recipes`'])
  expect(await problemsOf(GOOD.replace('[https://blog.example/feed.xml]', '[]'))).toEqual([
    '5:30 sources.blogs.urls: expected at least 1, found a list',
  ])
})

it('names a source that no query may use because it is not there', async () => {
  const problems = await problemsOf(GOOD.replace('match: acme', 'match: acme, sources: [blog]'))
  expect(problems).toEqual([
    '3:47 queries.acme.sources.0: "blog" is not one of the sources; did you mean "blogs"?',
  ])
})

const WITH_SECRET = `${GOOD}  app:
    type: appstore
    app: "1"
    country: \${LISTEN_COUNTRY}
`

it('puts the values of environment variables in, and says which are missing', async () => {
  const reading = (environment: Record<string, string>) =>
    loadSettings({ text: WITH_SECRET, file: 'queries.yaml', environment })
  const missing = await reading({})
  expect(missing.missingSecrets).toEqual([
    { variable: 'LISTEN_COUNTRY', key: 'sources.app.country' },
  ])
  expect(missing.sources[1]?.settings).toEqual({ app: '1' })
  const complete = await reading({ LISTEN_COUNTRY: 'hush' })
  expect(complete.sources[1]?.settings).toEqual({ app: '1', country: 'hush' })
  expect(complete.secrets).toEqual(['hush'])
})

it('fills a variable inside an address, and keeps its value out of outputs', async () => {
  const text = GOOD.replace(
    'https://blog.example/feed.xml',
    '"https://blog.example/feed.xml?key=$' + '{FEED_KEY}"',
  )
  const settings = await load(text, { FEED_KEY: 'hush hush' })
  expect(settings.sources[0]?.settings.urls).toEqual([
    'https://blog.example/feed.xml?key=hush%20hush',
  ])
  expect(settings.secrets).toEqual(['hush hush'])
})

it('says how to write a variable inside braces', async () => {
  const problems = await problemsOf('sources:\n  a: { type: feed, token: $' + '{TOKEN} }\n')
  expect(problems[0]).toContain('put "$' + '{TOKEN}" in quotes')
})

it('refuses a secret that stands in the file, without repeating it', async () => {
  const problems = await problemsOf(
    GOOD.replace('type: feed,', 'type: feed, token: FAKEinline0001,'),
  )
  expect(problems.join()).toContain('sources.blogs.token')
  expect(problems.join()).not.toContain('FAKEinline0001')
})

describe('hostile files', () => {
  const bomb = Array.from({ length: 10 }, (_, index) =>
    index === 0
      ? 'a0: &a0 [x,x,x,x,x,x,x,x,x]'
      : `a${index}: &a${index} [${Array(9)
          .fill(`*a${index - 1}`)
          .join(',')}]`,
  ).join('\n')

  it.each([
    ['alias bomb', bomb],
    ['tabs', 'queries:\n\t- name: a\n'],
    ['the same key twice', 'version: 1\nversion: 1\n'],
    ['an unclosed quote', 'version: "1\n'],
    ['a colon in a value', 'version: 1: 2\n'],
    ['a star', 'version: *\n'],
    ['an at sign', 'version: @acme\n'],
    ['a foreign tag', 'version: !!js/function "function(){}"\n'],
    ['two documents', 'version: 1\n---\nversion: 1\n'],
    ['nothing', ''],
    ['only a comment', '# nothing\n'],
    ['a list', '- a\n- b\n'],
    ['100,000 open brackets', '['.repeat(100_000)],
    ['more than 1 MiB', `# ${'x'.repeat(1024 * 1024)}`],
    ['names that JavaScript keeps for itself', GOOD.replace('acme:', '__proto__:')],
  ])('%s is refused with its place', async (_name, text) => {
    const problems = await problemsOf(text)
    expect(problems.length).toBeGreaterThan(0)
    expect(problems[0]).toMatch(/^\d+:\d+ /)
    expect(({} as Record<string, unknown>).match).toBeUndefined()
  })

  it.each([
    ['a byte order mark', `\ufeff${GOOD}`],
    ['CR LF', GOOD.replaceAll('\n', '\r\n')],
  ])('%s does no harm', async (_name, text) => {
    expect((await load(text)).queries).toHaveLength(1)
  })

  it('a broken line is not repeated: it may hold a secret', async () => {
    const problems = await problemsOf('token: [FAKEinline0002\n')
    expect(problems.join()).not.toContain('FAKEinline0002')
  })
})
