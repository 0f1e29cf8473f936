import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HttpClient } from '../../src/model/http.ts'
import { withTerms } from '../../src/sources/feed/recipe-channels.ts'
import { feed } from '../../src/sources/feed.ts'
import { FEED_RECIPES, orderProblem, recipeUrl } from '../../src/sources/feed-recipes.ts'
import type { Page } from '../../src/sources/source.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient } from './contract.ts'

const byName = (name: string) => {
  const found = FEED_RECIPES.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no recipe ${name}`)
  return found
}
const channelsOf = (recipes: readonly object[]) =>
  feed.channels({
    settings: v.parse(feed.settings, { recipes }),
    queries: [],
    handles: [],
    competitorHandles: {},
  })
const refusalOf = (row: object) =>
  v.safeParse(feed.settings, { recipes: [row] }).issues?.[0]?.message

describe.each(FEED_RECIPES.map((recipe) => [recipe.name, recipe] as const))(
  '%s',
  (name, recipe) => {
    test('makes a web address of its example, and a channel', () => {
      expect(orderProblem(recipe, recipe.example)).toBeUndefined()
      const url = recipeUrl(recipe, recipe.example)
      expect(new URL(url).protocol).toBe('https:')
      expect(new URL(url).href).toBe(url)
      const enabled = recipe.terms === undefined ? {} : { enabled: true }
      const [channel] = channelsOf([{ recipe: name, ...recipe.example, ...enabled }])
      expect(channel?.request).toMatchObject({ url })
    })

    test('what is asked for cannot lead to another place', () => {
      const plain = new URL(recipeUrl(recipe, recipe.example))
      for (const of of [
        '../../x',
        '..',
        '?a=b',
        '#x',
        '//evil.example',
        '@evil.example',
        'a/b/c/d',
      ]) {
        if (name === 'podcast' || orderProblem(recipe, { ...recipe.example, of })) continue
        const url = new URL(recipeUrl(recipe, { ...recipe.example, of }))
        expect(url.host).toBe(plain.host)
        expect(url.pathname.split('/').length).toBe(plain.pathname.split('/').length)
        expect(url.hash).toBe('')
      }
    })

    test('has words for people, and stands in the documentation', () => {
      expect(recipe.summary).not.toBe('')
      expect(readFileSync('docs/sources.md', 'utf8')).toContain(`\`${name}\``)
    })
  },
)

test.each([
  [
    'google-news',
    { of: '"a b" OR ä&q=x', locale: 'de-DE' },
    'https://news.google.com/rss/search?q=%22a%20b%22%20OR%20%C3%A4%26q%3Dx&hl=de&gl=DE&ceid=DE%3Ade',
  ],
  [
    'wordpress-search',
    { of: 'a&b', at: 'blog.example/news/' },
    'https://blog.example/news/?s=a%26b&feed=rss2',
  ],
  ['medium', { of: '@ann' }, 'https://medium.com/feed/@ann'],
  ['substack', { of: 'news.acme.example' }, 'https://news.acme.example/feed'],
  ['mastodon-tag', { of: 'größe' }, 'https://mastodon.social/tags/gr%C3%B6%C3%9Fe.rss'],
  [
    'stackexchange-tag',
    { of: 'c++' },
    'https://stackoverflow.com/feeds/tag?tagnames=c%2B%2B&sort=newest',
  ],
  [
    'tumblr-tag',
    { of: 'acme phone', at: 'acme' },
    'https://acme.tumblr.com/tagged/acme%20phone/rss',
  ],
  ['podcast', { of: 'feed:https://acme.example/a.xml' }, 'https://acme.example/a.xml'],
] as const)('%s of %j is %s', (name, order, url) => {
  expect(recipeUrl(byName(name), order)).toBe(url)
})

describe('settings', () => {
  test('an unknown recipe is named with the nearest', () => {
    expect(refusalOf({ recipe: 'github-release', of: 'a/b' })).toBe(
      'there is no recipe "github-release"; perhaps github-releases',
    )
    expect(refusalOf({ recipe: 'zzzz' })).toContain('there are google-alerts, ')
  })

  test('a wrong part says what it should be', () => {
    expect(refusalOf({ recipe: 'github-releases', of: 'acme' })).toBe(
      'github-releases wants `of`: owner/name',
    )
    expect(refusalOf({ recipe: 'wordpress-search', of: 'acme' })).toContain('wants `at`')
    expect(refusalOf({ recipe: 'product-hunt', of: 'acme' })).toContain('takes no `of`')
  })

  test.each(['google-alerts', 'google-news', 'bing-news'])(
    '%s is off until it is enabled, and says its terms',
    (name) => {
      const { example, terms = 'none' } = byName(name)
      expect(refusalOf({ recipe: name, ...example })).toContain(terms)
      expect(refusalOf({ recipe: name, ...example, enabled: true })).toBeUndefined()
    },
  )

  test('neither addresses nor recipes are no feed', () => {
    expect(v.safeParse(feed.settings, {}).success).toBe(false)
  })

  test('the address of an alert stands in no name', () => {
    const { example } = byName('google-alerts')
    const [channel] = channelsOf([{ recipe: 'google-alerts', ...example, enabled: true }])
    expect(`${channel?.key} ${channel?.label}`).not.toContain('1234567890')
  })
})

describe('terms', () => {
  let server: Loopback
  let http: HttpClient
  beforeEach(async () => {
    server = await startLoopback()
    http = contractClient()
  })
  afterEach(async () => {
    await http.close()
    await server.close()
  })

  test('are said with the first page of the first reading, never again', async () => {
    server.on('/feed', {
      body: '<rss version="2.0"><channel><title>t</title><item><guid>a</guid><title>x</title></item></channel></rss>',
    })
    const [planned] = channelsOf([{ recipe: 'google-news', of: 'acme', enabled: true }])
    const terms = String((planned?.request as { terms?: string } | undefined)?.terms)
    expect(terms).toContain('non-commercial')
    const channel = { key: 'k', label: 'l', request: { url: server.url('/feed'), terms } }
    const read = async (state?: unknown) => {
      const pages: Page[] = []
      const environment = {
        settings: {},
        name: 'news',
        http,
        now: () => Date.UTC(2026, 1, 1),
        maxPages: 3,
        maxItems: 50,
        ...(state === undefined ? {} : { state }),
      }
      for await (const page of feed.read(channel, environment)) pages.push(page)
      return pages
    }
    const first = await read()
    expect(first.map((page) => page.notice)).toEqual([terms])
    expect((await read(first[0]?.state)).map((page) => page.notice)).toEqual([undefined])
  })

  test('stand before what else is to be said, on one page only', async () => {
    async function* pages(): AsyncGenerator<Page> {
      yield { posts: [], complete: true, notice: 'moved' }
      yield { posts: [], complete: true }
    }
    const notices: (string | undefined)[] = []
    for await (const page of withTerms(pages(), 'terms', undefined)) notices.push(page.notice)
    expect(notices).toEqual(['terms; moved', undefined])
  })
})
