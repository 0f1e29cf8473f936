import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '../../src/store/open.ts'
import type { PreparedPost, Store } from '../../src/store/store.ts'
import {
  aComplaint,
  aMatch,
  anAnalysis,
  aPage,
  HOUR,
  MINUTE,
  NOW,
  POLICY,
} from '../store/plain-builders.ts'

export const AS_OF = new Date(NOW).toISOString()

/** Complaints that speak to us, the oldest first in the queue, and mentions that want nothing. */
export function somePosts(complaints = 5, mentions = 40): readonly PreparedPost[] {
  return [
    ...Array.from({ length: complaints }, (_, n) =>
      aComplaint({
        id: `c${n}`,
        text: `acme complaint number ${n} about the broken screen`,
        publishedAt: NOW - (n + 2) * HOUR,
        author: { id: `person ${n}`, name: `Person ${n}`, handle: `p${n}` },
        url: `https://forum.example/c${n}`,
      }),
    ),
    ...Array.from({ length: mentions }, (_, n) =>
      aMatch(
        {
          id: `m${n}`,
          text: `acme mention number ${n} and its battery`,
          publishedAt: NOW - (n + 1) * MINUTE,
          author: { id: `fan ${n % 7}`, name: `Fan ${n % 7}` },
        },
        { analysis: anAnalysis([], n % 2 === 0 ? 'positive' : 'negative') },
      ),
    ),
  ]
}

/** A folder with queries.yaml and a store of these posts. */
export async function makeInbox(
  folder: string,
  posts: readonly PreparedPost[] = somePosts(),
  configuration = '',
): Promise<{ readonly config: string; readonly path: string }> {
  const path = join(folder, 'inbox.db')
  const config = join(folder, 'queries.yaml')
  writeFileSync(
    config,
    `version: 1
store: { path: ./inbox.db }
team: [ann, bo]
queries:
  acme: { role: brand, match: acme }
sources:
  forum: { type: feed, urls: [./none.xml] }
answer: { within: 1h }
${configuration}`,
  )
  const store = await openAgain(path)
  if (posts.length > 0) await store.savePages([aPage(posts)])
  await store.close()
  return { config, path }
}

export function openAgain(path: string): Promise<Store> {
  return openStore({ path, policy: POLICY, now: () => NOW })
}
