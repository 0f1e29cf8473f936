import { expect } from 'vitest'
import { randomNumbers } from '../../bench/_posts.ts'
import type { Store } from '../../src/store/store.ts'
import { startChild } from './children.ts'
import { ALL, CHANNEL } from './plain-builders.ts'

/**
 * Kills a process that saves pages at a random moment, again and again, and looks each time at what is left: whole
 * pages up to the cursor, everything that was acknowledged, and a store that is in order.
 */
export async function crashRounds(
  rounds: number,
  path: string,
  open: (path: string) => Promise<Store>,
  seed: number,
): Promise<{ readonly pages: number; readonly lost: number }> {
  const next = randomNumbers(seed)
  let pages = 0
  let lost = 0
  for (let round = 0; round < rounds; round++) {
    const child = startChild(['pages', path])
    await child.said(1 + Math.floor(next() * 20))
    const end = performance.now() + next() * 20
    while (performance.now() < end) await new Promise((resolve) => setImmediate(resolve))
    await child.kill()
    const acknowledged = Number(child.lines.at(-1))
    const store = await open(path)
    const cursor = Number((await store.channelState(CHANNEL))?.state ?? 0)
    const { posts, threads, mentions } = await store.info()
    expect({ posts, threads, mentions }).toEqual({
      posts: cursor * 20,
      threads: cursor * 20,
      mentions: cursor * 20,
    })
    expect(await store.count(ALL)).toBe(cursor * 20)
    expect((await store.check()).problems).toEqual([])
    if (cursor < acknowledged) lost++
    pages = cursor
    await store.close()
  }
  return { pages, lost }
}
