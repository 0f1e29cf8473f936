import { gzipSync } from 'node:zlib'
import { must } from '../fault.ts'
import { type Room, rss } from '../room.ts'

const LOGIN = '<html><title>Sign in</title><body>Please sign in</body></html>'
const feedOf = (name: string) => ({
  headers: { 'content-type': 'application/rss+xml' },
  body: rss([
    { id: `${name}-1`, text: 'Acme phones are fine.' },
    { id: `${name}-2`, text: 'The Acme shop is closed.' },
  ]),
})

/** Identities of all stored posts, in order. */
const identities = (room: Room) =>
  room
    .rows<{ identity: string }>('SELECT identity FROM posts ORDER BY identity')
    .map((row) => row.identity)

export async function everySourceIsDown(room: Room): Promise<string> {
  const server = await room.serve({ '/a': feedOf('a'), '/b': feedOf('b') })
  room.configure([server.url('/a'), server.url('/b')])
  must((await room.listen(['scan'])).status === 0, 'the clean scan failed')
  const before = identities(room)
  for (const path of ['/a', '/b']) server.on(path, { drop: true })
  const { status, err } = await room.listen(['scan', '--now'])
  must(status === 1, `status ${status}`)
  for (const name of ['s1', 's2']) {
    const times = err.split('\n').filter((line) => line.startsWith(`${name} `)).length
    must(times === 1, `${name} named ${times} times`)
  }
  must(identities(room).join() === before.join(), 'posts were lost')
  const digest = (await room.listen(['digest'])).out
  must(/2 sources failed/.test(digest), `the digest says: ${digest.split('\n')[0]}`)
  return 'status 1, each named once, posts kept; the digest says "2 sources failed"'
}

export async function proxyInTheEnvironment(room: Room): Promise<string> {
  const proxy = await room.serve({ '*': { body: 'from the proxy' } })
  const server = await room.serve({ '/a': feedOf('a') })
  room.configure([server.url('/a')])
  const address = proxy.origin.replace('//', '//ann:hunter2@')
  const env = { HTTP_PROXY: address, HTTPS_PROXY: address, http_proxy: address, ALL_PROXY: address }
  const { status, out, err } = await room.listen(['scan', '-v'], { env })
  must(status === 0, `status ${status}: ${err}`)
  must(proxy.requests.length === 0, 'the proxy was asked')
  must(!`${out}${err}`.includes('hunter2'), 'its password is in the output')
  return 'the proxy was not asked'
}

export async function bombBesideOthers(room: Room): Promise<string> {
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024, 32))
  const server = await room.serve({
    '/a': feedOf('a'),
    '/bomb': { headers: { 'content-encoding': 'gzip' }, body: bomb },
  })
  room.configure([server.url('/bomb'), server.url('/a')])
  const { status, err } = await room.listen(['scan'])
  must(status === 3, `status ${status}: ${err}`)
  must(identities(room).length === 2, 'the posts of the other are missing')
  return `${Math.round(bomb.length / 1024)} KB that unpack to 200 MB failed alone; status 3`
}

export async function comeBackInAnHour(room: Room): Promise<string> {
  const server = await room.serve({ '/a': { status: 429, headers: { 'retry-after': '3600' } } })
  room.configure([server.url('/a')])
  const first = await room.listen(['scan'])
  const later = [await room.listen(['scan']), await room.listen(['scan'])]
  must(server.count('/a') === 1, `${server.count('/a')} requests`)
  const statuses = [first, ...later].map(({ status }) => status)
  must(
    later.every(({ status }) => status === 0),
    `statuses ${statuses.join(' ')}`,
  )
  const told = (await room.listen(['sources'])).out
  must(/waits/.test(told), `listen sources says: ${told.trim()}`)
  return `1 request in 3 runs, statuses ${statuses.join(' ')}; "listen sources" says that it waits`
}

