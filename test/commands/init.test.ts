import { expect, it } from 'vitest'
import { proposeSources } from '../../src/commands/proposals.ts'
import { loadSettings } from '../../src/config/load.ts'
import { starterConfiguration } from '../../src/config/starter.ts'
import { planScan } from '../../src/scan/plan.ts'
import { parseSavedQueries } from '../../src/scan/queries.ts'
import { loadSource, sourceTypes } from '../../src/sources/index.ts'

interface Given {
  readonly name?: string
  readonly handles?: readonly (readonly [string, string])[]
  readonly apps?: readonly string[]
  readonly forums?: readonly string[]
}

async function write({ name = 'Acme', handles = [], apps = [], forums = [] }: Given) {
  const brand = {
    name,
    competitors: ['Globex'],
    handles,
    keywords: ['acme phone'],
    feeds: ['https://acme.example/feed.xml'],
  }
  const sources = await proposeSources(brand, { apps, forums })
  const text = starterConfiguration({ ...brand, sources })
  const settings = await loadSettings({
    text,
    file: 'queries.yaml',
    environment: {},
    sourceTypes,
  })
  const plan = await planScan(settings, parseSavedQueries(settings), loadSource)
  return { text, settings, plan }
}

it('every proposed source can be planned without a key; what needs one is off, with its variable', async () => {
  const { text, plan } = await write({})
  expect(plan.unplanned).toEqual([])
  expect(new Set(plan.channels.map(({ ref }) => ref.source))).toEqual(
    new Set(['hn', 'reddit', 'bluesky', 'mastodon', 'lemmy', 'press', 'feeds']),
  )
  for (const variable of ['X_BEARER_TOKEN', 'THREADS_ACCESS_TOKEN', 'YOUTUBE_API_KEY'])
    expect(text).toMatch(new RegExp(`# Needs [^\n]*${variable}`))
  expect(text).toContain('# More with BLUESKY_APP_PASSWORD: bsky.app')
})

it('news by Google stands there with its terms, and is off', async () => {
  const { text, plan } = await write({})
  expect(text).toMatch(
    /# News by Google\. Google allows this feed[^\n]+\n {2}# news:\n {2}# {3}type: feed/,
  )
  expect(plan.channels.some(({ ref }) => ref.source === 'news')).toBe(false)
  const on = text.replace(
    /# (news:| {2}type: feed| {2}every: 1h| {2}recipes:| {4}- recipe:| {6}of:| {6}enabled:)/g,
    '$1',
  )
  const settings = await loadSettings({
    text: on,
    file: 'queries.yaml',
    environment: {},
    sourceTypes,
  })
  expect(settings.sources.some(({ name }) => name === 'news')).toBe(true)
})

it('accounts, apps and forums bring their own places', async () => {
  const { plan, settings } = await write({
    handles: [
      ['mastodon', 'acme@social.example'],
      ['github', 'acme'],
      ['telegram', 'acme_news'],
      ['youtube', 'UCaaaaaaaaaaaaaaaaaaaaaa'],
    ],
    apps: ['497799835'],
    forums: ['https://forum.acme.example'],
  })
  const keys = plan.channels.map(({ ref }) => `${ref.source}: ${ref.label}`)
  expect(keys).toContain('mastodon: social.example: #acme')
  expect(keys).toContain('telegram: channel acme_news')
  expect(keys).toContain('youtube: videos of UCaaaaaaaaaaaaaaaaaaaaaa')
  expect(keys.some((key) => key.startsWith('reviews: '))).toBe(true)
  expect(keys.some((key) => key.startsWith('github: '))).toBe(true)
  expect(settings.sources.find(({ name }) => name === 'forum')?.addressed).toBe(true)
})

it.each(['Acme "Phones"', '日本の電話', "O'Reilly: #1\n- x", '50% & more'])(
  'a brand called %s makes a file that loads',
  async (name) => {
    const { settings } = await write({ name })
    expect(settings.brand?.name).toBe(name)
  },
)

it('gives competitors that are written with the same letters queries of their own', async () => {
  const brand = {
    name: 'C++',
    competitors: ['C#', 'C', 'C#'],
    handles: [['__proto__', 'x']] as const,
    keywords: [],
    feeds: [],
  }
  const text = starterConfiguration({ ...brand, sources: [] })
  expect(text).toMatch(/ {2}c:\n {4}role: brand\n {4}match: '"C\+\+"'/)
  expect(text).toMatch(/ {2}c-2:\n {4}role: competitor\n {4}match: '"C#"'/)
  expect(text).toMatch(/ {2}c-3:\n {4}role: competitor\n {4}match: '"C"'/)
})
