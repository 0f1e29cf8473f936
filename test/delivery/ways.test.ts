import { createHmac } from 'node:crypto'
import { afterEach, expect, it } from 'vitest'
import type { DeliveryTarget } from '../../src/config/settings.ts'
import { discordBody } from '../../src/delivery/discord.ts'
import { openWay } from '../../src/delivery/index.ts'
import { messageIdOf } from '../../src/delivery/mail.ts'
import type { Message } from '../../src/delivery/message.ts'
import { slackBody } from '../../src/delivery/slack.ts'
import { teamsBody } from '../../src/delivery/teams.ts'
import { webhookBody } from '../../src/delivery/webhook.ts'
import { createHttpClient } from '../../src/http/client.ts'
import { type Loopback, type LoopbackAnswer, startLoopback } from '../helpers/loopback.ts'
import { type SmtpScript, startSmtp } from './smtp-server.ts'

const NOW = Date.UTC(2026, 10, 17, 8)
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

function aMessage(more: Partial<Message> = {}): Message {
  return {
    kind: 'digest',
    subject: 'acme: 3 over the promise',
    text: 'first line\n.\nlast line\n',
    html: '<!doctype html><p>hello</p>',
    sections: [{ title: 'Needs an answer', lines: ['412 · Kim · the export is broken'] }],
    data: { posts: 3 },
    key: 'k1',
    isRepeat: false,
    ...more,
  }
}

function openWith(target: DeliveryTarget, allowHosts: readonly string[] = ['127.0.0.1']) {
  const http = createHttpClient({ userAgent: 'test', allowHosts, now: () => NOW })
  closers.push(() => http.close())
  return openWay(target, {
    http: () => http,
    allowHosts,
    now: () => NOW,
    resolvePath: (path) => path,
  })
}

async function aServer(answer: LoopbackAnswer = { status: 200, body: 'ok' }): Promise<Loopback> {
  const server = await startLoopback({ '*': answer })
  closers.push(() => server.close())
  return server
}

async function aMailServer(script: SmtpScript = {}) {
  const server = await startSmtp(() => script)
  closers.push(() => server.close())
  const target: DeliveryTarget = {
    type: 'mail',
    name: 'mail',
    addresses: ['team@acme.example', 'bo@acme.example'],
    from: 'listen@acme.example',
    server: '127.0.0.1',
    port: server.port,
    tls: 'none',
  }
  return { server, way: openWith(target) }
}

const head = (data: string) => data.slice(0, data.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]/g, ' ')

it('mails text and HTML to the configured addresses, known by the window', async () => {
  const { server, way } = await aMailServer()
  expect(await way.deliver(aMessage())).toEqual({ state: 'delivered' })
  const [mail] = server.mails
  expect(mail?.to).toEqual(['team@acme.example', 'bo@acme.example'])
  expect(head(mail?.data ?? '')).toContain('Subject: acme: 3 over the promise')
  expect(head(mail?.data ?? '')).toContain(
    `Message-ID: ${messageIdOf('k1', 'listen@acme.example')}`,
  )
  expect(mail?.data).toContain('text/plain')
  expect(mail?.data).toContain('<p>hello</p>')
  expect(mail?.data.indexOf('text/plain')).toBeLessThan(mail?.data.indexOf('text/html') ?? 0)
  expect(mail?.data).toContain('\r\n.\r\n'.trimEnd())
})

it('marks a repeat, with the same Message-ID', async () => {
  const { server, way } = await aMailServer()
  await way.deliver(aMessage())
  await way.deliver(aMessage({ isRepeat: true }))
  const [first, second] = server.mails.map(({ data }) => head(data))
  const id = (text: string | undefined) => /Message-ID: (\S+)/.exec(text ?? '')?.[1]
  expect(id(second)).toBe(id(first))
  expect(second).toContain('Subject: Repeat: acme')
})

it.each([
  ['Digest\r\nBcc: evil@evil.test'],
  ['Digest\nBcc: evil@evil.test'],
  ['Digest\rBcc: evil@evil.test'],
  ['Digest\r\n\r\nfake body'],
  ['x\r\n.\r\nMAIL FROM:<evil@evil.test>'],
  ['Eve <evil@evil.test>, Bob'],
  ['Jürgen 😀'],
  ['x'.repeat(5000)],
])('a subject adds no header, no recipient and no command: %j', async (subject) => {
  const { server, way } = await aMailServer()
  expect(await way.deliver(aMessage({ subject }))).toEqual({ state: 'delivered' })
  const [mail] = server.mails
  expect(mail?.to).toEqual(['team@acme.example', 'bo@acme.example'])
  expect(head(mail?.data ?? '').match(/^Subject:/gm)).toHaveLength(1)
  expect(head(mail?.data ?? '')).not.toMatch(/^Bcc:/im)
  expect(server.commands.filter((line) => /^MAIL FROM/i.test(line))).toHaveLength(1)
  expect(mail?.data).toContain('<p>hello</p>')
})

it.each<[string, SmtpScript, string]>([
  ['refused at once', { rcpt: '550 no such user' }, 'failed'],
  ['refused for now at the end', { end: '451 later' }, 'failed'],
  ['refused at the end', { end: '554 no' }, 'failed'],
  ['refused at DATA', { data: '421 busy' }, 'failed'],
  ['dropped after the text', { end: 'drop' }, 'doubt'],
])('mail %s: %o', async (_name, script, state) => {
  const { way } = await aMailServer(script)
  expect((await way.deliver(aMessage())).state).toBe(state)
})

