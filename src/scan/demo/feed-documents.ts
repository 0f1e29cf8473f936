import { writeDate } from './feed-dates.ts'
import {
  escapeXml,
  isoSeconds,
  nativeId,
  type PlaceView,
  pageUrl,
  type ShownPost,
  toHtml,
} from './visit.ts'

/** The place's posts as an RSS 2.0 document. */
export function writeRss2({ place, posts }: PlaceView): string {
  const items = posts.map((post) => {
    const url = pageUrl(place, post)
    return `<item>
<title>${place.body === 'cdata' ? cdata(post.title ?? '') : escapeXml(post.title ?? '')}</title>
<link>${escapeXml(url)}</link>
${rssId(place.ids ?? 'permalink', post, url)}${rssWriter(place.writer ?? 'name', post)}${rssDate(place.dates ?? 'rfc822', post)}${tagElements(post)}${rssBody(place.body ?? 'escaped', post)}
</item>`
  })
  return `<?xml version="1.0" encoding="${place.encoding ?? 'utf-8'}"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${escapeXml(place.title)}</title>
<link>http://${place.host}/</link>
<description>${escapeXml(place.title)}</description>
<language>${place.lang}</language>
${items.join('\n')}
</channel>
</rss>
`
}

function rssId(kind: 'permalink' | 'tag' | 'none', post: ShownPost, url: string): string {
  if (kind === 'none') return ''
  return kind === 'permalink'
    ? `<guid>${escapeXml(url)}</guid>\n`
    : `<guid isPermaLink="false">${escapeXml(post.id)}</guid>\n`
}

function rssWriter(kind: 'name' | 'mail' | 'none', post: ShownPost): string {
  const name = post.author.name ?? post.author.handle
  if (kind === 'none') return ''
  return kind === 'name'
    ? `<dc:creator>${cdata(name)}</dc:creator>\n`
    : `<author>${escapeXml(`${post.author.handle}@mail.example (${name})`)}</author>\n`
}

function rssDate(kind: Parameters<typeof writeDate>[1], post: ShownPost): string {
  if (kind === 'none' || post.dateless === true) return ''
  const date = writeDate(post.publishedAt, kind)
  return kind === 'iso' ? `<dc:date>${date}</dc:date>\n` : `<pubDate>${date}</pubDate>\n`
}

function tagElements(post: ShownPost): string {
  return (post.tags ?? []).map((tag) => `<category>${escapeXml(tag)}</category>\n`).join('')
}

function rssBody(kind: NonNullable<PlaceView['place']['body']>, post: ShownPost): string {
  if (kind === 'cdata') return `<description>${cdata(toHtml(post.text))}</description>`
  if (kind === 'text') return `<description>${escapeXml(post.text)}</description>`
  if (kind === 'content') {
    const first = post.text.split('\n\n')[0] ?? ''
    return `<description>${escapeXml(first)}</description>
<content:encoded>${cdata(toHtml(post.text))}</content:encoded>`
  }
  return `<description>${escapeXml(toHtml(post.text))}</description>`
}

