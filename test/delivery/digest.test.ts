import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import type { Options } from '../../src/commands/command.ts'
import { runDigest } from '../../src/commands/digest.ts'
import { createContext } from '../../src/context.ts'
import { openStore } from '../../src/store/open.ts'
import { type LoopbackAnswer, startLoopback } from '../helpers/loopback.ts'
import {
  aComplaint,
  aMatch,
  aPage,
  DAY,
  HOUR,
  NOW,
  POLICY,
  temporaryStores,
} from '../store/builders.ts'

const stores = temporaryStores()
const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const YAML = `version: 1
brand: { name: Acme, handles: {} }
queries: { acme: { role: brand, match: acme } }
sources: {}
network: { allow_hosts: ["127.0.0.1"] }
digest: { to: [{ type: webhook, url: "\${HOOK}" }] }
`

async function aPlace() {
  const folder = stores.folder()
  const file = join(folder, 'queries.yaml')
  const db = join(folder, 'listen.db')
  writeFileSync(file, YAML)
  let answer: LoopbackAnswer = { status: 200, body: 'ok' }
  const server = await startLoopback({ '*': () => answer })
  closers.push(() => server.close())
  const keep = async (id: string, at: number) => {
    const store = await openStore({ path: db, policy: POLICY, now: () => at })
    await store.savePages([
      aPage([aMatch({ id, text: `acme ${id}`, publishedAt: at, collectedAt: at })], { at }),
    ])
    await store.close()
  }
  const run = async (at: number, options: Options = {}) => {
    let out = ''
    let said = ''
    const context = createContext({
      output: {
        isTerminal: false,
        isErrorTerminal: false,
        columns: 100,
        data: (text) => {
          out += text
        },
        say: (text) => {
          said += `${text}\n`
        },
        progress: () => {},
        clearProgress: () => {},
        drain: async () => {},
      },
      environment: { HOOK: server.url('/hook') },
      cwd: folder,
      signal: new AbortController().signal,
      standardInput: new PassThrough() as unknown as NodeJS.ReadStream,
      config: file,
      db,
      actor: 'ann',
      json: false,
      colour: false,
      verbose: false,
      asOf: at,
      sourceTypes: async () => ({
        names: [],
        loadSchema: async () => {
          throw new Error('none')
        },
      }),
      onSecrets: () => {},
    })
    try {
      const status = await runDigest(context, { to: ['webhook'], ...options })
      return { status, out, said }
    } finally {
      await context.close()
    }
  }
  const sent = () => server.requests.map(({ body }) => JSON.parse(body))
  return {
    folder,
    keep,
    run,
    sent,
    set: (next: LoopbackAnswer) => {
      answer = next
    },
  }
}

/** The numbers of the posts that each message shows as new. */
const shown = (message: {
  readonly data: { readonly newest: readonly { readonly post: number }[] }
}) => message.data.newest.map(({ post }) => post).sort((a, b) => a - b)

it('every post is in exactly one digest: late, missed and doubled runs, over the clock change', async () => {
  const place = await aPlace()
  // Europe/Berlin leaves summer time on 25 October 2026.
  const start = Date.UTC(2026, 9, 23, 6)
  await place.keep('p0', start - HOUR)
  const runs = [start, start + DAY, start + DAY, start + 4 * DAY + 3 * HOUR, start + 5 * DAY]
  let id = 1
  for (const at of runs) {
    await place.run(at, { always: true })
    for (const after of [1, HOUR, 5 * HOUR]) await place.keep(`p${id++}`, at + after)
  }
  await place.run(start + 6 * DAY, { always: true })
  const all = place.sent().flatMap(shown)
  const numbers = [...new Set(all)].sort((a, b) => a - b)
  expect(all.length).toBe(numbers.length)
  // The run at the same instant twice was followed by the same three posts twice: 16 saved, 16 shown.
  expect(numbers).toHaveLength(16)
  const windows = place.sent().map(({ data }) => [Date.parse(data.from), Date.parse(data.to)])
  for (const [index, [from]] of windows.entries())
    if (index > 0) expect(from).toBe(windows[index - 1]?.[1])
})

