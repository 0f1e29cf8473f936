import { createHash } from 'node:crypto'
import { escapeXml, nativeId, type PlaceView, repliesTo, type ShownPost, toHtml } from './visit.ts'
import { hasWords } from './words.ts'

export interface MastodonAnswer {
  readonly json: unknown
  /** Where older and newer posts are, as the Link header says it. */
  readonly link?: string
}

/** The answer, or undefined for an address that the sample's instance does not have. */
export function answerMastodon(view: PlaceView, path: string): MastodonAnswer | undefined {
  const url = new URL(path, `http://${view.place.host}`)
  for (const [pattern, ask] of ROUTES) {
    const match = pattern.exec(url.pathname)
    if (match !== null) return ask(view, url, decodeURIComponent(match[1] ?? ''))
  }
  return undefined
}

type Ask = (view: PlaceView, url: URL, name: string) => MastodonAnswer | undefined

const ROUTES: readonly (readonly [RegExp, Ask])[] = [
  [/^\/api\/v1\/timelines\/tag\/([^/]+)$/, tagTimeline],
  [/^\/api\/v2\/search$/, search],
  [/^\/api\/v1\/notifications$/, notifications],
  [
    /^\/api\/v1\/accounts\/lookup$/,
    (view, url) => found(accountOf(view, url.searchParams.get('acct') ?? '')),
  ],
  [/^\/api\/v1\/accounts\/(\d+)\/statuses$/, accountStatuses],
  [
    /^\/api\/v1\/accounts\/(\d+)$/,
    (view, _, id) => found(accounts(view).find((account) => account.id === id)),
  ],
  [/^\/api\/v1\/statuses\/(\d+)$/, (view, _, id) => found(statusOf(view, byId(view, id)))],
  [/^\/api\/v1\/statuses\/(\d+)\/context$/, context],
  [
    /^\/api\/v1\/statuses\/(\d+)\/favourited_by$/,
    (view, _, id) =>
      found(
        byId(view, id)?.likers?.map(
          (handle) => accountOf(view, handle) ?? bareAccount(view, handle),
        ) ?? [],
      ),
  ],
  [/^\/api\/v1\/statuses\/(\d+)\/reblogged_by$/, () => found([])],
  [
    /^\/api\/v2\/instance$/,
    (view) =>
      found({
        domain: view.place.host,
        title: view.place.title,
        version: '4.5.0',
        configuration: { statuses: { max_characters: 500 } },
      }),
  ],
]

function found(json: unknown): MastodonAnswer | undefined {
  return json === undefined ? undefined : { json }
}

function tagTimeline(view: PlaceView, url: URL, tag: string): MastodonAnswer {
  const wanted = [tag, ...url.searchParams.getAll('any[]')].map((each) => each.toLowerCase())
  const posts = view.posts.filter((post) =>
    (post.tags ?? []).some((own) => wanted.includes(own.toLowerCase())),
  )
  return paged(view, url, posts)
}

/** Statuses by their words; a query that is an address or a handle finds what it names. */
function search(view: PlaceView, url: URL): MastodonAnswer {
  const query = url.searchParams.get('q') ?? ''
  const limit = Math.min(40, Number(url.searchParams.get('limit') ?? 20))
  const statuses = view.posts.filter((post) =>
    /^https?:/.test(query)
      ? [nativeId(view.place, post), webUrl(view, post)].includes(query)
      : hasWords(post.text, query) && isInRange(post, url),
  )
  const account = accountOf(view, query.replace(/^@/, ''))
  return {
    json: {
      accounts: account === undefined ? [] : [account],
      statuses: statuses.slice(0, limit).map((post) => statusOf(view, post)),
      hashtags: [],
    },
  }
}

/** The account whose notifications the demonstration's token opens. */
const BRAND = /^acme@/

/** Who mentions the brand, newest first, by the numbers of the posts. */
function notifications(view: PlaceView, url: URL): MastodonAnswer {
  const posts = view.posts.filter((post) => (post.to ?? []).some((handle) => BRAND.test(handle)))
  const { json, link } = paged(view, url, posts)
  const statuses = json as readonly {
    readonly id: string
    readonly created_at: string
    readonly account: unknown
  }[]
  const mentions = statuses.map((status) => ({
    id: status.id,
    type: 'mention',
    created_at: status.created_at,
    account: status.account,
    status,
  }))
  return link === undefined ? { json: mentions } : { json: mentions, link }
}

function accountStatuses(view: PlaceView, url: URL, id: string): MastodonAnswer {
  const withoutReplies = url.searchParams.get('exclude_replies') === 'true'
  const posts = view.posts.filter(
    (post) =>
      idOfHandle(post.author.handle) === id && !(withoutReplies && post.parent !== undefined),
  )
  return paged(view, url, posts)
}

function context(view: PlaceView, _: URL, id: string): MastodonAnswer | undefined {
  const post = byId(view, id)
  if (post === undefined) return undefined
  const ancestors: ShownPost[] = []
  for (let above = parentOf(view, post); above !== undefined; above = parentOf(view, above))
    ancestors.unshift(above)
  const descendants: ShownPost[] = [...repliesTo(view, post)].reverse()
  for (const each of descendants) descendants.push(...[...repliesTo(view, each)].reverse())
  return {
    json: {
      ancestors: ancestors.map((each) => statusOf(view, each)),
      descendants: descendants.map((each) => statusOf(view, each)),
    },
  }
}

