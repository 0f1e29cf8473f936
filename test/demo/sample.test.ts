import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeSample, sampleFiles, type Truth } from '../../scripts/sample/assemble.ts'
import { SAMPLE_SEED } from '../../scripts/sample/seed.ts'
import { readSample, type SamplePost } from '../../src/scan/demo/sample.ts'

const folder = join(import.meta.dirname, '../../sample')
const fileText = (name: string) => readFileSync(join(folder, name), 'utf8')
const sample = readSample({ posts: fileText('posts.jsonl'), places: fileText('places.json') })
const truth = JSON.parse(fileText('truth.json')) as Truth
const truths = Object.values(truth.posts)
const byKey = new Map(sample.posts.map((post) => [post.key, post]))

describe('the files of the sample', () => {
  it('are what the generator writes', () => {
    const made = sampleFiles(SAMPLE_SEED)
    for (const [name, text] of Object.entries(made))
      expect(fileText(name) === text, name).toBe(true)
  })

  it('are small enough to ship', () => {
    const size = ['posts.jsonl', 'places.json', 'truth.json', 'queries.yaml'].reduce(
      (sum, name) => sum + Buffer.byteLength(fileText(name)),
      0,
    )
    expect(size).toBeLessThan(1_500_000)
  })
})

describe('the generator', () => {
  it('gives the same sample for the same seed and another for another', () => {
    expect(makeSample(7)).toEqual(makeSample(7))
    expect(makeSample(7).sample.posts).not.toEqual(makeSample(8).sample.posts)
  })
})

describe('the month', () => {
  it('has at least 600 posts on feeds and Hacker News alone, over all formats', () => {
    const lasting = truths.filter(
      ({ platform }) => platform === 'feed' || platform === 'hackernews',
    )
    expect(lasting.length).toBeGreaterThanOrEqual(600)
    expect(new Set(sample.places.map((place) => place.format))).toEqual(
      new Set(['rss2', 'rss1', 'atom', 'json-feed', 'hackernews', 'bluesky', 'mastodon']),
    )
    expect(new Set(sample.places.map((place) => place.encoding ?? 'utf-8'))).toEqual(
      new Set(['utf-8', 'windows-1252', 'iso-8859-1']),
    )
  })

  it('lies within 30 days, with nothing in the future', () => {
    for (const post of sample.posts) {
      expect(post.at).toBeLessThanOrEqual(-60)
      expect(post.at).toBeGreaterThan(-30 * 86_400)
    }
  })

  it('has every kind of talk, in six languages', () => {
    const intents = new Set(truths.map((each) => each.intent))
    for (const intent of [
      'complaint',
      'question',
      'praise',
      'request',
      'bug',
      'purchase',
      'churn',
      'safety-legal',
      'spam',
      'news',
    ])
      expect(intents).toContain(intent)
    expect(new Set(truths.map((each) => each.lang))).toEqual(
      new Set(['de', 'en', 'es', 'fr', 'it', 'pt']),
    )
    const outcomes = new Set(truths.map((each) => each.outcome))
    for (const outcome of [
      'recovered',
      'softened',
      'still-unhappy',
      'silent',
      'worse',
      'answered-by-customer',
      'unanswered',
      'answered',
    ])
      expect(outcomes).toContain(outcome)
  })

  it('says many different things', () => {
    const sentences = new Set(sample.posts.flatMap((post) => post.text.split(/(?<=[.!?])\s+/)))
    expect(sentences.size).toBeGreaterThan(1200)
  })

  it('has a day on which much more was said than on any other', () => {
    const days = new Map<number, number>()
    for (const post of sample.posts)
      days.set(Math.floor(-post.at / 86_400), (days.get(Math.floor(-post.at / 86_400)) ?? 0) + 1)
    const [first = 0, second = 0] = [...days.values()].sort((left, right) => right - left)
    expect(first).toBeGreaterThan(2.5 * second)
  })
})

describe('threads', () => {
  it('are whole: answers follow what they answer, in the same place', () => {
    for (const post of sample.posts.filter((each) => each.parent !== undefined)) {
      const parent = byKey.get(post.parent ?? '') as SamplePost
      expect(parent.place).toBe(post.place)
      expect(post.at).toBeGreaterThan(parent.at)
      expect(byKey.get(post.root ?? '')?.parent).toBeUndefined()
    }
  })

  it('end as the truth says', () => {
    for (const [key, each] of Object.entries(truth.posts).filter(
      ([, one]) => one.outcome !== undefined,
    )) {
      const later = truths.filter((other) => other.thread === key && other !== each)
      const hasCompany = later.some((other) => other.side !== 'theirs')
      if (each.outcome === 'unanswered') expect(hasCompany, key).toBe(false)
      if (each.outcome === 'answered' || each.outcome === 'silent')
        expect(hasCompany, key).toBe(true)
      if (each.outcome === 'recovered')
        expect(
          later.some((other) => other.person === each.person && other.sentiment === 'positive'),
          key,
        ).toBe(true)
    }
  })
})

describe('the truth', () => {
  it('speaks of every post once', () => {
    expect(Object.keys(truth.posts).sort()).toEqual(sample.posts.map((post) => post.key).sort())
    expect(new Set(truths.map((each) => `${each.platform} ${each.id}`)).size).toBe(truths.length)
  })

  it('adds up to its totals', () => {
    const theirs = truths.filter((each) => each.side === 'theirs')
    const brand = theirs.filter((each) => each.about.includes('acme'))
    const sum = (counts: unknown) =>
      Object.values(counts as Record<string, number>).reduce((all, each) => all + each, 0)
    expect(truth.totals).toMatchObject({
      posts: sample.posts.length,
      addressed: truths.filter((each) => each.addressed).length,
      brandPosts: brand.length,
      threads: new Set(truths.map((each) => each.thread)).size,
      edits: sample.posts.filter((post) => post.edit !== undefined).length,
    })
    for (const name of ['byPlace', 'byPlatform', 'bySide', 'byLang', 'days'])
      expect(sum(truth.totals[name])).toBe(sample.posts.length)
    for (const name of ['brandByIntent', 'brandBySentiment'])
      expect(sum(truth.totals[name])).toBe(brand.length)
  })

  it('calls addressed only what strangers say to us', () => {
    for (const each of truths.filter((one) => one.addressed)) expect(each.side).toBe('theirs')
  })
})
