import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../src/store/open.ts'
import type { PreparedPost, Store } from '../src/store/store.ts'
import { BENCH_POLICY, generate } from './_posts.ts'

export const BIG_NOW = Date.UTC(2026, 10, 1)
const PAGE = 2000

/** A store of so many generated posts over a year, made once and used again. The folder may be deleted at any time. */
export async function openBigStore(count: number): Promise<Store> {
  const folder = join(tmpdir(), 'listen-bench')
  const path = join(folder, `store-${count}.db`)
  mkdirSync(folder, { recursive: true })
  if (!(await isComplete(path, count))) await fill(path, count)
  return openStore({ path, policy: BENCH_POLICY, now: () => BIG_NOW, mustExist: true })
}

async function isComplete(path: string, count: number): Promise<boolean> {
  if (!existsSync(path)) return false
  try {
    const store = await openStore({
      path,
      policy: BENCH_POLICY,
      now: () => BIG_NOW,
      readOnly: true,
    })
    const { posts, staleIndex } = await store.info()
    await store.close()
    return posts === count && staleIndex !== true
  } catch {
    return false
  }
}

async function fill(path: string, count: number): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
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
