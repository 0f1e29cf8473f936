import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import { isHttpUrl } from '../text/url.ts'
import { readAddress } from './feed/address.ts'
import { toChannel } from './feed/channels.ts'
import { readPaths } from './feed/files.ts'
import { recipeChannel, recipeOrder, withTerms } from './feed/recipe-channels.ts'
import type { Channel, Page, ReadEnvironment, Source } from './source.ts'

const place = v.pipe(
  v.string(),
  v.trim(),
  v.check(
    (text) =>
      text !== '' &&
      (isHttpUrl(text) ||
        !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ||
        /^file:\/\/(?:localhost)?\//.test(text)),
    'an http(s) address of a feed, or a path of a file or folder',
  ),
)

const settings = v.pipe(
  v.object({
    urls: v.optional(
      v.union([
        v.pipe(
          place,
          v.transform((one) => [one]),
        ),
        v.pipe(v.array(place), v.minLength(1)),
      ]),
    ),
    recipes: v.optional(v.pipe(v.array(recipeOrder), v.minLength(1))),
  }),
  v.check(({ urls, recipes }) => (urls ?? recipes) !== undefined, '`urls` or `recipes`'),
)
type Settings = v.InferOutput<typeof settings>

const request = v.union([
  v.object({ url: v.string(), terms: v.optional(v.string()) }),
  v.object({ path: v.string() }),
])

/** RSS, RDF, Atom and JSON Feed by address, by recipe, from pages that name one, and from files. */
export const feed: Source<Settings> = {
  platform: 'feed',
  name: 'Feeds',
  homepage: 'https://www.rssboard.org/rss-specification',
  summary: 'RSS, RDF, Atom and JSON Feed: addresses, pages that name a feed, files and folders',
  settings,
  capabilities: {
    mentions: false,
    ownPosts: false,
    threads: false,
    likers: false,
    stream: false,
    reply: false,
  },
  partly: 'what a publisher puts into the feed, often only the beginning of a text',
  channels: ({ settings: { urls = [], recipes = [] } }) => {
    const all = [...urls.map(toChannel), ...recipes.map(recipeChannel)]
    return [...new Map(all.map((each) => [each.key, each])).values()]
  },
  read: (channel, environment) => readChannel(channel, environment),
}

async function* readChannel(
  channel: Channel,
  environment: ReadEnvironment<Settings>,
): AsyncGenerator<Page> {
  const wanted = v.safeParse(request, channel.request)
  if (!wanted.success)
    throw new SourceError('unexpected-response', `${channel.label}: a channel without an address`)
  if ('path' in wanted.output) {
    yield* readPaths(wanted.output.path, channel, environment)
    return
  }
  const { url, terms } = wanted.output
  const pages = readAddress(url, channel, environment)
  yield* terms === undefined ? pages : withTerms(pages, terms, environment.state)
}
