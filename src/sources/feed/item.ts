import { cleanLine, cleanText, cutText } from '../../text/html-clean.ts'
import { decodeXmlText } from '../../text/html-entities.ts'
import { resolveUrl } from '../../text/url.ts'
import { type ParsedDate, parseDate } from './dates.ts'
import type { Draft } from './draft.ts'
import { linkOf, otherLinks, relOf } from './item-links.ts'
import { mediaOf } from './item-media.ts'
import type { FeedLimits } from './limits.ts'
import type { ParsedItem, ParsedPerson } from './parsed.ts'
import { personOf } from './people.ts'
import { bodyOf, lineOf, type PlainBody } from './texts.ts'

const MAX_ID = 65_536

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Makes an item of what was captured of its elements. `base` is what links are relative to where no xml:base tells. */
export function toItem(draft: Draft, base: string | undefined, limits: FeedLimits): ParsedItem {
  draft.assumeBase(base)
  const body = bodyOfItem(draft, limits)
  const item: Writable<ParsedItem> = {
    text: body.text,
    textCut: body.cut,
    authors: authorsOf(draft),
    tags: tagsOf(draft),
    links: [],
    media: mediaOf(draft, body, limits.maxValues),
  }
  addNames(item, draft, limits)
  item.links = unique([...body.links, ...otherLinks(draft)], item.link, limits.maxValues)
  addDates(item, draft)
  addTalk(item, draft)
  return item
}

function addNames(item: Writable<ParsedItem>, draft: Draft, limits: FeedLimits): void {
  const id = draft.text('guid', 'atom:id', 'id') ?? draft.about?.trim() ?? ''
  const link = linkOf(draft)
  const title = titleOf(draft, limits)
  if (id !== '') item.id = cutText(cleanText(id), MAX_ID)
  if (link !== undefined) item.link = link
  if (title !== '') item.title = title
}

/** The best first; what a feed says in several places it says best in the fullest. */
const BODIES = [
  'content:encoded', 'atom:content', 'content', 'xhtml:body', 'xhtml:div', 'description', 'atom:summary', 'summary', 'dc:description',
  'media:description', 'itunes:summary', 'dc:title', 'media:title',
] // biome-ignore format: one list

function bodyOfItem(draft: Draft, limits: FeedLimits): PlainBody {
  let wordless: PlainBody | undefined
  for (const name of BODIES) {
    const captured = draft.first(name)
    const body = captured && bodyOf(name, captured, limits.maxField)
    if (body !== undefined && body.text !== '') return body
    wordless ??= body
  }
  return wordless ?? { text: '', links: [], media: [], cut: false }
}

const ENTRY_TITLES = ['atom:title', 'title']
const ITEM_TITLES = ['title', 'atom:title', 'dc:title']

function titleOf(draft: Draft, limits: FeedLimits): string {
  for (const name of draft.isEntry ? ENTRY_TITLES : ITEM_TITLES) {
    const captured = draft.first(name)
    const title = captured === undefined ? '' : lineOf(name, captured, limits.maxField)
    if (title !== '') return title
  }
  return ''
}

const PUBLISHED = [
  'pubdate', 'atom:published', 'published', 'atom:issued', 'dcterms:issued', 'dc:date', 'dcterms:created', 'atom:created', 'atom:updated',
  'updated', 'atom:modified', 'dcterms:modified',
] // biome-ignore format: one list
const EDITED = ['atom:updated', 'updated', 'atom:modified', 'dcterms:modified']

/** The first of these elements that holds a readable date. */
function firstDate(draft: Draft, names: readonly string[]): ParsedDate | undefined {
  for (const name of names) {
    const date = parseDate(draft.text(name) ?? '')
    if (date !== undefined) return date
  }
  return undefined
}

function addDates(item: Writable<ParsedItem>, draft: Draft): void {
  const published = firstDate(draft, PUBLISHED)
  if (published === undefined) return
  item.published = published
  const edited = firstDate(draft, EDITED)
  if (edited !== undefined && edited.at > published.at) item.edited = edited
}

function authorsOf(draft: Draft): readonly ParsedPerson[] {
  for (const name of [
    'atom:author',
    'dc:creator',
    'author',
    'dc:author',
    'dcterms:creator',
    'itunes:author',
  ]) {
    const people = draft
      .all(name)
      .map(personOf)
      .filter((each) => each !== undefined)
    if (people.length > 0) return people
  }
  return []
}

function tagsOf(draft: Draft): readonly string[] {
  const tags = new Set<string>()
  for (const name of ['category', 'atom:category', 'dc:subject']) {
    for (const each of draft.all(name)) {
      const { attributes, value } = each
      const tag = cleanLine(
        value === ''
          ? decodeXmlText(attributes.get('label') ?? attributes.get('term') ?? '')
          : value,
      )
      if (tag !== '' && tag.length <= 200) tags.add(tag)
    }
  }
  return [...tags]
}

function unique(
  links: readonly string[],
  own: string | undefined,
  limit: number,
): readonly string[] {
  return [...new Set(links)].filter((each) => each !== own).slice(0, limit)
}

function addTalk(item: Writable<ParsedItem>, draft: Draft): void {
  const lang = langOf(draft.text('dc:language') ?? draft.lang)
  const replies = draft.all('atom:link').find((each) => relOf(each) === 'replies')
  const comments = countOf(
    draft.text('slash:comments', 'thr:total') ?? replies?.attributes.get('thr:count'),
  )
  const views = countOf(draft.all('media:statistics')[0]?.attributes.get('views'))
  const page = draft.first('comments')
  const commentsUrl = page && resolveUrl(page.value, page.base)
  const parent = draft.all('thr:in-reply-to')[0]?.attributes.get('ref')
  if (lang !== undefined) item.lang = lang
  if (comments !== undefined) item.comments = comments
  if (views !== undefined) item.views = views
  if (commentsUrl !== undefined) item.commentsUrl = commentsUrl
  if (parent) item.inReplyTo = cutText(cleanText(decodeXmlText(parent)), MAX_ID)
}

function countOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
}

/** The two-letter language of a tag such as `en-GB`. */
export function langOf(tag: string | undefined): string | undefined {
  const found = /^\s*([a-z]{2})(?:[-_]|\s*$)/i.exec(tag ?? '')
  return found?.[1]?.toLowerCase()
}
