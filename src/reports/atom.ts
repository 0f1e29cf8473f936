import { createHash } from 'node:crypto'
import { escapeHtml } from '../format/html.ts'
import type { StoredPost } from '../store/store.ts'

/** An Atom feed (RFC 4287) of posts, newest first. Addresses that are not of the web are left out. */
export function atomFeed(
  posts: readonly StoredPost[],
  feed: { readonly title: string; readonly name: string; readonly now: number },
): string {
  const updated = posts[0] === undefined ? feed.now : instantOf(posts[0])
  const id = createHash('sha256').update(feed.name).digest('hex').slice(0, 32)
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>urn:listen:feed:${id}</id>
<title>${text(feed.title)}</title>
<updated>${iso(updated)}</updated>
<generator>listen</generator>
${posts.map(entry).join('')}</feed>
`
}

function entry(post: StoredPost): string {
  const id = createHash('sha256')
    .update(`${post.platform} ${post.identity ?? post.id}`)
    .digest('hex')
  const title = post.title ?? [...post.text.replaceAll(/\s+/g, ' ')].slice(0, 100).join('')
  const who = post.author?.name ?? post.author?.handle ?? post.author?.id ?? 'unknown'
  return `<entry>
<id>urn:listen:post:${id.slice(0, 32)}</id>
<title>${text(title || 'without text')}</title>
<updated>${iso(post.editedAt ?? instantOf(post))}</updated>
<published>${iso(instantOf(post))}</published>
<author><name>${text(who)}</name></author>
${link(post.url)}<content type="text">${text(post.text)}</content>
</entry>
`
}

function link(url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return ''
  const { protocol, href } = new URL(url)
  return /^https?:$/.test(protocol) ? `<link href="${text(href)}"/>\n` : ''
}

/** XML 1.0 forbids most controls and two noncharacters, even as references. */
function text(value: string): string {
  return escapeHtml(value).replaceAll(/[\ufffe\uffff]/g, '')
}

function instantOf(post: StoredPost): number {
  return post.publishedAt ?? post.collectedAt
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
