import { expect, it } from 'vitest'
import { createSoon } from '../../src/commands/soon.ts'
import { createStreamStatus } from '../../src/commands/watch-status.ts'

const REF = { platform: 'bluesky', key: 'stream x', source: 'sky', label: 'all posts' }

/** A clock that moves when somebody waits, and work that ends when it is told. */
function aBench(options: { readonly work?: () => Promise<void> } = {}) {
  const stop = new AbortController()
  const done: number[] = []
  const failures: unknown[] = []
  let now = 0
  const soon = createSoon(
    async () => {
      done.push(now)
      await options.work?.()
    },
    {
      gapMs: 10_000,
      now: () => now,
      wait: async (ms) => {
        await new Promise(setImmediate)
        now += ms
      },
      signal: stop.signal,
      onFailure: (error) => failures.push(error),
    },
  )
  return { soon, stop, done, failures }
}

it('what is wanted often is done at once, then once in a while', async () => {
  const { soon, done } = aBench()
  soon.want()
  soon.want()
  await soon.settled()
  for (let time = 0; time < 100; time += 1) soon.want()
  await soon.settled()
  soon.want()
  await soon.settled()
  expect(done).toEqual([0, 10_000, 20_000])
})

it('one thing is done after the other, and the end of the watch is no time to begin', async () => {
  let running = 0
  let most = 0
  const { soon, stop, done } = aBench({
    work: async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise(setImmediate)
      running -= 1
    },
  })
  soon.want()
  await Promise.all([soon.now(), soon.now(), soon.settled()])
  expect(most).toBe(1)
  const before = done.length
  soon.want()
  stop.abort()
  await soon.settled()
  expect(done).toHaveLength(before)
})

it('a failure is told, and the next one is tried', async () => {
  let isBroken = true
  const { soon, failures, done } = aBench({
    work: async () => {
      if (isBroken) throw new Error('no way out')
    },
  })
  soon.want()
  await soon.settled()
  expect(failures).toHaveLength(1)
  await expect(soon.now()).rejects.toThrow('no way out')
  isBroken = false
  await soon.now()
  expect(done).toHaveLength(3)
})

it('the status line tells the rate of each stream, its delay, and when it is tried again', () => {
  let now = 1_000_000
  const status = createStreamStatus(() => now)
  expect(status.text()).toBe('')
  for (let second = 0; second < 60; second += 1) {
    status.add({ ref: REF, what: 'stored', events: 50, added: 0, matched: 0, behindMs: 900 })
    now += 1000
  }
  expect(status.text()).toBe('sky 50 posts/s')
  status.add({ ref: REF, what: 'stored', events: 50, added: 0, matched: 0, behindMs: 3_600_000 })
  expect(status.text()).toMatch(/^sky \d+ posts\/s, 1 h behind$/)
  const masto = { ...REF, source: 'ma\u001b[31msto' }
  status.add({ ref: masto, what: 'broken', error: 'x', waitMs: 30_000 })
  expect(status.text()).toContain('masto not connected, again in 30 s')
  expect(status.text()).not.toContain('\u001b')
})
