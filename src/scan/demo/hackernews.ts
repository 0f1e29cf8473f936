import { escapeXml, isoSeconds, type PlaceView, repliesTo, type ShownPost } from './visit.ts'
import { hasWords } from './words.ts'

/** The answer's JSON, or undefined for an address that the service does not have. */
export function answerHackerNews(view: PlaceView, path: string): unknown {
  const url = new URL(path, 'http://hn.invalid')
  const [, item] = /^\/api\/v1\/items\/(\d+)$/.exec(url.pathname) ?? []
  if (item !== undefined) return itemTree(view, item)
  const [, plain] = /^\/v0\/item\/(\d+)\.json$/.exec(url.pathname) ?? []
  if (plain !== undefined) return firebaseItem(view, plain)
  return /^\/api\/v1\/search(_by_date)?$/.test(url.pathname)
    ? search(view, url.searchParams)
    : undefined
}

const DEFAULT_HITS = 20
const REACHABLE = 1000

/** Newest first, filtered as the service does: words by beginnings, tags, numeric conditions, pages. */
function search(view: PlaceView, parameters: URLSearchParams): unknown {
  const query = parameters.get('query') ?? ''
  const perPage = Math.min(REACHABLE, Number(parameters.get('hitsPerPage') ?? DEFAULT_HITS))
  const page = Number(parameters.get('page') ?? 0)
  const found = view.posts
    .filter((post) => isTagged(view, post, parameters.get('tags') ?? ''))
    .filter((post) => meets(post, parameters.get('numericFilters') ?? ''))
    .filter((post) => hasWords(searchText(post), query, true))
  return {
    hits: found.slice(page * perPage, (page + 1) * perPage).map((post) => hit(view, post)),
    nbHits: found.length,
    page,
    nbPages: Math.ceil(Math.min(found.length, REACHABLE) / perPage),
    hitsPerPage: perPage,
    exhaustiveNbHits: true,
    query,
    processingTimeMS: 1,
  }
}

/** "a,(b,c)" means a and (b or c). */
function isTagged(view: PlaceView, post: ShownPost, tags: string): boolean {
  const groups = tags.match(/\([^)]*\)|[^,()]+/g) ?? []
  const own = tagsOf(view, post)
  return groups.every((group) =>
    group
      .replace(/[()]/g, '')
      .split(',')
      .some((tag) => own.includes(tag.trim())),
  )
}

function tagsOf(view: PlaceView, post: ShownPost): readonly string[] {
  const story = view.byKey.get(post.root ?? post.key)
  return [
    post.parent === undefined ? 'story' : 'comment',
    `author_${post.author.handle}`,
    `story_${story?.id ?? post.id}`,
  ]
}

/** "created_at_i>=1700000000,points>5". */
function meets(post: ShownPost, filters: string): boolean {
  const conditions = filters.split(',').filter((each) => each.trim() !== '')
  return conditions.every((each) => meetsOne(post, each))
}

function meetsOne(post: ShownPost, condition: string): boolean {
  const [, name, sign = '', value] = /^\s*(\w+)\s*(<=|>=|<|>|=)\s*(\d+)\s*$/.exec(condition) ?? []
  const own = name === 'created_at_i' ? Math.floor(post.publishedAt / 1000) : (post.likes ?? -1)
  const difference = own - Number(value)
  if (difference === 0) return sign.includes('=')
  return difference < 0 ? sign.startsWith('<') : sign.startsWith('>')
}

function searchText(post: ShownPost): string {
  return `${post.title ?? ''} ${post.text} ${post.link ?? ''} ${post.author.handle}`
}

function hit(view: PlaceView, post: ShownPost): unknown {
  const story = view.byKey.get(post.root ?? post.key)
  const parent = post.parent === undefined ? undefined : view.byKey.get(post.parent)
  const shared = {
    objectID: post.id,
    created_at: isoSeconds(post.publishedAt),
    created_at_i: Math.floor(post.publishedAt / 1000),
    updated_at: isoSeconds(post.editedAt ?? post.publishedAt),
    author: post.author.handle,
    _tags: tagsOf(view, post),
    children: repliesTo(view, post).map((child) => Number(child.id)),
    story_id: Number(story?.id ?? post.id),
  }
  if (parent === undefined) {
    return {
      ...shared,
      title: post.title,
      ...(post.link === undefined ? {} : { url: post.link }),
      ...(post.text === '' ? {} : { story_text: bodyHtml(post.text) }),
      points: post.likes ?? 1,
      num_comments: view.posts.filter((each) => each.root === post.key && each.key !== post.key)
        .length,
    }
  }
  return {
    ...shared,
    comment_text: bodyHtml(post.text),
    parent_id: Number(parent.id),
    story_title: story?.title,
    ...(story?.link === undefined ? {} : { story_url: story.link }),
    points: null,
  }
}

/** The service's own HTML: paragraphs begin with <p>, apostrophes and slashes are references. */
function bodyHtml(text: string): string {
  return escapeXml(text)
    .replaceAll("'", '&#x27;')
    .replaceAll('/', '&#x2F;')
    .replaceAll('\n\n', '<p>')
    .replaceAll('\n', ' ')
}

function itemTree(view: PlaceView, id: string): unknown {
  const post = view.posts.find((each) => each.id === id)
  if (post === undefined) return undefined
  const story = view.byKey.get(post.root ?? post.key)
  const parent = post.parent === undefined ? undefined : view.byKey.get(post.parent)
  return {
    id: Number(post.id),
    created_at: isoSeconds(post.publishedAt),
    created_at_i: Math.floor(post.publishedAt / 1000),
    type: parent === undefined ? 'story' : 'comment',
    author: post.author.handle,
    title: post.title ?? null,
    url: post.link ?? null,
    text: post.text === '' ? null : bodyHtml(post.text),
    points: parent === undefined ? (post.likes ?? 1) : null,
    parent_id: parent === undefined ? null : Number(parent.id),
    story_id: Number(story?.id ?? post.id),
    children: [...repliesTo(view, post)].reverse().map((child) => itemTree(view, child.id)),
    options: [],
  }
}

function firebaseItem(view: PlaceView, id: string): unknown {
  const post = view.posts.find((each) => each.id === id)
  if (post === undefined) return null
  const parent = post.parent === undefined ? undefined : view.byKey.get(post.parent)
  return {
    id: Number(post.id),
    by: post.author.handle,
    time: Math.floor(post.publishedAt / 1000),
    type: parent === undefined ? 'story' : 'comment',
    ...(parent === undefined
      ? { title: post.title, score: post.likes ?? 1 }
      : { parent: Number(parent.id) }),
    ...(post.link === undefined ? {} : { url: post.link }),
    ...(post.text === '' ? {} : { text: bodyHtml(post.text) }),
    kids: repliesTo(view, post).map((child) => Number(child.id)),
  }
}
