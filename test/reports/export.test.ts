import { expect, it } from 'vitest'
import { createZoneClock } from '../../src/format/time.ts'
import { atomFeed } from '../../src/reports/atom.ts'
import { PROFILES, profileColumns } from '../../src/reports/export-profiles.ts'
import { promiseCalendar } from '../../src/reports/promise-calendar.ts'
import { pseudonymise } from '../../src/reports/pseudonyms.ts'
import type { Store, StoredPost } from '../../src/store/store.ts'
import { aComplaint, aPage, HOUR, NOW, temporaryStores } from '../store/builders.ts'

const stores = temporaryStores()

async function aStore(text = 'Kim Lee here, ask @bob or bob@mail.example'): Promise<Store> {
  const store = await stores.open()
  await store.savePages([
    aPage([
      aComplaint({
        id: 'c1',
        text,
        url: 'https://forum.example/@kim/1',
        author: { id: 'u7', handle: 'kimlee', name: 'Kim Lee' },
      }),
      aComplaint({
        id: 'c2',
        text: 'again',
        author: { id: 'u7', handle: 'kimlee', name: 'Kim Lee' },
      }),
    ]),
  ])
  return store
}

async function postsOf(store: Store): Promise<readonly StoredPost[]> {
  return (await store.search({ now: NOW, zone: 'UTC' })).toSorted((a, b) => a.post - b.post)
}

it('pseudonyms are stable for a person and a salt, and no name or address is left', async () => {
  const [one, two] = (await postsOf(await aStore())).map((post) => pseudonymise(post, 'salt'))
  expect(one?.author?.id).toBe(two?.author?.id)
  expect(JSON.stringify([one, two])).not.toMatch(/kim|lee|bob|u7|forum\.example/i)
  const [other] = (await postsOf(await aStore())).map((post) => pseudonymise(post, 'another'))
  expect(other?.author?.id).not.toBe(one?.author?.id)
})

it('an Atom feed takes hostile texts as words', async () => {
  const feed = atomFeed(await postsOf(await aStore(']]><script>&\u0000\uffff')), {
    title: '<b>',
    name: 'x',
    now: NOW,
  })
  expect(feed).not.toMatch(/<script|<b>|[\u0000\uffff]/)
  expect(feed.match(/<entry>/g)).toHaveLength(2)
})

it('promises due stand in a calendar with short lines', async () => {
  const store = await aStore('x; y, z\\ '.repeat(60))
  const post = (await postsOf(store)).find(({ id }) => id === 'c1')
  await store.triage({ type: 'promise', due: NOW + HOUR }, [post?.post ?? 0], 'ann')
  const text = promiseCalendar(await store.openWork({}), NOW)
  expect(text).toContain('DTSTART:20261001T130000Z\r\n')
  expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(1)
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  expect(text.replaceAll('\r\n ', '')).toContain('x\\; y\\, z\\\\')
})

it.each(PROFILES)('the columns of %s have names of their own, each once', (profile) => {
  const names = profileColumns(profile, createZoneClock('UTC')).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  expect(names.length).toBeGreaterThan(10)
})
