import type { Media } from '../../model/post.ts'
import { cleanLine, cleanText, cutText } from '../../text/html-clean.ts'
import { decodeXmlText } from '../../text/html-entities.ts'
import { readAttributes } from '../../text/html-scanner.ts'
import { isHttpUrl, resolveUrl } from '../../text/url.ts'
import { type ParsedDate, parseDate } from './dates.ts'
import type { Captured, Draft } from './draft.ts'
import type { FeedLimits } from './limits.ts'
import type { ParsedItem, ParsedPerson } from './parsed.ts'
import { personOf } from './people.ts'
import { bodyOf, lineOf, type PlainBody } from './texts.ts'

const MAX_ID = 65_536

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** Makes an item of what was captured of its elements. `site` is the base of links that have none of their own. */
export function toItem(draft: Draft, site: string | undefined, limits: FeedLimits): ParsedItem {
  const body = bodyOfItem(draft, limits)
  const item: Writable<ParsedItem> = {
    text: body.text,
    textCut: body.cut,
    authors: authorsOf(draft),
    tags: tagsOf(draft),
    links: [],
    media: mediaOf(draft, body, limits.maxValues),
  }
  addNames(item, draft, site, limits)
  item.links = unique([...body.links, ...otherLinks(draft)], item.link, limits.maxValues)
  addDates(item, draft)
  addTalk(item, draft)
  return item
}

function addNames(
  item: Writable<ParsedItem>,
  draft: Draft,
  site: string | undefined,
  limits: FeedLimits,
): void {
  const guid = draft.first('guid')
  const id = draft.text('guid', 'atom:id', 'id') ?? draft.about?.trim() ?? ''
  const link = linkOf(draft, site) ?? (guid && permalinkOf(guid, site)) ?? secondBest(draft)
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

function linkOf(draft: Draft, site: string | undefined): string | undefined {
  const written =
    draft.first('link') ?? atomLink(draft) ?? draft.all('link').map(ofHref).find(hasValue)
  return written === undefined ? undefined : absolute(written, site)
}

/** Links of Atom that lead neither to the post nor to what it is about. */
const NOT_A_PAGE =
  /^(?:license|edit|edit-media|service\..*|hub|next|prev|previous|first|last|current|up|start)$/

/** Of several alternates the web page is the post. */
function atomLink(draft: Draft): Captured | undefined {
  const alternates = linksOf(draft).filter((each) => relOf(each) === 'alternate')
  const page = alternates.find((each) => !/xml|json/i.test(each.attributes.get('type') ?? ''))
  const found = page ?? alternates[0]
  return found === undefined ? undefined : ofHref(found)
}

/** Without an alternate: a link written as text, an id that is an address, else what other link there is. */
function secondBest(draft: Draft): string | undefined {
  if (!draft.isEntry) return undefined
  const written = draft.first('atom:link')
  const link = written && resolveUrl(written.value, written.base)
  const id = draft.text('atom:id', 'id') ?? ''
  if (link !== undefined || isHttpUrl(id)) return link ?? resolveUrl(id)
  const content = draft.all('atom:content')[0]
  const source =
    content && resolveUrl(decodeXmlText(content.attributes.get('src') ?? ''), content.base)
  if (source !== undefined) return source
  const others = linksOf(draft).filter((each) => !NOT_A_PAGE.test(relOf(each)))
  return (
    others
      .map((each) => resolveUrl(ofHref(each).value, each.base))
      .find((each) => each !== undefined) ?? sourceLink(draft)
  )
}

/** The feed that an entry was copied from. */
function sourceLink(draft: Draft): string | undefined {
  const source = draft.first('atom:source')
  const tag = /<(?:[\w.-]+:)?link(?=\s)[^>]*>/.exec(source?.value ?? '')?.[0] ?? ''
  const href = readAttributes(tag, 5, tag.length).get('href')
  return href === undefined ? undefined : resolveUrl(decodeXmlText(href), source?.base)
}

function linksOf(draft: Draft): readonly Captured[] {
  return draft.all('atom:link').filter((each) => each.attributes.has('href'))
}

function ofHref(captured: Captured): Captured {
  return { ...captured, value: decodeXmlText(captured.attributes.get('href') ?? '') }
}

function hasValue(captured: Captured): boolean {
  return captured.value.trim() !== ''
}

export function relOf(captured: Captured): string {
  return captured.attributes.get('rel')?.trim().toLowerCase() || 'alternate'
}

/** A relative link without any base is kept as written; other schemes than http(s) are no links. */
function absolute(captured: Captured, site: string | undefined): string | undefined {
  const written = cleanLine(captured.value).replace(/ /g, '%20')
  return absoluteOrWritten(written, captured.base ?? site)
}

/** The absolute link; without a base a relative one as it is written; undefined for other schemes. */
export function absoluteOrWritten(written: string, base: string | undefined): string | undefined {
  const url = resolveUrl(written, base)
  if (url !== undefined) return url
  return base === undefined && !/^[a-z][a-z0-9+.-]*:/i.test(written) && written !== ''
    ? cutText(written, 2048)
    : undefined
}

/** A guid is the link when it is an address, or when it says so. */
function permalinkOf(guid: Captured, site: string | undefined): string | undefined {
  const claim = guid.attributes.get('ispermalink')?.trim().toLowerCase()
  if (claim === 'false') return undefined
  if (claim === 'true') return absolute(guid, site)
  return isHttpUrl(guid.value.trim()) ? resolveUrl(guid.value) : undefined
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

function otherLinks(draft: Draft): readonly string[] {
  return draft
    .all('atom:link')
    .filter((each) => relOf(each) === 'related' || relOf(each) === 'via')
    .map((each) => resolveUrl(ofHref(each).value, each.base))
    .filter((each) => each !== undefined)
}

function unique(
  links: readonly string[],
  own: string | undefined,
  limit: number,
): readonly string[] {
  return [...new Set(links)].filter((each) => each !== own).slice(0, limit)
}

function mediaOf(draft: Draft, body: PlainBody, limit: number): readonly Media[] {
  const found = new Map<string, Media>()
  const add = (captured: Captured, attribute: string, type: string | undefined) => {
    const url = resolveUrl(decodeXmlText(captured.attributes.get(attribute) ?? ''), captured.base)
    if (url !== undefined && !found.has(url))
      found.set(url, { url, ...(type ? { type: cleanLine(type) } : {}) })
  }
  for (const each of draft.all('enclosure')) add(each, 'url', each.attributes.get('type'))
  for (const each of draft.all('atom:link'))
    if (relOf(each) === 'enclosure') add(each, 'href', each.attributes.get('type'))
  for (const each of draft.all('media:content'))
    add(each, 'url', each.attributes.get('type') ?? each.attributes.get('medium'))
  for (const each of draft.all('media:thumbnail')) add(each, 'url', 'image')
  for (const each of draft.all('itunes:image')) add(each, 'href', 'image')
  for (const each of body.media) if (!found.has(each.url)) found.set(each.url, each)
  return [...found.values()].slice(0, limit)
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
