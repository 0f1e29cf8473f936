import { copyFileSync, existsSync, linkSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSettings } from '../src/config/load.ts'
import { openStore } from '../src/store/open.ts'
import type { PreparedPost, Store } from '../src/store/store.ts'
import { BENCH_POLICY, generate } from './_posts.ts'

export const BIG_NOW = Date.UTC(2026, 10, 1)
const PAGE = 2000

/**
 * A store of so many generated posts over a year, made once and used again. It is made under a name of its own, so
 * that two benchmarks at once do not take it from each other; whoever is first gives the name.
 */
export async function openBigStore(count: number): Promise<Store> {
  const folder = join(tmpdir(), 'listen-bench')
  const path = join(folder, `posts-${count}.db`)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(path)) await make(path, count)
  const store = await openStore({ path, policy: BENCH_POLICY, now: () => BIG_NOW, mustExist: true })
  await store.reindex()
  return store
}

/**
 * The path of a copy whose conversations are folded under the policy of a configuration, and whose days are rolled up,
 * as a store is after a scan. Made once for each name.
 */
export async function openConfiguredStore(
  count: number,
  configuration: string,
  name = 'configured',
): Promise<string> {
  await (await openBigStore(count)).close()
  const { policy } = await loadSettings({
    text: configuration,
    file: 'queries.yaml',
    environment: {},
  })
  const folder = join(tmpdir(), 'listen-bench')
  const path = join(folder, `${name}-${count}.db`)
  if (!existsSync(path)) copyFileSync(join(folder, `posts-${count}.db`), path)
  const store = await openStore({ path, policy, now: () => BIG_NOW })
  if (((await store.info()).stalePolicy ?? 0) > 0) await store.refold()
  await store.reindex()
  await store.close()
  return path
}

async function make(path: string, count: number): Promise<void> {
  const part = `${path}.part-${process.pid}`
  try {
    await fill(part, count)
    linkSync(part, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${part}${suffix}`, { force: true })
  }
}

async function fill(path: string, count: number): Promise<void> {
  const store = await openStore({ path, policy: BENCH_POLICY, now: () => BIG_NOW })
  const channel = { platform: 'forum', key: 'bench', source: 'forum', label: 'bench' }
  const begin = performance.now()
  let page: PreparedPost[] = []
  let done = 0
  const save = async () => {
    await store.savePages([{ channel, at: BIG_NOW, posts: page.reverse(), last: true }])
    done += page.length
    page = []
    if (done % 50_000 === 0) {
      const rate = Math.round((done * 1000) / (performance.now() - begin))
      console.error(`making ${path}: ${done} of ${count} posts, ${rate}/s`)
    }
  }
  for (const post of generate({ count, seed: 3, now: BIG_NOW, days: 365 })) {
    if (page.push(post) === PAGE) await save()
  }
  if (page.length > 0) await save()
  await store.close()
}
