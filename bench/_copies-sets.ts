import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Post, PostKind } from '../src/model/post.ts'
import { readFeed } from '../src/sources/feed/read.ts'
import { randomNumbers } from './_posts.ts'

/** A post, and the name of the text that it is a copy of; different names, different texts. */
export interface KnownPost {
  readonly side: 'ours' | 'theirs'
  readonly post: Post
  readonly truth: string
}

export interface CopySet {
  readonly name: string
  readonly posts: readonly KnownPost[]
}

const SHARED = process.env.LISTEN_SHARED ?? '../shared'
const NOW = Date.UTC(2026, 10, 1)

/** The sets that are there: the sample month always, real feeds and posts where the shared folder is. */
export function readSets(): readonly CopySet[] {
  return [readSample(), ...readFeeds(), ...readTweets()]
}

interface SampleLine {
  readonly key: string
  readonly place: string
  readonly kind: PostKind
  readonly title?: string
  readonly text: string
  readonly parent?: string
  readonly author: { readonly handle: string }
}

export function readSample(): CopySet {
  const folder = fileURLToPath(new URL('../sample/', import.meta.url))
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as {
    posts: Record<string, { cluster?: string; side: string }>
  }
  const lines = readFileSync(join(folder, 'posts.jsonl'), 'utf8').split('\n').filter(Boolean)
  const posts = lines.map((text) => {
    const line = JSON.parse(text) as SampleLine
    const post = toPost(line.key, line.text, {
      kind: line.kind,
      author: { id: line.author.handle },
      ...(line.title === undefined ? {} : { title: line.title }),
      ...(line.parent === undefined ? {} : { parent: line.parent }),
    })
    const { cluster = line.key, side } = truth.posts[line.key] ?? {}
    return { post, truth: cluster, side: side === 'ours' ? ('ours' as const) : ('theirs' as const) }
  })
  return { name: 'sample month', posts }
}

function toPost(id: string, text: string, more: Partial<Post> = {}): Post {
  return {
    platform: 'bench',
    source: 'bench',
    id,
    kind: 'post',
    text,
    publishedAt: NOW,
    publishedPrecision: 'second',
    collectedAt: NOW,
    ...more,
  }
}

/** How texts change on their way from place to place. `pick` answers a number below its argument. */
type Change = (text: string, pick: (below: number) => number) => Partial<Post>

const ARTICLE_CHANGES: Readonly<Record<string, Change>> = {
  headline: (text) => ({ title: 'What happened this week, in short', text }),
  'by-line and footer': (text) => ({
    text: `By Ann Miller, Berlin. ${text} Read more on our site, and subscribe to the newsletter.`,
  }),
  'teaser of 30 words': (text) => ({ text: `${words(text).slice(0, 30).join(' ')} …` }),
  'cut at four fifths': (text) => ({ text: text.slice(0, Math.ceil(text.length * 0.8)) }),
  'three words changed': (text, pick) => ({ text: changeWords(text, 3, pick) }),
  'a sentence left out': (text, pick) => ({ text: dropWords(text, pick) }),
}

const POST_CHANGES: Readonly<Record<string, Change>> = {
  retweet: (text) => ({ text: `RT @somebody: ${text}` }),
  'other link, other case': (text) => ({ text: `${text.toUpperCase()} https://t.example/abc` }),
  'one word changed': (text, pick) => ({ text: changeWords(text, 1, pick) }),
  'by-line and hashtag': (text) => ({ text: `via Ann: ${text} #acme` }),
  'cut at four fifths': (text) => ({ text: text.slice(0, Math.ceil(text.length * 0.8)) }),
}

/** What only looks like a copy: each is a text of its own. */
const LOOKALIKES: Readonly<Record<string, Change>> = {
  'answer that quotes': (text) => ({ kind: 'comment', parent: 'x', text: `${text}\nSame here!` }),
  'answer that quotes line by line': (text) => ({
    kind: 'comment',
    parent: 'x',
    text: `> ${text.replaceAll('\n', '\n> ')}\n\nThis is what I thought of number ${words(text).length}, too.`,
  }),
  'the same words in another order': (text) => ({ text: [...words(text)].reverse().join(' ') }),
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter(Boolean)
}