export async function threeOfTenFail(room: Room): Promise<string> {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
  const sick = new Map([
    ['c', { status: 500 }],
    ['f', { body: LOGIN, headers: { 'content-type': 'text/html' } }],
    ['i', { drop: true }],
  ])
  const server = await room.serve(
    Object.fromEntries(names.map((name) => [`/${name}`, sick.get(name) ?? feedOf(name)])),
  )
  room.configure(names.map((name) => server.url(`/${name}`)))
  const { status, err } = await room.listen(['scan'])
  must(status === 3, `status ${status}`)
  const failed = err.split('\n').filter((line) => line.trim().startsWith('failed')).length
  must(failed === 3, `${failed} failures named: ${err}`)
  const stored = room.rows<{ native_id: string }>('SELECT native_id FROM post_texts')
  const healthy = names.filter((name) => !sick.has(name))
  const missing = healthy
    .flatMap((name) => [`${name}-1`, `${name}-2`])
    .filter((id) => !stored.some(({ native_id }) => native_id.includes(id)))
  must(
    missing.length === 0 && stored.length === 14,
    `missing ${missing.join(' ')}, ${stored.length} stored`,
  )
  for (const [name] of sick) server.on(`/${name}`, feedOf(name))
  must((await room.listen(['scan', '--now'])).status === 0, 'the next clean scan failed')
  must(identities(room).length === 20, `${identities(room).length} posts after recovery`)
  return '14 posts of seven sources, 3 failures named, status 3; all 20 after recovery'
}

/** The document with items of their own for each cut, so that one scan tries every cut. */
function documentOf(cut: number): string {
  return rss([1, 2, 3].map((n) => ({ id: `c${cut}-${n}`, text: `Acme ${n} &amp; more` })))
}

export async function cutAtEachByte(room: Room): Promise<string> {
  const length = documentOf(1000).length
  // Numbers of four digits, so that all documents are of one length.
  const cuts = Array.from({ length: length - 1 }, (_, index) => 1000 + index)
  let isWhole = false
  const server = await room.serve({})
  for (const cut of cuts) {
    server.on(`/${cut}`, () => ({
      headers: { etag: '"1"', 'content-type': 'application/rss+xml' },
      body: isWhole ? documentOf(cut) : documentOf(cut).slice(0, cut - 999),
    }))
  }
  room.configure(cuts.map((cut) => server.url(`/${cut}`)))
  const first = await room.listen(['scan'])
  must(first.status === 3 || first.status === 1, `status ${first.status} with cut feeds`)
  compareWithCuts(room, cuts)
  isWhole = true
  const before = server.requests.length
  const second = await room.listen(['scan', '--now'])
  must(second.status === 0, `status ${second.status} with whole feeds`)
  const conditional = server.requests.slice(before).filter(({ path, headers }) => {
    const end = documentOf(Number(path.slice(1))).indexOf('</rss>')
    return headers['if-none-match'] !== undefined && Number(path.slice(1)) - 999 < end
  })
  must(conditional.length === 0, `${conditional.length} cut feeds kept their validators`)
  const posts = identities(room).length
  must(posts === cuts.length * 3, `${posts} posts from ${cuts.length} feeds of three`)
  return `${cuts.length} cuts: whole items only, validators stay, then all three of each`
}

function compareWithCuts(room: Room, cuts: readonly number[]): void {
  const rows = room.rows<{ title: string; text: string }>('SELECT title, text FROM post_texts')
  const titles = new Set(rows.map(({ title }) => title))
  const half = rows.filter(({ text }) => !/Acme \d & more$/.test(text))
  must(half.length === 0, `${half.length} posts were stored half: ${half[0]?.text}`)
  const wrong = cuts.filter((cut) => {
    const whole =
      documentOf(cut)
        .slice(0, cut - 999)
        .split('</item>').length - 1
    return [1, 2, 3].some((n) => titles.has(`Item c${cut}-${n}`) !== n <= whole)
  })
  must(wrong.length === 0, `wrong items at cuts ${wrong.slice(0, 5).join(' ')}`)
}
