import type { Media } from '../../model/post.ts'
import { cleanLine, cleanText, cutText } from '../../text/html-clean.ts'
import { decodeXmlText } from '../../text/html-entities.ts'
import { isHttpUrl, resolveUrl } from '../../text/url.ts'
import { type ParsedDate, parseDate } from './dates.ts'
import type { Captured, Draft } from './draft.ts'
import type { FeedLimits } from './limits.ts'
import type { ParsedItem, ParsedPerson } from './parsed.ts'
import { personOf } from './people.ts'
import { bodyOf, lineOf, type PlainBody } from './texts.ts'

const MAX_ID = 65_536

/** Makes an item of what was captured of its elements. `site` is the base of links that have none of their own. */
export function toItem(draft: Draft, site: string | undefined, limits: FeedLimits): ParsedItem {
  const body = bodyOfItem(draft, limits)
  const guid = draft.first('guid')
  const id = cutText(
    cleanText(draft.text('guid', 'atom:id', 'id') ?? draft.about?.trim() ?? ''),
    MAX_ID,
  )
  const link = linkOf(draft, site) ?? (guid === undefined ? undefined : permalinkOf(guid))
  const title = titleOf(draft, limits)
  const published = firstDate(draft, PUBLISHED)
  return {
    ...(id === '' ? {} : { id }),
    ...(link === undefined ? {} : { link }),
    ...(title === '' ? {} : { title }),
    text: body.text,
    textCut: body.cut,
    authors: authorsOf(draft),
    ...(published === undefined ? {} : { published }),
    ...editedOf(draft, published),
    tags: tagsOf(draft),
    links: unique([...body.links, ...otherLinks(draft)], link, limits.maxValues),
    media: mediaOf(draft, body, limits.maxValues),
    ...talkOf(draft),
  }
}

/** The best first; what a feed says in several places it says best in the fullest. */
const BODIES = [
  'content:encoded', 'atom:content', 'content', 'description', 'atom:summary', 'summary', 'dc:description',
  'media:description', 'itunes:summary', 'dc:title', 'media:title',
] // biome-ignore format: one list

function bodyOfItem(draft: Draft, limits: FeedLimits): PlainBody {
  for (const name of BODIES) {
    const captured = draft.first(name)
    const body = captured && bodyOf(name, captured, limits.maxField)
    if (body !== undefined && body.text !== '') return body
  }
  return { text: '', links: [], media: [], cut: false }
}

function titleOf(draft: Draft, limits: FeedLimits): string {
  for (const name of ['title', 'atom:title']) {
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

function editedOf(draft: Draft, published: ParsedDate | undefined): { edited?: ParsedDate } {
  const edited = firstDate(draft, EDITED)
  return edited !== undefined && published !== undefined && edited.at > published.at
    ? { edited }
    : {}
}

function linkOf(draft: Draft, site: string | undefined): string | undefined {
  const written =
    draft.first('link') ?? atomLink(draft) ?? draft.all('link').map(ofHref).find(hasValue)
  return written === undefined ? undefined : absolute(written, site)
}

/** Of several alternates the web page is the post; without one, what else there is, but not the entry itself. */
function atomLink(draft: Draft): Captured | undefined {
  const links = draft.all('atom:link').filter((each) => each.attributes.has('href'))
  const alternates = links.filter((each) => relOf(each) === 'alternate')
  const page = alternates.find((each) => !/xml|json/i.test(each.attributes.get('type') ?? ''))
  const found = page ?? alternates[0]
  return found === undefined ? undefined : ofHref(found)
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
  const url = resolveUrl(written, captured.base ?? site)
  if (url !== undefined) return url
  return captured.base === undefined &&
    site === undefined &&
    !/^[a-z][a-z0-9+.-]*:/i.test(written) &&
    written !== ''
    ? cutText(written, 2048)
    : undefined
}

function permalinkOf(guid: Captured): string | undefined {
  if (guid.attributes.get('ispermalink')?.trim().toLowerCase() === 'false') return undefined
  const written = guid.value.trim()
  return isHttpUrl(written) ? resolveUrl(written) : undefined
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

function talkOf(draft: Draft): Pick<ParsedItem, 'lang' | 'comments' | 'commentsUrl' | 'inReplyTo'> {
  const lang = langOf(draft.text('dc:language') ?? draft.lang)
  const counted = /^\d{1,9}$/.exec(draft.text('slash:comments', 'thr:total') ?? '')
  const comments = draft.first('comments')
  const commentsUrl = comments && resolveUrl(comments.value, comments.base)
  const parent = draft.all('thr:in-reply-to')[0]?.attributes.get('ref')
  return {
    ...(lang === undefined ? {} : { lang }),
    ...(counted === null ? {} : { comments: Number(counted[0]) }),
    ...(commentsUrl === undefined ? {} : { commentsUrl }),
    ...(parent ? { inReplyTo: cutText(cleanText(decodeXmlText(parent)), MAX_ID) } : {}),
  }
}

/** The two-letter language of a tag such as `en-GB`. */
export function langOf(tag: string | undefined): string | undefined {
  const found = /^\s*([a-z]{2})(?:[-_]|\s*$)/i.exec(tag ?? '')
  return found?.[1]?.toLowerCase()
}
