import { createHash } from 'node:crypto'
import { didOf, nativeId, type PlaceView, repliesTo, type ShownPost } from './visit.ts'
import { hasWords } from './words.ts'

type Ask = (view: PlaceView, parameters: URLSearchParams) => unknown

/** The answer's JSON, or undefined for a method that the sample does not have. */
export function answerBluesky(view: PlaceView, path: string): unknown {
  const url = new URL(path, 'http://bsky.invalid')
  const method = /^\/xrpc\/([\w.]+)$/.exec(url.pathname)?.[1] ?? ''
  return Object.hasOwn(METHODS, method) ? METHODS[method]?.(view, url.searchParams) : undefined
}

const METHODS: Readonly<Record<string, Ask>> = {
  'app.bsky.feed.searchPosts': searchPosts,
  'app.bsky.feed.getAuthorFeed': (view, parameters) => {
    const actor = parameters.get('actor') ?? ''
    const posts = view.posts.filter((post) => isActor(post, actor))
    const { found, cursor } = page(posts, parameters)
    return { feed: found.map((post) => ({ post: postView(view, post) })), ...cursor }
  },
  'app.bsky.feed.getPostThread': (view, parameters) => {
    const post = findPost(view, parameters.get('uri') ?? '')
    return post === undefined ? undefined : { thread: threadNode(view, post) }
  },
  'app.bsky.feed.getPosts': (view, parameters) => ({
    posts: parameters.getAll('uris').flatMap((uri) => {
      const post = findPost(view, uri)
      return post === undefined ? [] : [postView(view, post)]
    }),
  }),
  'app.bsky.feed.getLikes': (view, parameters) => {
    const uri = parameters.get('uri') ?? ''
    const post = findPost(view, uri)
    const createdAt = new Date((post?.publishedAt ?? 0) + 3_600_000).toISOString()
    return {
      uri,
      likes: (post?.likers ?? []).map((handle) => ({
        actor: profile(view, handle),
        createdAt,
        indexedAt: createdAt,
      })),
    }
  },
  'app.bsky.feed.getRepostedBy': (_, parameters) => ({
    uri: parameters.get('uri') ?? '',
    repostedBy: [],
  }),
  'app.bsky.actor.getProfile': (view, parameters) =>
    fullProfile(view, parameters.get('actor') ?? ''),
  'app.bsky.actor.getProfiles': (view, parameters) => ({
    profiles: parameters.getAll('actors').flatMap((actor) => fullProfile(view, actor) ?? []),
  }),
  'com.atproto.identity.resolveHandle': (_, parameters) => ({
    did: didOf(parameters.get('handle') ?? ''),
  }),
}

/** Newest first: words, those who are mentioned, author, time. */
function searchPosts(view: PlaceView, parameters: URLSearchParams): unknown {
  const mentioned = parameters.get('mentions')?.replace(/^@/, '')
  const author = parameters.get('author')
  const since = Date.parse(parameters.get('since') ?? '1970-01-01')
  const until = Date.parse(parameters.get('until') ?? '9999-01-01')
  const posts = view.posts
    .filter((post) => post.publishedAt >= since && post.publishedAt < until)
    .filter((post) => mentioned === undefined || (post.to ?? []).includes(mentioned))
    .filter((post) => author === null || isActor(post, author))
    .filter((post) => mentioned !== undefined || hasWords(post.text, parameters.get('q') ?? ''))
  const { found, cursor } = page(posts, parameters)
  return { posts: found.map((post) => postView(view, post)), ...cursor }
}

function page(posts: readonly ShownPost[], parameters: URLSearchParams) {
  const from = Number(parameters.get('cursor') || 0)
  const limit = Math.min(100, Number(parameters.get('limit') ?? 25))
  const more = from + limit < posts.length
  return {
    found: posts.slice(from, from + limit),
    cursor: more ? { cursor: String(from + limit) } : {},
  }
}

function isActor(post: ShownPost, actor: string): boolean {
  return post.author.handle === actor || didOf(post.author.handle) === actor
}

function findPost(view: PlaceView, uri: string): ShownPost | undefined {
  return view.posts.find((post) => nativeId(view.place, post) === uri)
}

function postView(view: PlaceView, post: ShownPost): unknown {
  const at = new Date(post.publishedAt).toISOString()
  const parent = post.parent === undefined ? undefined : view.byKey.get(post.parent)
  const root = post.root === undefined ? undefined : view.byKey.get(post.root)
  return {
    uri: nativeId(view.place, post),
    cid: cidOf(post),
    author: profile(view, post.author.handle),
    record: {
      $type: 'app.bsky.feed.post',
      text: post.text,
      createdAt: at,
      langs: [post.lang],
      ...facetsOf(post),
      ...(parent === undefined
        ? {}
        : { reply: { root: refOf(view, root ?? parent), parent: refOf(view, parent) } }),
    },
    replyCount: repliesTo(view, post).length,
    repostCount: post.shares ?? 0,
    likeCount: post.likes ?? post.likers?.length ?? 0,
    quoteCount: 0,
    indexedAt: at,
    labels: [],
  }
}

function refOf(view: PlaceView, post: ShownPost): unknown {
  return { uri: nativeId(view.place, post), cid: cidOf(post) }
}

/** A content hash in the network's form, made of the text. */
function cidOf(post: ShownPost): string {
  const hex = createHash('sha256')
    .update(post.id + post.text)
    .digest('hex')
  return `bafyrei${hex.replace(/[0189]/g, (digit) => 'wxyz'['0189'.indexOf(digit)] ?? 'w').slice(0, 52)}`
}

/** Mentions, tags and links of the text, by their UTF-8 bytes. */
function facetsOf(post: ShownPost): { facets?: unknown[] } {
  const facets = [
    ...post.text.matchAll(/@([a-z0-9][a-z0-9.-]*[a-z0-9])|#(\w+)|https?:\/\/[^\s]+[^\s.,;:!?)]/gi),
  ].map((match) => {
    const [whole, handle, tag] = match
    const byteStart = Buffer.byteLength(post.text.slice(0, match.index))
    const kind = handle !== undefined ? 'mention' : tag !== undefined ? 'tag' : 'link'
    const value =
      handle !== undefined ? { did: didOf(handle) } : tag !== undefined ? { tag } : { uri: whole }
    return {
      index: { byteStart, byteEnd: byteStart + Buffer.byteLength(whole) },
      features: [{ $type: `app.bsky.richtext.facet#${kind}`, ...value }],
    }
  })
  return facets.length === 0 ? {} : { facets }
}

function profile(
  view: PlaceView,
  handle: string,
): { did: string; handle: string; displayName?: string } {
  const author = view.posts.find((post) => post.author.handle === handle)?.author
  return {
    did: didOf(handle),
    handle,
    ...(author?.name === undefined ? {} : { displayName: author.name }),
  }
}

function fullProfile(view: PlaceView, actor: string): unknown {
  const author = view.posts.find((post) => isActor(post, actor))?.author
  if (author === undefined) return undefined
  const postsCount = view.posts.filter((post) => isActor(post, actor)).length
  return {
    ...profile(view, author.handle),
    followersCount: author.followers ?? 0,
    followsCount: 0,
    postsCount,
  }
}

function threadNode(view: PlaceView, post: ShownPost): unknown {
  return {
    $type: 'app.bsky.feed.defs#threadViewPost',
    post: postView(view, post),
    replies: [...repliesTo(view, post)].reverse().map((reply) => threadNode(view, reply)),
  }
}
