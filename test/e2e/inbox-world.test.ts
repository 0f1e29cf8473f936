// What the screen does with the world around it: a shell, a scan, a site that takes answers, a long day of keys.
import { chmodSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { seededRandom } from '../../src/metrics/random.ts'
import { temporaryFolder } from '../helpers/cli.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { hasTmux, openTerminal, type Terminal } from '../helpers/tmux.ts'
import { aComplaint, NOW } from '../store/plain-builders.ts'
import { AS_OF, makeInbox, openAgain, somePosts } from '../tui/inbox-store.ts'

const PROGRAM = resolve('bin/listen.js')
const INBOX = `'${process.execPath}' '${PROGRAM}' inbox -c queries.yaml --as-of ${AS_OF} --tz UTC`

function openIn(folder: string, command: string, env: Record<string, string> = {}): Terminal {
  const terminal = openTerminal(command, { columns: 80, rows: 24, cwd: folder, env })
  onTestFinished(() => terminal.close())
  return terminal
}

async function startSite(routes: Parameters<typeof startLoopback>[0]): Promise<Loopback> {
  const site = await startLoopback(routes)
  onTestFinished(() => site.close())
  return site
}

const feedOf = (id: string, title: string) => ({
  headers: { 'content-type': 'application/rss+xml' },
  body: `<?xml version="1.0"?><rss version="2.0"><channel><title>Blog</title><item><guid>${id}</guid>
<title>${title}</title><link>https://blog.example/${id}</link><pubDate>${new Date(NOW).toUTCString()}</pubDate></item></channel></rss>`,
})

describe.skipIf(!hasTmux())('the inbox and the world around it', () => {
  it('goes to the shell with ctrl+z and comes back with fg as it was', async () => {
    const folder = temporaryFolder()
    await makeInbox(folder)
    const terminal = openIn(folder, 'true')
    await terminal.until('status 0')
    terminal.type(INBOX)
    terminal.press('Enter')
    await terminal.until('1/5')
    terminal.press('j', 'x')
    await terminal.until('1 marked · 3/5')
    terminal.press('C-z')
    await terminal.until((screen) => !screen.includes('[Queue]') && /status 0/.test(screen))
    terminal.type(`stty -a | tr '\\n' ' ' | grep -c ' echo '`)
    terminal.press('Enter')
    await terminal.until(/^1$/m)
    terminal.type('fg')
    terminal.press('Enter')
    const screen = await terminal.until('1 marked · 3/5')
    expect(screen).toMatch(/^\[Queue\]/)
    terminal.press('k')
    await terminal.until('1 marked · 2/5')
    terminal.press('q')
    await terminal.until((text) => !text.includes('[Queue]'))
  })

  it('scans from inside, tells the channels as they come, and shows what was found', async () => {
    let isFree = () => {}
    const held = new Promise<void>((done) => {
      isFree = done
    })
    const site = await startSite({
      '/feed.xml': feedOf('n1', 'acme sells tents now'),
    })
    // An origin of its own: one origin is asked one thing at a time.
    const slow = await startSite({
      '/slow.xml': (_request, response) => {
        const { headers, body } = feedOf('n2', 'my acme kettle whistles at night')
        void held.then(() => response.writeHead(200, headers).end(body))
        return undefined
      },
    })
    const folder = temporaryFolder()
    const { config } = await makeInbox(folder, somePosts())
    writeFileSync(
      config,
      `version: 1
store: { path: ./inbox.db }
network: { allow_hosts: [127.0.0.1] }
queries:
  acme: { role: brand, match: acme }
sources:
  quick: { type: feed, urls: ["${site.url('/feed.xml')}"] }
  slow: { type: feed, urls: ["${slow.url('/slow.xml')}"] }
answer: { within: 1h }
`,
    )
    const terminal = openIn(folder, INBOX.replace(/--as-of \S+ /, ''))
    await terminal.until('1/5')
    terminal.press('Tab')
    await terminal.until('1/45')
    terminal.press('S')
    await terminal.until(/scanning 1\/2 +quick/)
    terminal.press('S')
    await terminal.until('a scan is running already')
    terminal.press('j')
    isFree()
    await terminal.until(/scanned: \d new, \d matched/)
    await terminal.until(/2 new · 4\/47/)
    terminal.press('g')
    await terminal.until(/^(?=[\s\S]*acme sells tents now)[\s\S]*my acme kettle whistles/)
  })

  it('sends an answer where the site takes one, and only once', async () => {
    const status = (id: string, more: object = {}) => ({
      id,
      uri: `http://127.0.0.1/statuses/${id}`,
      url: `http://127.0.0.1/@kim/${id}`,
      created_at: new Date(NOW).toISOString(),
      edited_at: null,
      content: '<p>acme is broken</p>',
      visibility: 'public',
      in_reply_to_id: null,
      language: 'en',
      account: {
        id: '2',
        acct: 'kim',
        username: 'kim',
        display_name: 'Kim',
        url: 'http://x.example',
      },
      ...more,
    })
    const site = await startSite({
      '/api/v1/statuses/5': { body: status('5') },
      '/api/v2/instance': { body: {} },
      '/api/v1/statuses': { body: status('9', { in_reply_to_id: '5' }) },
    })
    const folder = temporaryFolder()
    const editor = join(folder, 'editor.sh')
    writeFileSync(
      editor,
      `#!/bin/sh\nprintf 'Sorry, we look at it now.\\n' > "$1.new"; cat "$1" >> "$1.new"; cp "$1.new" "$1"\n`,
    )
    chmodSync(editor, 0o755)
    const { config, path } = await makeInbox(folder, [
      aComplaint({
        id: '5',
        platform: 'mastodon',
        source: 'masto',
        url: `${site.origin}/@kim/5`,
        text: 'acme is broken',
        publishedAt: NOW - 7_200_000,
      }),
    ])
    writeFileSync(
      config,
      `version: 1
store: { path: ./inbox.db }
network: { allow_hosts: [127.0.0.1] }
queries:
  acme: { role: brand, match: acme }
sources:
  masto: { type: mastodon, endpoint: "${site.origin}", tags: [acme] }
answer: { within: 1h }
`,
    )
    const terminal = openIn(folder, INBOX, {
      EDITOR: editor,
      MASTODON_ACCESS_TOKEN: 'secret-token',
    })
    await terminal.until('1/1')
    terminal.press('r')
    await terminal.until('Before it goes')
    terminal.press('s')
    await terminal.until('sent: ')
    const sent = site.requests.filter(({ method }) => method === 'POST')
    expect(sent).toHaveLength(1)
    expect(JSON.parse(sent[0]?.body ?? '')).toMatchObject({
      status: '@kim Sorry, we look at it now.',
      in_reply_to_id: '5',
    })
    await terminal.until('Nobody waits for an answer')
    const store = await openAgain(path)
    const [entry] = await store.outbox({})
    expect(entry?.state).toBe('sent')
    expect(JSON.stringify(await store.outbox({}))).not.toContain('secret-token')
    await store.close()
  })

  it('stands three storms of three hundred keys', async () => {
    const folder = temporaryFolder()
    const { path } = await makeInbox(folder, somePosts(8, 60))
    for (const seed of [1, 2, 3]) {
      const terminal = openIn(folder, INBOX, { EDITOR: 'true' })
      await terminal.until(/\[Queue\][\s\S]*>/)
      pressStorm(terminal, seed)
      terminal.resize(80, 24)
      // Whatever is open, a line, a page, a filter or marks: escape leaves it, and the tabs go round.
      const leave = (screen: string) => {
        terminal.press('Escape')
        return /^enter open .* quit/m.test(screen)
      }
      await terminal.until(leave)
      const screen = await terminal.until((text) => {
        if (/^\[Queue\]│ All │/.test(text)) return true
        terminal.press('Tab')
        return false
      })
      expect(screen.split('\n')).toHaveLength(24)
      await terminal.until((text) => {
        if (text.includes('status 0')) return true
        terminal.press('Q')
        return false
      })
    }
    const store = await openAgain(path)
    expect((await store.check()).problems).toEqual([])
    while ((await store.undo('ann')) !== undefined) {}
    expect((await store.check()).problems).toEqual([])
    const posts = await store.posts(Array.from({ length: 68 }, (_, n) => n + 1))
    expect(posts.flatMap(({ flags, labels, notes }) => [...flags, ...labels, ...notes])).toEqual([])
    await store.close()
  })
})

/** Everything but what leaves the screen or waits for another program. */
const STORM: readonly string[] = [
  ...'jkjkJKgGxv*fcltzauUnN/?;.123',
  ...['Enter', 'Escape', 'Tab', 'BTab', 'Space', 'b', 'Up', 'Down', 'C-d', 'C-u', 'PageDown'],
  ...[':label late', ':close spam', ':reopen', ':note so it is', ':snooze 2h', ':merge', ':split'],
  ...[
    ':filter number',
    ':filter (',
    ':filter',
    ':tab all',
    ':undo',
    ':correct negative',
    ':post 3',
  ],
]

function pressStorm(terminal: Terminal, seed: number): void {
  const random = seededRandom(seed)
  for (let n = 0; n < 300; n++) {
    const key = STORM[Math.floor(random() * STORM.length)] as string
    if (key.startsWith(':')) terminal.type(key)
    terminal.press(key.startsWith(':') ? 'Enter' : key)
    if (n % 60 < 59) continue
    terminal.resize(20 + Math.floor(random() * 180), 5 + Math.floor(random() * 50))
  }
}
