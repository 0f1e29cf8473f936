/**
 * What becomes of an element by its name (see names.ts) and where it stands.
 * text: keep its content; attributes: keep its attributes; both; group: look inside; anything else is passed over.
 */
export type Rule = 'text' | 'attributes' | 'both' | 'group'

/** Directly in an item, or in a group of it. */
export const ITEM_RULES: Readonly<Record<string, Rule>> = {
  title: 'text', link: 'both', guid: 'both', description: 'text', author: 'text', pubdate: 'text', category: 'both',
  enclosure: 'attributes', comments: 'text', 'content:encoded': 'text', content: 'text', summary: 'text',
  'atom:title': 'both', 'atom:link': 'both', 'atom:id': 'text', 'atom:content': 'both', 'atom:summary': 'both',
  'atom:author': 'text', 'atom:published': 'text', 'atom:issued': 'text', 'atom:created': 'text', 'atom:updated': 'text',
  'atom:modified': 'text', 'atom:category': 'attributes', id: 'text', published: 'text', updated: 'text',
  'dc:title': 'text', 'dc:creator': 'text', 'dc:author': 'text', 'dc:date': 'text', 'dc:subject': 'text',
  'dc:description': 'text', 'dc:language': 'text', 'dcterms:created': 'text', 'dcterms:issued': 'text',
  'dcterms:modified': 'text', 'dcterms:creator': 'text', 'itunes:author': 'text', 'itunes:summary': 'text', 'itunes:title': 'text',
  'itunes:image': 'attributes', 'media:group': 'group', 'media:content': 'group', 'media:thumbnail': 'attributes',
  'media:description': 'both', 'media:title': 'both', 'slash:comments': 'text', 'thr:total': 'text',
  'thr:in-reply-to': 'attributes', 'xhtml:body': 'text', 'xhtml:div': 'text',
  'atom:source': 'text', 'media:community': 'group', 'media:statistics': 'attributes',
} // biome-ignore format: a table

/** Directly in the channel or feed. */
export const FEED_RULES: Readonly<Record<string, Rule>> = {
  title: 'text', link: 'both', language: 'text', ttl: 'text', managingeditor: 'text', author: 'text', 'dc:creator': 'text',
  'dc:language': 'text', 'atom:title': 'both', 'atom:link': 'attributes', 'atom:author': 'text', skiphours: 'text',
  'sy:updateperiod': 'text', 'sy:updatefrequency': 'text',
} // biome-ignore format: a table

/** Fields that hold running text, in which elements of HTML may stand unescaped. */
const BODIES: ReadonlySet<string> = new Set([
  'description', 'content:encoded', 'content', 'summary', 'atom:content', 'atom:summary', 'media:description',
  'itunes:summary', 'dc:description', 'xhtml:body', 'xhtml:div',
]) // biome-ignore format: one set
/** Names that are elements of HTML too, or parts of a person: they do not end a field that was left open. */
const AMBIGUOUS: ReadonlySet<string> = new Set([
  'title', 'link', 'summary', 'content', 'id', 'atom:title', 'atom:link', 'atom:summary', 'atom:id', 'atom:content',
]) // biome-ignore format: one set

/** Whether a tag inside a field shows that the field's end tag is missing. */
export function endsField(field: string, opened: string): boolean {
  if (!Object.hasOwn(ITEM_RULES, opened)) return false
  if (field === 'atom:author' || field === 'author')
    return opened !== 'atom:title' && !AMBIGUOUS.has(opened)
  return !(BODIES.has(field) || field === 'atom:title') || !AMBIGUOUS.has(opened)
}