function cdata(text: string): string {
  return `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
}

/** The place's posts as an RSS 1.0 document: items stand beside the channel. */
export function writeRss1({ place, posts }: PlaceView): string {
  const about = posts.map((post) => `<rdf:li rdf:resource="${escapeXml(pageUrl(place, post))}"/>`)
  const items = posts.map(
    (post) => `<item rdf:about="${escapeXml(pageUrl(place, post))}">
<title>${escapeXml(post.title ?? '')}</title>
<link>${escapeXml(pageUrl(place, post))}</link>
<description>${escapeXml(toHtml(post.text))}</description>
<dc:creator>${escapeXml(post.author.name ?? post.author.handle)}</dc:creator>
<dc:date>${writeDate(post.publishedAt, 'iso')}</dc:date>
</item>`,
  )
  return `<?xml version="1.0" encoding="${place.encoding ?? 'utf-8'}"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="http://${place.host}/">
<title>${escapeXml(place.title)}</title>
<link>http://${place.host}/</link>
<description>${escapeXml(place.title)}</description>
<dc:language>${place.lang}</dc:language>
<items><rdf:Seq>${about.join('')}</rdf:Seq></items>
</channel>
${items.join('\n')}
</rdf:RDF>
`
}

/** The place's posts as an Atom document, with replies by the threading extension (RFC 4685). */
export function writeAtom({ place, posts, byKey }: PlaceView): string {
  const idOf = (post: ShownPost) => nativeId(place, post)
  const replyTo = (post: ShownPost) => {
    const parent = post.parent === undefined ? undefined : byKey.get(post.parent)
    if (parent === undefined) return ''
    return `<thr:in-reply-to ref="${escapeXml(idOf(parent))}" href="${escapeXml(pageUrl(place, parent))}"/>\n`
  }
  const entries = posts.map(
    (post) => `<entry>
<id>${escapeXml(idOf(post))}</id>
<title>${escapeXml(post.title ?? replyTitle(post, byKey))}</title>
<link href="${escapeXml(place.body === 'xhtml' ? new URL(pageUrl(place, post)).pathname : pageUrl(place, post))}"/>
${replyTo(post)}<author><name>${escapeXml(post.author.name ?? post.author.handle)}</name><uri>http://${place.host}/u/${escapeXml(post.author.handle)}</uri></author>
<published>${isoSeconds(post.publishedAt)}</published>
<updated>${isoSeconds(post.editedAt ?? post.publishedAt)}</updated>
${(post.tags ?? []).map((tag) => `<category term="${escapeXml(tag)}"/>\n`).join('')}${atomContent(place.body, post)}
</entry>`,
  )
  return `<?xml version="1.0" encoding="${place.encoding ?? 'utf-8'}"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" xml:lang="${place.lang}" xml:base="http://${place.host}/">
<id>tag:${place.host},2026:feed</id>
<title>${escapeXml(place.title)}</title>
<link href="http://${place.host}/"/>
<link rel="self" href="http://${place.host}${place.path}"/>
<updated>${isoSeconds(posts[0]?.publishedAt ?? 0)}</updated>
${entries.join('\n')}
</feed>
`
}

/** Forums name an answer after the post that opened the conversation. */
function replyTitle(post: ShownPost, byKey: PlaceView['byKey']): string {
  const root = post.root === undefined ? undefined : byKey.get(post.root)
  return root?.title === undefined ? '' : `Re: ${root.title}`
}

function atomContent(body: PlaceView['place']['body'], post: ShownPost): string {
  const html = toHtml(post.text)
  return body === 'xhtml'
    ? `<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">${html}</div></content>`
    : `<content type="html">${escapeXml(html)}</content>`
}

/** The place's posts as a JSON Feed 1.1 document. */
export function writeJsonFeed({ place, posts }: PlaceView): string {
  const items = posts.map((post) => ({
    id: post.id,
    url: pageUrl(place, post),
    ...(post.title === undefined ? {} : { title: post.title }),
    ...(place.body === 'text' ? { content_text: post.text } : { content_html: toHtml(post.text) }),
    ...(post.dateless === true ? {} : { date_published: isoSeconds(post.publishedAt) }),
    ...(post.editedAt === undefined ? {} : { date_modified: isoSeconds(post.editedAt) }),
    authors: [
      {
        name: post.author.name ?? post.author.handle,
        url: `http://${place.host}/u/${post.author.handle}`,
      },
    ],
    language: post.lang,
    ...(post.tags === undefined ? {} : { tags: post.tags }),
  }))
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: place.title,
    home_page_url: `http://${place.host}/`,
    feed_url: `http://${place.host}${place.path}`,
    language: place.lang,
    items,
  }
  return `${JSON.stringify(feed, null, 1)}\n`
}
