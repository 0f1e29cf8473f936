import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readSample } from '../../bench/_copies-sets.ts'
import { findTopics } from '../../src/analysis/topics.ts'
import { aPage, temporaryStores } from '../store/builders.ts'

const stores = temporaryStores()
const sample = fileURLToPath(new URL('../../sample/', import.meta.url))

interface Truth {
  readonly side: string
  readonly about: readonly string[]
  readonly story: string
  readonly person: string
}

describe('the sample month', () => {
  it('has the clusters that its truth file names, and no others', async () => {
    const { posts } = readSample()
    const store = await stores.open()
    const page = posts.map(({ post, side }) => ({ post, side, addressed: true, mentions: [] }))
    const [saved] = await store.savePages([aPage(page)])
    const numbers = (saved?.posts ?? []).map((number) => number ?? -1)
    const stored = new Map((await store.posts(numbers)).map((post) => [post.post, post.cluster]))
    const said = new Map<number, Set<string>>()
    const truly = new Map<string, Set<number>>()
    for (const [at, { truth }] of posts.entries()) {
      const cluster = stored.get(numbers[at] ?? -1) ?? -(numbers[at] ?? 0)
      said.set(cluster, (said.get(cluster) ?? new Set()).add(truth))
      truly.set(truth, (truly.get(truth) ?? new Set()).add(cluster))
    }
    expect([...said.values()].filter((truths) => truths.size > 1)).toEqual([])
    expect([...truly].filter(([, clusters]) => clusters.size > 1)).toEqual([])
  })

  it('has the outage for a rising topic in its second half, told by people', () => {
    const { posts: truth } = JSON.parse(readFileSync(`${sample}truth.json`, 'utf8')) as {
      posts: Record<string, Truth>
    }
    const lines = readFileSync(`${sample}posts.jsonl`, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { key: string; at: number; text: string; lang: string })
      .filter(({ key }) => truth[key]?.side === 'theirs' && truth[key]?.about.includes('acme'))
    const half = -15 * 86_400
    const toPost = ({ key, text, lang }: (typeof lines)[number]) => ({
      text,
      lang,
      person: truth[key]?.person,
    })
    const now = lines.filter(({ at }) => at >= half)
    const before = lines.filter(({ at }) => at < half)
    const topics = findTopics(now.map(toPost), before.map(toPost), { without: ['acme'] })
    const [first] = topics
    expect(first).toMatchObject({ name: 'cloud', direction: 'rising' })
    const stories = (first?.posts ?? []).map((at) => truth[now[at]?.key ?? '']?.story)
    const people = new Set((first?.posts ?? []).map((at) => truth[now[at]?.key ?? '']?.person))
    expect(
      stories.filter((story) => story === 'outage' || story === 'cloud').length,
    ).toBeGreaterThan(stories.length / 2)
    expect(first?.people).toBe(people.size)
    const empty = ['does', 'before', 'same', 'three', 'every', 'nobody', 'example', 'phone', 'nova']
    expect(topics.map(({ name }) => name).filter((name) => empty.includes(name))).toEqual([])
  })
})
