import type { Brand, ProposedSource } from '../config/starter.ts'
import { FEED_RECIPES } from '../sources/feed-recipes.ts'
import { loadSource } from '../sources/index.ts'
import type { Source } from '../sources/source.ts'

type Proposal = Omit<ProposedSource, 'comments'> & { readonly comments?: readonly string[] }

/** What else is known of a brand that says where it is talked about. */
export interface Places {
  /** App numbers of Apple's App Store. */
  readonly apps: readonly string[]
  /** Addresses of forums of our own (Discourse). */
  readonly forums: readonly string[]
}

/**
 * The sources for a brand: what works without a key is on; what needs one is there, switched off, with the variable's name
 * and where to get it.
 */
export async function proposeSources(
  brand: Omit<Brand, 'sources'>,
  places: Places,
): Promise<readonly ProposedSource[]> {
  const proposals = [
    ...everywhere(brand),
    ...byHandles(brand),
    ...ownPlaces(brand, places),
    ...withKeys(),
  ]
  const proposed: ProposedSource[] = []
  for (const { comments = [], ...proposal } of proposals) {
    const source = await loadSource(String(proposal.settings.type))
    proposed.push({ ...proposal, comments: [...comments, ...keyComments(source, proposal)] })
  }
  return [...proposed, googleNews(brand)]
}

/** Open places where anybody may speak of anything. */
function everywhere(brand: Omit<Brand, 'sources'>): readonly Proposal[] {
  const tag = tagOf(brand.name)
  const home = accountsOn(brand, 'mastodon').map((account) => account.split('@').at(-1))[0]
  return [
    { name: 'hn', settings: { type: 'hackernews', every: '15m' } },
    {
      name: 'reddit',
      comments: ['Posts by search. Subreddits with their comments: subreddits: [name].'],
      settings: { type: 'reddit', every: '30m' },
    },
    { name: 'bluesky', settings: { type: 'bluesky', every: '15m' } },
    {
      name: 'mastodon',
      comments: ['Hashtags, as one server knows them; better with your own server.'],
      settings: {
        type: 'mastodon',
        ...(isHost(home) ? { endpoint: `https://${home}` } : {}),
        ...(tag === '' ? {} : { tags: [tag] }),
        every: '15m',
      },
    },
    { name: 'lemmy', settings: { type: 'lemmy', every: '1h' } },
    {
      name: 'press',
      comments: ['Titles of news in many languages (GDELT).'],
      settings: { type: 'gdelt', every: '1h' },
    },
  ]
}

/** Places where the brand has an account. */
function byHandles(brand: Omit<Brand, 'sources'>): readonly Proposal[] {
  const channels = accountsOn(brand, 'youtube').filter((account) => /^UC[\w-]{22}$/.test(account))
  return [
    ...(accountsOn(brand, 'github').length > 0
      ? [{ name: 'github', settings: { type: 'github', every: '30m' } }]
      : []),
    ...(accountsOn(brand, 'telegram').length > 0
      ? [{ name: 'telegram', settings: { type: 'telegram', every: '1h' } }]
      : []),
    ...(accountsOn(brand, 'devto').length > 0
      ? [{ name: 'devto', settings: { type: 'devto', every: '1h' } }]
      : []),
    {
      name: 'youtube',
      settings: {
        type: 'youtube',
        ...(channels.length > 0 ? { channels } : { enabled: false }),
        every: '1h',
      },
    },
  ]
}

function ownPlaces(brand: Omit<Brand, 'sources'>, { apps, forums }: Places): readonly Proposal[] {
  return [
    ...(brand.feeds.length > 0
      ? [{ name: 'feeds', settings: { type: 'feed', urls: brand.feeds, every: '30m' } }]
      : []),
    ...(apps.length > 0
      ? [
          {
            name: 'reviews',
            comments: ['More countries: countries: [us, de].'],
            settings: { type: 'appstore', apps, addressed: true, every: '6h' },
          },
        ]
      : []),
    ...forums.map((endpoint, index) => ({
      name: index === 0 ? 'forum' : `forum-${index + 1}`,
      comments: ['Our own forum: whoever writes there speaks to us.'],
      settings: { type: 'discourse', endpoint, addressed: true, every: '15m' },
    })),
  ]
}

function withKeys(): readonly Proposal[] {
  return [
    {
      name: 'x',
      comments: ['Every post that is read costs money: limit is how many a month, at most.'],
      settings: { type: 'x', enabled: false, limit: 500, every: '1h' },
    },
    { name: 'threads', settings: { type: 'threads', enabled: false, every: '1h' } },
  ]
}

/** Off until somebody accepts the terms, which are written beside it. */
function googleNews(brand: Omit<Brand, 'sources'>): ProposedSource {
  const terms = FEED_RECIPES.find(({ name }) => name === 'google-news')?.terms ?? ''
  return {
    name: 'news',
    comments: [`News by Google. ${terms}. Who takes the # away accepts that.`],
    settings: {
      type: 'feed',
      every: '1h',
      recipes: [
        { recipe: 'google-news', of: `"${brand.name.replaceAll('"', ' ')}"`, enabled: true },
      ],
    },
    isOff: true,
  }
}

/** Which environment variables the source wants, and where to get what stands in them. */
function keyComments(source: Source, { settings }: Proposal): readonly string[] {
  const byHelp = new Map<string, string[]>()
  for (const { variable, help } of source.secrets ?? [])
    byHelp.set(help, [...(byHelp.get(help) ?? []), variable])
  const isOff = settings.enabled === false
  return [...byHelp].map(
    ([help, variables]) => `${isOff ? 'Needs' : 'More with'} ${variables.join(', ')}: ${help}.`,
  )
}

function accountsOn(brand: Pick<Brand, 'handles'>, platform: string): readonly string[] {
  return brand.handles.filter(([name]) => name === platform).map(([, account]) => account)
}

function tagOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

function isHost(name: string | undefined): name is string {
  return name !== undefined && /^[\w-]+(?:\.[\w-]+)+$/.test(name)
}
