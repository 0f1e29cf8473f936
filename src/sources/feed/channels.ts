import { createHash } from 'node:crypto'
import { isHttpUrl } from '../../text/url.ts'
import type { Channel } from '../source.ts'

/** Names of parameters that hold keys; what they hold is never part of a channel's name. */
const SECRET = /token|secret|passw|api_?key|^key$|auth|signature|^sig$|jwt|^user$|^feed$/i

/** The channel of a feed's address or of a path. */
export function toChannel(written: string): Channel {
  const place = written.trim()
  if (!isHttpUrl(place)) return { key: place, label: place, request: { path: place } }
  const url = new URL(place)
  const label = url.host + (url.pathname === '/' ? '' : url.pathname)
  return { key: publicForm(url), label, request: { url: place } }
}

/** The URL with user, password and keys replaced by a short hash that keeps it unique. */
function publicForm(url: URL): string {
  const plain = new URL(url.href)
  plain.hash = ''
  const secrets = [plain.username, plain.password]
  plain.username = ''
  plain.password = ''
  const query = plain.search
    .slice(1)
    .split('&')
    .filter((each) => {
      const secret = SECRET.test(each.split('=')[0] ?? '')
      if (secret) secrets.push(each)
      return !secret
    })
  plain.search = query.join('&')
  const hidden = secrets.join('&')
  if (hidden.replace(/&/g, '') === '') return plain.href
  return `${plain.href}#${createHash('sha256').update(hidden).digest('base64url').slice(0, 8)}`
}
