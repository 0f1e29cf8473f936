import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ALL, aMatch, aPage, CHANNEL, temporaryStores } from './builders.ts'
import { type Child, startChild } from './children.ts'
import { crashRounds } from './crash-rounds.ts'

const stores = temporaryStores()
const OTHER = { ...CHANNEL, key: 'other' }

describe('a process that is killed', () => {
  it('loses nothing that was acknowledged and leaves nothing half', {
    timeout: 60_000,
  }, async () => {
    const path = join(stores.folder(), 'store.db')
    const { pages, lost } = await crashRounds(4, path, (each) => stores.open(each), 11)
    expect(lost).toBe(0)
    expect(pages).toBeGreaterThan(4)
  })
})

describe('a file that may not grow', () => {
  it('says that the disk is full, keeps nothing of the page, and goes on when there is room', {
    timeout: 60_000,
  }, async () => {
    const store = await stores.open()
    await store.savePages([aPage([aMatch({ id: 'before' })], { state: 'here' })])
    await store.close()
    // 4,000 blocks of 512 bytes.
    const limited = ['-c', 'ulimit -f 4000; exec "$0" "$@"', process.execPath, '--import', 'tsx']
    const script = join(import.meta.dirname, 'writer-child.ts')
    const { stdout, status } = spawnSync('sh', [...limited, script, 'big', store.path], {
      encoding: 'utf8',
    })
    expect(stdout).toMatch(/disk full.*store\.db/)
    expect(status).toBe(0)
    const after = await stores.open(store.path)
    expect(await after.count(ALL)).toBe(1)
    expect((await after.channelState(CHANNEL))?.state).toBe('here')
    expect((await after.check()).problems).toEqual([])
    const next = startChild(['big', store.path])
    expect(await next.ended).toBe(0)
    expect(await after.count(ALL)).toBe(501)
  })
})

describe('several processes', () => {
  it('write at once without losing a post or a flag', { timeout: 60_000 }, async () => {
    const path = join(stores.folder(), 'store.db')
    const children = ['a', 'b', 'c', 'd'].map((id) => startChild(['numbers', path, id, '25']))
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0, 0, 0])
    const store = await stores.open(path)
    const posts = await store.search({ ...ALL, limit: 1000 })
    expect(posts).toHaveLength(100)
    expect(new Set(posts.map(({ post }) => post)).size).toBe(100)
    expect(posts.every(({ flags }) => flags.includes('mine'))).toBe(true)
    expect((await store.check()).problems).toEqual([])
  })

  it('are told of each other by the version of the data', async () => {
    const store = await stores.open()
    const other = await stores.open(store.path)
    const before = await store.dataVersion()
    await store.setValue('own', 1)
    expect(await store.dataVersion()).toBe(before)
    await other.setValue('theirs', 1)
    expect(await store.dataVersion()).not.toBe(before)
  })
})

describe('a lease', () => {
  async function holder(path: string): Promise<Child> {
    const child = startChild(['lease', path])
    await child.said(1)
    return child
  }

  it('keeps others out, tells who holds it, and ends with its holder', {
    timeout: 60_000,
  }, async () => {
    const store = await stores.open()
    const child = await holder(store.path)
    expect(child.lines).toEqual(['granted 1 held '])
    const mine = await store.lease([CHANNEL, OTHER])
    expect(mine.granted).toEqual([OTHER])
    expect(mine.held).toMatchObject([{ channel: CHANNEL, pid: child.process.pid }])
    await mine.release()
    await child.kill()
    const after = await store.lease([CHANNEL, OTHER])
    expect(after.granted).toEqual([CHANNEL, OTHER])
    await after.release()
    expect(readdirSync(join(store.path, '..')).filter((name) => name.includes('-lock'))).toEqual([])
  })

  it('is not taken from a holder that is only stopped', { timeout: 60_000 }, async () => {
    const store = await stores.open()
    const child = await holder(store.path)
    child.process.kill('SIGSTOP')
    const refused = await store.lease([CHANNEL])
    expect(refused.granted).toEqual([])
    child.process.kill('SIGCONT')
    await child.kill()
    expect((await store.lease([CHANNEL])).granted).toEqual([CHANNEL])
  })

  it('is given to exactly one of many that ask at the same moment', async () => {
    const store = await stores.open()
    const asking = Array.from({ length: 10 }, () => stores.open(store.path))
    const leases = await Promise.all(
      (await Promise.all(asking)).map((each) => each.lease([CHANNEL, OTHER])),
    )
    const granted = leases.flatMap((each) => each.granted)
    expect(granted).toHaveLength(2)
    for (const each of leases) await each.release()
    expect((await store.lease([CHANNEL, OTHER])).granted).toHaveLength(2)
  })

  it('is free again when it was released, also in its own process', async () => {
    const store = await stores.open()
    const first = await store.lease([CHANNEL])
    expect((await store.lease([CHANNEL])).held[0]?.pid).toBe(process.pid)
    await first.release()
    await first.release()
    const second = await store.lease([CHANNEL])
    expect(second.granted).toEqual([CHANNEL])
    await second.release()
  })
})

describe('a store that is closed while it is open elsewhere', () => {
  it('does not take the log away from the other', async () => {
    const store = await stores.open()
    const other = await stores.open(store.path)
    await other.setValue('x', 1)
    await other.close()
    expect(existsSync(`${store.path}-wal`)).toBe(true)
    expect(await store.getValue('x')).toBe(1)
    await store.setValue('x', 2)
    expect(await (await stores.open(store.path)).getValue('x')).toBe(2)
  })
})
