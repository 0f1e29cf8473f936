import { isHttpUrl } from '../text/url.ts'

/** What a recipe is asked for, as it stands in the settings. */
export interface RecipeOrder {
  /** Words, a tag, a name: what the recipe's row says. */
  readonly of?: string | undefined
  /** The site, server or blog, for recipes that need one. */
  readonly at?: string | undefined
  /** Language and country, such as `de-DE`, for recipes that know it. */
  readonly locale?: string | undefined
}

/** How the address of a feed is made from words, a tag or a name. */
export interface FeedRecipe {
  readonly name: string
  /** What it gives, and what to know of it. */
  readonly summary: string
  /** What `of` is; absent: nothing is asked. */
  readonly of?: Part
  readonly at?: Part & { readonly otherwise?: string }
  readonly url: (of: string, at: string, locale: string) => string
  readonly example: RecipeOrder
  /** Who uses the feed accepts this: said before the first reading. It is off until its row says `enabled: true`. */
  readonly terms?: string
  /** Whoever knows the address can read the feed: it is named by a hash. */
  readonly isSecret?: boolean
}

interface Part {
  readonly what: string
  readonly form: RegExp
}

const WORDS: Part = { what: 'words to search for', form: /^[^\u0000-\u001f]{1,300}$/ }
const TAG: Part = { what: 'a tag without #', form: /^(?!\.{1,2}$)[^\s/#?\u0000-\u001f]{1,100}$/ }
const NAME: Part = { what: 'a name of letters, digits and -', form: /^[a-z0-9][a-z0-9-]{0,62}$/i }
const HOST: Part = {
  what: 'a host such as site.example',
  form: /^(?=.{1,253}$)[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?)+(?::\d{1,5})?$/u,
}
const SITE: Part = {
  what: 'the address of a site',
  form: /^(?:https?:\/\/)?[^\s/?#@\\]{1,253}(?:\/[^\s?#\\]{0,500})?$/i,
}

/** Places that are read by a feed's address and need no connector of their own: a row each. */
export const FEED_RECIPES: readonly FeedRecipe[] = [
  {
    name: 'google-alerts',
    summary: 'an alert that you made with delivery "RSS feed"; its address is a secret of yours',
    of: {
      what: 'the address of the alert’s feed, or its USER/ALERT part',
      form: /^(?:https:\/\/www\.google\.[a-z.]{2,6}\/alerts\/feeds\/)?\d{1,30}\/\d{1,30}\/?$/,
    },
    url: (of) =>
      `https://www.google.com/alerts/feeds/${of.replace(/^.*\/feeds\//, '').replace(/\/$/, '')}`,
    example: { of: '01234567890123456789/1234567890123456789' },
    terms: 'Google means its alerts for personal use (policies.google.com/terms)',
    isSecret: true,
  },
  {
    name: 'google-news',
    summary: 'at most 100 articles by relevance; takes "phrases", OR, -word, site:, when:7d',
    of: WORDS,
    url: (of, _at, locale) => googleNews(of, locale),
    example: { of: '"acme phone" when:7d', locale: 'de-DE' },
    terms:
      'Google allows this feed in a personal feed reader, for personal and non-commercial use only',
  },
  {
    name: 'bing-news',
    summary: 'about a dozen articles; takes "phrases", OR and -word',
    of: WORDS,
    url: (of, _at, locale) =>
      withQuery('https://www.bing.com/news/search', { q: of, format: 'rss', setlang: locale }),
    example: { of: '"acme phone"' },
    terms: 'Microsoft allows this feed for personal and non-commercial use only',
  },
  {
    name: 'wordpress-search',
    summary: 'posts of a WordPress site that match; takes "phrases" and -word',
    of: WORDS,
    at: SITE,
    url: (of, at) => withQuery(`${siteOf(at)}/`, { s: of, feed: 'rss2' }),
    example: { of: 'acme phone', at: 'blog.example' },
  },
  {
    name: 'wordpress-comments',
    summary: 'the newest comments of a WordPress site',
    at: SITE,
    url: (_of, at) => `${siteOf(at)}/comments/feed/`,
    example: { at: 'https://blog.example' },
  },
  {
    name: 'medium-tag',
    summary: 'ten stories of a tag; members’ stories come as teasers',
    of: TAG,
    url: (of) => `https://medium.com/feed/tag/${encode(of)}`,
    example: { of: 'acme' },
  },
  {
    name: 'medium',
    summary: 'ten stories of a publication or of @somebody, with their answers to others',
    of: { what: 'a publication or @user', form: /^@?[\w.-]*\w$/ },
    url: (of) =>
      `https://medium.com/feed/${of.startsWith('@') ? '@' : ''}${encode(of.replace(/^@/, ''))}`,
    example: { of: '@acme' },
  },
  {
    name: 'tumblr-tag',
    summary: 'posts of one blog with a tag',
    of: { what: 'a tag without #', form: /^(?!\.{1,2}$)[^/#?\u0000-\u001f]{1,140}$/ },
    at: NAME,
    url: (of, at) => `https://${at}.tumblr.com/tagged/${encode(of)}/rss`,
    example: { of: 'acme phone', at: 'acme' },
  },
  {
    name: 'tumblr',
    summary: 'the posts of a blog',
    of: NAME,
    url: (of) => `https://${of}.tumblr.com/rss`,
    example: { of: 'acme' },
  },
  {
    name: 'substack',
    summary: 'the newsletter of a name at substack.com or of a host of its own',
    of: {
      what: 'a name or a host',
      form: new RegExp(`${NAME.form.source}|${HOST.form.source}`, 'iu'),
    },
    url: (of) => `https://${of.includes('.') ? of : `${of}.substack.com`}/feed`,
    example: { of: 'acme' },
  },
  {
    name: 'mastodon-tag',
    summary: 'public posts with a hashtag, as one server knows them',
    of: TAG,
    at: { ...HOST, otherwise: 'mastodon.social' },
    url: (of, at) => `https://${at}/tags/${encode(of)}.rss`,
    example: { of: 'acme', at: 'mastodon.example' },
  },
  {
    name: 'github-releases',
    summary: 'the releases of a repository',
    of: {
      what: 'owner/name',
      form: /^[a-z\d](?:[a-z\d-]{0,38})\/(?!\.{1,2}$)[\w.-]{1,100}$/i,
    },
    url: (of) => `https://github.com/${of}/releases.atom`,
    example: { of: 'acme/phone' },
  },
  {
    name: 'stackexchange-tag',
    summary: 'the newest questions of a tag, or of several: "a or b"',
    of: { what: 'a tag', form: /^[\p{L}\p{N}.+#-]{1,60}(?: or [\p{L}\p{N}.+#-]{1,60}){0,9}$/u },
    at: { ...HOST, otherwise: 'stackoverflow.com' },
    url: (of, at) => withQuery(`https://${at}/feeds/tag`, { tagnames: of, sort: 'newest' }),
    example: { of: 'c++ or c#', at: 'stackoverflow.com' },
  },
  {
    name: 'product-hunt',
    summary: 'the newest products, about fifty; nothing is searched for',
    url: () => 'https://www.producthunt.com/feed',
    example: {},
  },
  {
    name: 'podcast',
    summary:
      'the episodes of a show by the address that its pages or apps give (also podcast:, feed:, itpc:)',
    of: {
      what: 'the address of the show’s feed',
      form: /^(?:https?|podcast|feed|itpc|pcast):\S{1,2000}$/i,
    },
    url: (of) => podcast(of),
    example: { of: 'podcast://acme.example/show.xml' },
  },
]

/**
 * What is wrong with an order, in words for the settings' file; undefined when the recipe makes an address of it.
 */
export function orderProblem(recipe: FeedRecipe, order: RecipeOrder): string | undefined {
  for (const key of ['of', 'at'] as const) {
    const part = recipe[key]
    const value = order[key]?.trim() ?? (key === 'at' ? recipe.at?.otherwise : undefined)
    if (part === undefined && value !== undefined) return `${recipe.name} takes no \`${key}\``
    if (part !== undefined && !(value !== undefined && part.form.test(value)))
      return `${recipe.name} wants \`${key}\`: ${part.what}`
  }
  return isHttpUrl(recipeUrl(recipe, order)) ? undefined : `${recipe.name} makes no address of that`
}

/** The address of an order without problems; all that comes from the settings is percent-encoded. */
export function recipeUrl(recipe: FeedRecipe, order: RecipeOrder): string {
  const at = order.at?.trim() ?? recipe.at?.otherwise ?? ''
  return recipe.url(order.of?.trim() ?? '', at, order.locale ?? 'en-US')
}

function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}

function withQuery(place: string, parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encode(value)}`)
  return `${place}?${pairs.join('&')}`
}

// The three parameters of language and country must agree, or the answer is empty.
function googleNews(words: string, locale: string): string {
  const [language = 'en', country = 'US'] = locale.split('-')
  return withQuery('https://news.google.com/rss/search', {
    q: words,
    hl: language === 'en' ? locale : language,
    gl: country,
    ceid: `${country}:${language}`,
  })
}

function siteOf(written: string): string {
  const site = written.replace(/\/+$/, '')
  return /^https?:\/\//i.test(site) ? site : `https://${site}`
}

function podcast(written: string): string {
  const address = written.replace(/^(?:podcast|feed|itpc|pcast):(?:\/\/)?/i, '')
  return /^https?:/i.test(address) ? address : `https://${address}`
}
