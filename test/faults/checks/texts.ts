import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openLink } from '../../../src/system/opener.ts'
import { must } from '../fault.ts'
import { type Room, rss } from '../room.ts'

const LINKS = [
  `https://x.example/;touch\${IFS}CANARY`,
  'https://x.example/`touch CANARY`',
  'https://x.example/$(touch CANARY)',
  'https://x.example/"&touch CANARY&"',
  "https://x.example/';touch CANARY;'",
  'https://x.example/a|touch CANARY',
  'https://x.example/?a=1&b=%0atouch%20CANARY',
  'https://x.example/\ntouch CANARY',
  'https://x.example/\u001b]8;;evil\u0007',
  'https://$(touch CANARY).example/',
  'https://x.example -o CANARY',
  '--new-window=https://x.example/',
  '-o CANARY',
  'javascript:alert(1)',
  'file:///etc/passwd',
  'data:text/html,x',
  'smb://x.example/share',
  'ms-msdt:/id',
  '',
]

/** Opens every link with a program that writes its arguments down. */
export async function hostileLinks(room: Room): Promise<string> {
  const recorder = room.path('recorder')
  writeFileSync(recorder, '#!/bin/sh\nprintf "%s\\n" "$@" > "$0.new"\nmv "$0.new" "$0.args"\n')
  chmodSync(recorder, 0o700)
  let opened = 0
  for (const link of [...LINKS, ...sharedLinks()]) {
    const isOpened = await openLink(link, {}, { program: recorder, before: [] }).then(
      () => true,
      () => false,
    )
    if (!isOpened) continue
    opened += 1
    const argument = await recordedArguments(`${recorder}.args`)
    must(
      /^https?:\/\/[a-z0-9.:@[\]-]+\/[^\s"'`$;|<>()\\^!{}]*\n$/i.test(argument),
      `${link} gave ${argument}`,
    )
  }
  must(opened > 0, 'nothing was opened')
  const canary = ['CANARY', join(room.folder, 'CANARY')].find((path) => existsSync(path))
  must(canary === undefined, 'the canary was made')
  const all = LINKS.length + sharedLinks().length
  return `${opened} links opened with one plain argument, ${all - opened} refused; no canary`
}

async function recordedArguments(path: string): Promise<string> {
  const until = Date.now() + 10_000
  while (!existsSync(path) && Date.now() < until) await wait(10)
  const text = readFileSync(path, 'utf8')
  // The next link must not read what this one gave.
  rmSync(path)
  return text
}

function sharedLinks(): string[] {
  return sharedLines('url/open-link.jsonl').flatMap((line) => {
    const { input } = JSON.parse(line) as { input?: unknown }
    return typeof input === 'string' ? [input] : []
  })
}

function sharedLines(file: string): string[] {
  const path = join(process.env.LISTEN_SHARED ?? '../shared', 'hostile', file)
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

const SECRETS = ['hunter2', 'SECRET123', 'FAKEtoken0001']

export async function secretsInRuns(room: Room): Promise<string> {
  const server = await room.serve({
    '/ok': { body: rss([{ id: '1', text: 'Acme is fine.' }]) },
    '/down': { status: 500 },
    '/unauthorized': { status: 401 },
    '/login': { body: '<html><title>Sign in</title></html>' },
    '/away': {
      status: 302,
      headers: { location: 'http://ann:hunter2@169.254.169.254/?key=SECRET123' },
    },
    '/cut': { drop: true },
  })
  const login = server.origin.replace('//', '//ann:hunter2@')
  const paths = ['/ok', '/down', '/unauthorized', '/login', '/away', '/cut']
  room.configure(
    paths.map((path) => `${login}${path}?key=SECRET123`),
    {
      more: `  s7: { type: mastodon, endpoint: "${server.origin}", token: "\${LISTEN_FAULT_TOKEN}" }`,
    },
  )
  const env = { LISTEN_FAULT_TOKEN: 'FAKEtoken0001' }
  const commands = [
    ['scan', '-v'],
    ['scan', '--now', '--json'],
    ['scan', '--dry-run', '--now'],
    ['sources'],
    ['sources', '--json'],
    ['sources', 'preview', 's2'],
    ['query', 'explain', 'acme'],
    ['digest'],
    ['report'],
    ['report', '--format', 'html'],
    ['export', '--format', 'jsonl'],
    ['doctor'],
    ['db', 'info'],
    ['show', '1'],
  ]
  for (const args of commands) {
    const { out, err } = await room.listen(args, { env })
    must(!/is not set|unknown command/.test(err), `${args.join(' ')}: ${err}`)
    const told = SECRETS.find((secret) => `${out}${err}`.includes(secret))
    must(told === undefined, `${args.join(' ')} tells ${told}`)
  }
  must(server.count('/ok') > 0, 'nothing was asked')
  const isSent = server.requests.some(
    ({ headers }) => headers.authorization?.includes('FAKEtoken0001') === true,
  )
  must(isSent, 'the token was not sent')
  const rows = JSON.stringify(room.rows('SELECT key, label, error FROM channels'))
  const kept = SECRETS.find((secret) => rows.includes(secret))
  must(kept === undefined, `the rows of errors keep ${kept}: ${rows}`)
  return `${SECRETS.length} secrets, sources that fail in ${paths.length} ways, ${commands.length} commands: told by none, in no row of an error`
}

const QUERIES = [
  `'; DROP TABLE posts; --`,
  `" OR 1=1 --`,
  'acme*"',
  'NEAR(acme phone, 3)',
  'acme AND NOT',
  '{title}: acme',
  'rowid:1',
  '__proto__',
  'constructor:acme',
  'acme^2',
  '-acme',
  '%s %n acme',
  '(((',
  'col:"acme" + phone',
]

export async function markedQueries(room: Room): Promise<string> {
  const server = await room.serve({ '/a': { body: rss([{ id: '1', text: 'Acme is fine.' }]) } })
  room.configure([server.url('/a')])
  await room.listen(['scan'])
  const statuses: (number | null)[] = []
  for (const query of QUERIES) {
    const { status, err } = await room.listen(['search', '--', query])
    must(status === 0 || status === 2, `${query}: status ${status} ${err}`)
    must(!/sqlite|fts5|syntax error near|no such column/i.test(err), `${query}: ${err}`)
    statuses.push(status)
  }
  const count = room.rows<{ n: number }>('SELECT count(*) AS n FROM posts')[0]?.n
  must(count === 1, 'the posts are gone')
  return `${statuses.length} expressions: ${statuses.filter((each) => each === 0).length} searched, the others refused with status 2`
}

export async function hostileFeedList(room: Room): Promise<string> {
  room.configure(['https://own.example/feed'])
  const urls = [
    'https://good.example/feed.xml',
    'exec:~/bin/x.sh',
    'file:///etc/passwd',
    'filter:cat:https://a.example/feed',
    'javascript:alert(1)',
    '|id',
    'https://c.example/feed&#10;deliveries: { evil: { type: webhook } }',
  ]
  const outlines = urls.map((url) => `<outline type="rss" text="a&#10;b: c" xmlUrl="${url}"/>`)
  writeFileSync(
    room.path('list.opml'),
    `<opml version="2.0"><body>${outlines.join('')}</body></opml>`,
  )
  const { status, out, err } = await room.listen(['import', 'list.opml'])
  must(status === 0 || status === 3, `status ${status} ${err}`)
  for (const url of urls.slice(1, 6)) must(`${out}${err}`.includes(url), `${url} is not named`)
  const text = readFileSync(room.path('queries.yaml'), 'utf8')
  must(text.includes('https://good.example/feed.xml'), 'the honest feed is missing')
  must(
    !/exec:|file:|filter:|javascript:|\|id|^deliveries|^b:/m.test(text),
    `it has come in: ${text}`,
  )
  const check = await room.listen(['query', 'check'])
  must(check.status === 0, `the configuration is broken: ${check.err}`)
  return 'five that are no http(s) feeds left out and named; no key was added'
}

export async function otherZoneAndLanguage(room: Room): Promise<string> {
  const texts = ['ACME in İstanbul', 'acme ärgert mich', 'Acme résumé', 'The acme of ice']
  const items = texts.map((text, n) => ({ id: `${n}`, text }))
  const server = await room.serve({ '/a': { body: rss(items) } })
  room.configure([server.url('/a')], { match: 'acme' })
  const answers: string[] = []
  for (const env of [
    { TZ: 'UTC', LANG: 'C' },
    { TZ: 'Pacific/Apia', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    { TZ: 'America/St_Johns', LANG: 'de_DE.UTF-8' },
  ]) {
    const scan = await room.listen(['scan', '--now'], { env })
    must(scan.status === 0, `${JSON.stringify(env)}: ${scan.err}`)
    const rows = room.rows('SELECT identity, published FROM posts ORDER BY identity')
    const found = await room.listen(['export', '--format', 'jsonl', 'acme'], { env })
    must(found.status === 0, found.err)
    answers.push(JSON.stringify(rows) + found.out)
  }
  must(new Set(answers).size === 1, 'the answers differ')
  return '3 zones and languages: the same instants, matches and export'
}

const NAUGHTY = [
  '',
  'undefined',
  'NULL',
  '1/0',
  '０１',
  '田中さん',
  '👾',
  '‪test‪',
  "'; DROP TABLE posts",
  '%n%s',
  '$HOME',
  '\u0000',
  '\ud800',
  '<script>',
]

export async function naughtyStrings(room: Room): Promise<string> {
  const list = sharedLines('text/blns.json').join('\n')
  const strings = [...NAUGHTY, ...(list === '' ? [] : (JSON.parse(list) as string[]))]
  const texts = strings.map((text) => `Acme says ${text} so.`)
  const items = texts.map((text, n) => ({
    id: `${n}`,
    content_text: text,
    url: `https://b.example/${n}`,
  }))
  const server = await room.serve({
    '/a': { body: { version: 'https://jsonfeed.org/version/1.1', title: 'b', items } },
  })
  room.configure([server.url('/a')])
  const scan = await room.listen(['scan'])
  must(scan.status === 0, `scan: ${scan.status} ${scan.err}`)
  const rows = room.rows<{ native_id: string; text: string }>(
    'SELECT native_id, text FROM post_texts',
  )
  must(rows.length === texts.length, `${rows.length} of ${texts.length} stored`)
  const exported = await room.listen(['export', '--format', 'jsonl'])
  const read = exported.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { text: string })
  must(read.length === rows.length, `${read.length} exported`)
  const kept = new Set(rows.map(({ text }) => text))
  const changed = read.filter(({ text }) => !kept.has(text))
  must(changed.length === 0, `changed by the export: ${JSON.stringify(changed[0]?.text)}`)
  const plain = texts.filter((text) => /^[\x20-\x7e]*$/.test(text) && !/ {2}|[<&]/.test(text))
  const lost = plain.filter((text) => !kept.has(text))
  must(lost.length === 0, `not stored as sent: ${JSON.stringify(lost[0])}`)
  return `${texts.length} texts stored, found and exported as they are stored`
}
