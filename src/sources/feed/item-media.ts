import type { Media } from '../../model/post.ts'
import { cleanLine } from '../../text/html-clean.ts'
import { decodeXmlText } from '../../text/html-entities.ts'
import { resolveUrl } from '../../text/url.ts'
import type { Captured, Draft } from './draft.ts'
import { relOf } from './item-links.ts'
import type { PlainBody } from './texts.ts'

/** Enclosures and media of an item, then the pictures in its text, each address once. */
export function mediaOf(draft: Draft, body: PlainBody, limit: number): readonly Media[] {
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
