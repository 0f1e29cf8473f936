import { describe, expect, it } from 'vitest'
import type { Topic } from '../../src/analysis/topics.ts'
import { keepTopics, readKnownTopics, tellLastTopics } from '../../src/reports/known-topics.ts'
import { DAY, NOW, temporaryStores } from '../store/builders.ts'

const stores = temporaryStores()
const topic = (key: string, name: string): Topic => ({
  key,
  name,
  stems: [key],
  people: 3,
  peopleBefore: 0,
  z: 2,
  direction: 'rising',
  phrases: [name],
  posts: [],
})

describe('names of topics', () => {
  it('stay as they were first told, and are not known before that', async () => {
    const store = await stores.open()
    await keepTopics(store, [topic('batteri', 'battery')], NOW)
    await keepTopics(store, [topic('batteri', 'batteries'), topic('cloud', 'cloud')], NOW + DAY)
    const names = async (at: number) => (await readKnownTopics(store, at)).map(({ name }) => name)
    expect(await names(NOW - 1)).toEqual([])
    expect(await names(NOW)).toEqual(['battery'])
    expect(await names(NOW + DAY)).toEqual(['battery', 'cloud'])
  })

  it('are forgotten when nobody spoke of them for half a year', async () => {
    const store = await stores.open()
    await keepTopics(store, [topic('batteri', 'battery')], NOW)
    await keepTopics(store, [topic('cloud', 'cloud')], NOW + 181 * DAY)
    expect((await readKnownTopics(store, NOW + 181 * DAY)).map(({ key }) => key)).toEqual(['cloud'])
  })

  it('are told again by reports that read no texts, as the last digest had them', async () => {
    const store = await stores.open()
    const minute = (at: number) => new Date(at).toISOString().slice(0, 16)
    expect(await tellLastTopics(store, NOW, minute)).toBeUndefined()
    await keepTopics(store, [topic('batteri', 'battery')], NOW)
    await keepTopics(
      store,
      [topic('cloud', 'cloud'), { ...topic('line', 'line'), direction: 'falling' }],
      NOW + DAY,
    )
    expect(await tellLastTopics(store, NOW + DAY, minute)).toBe(
      'Topics of the digest of 2026-10-02T12:00: cloud (3 people, rising). Now: listen report topics.',
    )
    expect(await tellLastTopics(store, NOW, minute)).toContain('battery')
  })
})