/** One page, newest first, bounded by ids; with `min_id` the page next after it. */
function paged(view: PlaceView, url: URL, posts: readonly ShownPost[]): MastodonAnswer {
  const limit = Math.min(40, Number(url.searchParams.get('limit') ?? 20))
  const inRange = posts.filter((post) => isInRange(post, url))
  const shown = url.searchParams.has('min_id') ? inRange.slice(-limit) : inRange.slice(0, limit)
  const [first, last] = [shown[0], shown.at(-1)]
  if (first === undefined || last === undefined) return { json: [] }
  const at = (name: string, id: string) => {
    const other = new URL(url)
    for (const old of ['max_id', 'since_id', 'min_id']) other.searchParams.delete(old)
    other.searchParams.set(name, id)
    return other.href
  }
  const link = `<${at('max_id', last.id)}>; rel="next", <${at('min_id', first.id)}>; rel="prev"`
  return { json: shown.map((post) => statusOf(view, post)), link }
}

/** Ids have one length here, so that they compare as text. */
function isInRange(post: ShownPost, url: URL): boolean {
  const { max, least } = {
    max: url.searchParams.get('max_id'),
    least: url.searchParams.get('min_id') ?? url.searchParams.get('since_id'),
  }
  return (max === null || post.id < max) && (least === null || post.id > least)
}

function byId(view: PlaceView, id: string): ShownPost | undefined {
  return view.posts.find((post) => post.id === id)
}

function parentOf(view: PlaceView, post: ShownPost): ShownPost | undefined {
  return post.parent === undefined ? undefined : view.byKey.get(post.parent)
}

function statusOf(view: PlaceView, post: ShownPost | undefined): unknown {
  if (post === undefined) return undefined
  const { place } = view
  const parent = parentOf(view, post)
  const uri = nativeId(place, post)
  return {
    id: post.id,
    created_at: new Date(post.publishedAt).toISOString(),
    edited_at: post.editedAt === undefined ? null : new Date(post.editedAt).toISOString(),
    in_reply_to_id: parent?.id ?? null,
    in_reply_to_account_id: parent === undefined ? null : idOfHandle(parent.author.handle),
    sensitive: false,
    spoiler_text: '',
    visibility: 'public',
    language: post.lang,
    uri,
    url: webUrl(view, post),
    replies_count: repliesTo(view, post).length,
    reblogs_count: post.shares ?? 0,
    favourites_count: post.likes ?? post.likers?.length ?? 0,
    content: contentOf(view, post),
    reblog: null,
    account: accountOf(view, post.author.handle),
    media_attachments: [],
    mentions: (post.to ?? []).map((handle) => ({
      id: idOfHandle(handle),
      username: nameOfHandle(handle),
      acct: acctOf(view, handle),
      url: `http://${hostOfHandle(view, handle)}/@${nameOfHandle(handle)}`,
    })),
    tags: (post.tags ?? []).map((tag) => ({
      name: tag.toLowerCase(),
      url: `http://${place.host}/tags/${tag.toLowerCase()}`,
    })),
    emojis: [],
    card: null,
    poll: null,
  }
}

/** The page of a status for people. */
function webUrl(view: PlaceView, { author, id }: ShownPost): string {
  return `http://${hostOfHandle(view, author.handle)}/@${nameOfHandle(author.handle)}/${id}`
}

/** Mentions and tags become links of the platform's own form. */
function contentOf(view: PlaceView, post: ShownPost): string {
  return toHtml(post.text)
    .replace(
      /@([\w.-]+@[\w.-]*\w)/g,
      (_, handle: string) =>
        `<span class="h-card" translate="no"><a href="http://${hostOfHandle(view, handle)}/@${nameOfHandle(handle)}" class="u-url mention">@<span>${escapeXml(nameOfHandle(handle))}</span></a></span>`,
    )
    .replace(
      /#(\w+)/g,
      (_, tag: string) =>
        `<a href="http://${view.place.host}/tags/${tag.toLowerCase()}" class="mention hashtag" rel="tag">#<span>${tag}</span></a>`,
    )
}

interface Account {
  readonly id: string
  readonly acct: string
}

function accounts(view: PlaceView): readonly Account[] {
  return [...new Set(view.posts.map((post) => post.author.handle))].map((handle) =>
    bareAccount(view, handle),
  )
}

function accountOf(view: PlaceView, handle: string): Account | undefined {
  const full = handle.includes('@') ? handle : `${handle}@${view.place.host}`
  return view.posts.some((post) => post.author.handle === full)
    ? bareAccount(view, full)
    : undefined
}

function bareAccount(view: PlaceView, handle: string): Account {
  const author = view.posts.find((post) => post.author.handle === handle)?.author
  const name = nameOfHandle(handle)
  const host = hostOfHandle(view, handle)
  return {
    id: idOfHandle(handle),
    username: name,
    acct: acctOf(view, handle),
    display_name: author?.name ?? name,
    locked: false,
    bot: false,
    url: `http://${host}/@${name}`,
    uri: `http://${host}/users/${name}`,
    followers_count: author?.followers ?? 0,
    following_count: 0,
    statuses_count: view.posts.filter((post) => post.author.handle === handle).length,
  } as Account
}

/** Accounts of the instance itself are shown without a host. */
function acctOf(view: PlaceView, handle: string): string {
  return hostOfHandle(view, handle) === view.place.host ? nameOfHandle(handle) : handle
}

function nameOfHandle(handle: string): string {
  return handle.split('@')[0] ?? handle
}

function hostOfHandle(view: PlaceView, handle: string): string {
  return handle.split('@')[1] ?? view.place.host
}

function idOfHandle(handle: string): string {
  return `1100${BigInt(`0x${createHash('sha256').update(handle).digest('hex').slice(0, 12)}`)
    .toString()
    .padStart(15, '0')}`
}
