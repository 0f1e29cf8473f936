import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../src/store/open.ts'
import { listen, temporaryFolder } from '../helpers/cli.ts'
import { type SocketVisit, startWebSocketServer, textFrame } from '../helpers/websocket-server.ts'
import { POLICY } from '../store/policy.ts'

const ROUNDS = Number(process.env.LISTEN_WATCH_KILLS ?? 6)
const START = Date.now() * 1000

interface Event {
  readonly at: number
  readonly text: string
}

/** A Jetstream that remembers: who comes with a cursor gets all from there on, then what happens. */
async function startNetwork() {
  const events: Event[] = []
  const guests = new Set<SocketVisit>()
  let told = 0
  const tell = (guest: SocketVisit, some: readonly Event[]) => {
    told += some.length
    guest.write(Buffer.concat(some.map(({ text }) => textFrame(text))))
  }
  const server = await startWebSocketServer(
    (visit) => {
      const cursor = Number(visit.query.get('cursor') ?? Number.POSITIVE_INFINITY)
      tell(
        visit,
        events.filter(({ at }) => at >= cursor),
      )
      guests.add(visit)
      void visit.left.then(() => guests.delete(visit))
    },
    {
      answers: {
        '/xrpc/app.bsky.feed.searchPosts': { posts: [] },
        '/xrpc/app.bsky.actor.getProfiles': { profiles: [] },
      },
    },
  )
  return {
    server,
    told: () => told,
    guests: () => guests.size,
    happen: (some: readonly Event[]) => {
      events.push(...some)
      for (const guest of guests) tell(guest, some)
    },
  }
}

function anEvent(number: number, text: string, operation = 'create', rkey = `r${number}`): Event {
  const at = START + number * 1000
  const record = { text, createdAt: new Date(at / 1000).toISOString(), langs: ['en'] }
  const collection = 'app.bsky.feed.post'
  const commit = { operation, collection, rkey, ...(operation === 'create' ? { record } : {}) }
  return { at, text: JSON.stringify({ did: 'did:plc:ann', time_us: at, kind: 'commit', commit }) }
}

/** Of ten events three concern us; every twentieth deletes one of those. */
function someEvents(from: number, count: number): Event[] {
  return Array.from({ length: count }, (_, index) => {
    const number = from + index
    if (number % 20 === 13) return anEvent(number, '', 'delete', `r${number - 3}`)
    return anEvent(number, number % 10 < 3 ? `acme post ${number}` : `post ${number}`)
  })
}

function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    return state / 0x7fffffff
  }
}

