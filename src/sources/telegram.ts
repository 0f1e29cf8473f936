import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { HttpAnswer } from '../model/http.ts'
import { htmlToLine } from '../text/html.ts'
import { buildUrl } from './endpoint.ts'
import type { Channel, PlanRequest, ReadEnvironment, Source } from './source.ts'
import { readPreview } from './telegram/page.ts'
import { toPost } from './telegram/post.ts'
import { type Gap, type Step, walkBack } from './walk.ts'

const HOME = 'https://t.me'
/** The page is made for people, and nobody promises how often it may be asked. */
const GAP_MS = 3000
const PATIENCE_MS = 20_000

const settings = v.object({
  endpoint: v.optional(v.string(), HOME),
  channels: v.optional(
    v.array(
      v.pipe(
        v.string(),
        v.transform(plainName),
        v.regex(/^\w{4,64}$/, 'a public channel, such as acme_news'),
      ),
    ),
  ),
})
type Settings = v.InferOutput<typeof settings>
const request = v.object({ channel: v.string() })

/** Telegram's public channels by the web preview; what is matched here is all that they say. */
export const telegram: Source<Settings> = {
  platform: 'telegram',
  name: 'Telegram',
  homepage: 'https://telegram.org',
  summary: 'messages of public channels that show a preview on the web',
  settings,
  capabilities: {
    mentions: false,
    ownPosts: true,
    threads: false,
    likers: false,
    stream: false,
    reply: false,
  },
  partly: 'no groups, no comments below messages, no reactions',
  channels: planChannels,
  read: (channel, environment) => {
    const wanted = v.parse(request, channel.request)
    return walkBack(environment, { ask: (gap) => readPage(wanted.channel, gap, environment) })
  },
  replyUrl: (to) => to.url,
}

function planChannels(plan: PlanRequest<Settings>): readonly Channel[] {
  const own = [...plan.handles, ...Object.values(plan.competitorHandles).flat()].map(plainName)
  const names = new Map(
    [...own, ...(plan.settings.channels ?? [])].map((name) => [name.toLowerCase(), name]),
  )
  const accounts = new Set(own.map((name) => name.toLowerCase()))
  return [...names].map(([key, name]) => ({
    key: `channel ${key}`,
    label: `channel ${name}`,
    ...(accounts.has(key) ? { accounts: true } : {}),
    request: { channel: name },
  }))
}

function plainName(name: string): string {
  return name.replace(/^@|^(?:https?:\/\/)?t\.me\/(?:s\/)?/, '')
}

/** About twenty messages before a number. Numbers only grow, so nothing moves from page to page. */
async function readPage(
  name: string,
  gap: Gap,
  environment: ReadEnvironment<Settings>,
): Promise<Step | undefined> {
  const { endpoint } = environment.settings
  const answer = await environment.http.get({
    url: buildUrl(endpoint, '', `/s/${name}`, { before: gap.cursor }),
    headers: { accept: 'text/html' },
    ...(environment.signal === undefined ? {} : { signal: environment.signal }),
    ...(endpoint === HOME ? { gapMs: GAP_MS, patienceMs: PATIENCE_MS } : {}),
  })
  if (answer.status === 304) return undefined
  const page = readMessages(name, answer)
  const place = { source: environment.name, now: environment.now() }
  const oldest = page.messages.map(({ id }) => Number(id.split('/')[1])).find((one) => one > 0)
  return {
    // The page begins with the oldest.
    posts: page.messages.flatMap((message) => toPost(message, place) ?? []).toReversed(),
    unreadable: page.unreadable,
    ...(oldest === undefined || oldest <= 1 ? {} : { next: { cursor: String(oldest) } }),
  }
}

function readMessages(name: string, answer: HttpAnswer) {
  if (!new URL(answer.url).pathname.includes('/s/')) {
    throw new SourceError(
      'unexpected-response',
      `the channel ${name} shows no preview: it switched it off, is private, or does not exist`,
      { hint: 'only public channels with a preview on the web can be read' },
    )
  }
  const page = readPreview(new TextDecoder().decode(answer.body))
  if (!page.hasHistory) {
    const title = htmlToLine(page.title ?? '').slice(0, 200)
    throw new SourceError(
      'unexpected-response',
      `it sent no messages but another page${title === '' ? '' : `: "${title}"`}`,
    )
  }
  if (page.isCut) throw new SourceError('unexpected-response', 'the page is cut off')
  const messages = page.messages.filter(({ id }) => id !== '')
  if (messages.length === 0 && page.unreadable > 0)
    throw new SourceError(
      'unexpected-response',
      `none of the ${page.unreadable} messages could be read`,
    )
  return { ...page, messages }
}
