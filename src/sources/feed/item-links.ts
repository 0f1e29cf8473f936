import { cleanLine, cutText } from '../../text/html-clean.ts'
import { decodeXmlText } from '../../text/html-entities.ts'
import { readAttributes } from '../../text/html-scanner.ts'
import { isHttpUrl, resolveUrl } from '../../text/url.ts'
import type { Captured, Draft } from './draft.ts'

/** The address of an item: its link, a guid that is one, and for Atom what comes next best. */
export function linkOf(draft: Draft): string | undefined {
  const written =
    draft.first('link') ?? atomLink(draft) ?? draft.all('link').map(ofHref).find(hasValue)
  const guid = draft.first('guid')
  return (written && absolute(written)) ?? (guid && permalinkOf(guid)) ?? secondBest(draft)
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
function absolute(captured: Captured): string | undefined {
  const written = cleanLine(captured.value).replace(/ /g, '%20')
  return absoluteOrWritten(written, captured.base)
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
function permalinkOf(guid: Captured): string | undefined {
  const claim = guid.attributes.get('ispermalink')?.trim().toLowerCase()
  if (claim === 'false') return undefined
  if (claim === 'true') return absolute(guid)
  return isHttpUrl(guid.value.trim()) ? resolveUrl(guid.value) : undefined
}

/** Links to what an entry is about. */
export function otherLinks(draft: Draft): readonly string[] {
  return draft
    .all('atom:link')
    .filter((each) => relOf(each) === 'related' || relOf(each) === 'via')
    .map((each) => resolveUrl(ofHref(each).value, each.base))
    .filter((each) => each !== undefined)
}