it('a watch that is killed again and again loses nothing and stores nothing twice', async () => {
  const network = await startNetwork()
  const cwd = temporaryFolder()
  const yaml = `version: 1
brand: { name: Acme }
network: { allow_hosts: [127.0.0.1] }
queries: { acme: { role: brand, match: acme } }
store: { path: ./listen.db }
sources:
  sky: { type: bluesky, endpoint: "${network.server.httpOrigin}", stream: "${network.server.origin}" }
`
  writeFileSync(join(cwd, 'queries.yaml'), yaml)
  let child: ChildProcess | undefined
  const start = () => {
    const env = { PATH: process.env.PATH ?? '', HOME: cwd }
    child = spawn(process.execPath, [resolve('bin/listen.js'), 'watch'], { cwd, env })
    return child
  }
  onTestFinished(async () => {
    child?.kill('SIGKILL')
    await network.server.close()
  })
  const until = async (isSo: () => boolean | Promise<boolean>) => {
    while (!(await isSo())) await new Promise((done) => setTimeout(done, 5))
  }
  const next = random(7)
  let number = 0
  // The first watch must have stored its place: only from then on is there something to go on from.
  start()
  await until(() => network.guests() === 1)
  network.happen(someEvents(0, 20))
  number = 20
  await until(() => isStored(cwd, 'r12'))
  for (let round = 0; round < ROUNDS; round += 1) {
    const goal = number + 100 + Math.floor(next() * 600)
    while (number < goal) {
      network.happen(someEvents(number, 20))
      number += 20
      await new Promise((done) => setTimeout(done, next() * 20))
    }
    const dying = child
    const dead = new Promise((done) => dying?.once('exit', done))
    dying?.kill('SIGKILL')
    await dead
    // It happens also while nobody listens.
    network.happen(someEvents(number, 40))
    number += 40
    start()
    await until(() => network.guests() === 1)
  }
  network.happen([anEvent(number, 'acme the end')])
  await until(() => isStored(cwd, `r${number}`))
  const seen = await listen(['sources', '--json'], { cwd })
  const stream = seen.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
    .find(({ channel }) => channel.startsWith('all posts'))
  expect(stream).toMatchObject({ source: 'sky', health: 'connected', failures: 0 })
  const ended = new Promise((done) => child?.once('exit', (code) => done(code)))
  child?.kill('SIGTERM')
  expect(await ended).toBe(143)

  const store = await openStore({ path: join(cwd, 'listen.db'), policy: POLICY, now: Date.now })
  const stored: string[] = []
  const gone: string[] = []
  for await (const post of store.stream({ now: Date.now(), zone: 'UTC', unmatched: true })) {
    stored.push(post.text)
    if (post.goneAt !== undefined) gone.push(post.text)
  }
  const all = Array.from({ length: number }, (_, at) => at)
  const wanted = all.filter((at) => at % 10 < 3 && at % 20 !== 13).map((at) => `acme post ${at}`)
  expect(stored.sort()).toEqual([...wanted, 'acme the end'].sort())
  const deleted = all.filter((at) => at % 20 === 13).map((at) => `acme post ${at - 3}`)
  expect(gone.sort()).toEqual(deleted.sort())
  expect((await store.check()).problems).toEqual([])
  await store.close()
})

it('alerts ring for what a stream brings, and nothing but words stands on standard error', async () => {
  const network = await startNetwork()
  const cwd = temporaryFolder()
  const yaml = `version: 1
brand: { name: Acme }
network: { allow_hosts: [127.0.0.1] }
queries: { acme: { role: brand, match: acme } }
store: { path: ./listen.db }
sources:
  sky: { type: bluesky, endpoint: "${network.server.httpOrigin}", stream: "${network.server.origin}" }
alerts:
  to: [{ type: file, path: ./alert.txt }]
  rules: { any: { when: every, match: acme, within: 1000d } }
`
  writeFileSync(join(cwd, 'queries.yaml'), yaml)
  const env = { PATH: process.env.PATH ?? '', HOME: cwd }
  const child = spawn(process.execPath, [resolve('bin/listen.js'), 'watch'], { cwd, env })
  let out = ''
  let words = ''
  child.stdout.on('data', (bytes) => {
    out += bytes
  })
  child.stderr.on('data', (bytes) => {
    words += bytes
  })
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await network.server.close()
  })
  while (network.guests() === 0) await new Promise((done) => setTimeout(done, 5))
  network.happen([anEvent(1, 'acme is on fire')])
  while (!existsSync(join(cwd, 'alert.txt'))) await new Promise((done) => setTimeout(done, 20))
  expect(readFileSync(join(cwd, 'alert.txt'), 'utf8')).toContain('1 new match')
  const ended = new Promise((done) => child.once('close', (code) => done(code)))
  child.kill('SIGINT')
  expect(await ended).toBe(130)
  expect(out).toBe('')
  // No status line, no escape sequences: only lines of words.
  expect(words).not.toMatch(/[\u001b\r]|posts\/s/)
  expect(words).toMatch(/1 new, 1 matched, heard as it happened/)
})

async function isStored(cwd: string, rkey: string): Promise<boolean> {
  try {
    const path = join(cwd, 'listen.db')
    const store = await openStore({ path, policy: POLICY, now: Date.now, readOnly: true })
    const id = `at://did:plc:ann/app.bsky.feed.post/${rkey}`
    const known = await store.knownPosts([{ platform: 'bluesky', id }])
    await store.close()
    return known.size > 0
  } catch {
    return false
  }
}
