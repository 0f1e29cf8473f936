import type { Media } from '../../model/post.ts'
import { htmlToText } from '../../text/html.ts'
import { cleanLine, cleanLines, cleanText, cutText } from '../../text/html-clean.ts'
import { isHttpUrl, resolveUrl } from '../../text/url.ts'
import { parseDate } from './dates.ts'
import { langOf } from './item.ts'
import { absoluteOrWritten } from './item-links.ts'
import { guardJson } from './json-guard.ts'
import type { FeedLimits } from './limits.ts'
import type { FeedFailure, ParsedFeed, ParsedItem, ParsedPerson } from './parsed.ts'
import { toPerson } from './people.ts'

type Fields = Readonly<Record<string, unknown>>

/** Reads JSON Feed 1 and 1.1. A cut document is no JSON and fails whole. */
export function readJsonFeed(
  text: string,
  url: string | undefined,
  limits: FeedLimits,
): ParsedFeed | FeedFailure {
  const guarded = guardJson(text, limits.maxDepth)
  if (guarded === undefined) return { failure: 'bad-json', message: 'JSON nested too deeply' }
  let root: unknown
  try {
    root = JSON.parse(guarded)
  } catch {
    return { failure: 'bad-json', message: 'JSON that cannot be read, perhaps cut' }
  }
  if (!isFields(root) || !Array.isArray(root.items))
    return { failure: 'not-a-feed', message: 'JSON of another kind than JSON Feed' }
  return toFeed(root, root.items, url, limits)
}

function toFeed(
  root: Fields,
  items: readonly unknown[],
  url: string | undefined,
  limits: FeedLimits,
): ParsedFeed {
  const version = /\/version\/([\d.]+)/.exec(string(root.version))?.[1]
  const title = line(root.title, limits)
  const link = resolveUrl(string(root.home_page_url), url)
  const next = resolveUrl(string(root.next_url), url)
  const lang = langOf(string(root.language))
  const base = link ?? resolveUrl(string(root.feed_url), url) ?? url
  return {
    format: version === undefined ? 'json' : `json ${version}`,
    ...(title === '' ? {} : { title }),
    ...(link === undefined ? {} : { link }),
    ...(lang === undefined ? {} : { lang }),
    authors: authorsOf(root),
    items: items
      .slice(0, limits.maxItems)
      .map((each) => toItem(isFields(each) ? each : {}, base, limits)),
    complete: items.length <= limits.maxItems,
    ...(next === undefined ? {} : { next }),
    skipHours: [],
    notices:
      items.length > limits.maxItems
        ? [`only the first ${limits.maxItems} of ${items.length} items were read`]
        : [],
  }
}

function toItem(item: Fields, base: string | undefined, limits: FeedLimits): ParsedItem {
  const id = cutText(cleanText(idText(item.id)), 65_536)
  const link = linkOf(item, id, base)
  const title = line(item.title, limits)
  const body = bodyOf(item, base, limits)
  const modified = parseDate(string(item.date_modified))
  const published = parseDate(string(item.date_published)) ?? modified
  const lang = langOf(string(item.language))
  return {
    ...(id === '' ? {} : { id }),
    ...(link === undefined ? {} : { link }),
    ...(title === '' ? {} : { title }),
    text: body.text,
    textCut: body.cut,
    authors: authorsOf(item),
    ...(published === undefined ? {} : { published }),
    ...(modified !== undefined && published !== undefined && modified.at > published.at
      ? { edited: modified }
      : {}),
    tags: list(item.tags, limits)
      .map((each) => cleanLine(string(each)))
      .filter((each) => each !== '' && each.length <= 200),
    links: [...new Set([...externalLinks(item, link, base), ...body.links])].slice(
      0,
      limits.maxValues,
    ),
    media: mediaOf(item, base, body.media, limits),
    ...(lang === undefined ? {} : { lang }),
  }
}

function linkOf(item: Fields, id: string, base: string | undefined): string | undefined {
  const link =
    absoluteOrWritten(string(item.url), base) ?? resolveUrl(string(item.external_url), base)
  return link ?? (isHttpUrl(id) ? resolveUrl(id) : undefined)
}

function externalLinks(
  item: Fields,
  link: string | undefined,
  base: string | undefined,
): readonly string[] {
  const external = resolveUrl(string(item.external_url), base)
  return external === undefined || external === link ? [] : [external]
}

function bodyOf(
  item: Fields,
  base: string | undefined,
  limits: FeedLimits,
): ReturnType<typeof htmlToText> {
  const html = string(item.content_html)
  if (html.trim() !== '') return htmlToText(html, base, limits.maxField)
  const text = cleanLines(string(item.content_text) || string(item.summary))
  return {
    text: cutText(text, limits.maxField),
    links: [],
    media: [],
    cut: text.length > limits.maxField,
  }
}

function authorsOf(fields: Fields): readonly ParsedPerson[] {
  const listed = Array.isArray(fields.authors) ? fields.authors : [fields.authors ?? fields.author]
  return listed
    .slice(0, 100)
    .map((each) => {
      const person: Fields = isFields(each) ? each : { name: each }
      return toPerson(
        cutText(cleanLine(string(person.name)), 500),
        undefined,
        resolveUrl(string(person.url)),
      )
    })
    .filter((each) => each !== undefined)
}

function mediaOf(
  item: Fields,
  base: string | undefined,
  inText: readonly Media[],
  limits: FeedLimits,
): readonly Media[] {
  const attached = list(item.attachments, limits).map((each) =>
    isFields(each) ? { url: each.url, type: string(each.mime_type) } : { url: '', type: '' },
  )
  const named = [
    ...attached,
    { url: item.image, type: 'image' },
    { url: item.banner_image, type: 'image' },
  ]
  const found = new Map<string, Media>()
  for (const { url, type } of named) {
    const absolute = resolveUrl(string(url), base)
    if (absolute !== undefined)
      found.set(absolute, { url: absolute, ...(type === '' ? {} : { type: cleanLine(type) }) })
  }
  for (const each of inText) if (!found.has(each.url)) found.set(each.url, each)
  return [...found.values()].slice(0, limits.maxValues)
}

function line(value: unknown, limits: FeedLimits): string {
  return cutText(cleanLine(idText(value)), limits.maxField)
}

function list(value: unknown, limits: FeedLimits): readonly unknown[] {
  return Array.isArray(value) ? value.slice(0, limits.maxValues) : []
}

/** The format wants a string; publishers send numbers too. */
function idText(value: unknown): string {
  return typeof value === 'number' ? String(value) : string(value).trim()
}

function string(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