it('a clear failure leaves the window open, and the next digest has its posts', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  place.set({ status: 500 })
  expect((await place.run(NOW + HOUR)).status).toBe(1)
  await place.keep('b', NOW + 2 * HOUR)
  place.set({ status: 200 })
  expect((await place.run(NOW + 3 * HOUR)).status).toBeUndefined()
  const [failed, delivered] = place.sent()
  expect(shown(failed)).toEqual([1])
  expect(shown(delivered)).toEqual([1, 2])
  expect(delivered.repeat).toBe(false)
})

it('a doubt is repeated once, as the same window with the same key, and then over', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  place.set({ drop: true })
  expect((await place.run(NOW + HOUR)).status).toBe(1)
  await place.keep('b', NOW + 2 * HOUR)
  expect((await place.run(NOW + 3 * HOUR)).said).toContain('may have arrived')
  place.set({ status: 200 })
  await place.run(NOW + 4 * HOUR)
  const [first, second, third] = place.sent()
  expect(place.sent()).toHaveLength(3)
  expect(second.repeat).toBe(true)
  expect(second.subject).toMatch(/^Repeat: /)
  expect(second.key).toBe(first.key)
  expect(shown(second)).toEqual([1])
  expect(third.repeat).toBe(false)
  expect(shown(third)).toEqual([2])
})

it('a run that died after it began to send is a doubt', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  const store = await openStore({
    path: join(place.folder, 'listen.db'),
    policy: POLICY,
    now: () => NOW,
  })
  await store.setValue('digest daily webhook', {
    pending: { from: NOW - DAY, to: NOW + 1, since: Date.now(), pid: 2 ** 22 + 1, inDoubt: false },
  })
  await store.close()
  await place.run(NOW + HOUR)
  expect(place.sent()[0]).toMatchObject({ repeat: true })
})

it('a second process is told that one is at work', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  const store = await openStore({
    path: join(place.folder, 'listen.db'),
    policy: POLICY,
    now: () => NOW,
  })
  await store.setValue('digest daily webhook', {
    pending: { from: NOW - DAY, to: NOW + 1, since: Date.now(), pid: process.ppid, inDoubt: false },
  })
  await store.close()
  await expect(place.run(NOW + HOUR)).rejects.toMatchObject({ exitStatus: 4 })
  expect(place.sent()).toHaveLength(0)
})

it('is quiet when there is nothing to say, unless it is asked', async () => {
  const place = await aPlace()
  await place.keep('old', NOW - 30 * DAY)
  expect((await place.run(NOW)).said).toContain('nothing to say')
  expect(place.sent()).toHaveLength(0)
  await place.run(NOW + HOUR, { always: true })
  expect(place.sent()).toHaveLength(1)
})

it('each way out has windows of its own; the subject carries the figures', async () => {
  const place = await aPlace()
  const store = await openStore({
    path: join(place.folder, 'listen.db'),
    policy: POLICY,
    now: () => NOW,
  })
  await store.savePages([
    aPage(
      [
        aComplaint({
          id: 'c',
          text: 'acme \u001b[31mbroke',
          publishedAt: NOW - 5 * HOUR,
          collectedAt: NOW - 4 * HOUR,
        }),
      ],
      { at: NOW - 4 * HOUR },
    ),
  ])
  await store.close()
  const printed = await place.run(NOW, { to: ['stdout', './day.md'] })
  expect(printed.out).toContain('Acme: 1 over the promise')
  expect(printed.out).toContain('Burning: 1 of 1')
  expect(printed.out).not.toContain('\u001b')
  expect(readFileSync(join(place.folder, 'day.md'), 'utf8')).toContain(
    'Subject: Acme: 1 over the promise',
  )
  await place.run(NOW)
  expect(shown(place.sent()[0])).toEqual([1])
})

it('an unknown way out is named with the nearest', async () => {
  const place = await aPlace()
  await place.keep('a', NOW)
  await expect(place.run(NOW, { to: ['webhok'] })).rejects.toMatchObject({
    hint: 'did you mean "webhook"?',
  })
})