it('a mail server that is not there is a clear failure', async () => {
  const { server, way } = await aMailServer()
  await server.close()
  expect((await way.deliver(aMessage())).state).toBe('failed')
})

it.each(['slack', 'discord', 'teams', 'webhook'] as const)(
  '%s is posted once as JSON',
  async (type) => {
    const server = await aServer()
    const way = openWith({ type, name: type, url: server.url('/hook/secret-path') })
    expect(await way.deliver(aMessage())).toEqual({ state: 'delivered' })
    expect(server.requests).toHaveLength(1)
    expect(server.requests[0]?.headers['content-type']).toContain('application/json')
    expect(server.requests[0]?.body).toContain('3 over the promise')
  },
)

it.each([
  [429, 'failed'],
  [500, 'failed'],
  [502, 'doubt'],
  [404, 'failed'],
])('a webhook that answers %d: %s', async (status, state) => {
  const server = await aServer({ status, body: 'no' })
  const way = openWith({ type: 'webhook', name: 'crm', url: server.url('/hook') })
  expect((await way.deliver(aMessage())).state).toBe(state)
  expect(server.requests).toHaveLength(1)
})

it('a webhook that takes it and drops the line leaves a doubt', async () => {
  const server = await aServer({ drop: true })
  const way = openWith({ type: 'webhook', name: 'crm', url: server.url('/hook') })
  expect((await way.deliver(aMessage())).state).toBe('doubt')
})

it.each([301, 302, 307, 308])('a %d to another host is not followed', async (status) => {
  const other = await aServer()
  const server = await aServer({ status, headers: { location: other.url('/elsewhere') } })
  const way = openWith({ type: 'slack', name: 'slack', url: server.url('/services/T0/secret') })
  const result = await way.deliver(aMessage())
  expect(result.state).toBe('failed')
  expect(other.requests).toHaveLength(0)
  expect(JSON.stringify(result)).not.toContain('secret')
})

it('nothing is sent without TLS to a host that is not trusted, or to a missing address', async () => {
  const server = await aServer()
  const way = openWith({ type: 'slack', name: 'slack', url: server.url('/x') }, [])
  expect((await way.deliver(aMessage())).state).toBe('failed')
  const unset = openWith({ type: 'slack', name: 'slack', url: '', missing: 'SLACK_WEBHOOK' })
  expect(await unset.deliver(aMessage())).toEqual({
    state: 'failed',
    error: 'the environment variable SLACK_WEBHOOK is not set',
  })
  expect(server.requests).toHaveLength(0)
})

it('a webhook is signed over time and body', async () => {
  const server = await aServer()
  const way = openWith({ type: 'webhook', name: 'crm', url: server.url('/hook'), secret: 's3cret' })
  await way.deliver(aMessage())
  const [request] = server.requests
  if (request === undefined) throw new Error('nothing came')
  const { headers, body } = request
  const mac = createHmac('sha256', 's3cret')
    .update(`${headers['x-listen-timestamp']}.${body}`)
    .digest('hex')
  expect(headers['x-listen-signature']).toBe(`sha256=${mac}`)
  expect(headers['idempotency-key']).toBe('k1')
  expect(JSON.parse(body)).toMatchObject({ version: 1, kind: 'digest', data: { posts: 3 } })
})

const HOSTILE = [
  '<!channel> <!here> <!everyone>',
  '<http://evil.test|https://bank.test>',
  '<@U123>',
  '@everyone @here',
  '<@&123>',
  '[bank.test](http://evil.test)',
  '[x](javascript:alert(1))',
  '*_~`',
  '"}],"text":"pwn',
  'x'.repeat(100_000),
  '\u202eelbatsurt\u0000\u0007',
]

it.each(HOSTILE.map((text) => [text.slice(0, 40), text]))(
  'chats take %j as words',
  (_name, text) => {
    const message = aMessage({
      subject: text,
      sections: [
        { title: text, lines: [text, 'kept'] },
        { title: 'many', lines: Array.from({ length: 3000 }, () => text.slice(0, 500)) },
      ],
    })
    const slack = JSON.parse(slackBody(message))
    expect(slack.blocks.length).toBeLessThanOrEqual(50)
    for (const { text: own } of slack.blocks) {
      expect(own.type).toBe('plain_text')
      expect(own.text.length).toBeLessThanOrEqual(3000)
      expect(own.text).not.toMatch(/[<>]/)
    }
    expect(slack.text).not.toMatch(/[<>]/)
    expect(slackBody(message)).toContain('Cut: ')

    const discord = JSON.parse(discordBody(message))
    expect(discord.allowed_mentions).toEqual({ parse: [] })
    expect(discord.content.length).toBeLessThanOrEqual(2000)
    expect(discord.embeds.length).toBeLessThanOrEqual(10)
    const embeds = discord.embeds as readonly {
      readonly title?: string
      readonly description: string
    }[]
    const whole = embeds.reduce(
      (sum, each) => sum + (each.title?.length ?? 0) + each.description.length,
      0,
    )
    expect(whole).toBeLessThanOrEqual(6000)
    expect(discord.content).not.toMatch(/@everyone|@here|(?<!\\)\]\(|(?<!\\)<@/)

    const card = teamsBody(message)
    expect(Buffer.byteLength(card)).toBeLessThan(28_000)
    for (const block of JSON.parse(card).attachments[0].content.body)
      expect(block.type).toBe('RichTextBlock')

    expect(JSON.parse(webhookBody(message)).data).toEqual({ posts: 3 })
  },
)
