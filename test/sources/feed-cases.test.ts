import { readFileSync } from 'node:fs'
import Parser from 'rss-parser'
import { describe, expect, test } from 'vitest'
import { isFailure, type ParsedFeed, type ParsedItem } from '../../src/sources/feed/parsed.ts'
import { readFeed } from '../../src/sources/feed/read.ts'

interface Case {
  readonly items: number
  readonly contentType?: string
  readonly first?: {
    readonly title?: string
    readonly link?: string
    readonly id?: string
    readonly author?: string
    readonly published?: string
  }
}

const folder = new URL('../fixtures/feed/', import.meta.url)
const cases = Object.entries(
  JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as Record<string, Case>,
)

function bytesOf(name: string): Uint8Array {
  return readFileSync(new URL(`cases/${name}`, folder))
}

function feedOf(document: string | Uint8Array, contentType?: string): ParsedFeed {
  const feed = readFeed(document, contentType === undefined ? {} : { contentType })
  if (isFailure(feed)) throw new Error(feed.message)
  return feed
}

describe('documents of other readers’ tests', () => {
  test.each(cases)('%s', (name, { items, contentType, first = {} }) => {
    const feed = feedOf(bytesOf(name), contentType)
    expect(feed.items.length).toBe(items)
    expect(feed.complete).toBe(true)
    const [item] = feed.items
    if (first.title !== undefined) expect(item?.title).toBe(first.title)
    if (first.link !== undefined) expect(item?.link).toBe(first.link)
    if (first.id !== undefined) expect(item?.id).toBe(first.id)
    if (first.author !== undefined) expect(first.author).toContain(nameOf(item))
    if (first.published !== undefined) expect(item?.published?.at).toBe(Date.parse(first.published))
  })
})

/** What rss-parser cannot read, or reads otherwise, and why it is wrong there. */
const OTHERWISE: Readonly<Record<string, string>> = {
  'reader--tests-data-empty.json': 'no JSON Feed',
  'feed-rs--fixture-jsonfeed-jsonfeed_spec_1.json': 'no JSON Feed',
  'feedparser--tests-encoding-utf16.xml': 'bytes are read as UTF-8',
  'feedparser--tests-encoding-utf_32.xml': 'bytes are read as UTF-8',
  'feedparser--tests-encoding-utf-32le.xml': 'bytes are read as UTF-8',
  'laminas-feed--plain-title-rss090.xml': 'no RSS 0.90',
  'laminas-feed--plain-dc11-rss10.xml': 'a channel without items of its own',
  'feed-io--sample-atom-namespaced.xml': 'no prefixes',
}

describe('as rss-parser reads them', () => {
  const readable = cases.filter(([name]) => OTHERWISE[name] === undefined)

  test.each(readable)('%s', async (name, { contentType }) => {
    const bytes = bytesOf(name)
    const theirs = await new Parser()
      .parseString(Buffer.from(bytes).toString('utf8'))
      .catch(() => undefined)
    if (theirs === undefined) return
    const ours = feedOf(bytes, contentType)
    expect(ours.items.length).toBe(theirs.items.length)
    theirs.items.forEach((their, index) => {
      expect(our(their, ours.items[index])).toEqual(theirFields(their))
    })
  })
})

type Their = Parser.Item & { readonly guid?: unknown }

/** What both readers can be asked about an item of theirs. */
function theirFields(their: Their) {
  const { title, link, guid, isoDate } = their
  return {
    ...(isPlain(title) ? { title: title.trim() } : {}),
    ...(/^https?:/.test(link ?? '') ? { link } : {}),
    ...(typeof guid === 'string' && guid !== '' ? { id: guid.trim() } : {}),
    ...(isoDate === undefined ? {} : { published: Date.parse(isoDate) }),
  }
}

/** The same of ours. */
function our(their: Their, item: ParsedItem | undefined) {
  const fields = {
    title: item?.title,
    link: item?.link,
    id: item?.id,
    published: item?.published?.at,
  }
  const asked = new Set(Object.keys(theirFields(their)))
  return Object.fromEntries(Object.entries(fields).filter(([name]) => asked.has(name)))
}

function nameOf(item: ParsedItem | undefined): string | undefined {
  const [author] = item?.authors ?? []
  return author?.name ?? author?.email
}

/** Text that both readers see alike: no markup, no damage by a wrong charset. */
function isPlain(title: unknown): title is string {
  return typeof title === 'string' && title.trim() !== '' && !/[<&\ufffd]|\s\s/.test(title)
}