function changeWords(text: string, count: number, pick: (below: number) => number): string {
  const list = [...words(text)]
  for (let n = 0; n < count; n++) list[pick(list.length)] = `word${n}x`
  return list.join(' ')
}

function dropWords(text: string, pick: (below: number) => number): string {
  const list = words(text)
  const from = pick(list.length)
  return [...list.slice(0, from), ...list.slice(from + 15)].join(' ')
}

interface Base {
  readonly name: string
  readonly post: Partial<Post>
  readonly text: string
}

/** Each base with two of the changes and one look-alike, in an order of chance. */
function spread(
  name: string,
  bases: readonly Base[],
  changes: Readonly<Record<string, Change>>,
): CopySet {
  const next = randomNumbers(11)
  const pick = (below: number): number => Math.floor(next() * below)
  const posts: KnownPost[] = []
  const names = Object.keys(changes)
  for (const base of bases) {
    posts.push({ post: toPost(base.name, base.text, base.post), truth: base.name, side: 'theirs' })
    for (const change of [names[pick(names.length)], names[pick(names.length)]]) {
      const made = changes[change ?? '']?.(base.text, pick) ?? {}
      const id = `${base.name} ${change} ${posts.length}`
      posts.push({
        post: toPost(id, '', { ...base.post, ...made }),
        truth: base.name,
        side: 'theirs',
      })
    }
    const lookalikes = Object.keys(LOOKALIKES)
    const other = lookalikes[pick(lookalikes.length)] ?? ''
    const id = `${base.name} ${other}`
    posts.push({
      post: toPost(id, '', { ...base.post, ...LOOKALIKES[other]?.(base.text, pick) }),
      truth: id,
      side: 'theirs',
    })
  }
  return { name, posts: shuffle(posts, pick) }
}

function shuffle<Item>(items: readonly Item[], pick: (below: number) => number): readonly Item[] {
  const list = [...items]
  for (let at = list.length - 1; at > 0; at--) {
    const other = pick(at + 1)
    ;[list[at], list[other]] = [list[other] as Item, list[at] as Item]
  }
  return list
}

const MOST_BASES = 2000
const MOST_OF_A_FEED = 25

/** Items of real feeds of 40 words and more; what several feeds carry under one headline serves once. */
function readFeeds(): readonly CopySet[] {
  const folder = join(SHARED, 'feeds', 'real')
  if (!existsSync(folder)) return []
  const seen = new Set<string>()
  const bases: Base[] = []
  for (const file of readdirSync(folder).sort()) {
    const feed = readFeed(readFileSync(join(folder, file)))
    if ('failure' in feed) continue
    for (const [at, item] of feed.items.slice(0, MOST_OF_A_FEED).entries()) {
      const text = item.text ?? ''
      const { title } = item
      const keys = [text, title ?? ''].map((each) => words(each).slice(0, 12).join(' '))
      if (words(text).length < 40 || keys.some((key) => seen.has(key))) continue
      for (const key of keys) if (words(key).length > 3) seen.add(key)
      const post = { kind: 'article' as const, ...(title === undefined ? {} : { title }) }
      bases.push({ name: `${file} ${at}`, text, post })
    }
  }
  return [spread('real feeds, changed as in the wild', bases.slice(0, MOST_BASES), ARTICLE_CHANGES)]
}

/** Real short posts of ten words and more. */
function readTweets(): readonly CopySet[] {
  const file = join(SHARED, 'data/sentiment/semeval17_tweets.tsv')
  if (!existsSync(file)) return []
  const [head = '', ...lines] = readFileSync(file, 'utf8').split('\n')
  const columns = head.split('\t')
  const bases = lines
    .map((line) => line.split('\t'))
    .filter((cells) => cells[columns.indexOf('split')] === 'dev')
    .map((cells) => cells[columns.indexOf('text')] ?? '')
    .filter((text) => words(text).length >= 10)
    .map((text, at) => ({ name: `tweet ${at}`, text, post: {} }))
  return [spread('real posts, changed as in the wild', bases, POST_CHANGES)]
}
