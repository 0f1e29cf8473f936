import type { Instant, Post } from '../../model/post.ts'
import { htmlToLine, htmlToText } from '../../text/html.ts'
import { decodeHtmlAttribute } from '../../text/html-entities.ts'
import { isHttpUrl, resolveUrl } from '../../text/url.ts'
import { published, toInstant } from '../json-fields.ts'
import { present } from '../present.ts'
import type { PreviewMessage } from './page.ts'

export interface PostPlace {
  readonly source: string
  readonly now: Instant
}

const HOME = 'https://t.me'

/** A message of a channel as a post. Undefined for what the service itself says (pinned, renamed) and for what is empty. */
export function toPost(message: PreviewMessage, place: PostPlace): Post | undefined {
  const [channel = ''] = message.id.split('/')
  const body = readBody(message, channel)
  const media = message.media.flatMap(({ url, type }) => {
    const absolute = absoluteUrl(url)
    return absolute === undefined ? [] : [{ url: absolute, type }]
  })
  if (message.isService || (body.text === '' && media.length === 0)) return undefined
  const parent = messageId(message.replyUrl)
  return present<Post>({
    platform: 'telegram',
    source: place.source,
    id: message.id,
    url: `${HOME}/${message.id}`,
    kind: parent === undefined ? 'post' : 'comment',
    text: body.text,
    author: {
      id: channel,
      handle: channel,
      ...nameOf(message),
      url: `${HOME}/${channel}`,
    },
    ...published(toInstant(message.datetime ?? '')),
    collectedAt: place.now,
    thread: parent === undefined ? message.id : undefined,
    parent,
    to: body.names,
    views: toCount(message.views),
    tags: body.tags,
    links: body.links,
    media,
  })
}

function nameOf({ owner }: PreviewMessage): { name?: string } {
  const name = htmlToLine(owner ?? '')
  return name === '' ? {} : { name }
}

/** The words, with where they were forwarded from in front: they are not the channel's own. */
function readBody(message: PreviewMessage, channel: string) {
  const { text, links } = htmlToText(message.textHtml ?? '', `${HOME}/s/${channel}`)
  const from = message.forwardedFrom === undefined ? '' : htmlToLine(message.forwardedFrom)
  const others = [message.forwardedUrl, message.previewUrl].flatMap((url) => absoluteUrl(url) ?? [])
  const all = unique([...links, ...others])
  return {
    text: from === '' || text === '' ? text : `Forwarded from ${from}:\n${text}`,
    tags: all.flatMap(hashtagOf),
    names: all.flatMap(accountOf).filter((name) => text.includes(`@${name}`)),
    links: all.filter((url) => hashtagOf(url).length === 0 && !isNamed(url, text)),
  }
}

/** Hashtags are links to a search in the channel. */
function hashtagOf(url: string): string[] {
  const words = new URL(url).searchParams.get('q')
  return /^https:\/\/t\.me\/s\//.test(url) && words?.startsWith('#') ? [words.slice(1)] : []
}

function accountOf(url: string): string[] {
  const name = /^https:\/\/t\.me\/(\w{4,64})\/?$/.exec(url)?.[1]
  return name === undefined ? [] : [name]
}

function isNamed(url: string, text: string): boolean {
  return accountOf(url).some((name) => text.includes(`@${name}`))
}

function messageId(url: string | undefined): string | undefined {
  return /^https:\/\/t\.me\/(?:s\/)?(\w{1,64}\/\d{1,12})/.exec(absoluteUrl(url) ?? '')?.[1]
}

function absoluteUrl(written: string | undefined): string | undefined {
  if (written === undefined) return undefined
  const url = resolveUrl(decodeHtmlAttribute(written), HOME)
  return url !== undefined && isHttpUrl(url) ? url : undefined
}

const UNITS: Readonly<Record<string, number>> = { k: 1000, m: 1_000_000 }

/** "1.2K" is rounded by the service; no more is known. */
function toCount(written: string | undefined): number | undefined {
  const [, number, unit] = /^\s*(\d+(?:\.\d+)?)\s*([KM])?\s*$/i.exec(written ?? '') ?? []
  if (number === undefined) return undefined
  return Math.round(Number(number) * (UNITS[unit?.toLowerCase() ?? ''] ?? 1))
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
