import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import { isHttpUrl } from '../text/url.ts'
import { readAddress } from './feed/address.ts'
import { toChannel } from './feed/channels.ts'
import { readPaths } from './feed/files.ts'

import type { Channel, Page, ReadEnvironment, Source } from './source.ts'

const place = v.pipe(
  v.string(),
  v.trim(),
  v.check(
    (text) =>
      text !== '' &&
      (isHttpUrl(text) || !/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || text.startsWith('file://')),
    'an http(s) address of a feed, or a path of a file or folder',
  ),
)

const settings = v.object({
  urls: v.union([
    v.pipe(
      place,
      v.transform((one) => [one]),
    ),
    v.pipe(v.array(place), v.minLength(1)),
  ]),
})
type Settings = v.InferOutput<typeof settings>

const request = v.union([v.object({ url: v.string() }), v.object({ path: v.string() })])

/** RSS, RDF, Atom and JSON Feed by address, from pages that name one, and from files. */
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
  channels: ({ settings: { urls } }) => [
    ...new Map(urls.map(toChannel).map((each) => [each.key, each])).values(),
  ],
  read: (channel, environment) => readChannel(channel, environment),
}

async function* readChannel(
  channel: Channel,
  environment: ReadEnvironment<Settings>,
): AsyncGenerator<Page> {
  const wanted = v.safeParse(request, channel.request)
  if (!wanted.success)
    throw new SourceError('unexpected-response', `${channel.label}: a channel without an address`)
  if ('url' in wanted.output) yield* readAddress(wanted.output.url, channel, environment)
  else yield* readPaths(wanted.output.path, channel, environment)
}
