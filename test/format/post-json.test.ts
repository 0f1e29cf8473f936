import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { postToJson } from '../../src/format/post-json.ts'
import { readPost } from '../../src/format/post-read.ts'
import { createZoneClock } from '../../src/format/time.ts'
import type { Post } from '../../src/model/post.ts'

const NOW = Date.UTC(2026, 10, 22, 12)
const berlin = createZoneClock('Europe/Berlin')

const aPost: Post = {
  platform: 'hackernews',
  source: 'hn',
  id: '42',
  kind: 'comment',
  text: 'Acme is fine',
  author: { id: 'ann', handle: 'ann' },
  publishedAt: Date.UTC(2026, 10, 17, 8, 30),
  publishedPrecision: 'second',
  collectedAt: NOW,
}

describe('the post as data', () => {
  it('writes times with the offset of the zone and leaves out what is unknown', () => {
    expect(postToJson(aPost, berlin)).toEqual({
      platform: 'hackernews',
      source: 'hn',
      id: '42',
      kind: 'comment',
      text: 'Acme is fine',
      author: { id: 'ann', handle: 'ann' },
      published: '2026-11-17T09:30:00+01:00',
      published_precision: 'second',
      collected: '2026-11-22T13:00:00+01:00',
    })
  })

  it('adds what store and analysis know', () => {
    const json = postToJson(
      {
        ...aPost,
        post: 7,
        side: 'theirs',
        addressed: true,
        status: 'open',
        flags: ['urgent'],
        labels: [],
        cluster: 3,
        analysis: {
          version: 1,
          lang: 'en',
          sentiment: { label: 'positive', score: 0.61234, confidence: 0.9 },
          intents: [{ name: 'praise', confidence: 0.8 }],
        },
        mentions: [
          { query: 'acme', role: 'brand', version: 1, hits: [{ field: 'text', start: 0, end: 4 }] },
        ],
      },
      berlin,
    )
    expect(json).toMatchObject({
      post: 7,
      lang: 'en',
      sentiment: { score: 0.612 },
      intents: [{ name: 'praise', confidence: 0.8 }],
      side: 'theirs',
      addressed: true,
      status: 'open',
      flags: ['urgent'],
      labels: [],
      cluster: 3,
    })
    expect(json.mentions).toEqual([
      { query: 'acme', role: 'brand', hits: [{ field: 'text', start: 0, end: 4 }] },
    ])
    expect(Object.keys(json)[0]).toBe('post')
  })

  it('comes back equal', () => {
    const text = fc.string({ minLength: 1, maxLength: 20 })
    const instant = fc.integer({ min: 0, max: 4e12 })
    const optional = fc.record(
      {
        url: fc.webUrl(),
        title: text,
        editedAt: instant,
        thread: text,
        parent: text,
        rating: fc.double({ min: 0, max: 5, noNaN: true }),
        likes: fc.nat(),
        tags: fc.array(text),
        to: fc.array(text),
        media: fc.array(fc.record({ url: text, alt: text }, { requiredKeys: ['url'] })),
        author: fc.record(
          { id: text, handle: text, name: text, followers: fc.nat() },
          { requiredKeys: ['id'] },
        ),
      },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        optional,
        text,
        instant,
        instant,
        fc.constantFrom('UTC', 'Asia/Kolkata', 'America/St_Johns'),
        (extra, body, publishedAt, collectedAt, zone) => {
          const post = {
            platform: 'feed',
            source: 's',
            id: 'x',
            kind: 'post' as const,
            text: body,
            publishedAt,
            publishedPrecision: 'minute' as const,
            collectedAt,
            ...extra,
          } as Post
          const json: unknown = JSON.parse(JSON.stringify(postToJson(post, createZoneClock(zone))))
          expect(readPost(json, { now: NOW })).toEqual({
            post: JSON.parse(JSON.stringify(post)),
            problems: [],
          })
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('reading a post', () => {
  it('fills what is missing by the identity rules', () => {
    const byUrl = readPost(
      { text: 'a', url: 'https://x.example/1?utm_source=y' },
      { now: NOW, canonicalUrl: () => 'https://x.example/1' },
    )
    expect(byUrl.post).toMatchObject({
      id: 'https://x.example/1',
      publishedPrecision: 'none',
      collectedAt: NOW,
      platform: 'import',
      kind: 'post',
    })
    expect(byUrl.post).not.toHaveProperty('publishedAt')
    const first = readPost({ text: 'a', title: 'b', author: 'ann' }, { now: NOW }).post
    expect(first?.id).toMatch(/^sha256:[0-9a-f]{32}$/)
    expect(readPost({ title: 'b', text: 'a', author: { name: 'ann' } }, { now: 5 }).post?.id).toBe(
      first?.id,
    )
    expect(readPost({ title: 'ba', text: '', author: 'ann' }, { now: NOW }).post?.id).not.toBe(
      first?.id,
    )
  })

  it('names every key that it could not take, and keeps the rest', () => {
    const reading = readPost(
      {
        text: 'a',
        id: 5,
        likes: 'many',
        published: 'yesterday',
        tags: [1],
        author: { id: [], handle: 'h' },
        kind: 'rant',
        media: [{}, 'https://x.example/p.png'],
      },
      { now: NOW },
    )
    expect(reading.post).toMatchObject({
      id: '5',
      text: 'a',
      kind: 'post',
      author: { id: 'h', handle: 'h' },
      media: [{ url: 'https://x.example/p.png' }],
    })
    expect(reading.problems).toEqual([
      'author.id: expected a text',
      'kind: "rant" is none of post, comment, review, article, video',
      'published: expected a time in ISO 8601',
      'tags: expected a list of texts',
      'likes: expected a number',
    ])
  })

  it('knows how exact a time is', () => {
    const precision = (published: string) => readPost({ text: 'a', published }, { now: NOW }).post
    expect(precision('2026-11-17')).toMatchObject({
      publishedAt: Date.UTC(2026, 10, 17),
      publishedPrecision: 'day',
    })
    expect(precision('2026-11-17T09:30+0100')).toMatchObject({
      publishedAt: Date.UTC(2026, 10, 17, 8, 30),
      publishedPrecision: 'minute',
    })
    expect(precision('2026-11-17 09:30:01')).toMatchObject({
      publishedAt: Date.UTC(2026, 10, 17, 9, 30, 1),
      publishedPrecision: 'second',
    })
  })

  it.each([[null], [[]], ['text'], [{}], [{ text: '' }]])('makes nothing of %j', (data) => {
    expect(readPost(data, { now: NOW }).post).toBeUndefined()
  })

  it('is not fooled by prototype keys', () => {
    const reading = readPost(
      JSON.parse('{"text":"a","__proto__":{"id":"evil"},"constructor":"x"}'),
      { now: NOW },
    )
    expect(reading.post?.id).toMatch(/^sha256:/)
    expect(({} as { id?: string }).id).toBeUndefined()
  })
})
