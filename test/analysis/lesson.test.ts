import { describe, expect, it } from 'vitest'
import { createAnalyzer } from '../../src/analysis/analyze.ts'
import type { AppliedCalibration } from '../../src/analysis/corrections.ts'
import {
  calibrationOf,
  learnNow,
  readLesson,
  refreshCalibration,
  turnOff,
} from '../../src/commands/lesson.ts'
import type { SentimentLabel } from '../../src/model/mention.ts'
import type { Store } from '../../src/store/store.ts'
import { aMatch, aPage, NOW, temporaryStores } from '../store/builders.ts'

const stores = temporaryStores()
const make = (local?: AppliedCalibration) => createAnalyzer(undefined, { local })

/** Mild trouble that our word lists hold for neutral, clear praise and clear trouble. Without the model: it may be trained again. */
const TEXTS: readonly (readonly [(n: number) => string, SentimentLabel])[] = [
  [(n) => `Acme had a problem with ticket ${n}, they say`, 'negative'],
  [(n) => `Acme was slow to answer on day ${n}`, 'negative'],
  [(n) => `I love the Acme phone ${n}, great camera, thank you`, 'positive'],
  [(n) => `Acme is terrible, phone ${n} broke, worst service ever`, 'negative'],
]

/** A store with so many posts corrected or confirmed. */
async function aCorrectedStore(count: number, says = TEXTS): Promise<Store> {
  const store = await stores.open()
  const posts = Array.from({ length: count }, (_, n) => {
    const [text, truth] = says[n % says.length] ?? TEXTS[0] ?? [() => '', 'neutral']
    return { id: `p${n}`, text: text(n), truth }
  })
  await store.savePages([
    aPage(posts.map(({ id, text }) => aMatch({ id, text }, { analysis: make().analyze(text) }))),
  ])
  const numbers = new Map<string, number>()
  for (const post of await store.search({ now: NOW, zone: 'UTC', limit: 1000 }))
    numbers.set(post.id, post.post)
  for (const label of ['negative', 'neutral', 'positive'] as const) {
    const mine = posts.flatMap((post) => (post.truth === label ? [numbers.get(post.id) ?? 0] : []))
    if (mine.length > 0) await store.triage({ type: 'correct', sentiment: label }, mine, 'ann')
  }
  return store
}

describe('what is learned from corrections', () => {
  it('waits for fifty', async () => {
    const store = await aCorrectedStore(48)
    expect(await store.countCorrected()).toBe(48)
    expect(await refreshCalibration(store, make, NOW)).toBeUndefined()
    expect(await readLesson(store)).toBeUndefined()
  })

  it('is kept with a version, applied to the next posts, and makes held-back ones no worse', async () => {
    const store = await aCorrectedStore(80)
    const local = await refreshCalibration(store, make, NOW)
    expect(local?.version).toBe(1)
    const lesson = await readLesson(store)
    expect(lesson?.learned?.after.accuracy).toBeGreaterThan(lesson?.learned?.before.accuracy ?? 1)
    const text = 'Acme had a problem with ticket 901, they say'
    expect(make().analyze(text).sentiment?.label).toBe('neutral')
    expect(make(local).analyze(text)).toMatchObject({ sentiment: { label: 'negative' }, local: 1 })
    expect(make(local).analyze('I love it, great work').sentiment?.label).toBe('positive')
    expect(make().analyze(text).local).toBeUndefined()
  })

  it('is not learned again for the same corrections, and is on what the program itself says', async () => {
    const store = await aCorrectedStore(80)
    const first = await refreshCalibration(store, make, NOW)
    expect(await refreshCalibration(store, make, NOW + 1)).toEqual(first)
    const again = await learnNow(store, make(), NOW + 2)
    expect(calibrationOf(again)).toEqual({ ...first, version: 2 })
  })

  it('stays off once it was turned off, until somebody asks again', async () => {
    const store = await aCorrectedStore(80)
    await refreshCalibration(store, make, NOW)
    await turnOff(store, NOW)
    expect(await refreshCalibration(store, make, NOW)).toBeUndefined()
    expect(calibrationOf(await readLesson(store))).toBeUndefined()
    expect(calibrationOf(await learnNow(store, make(), NOW))?.version).toBe(2)
    expect((await refreshCalibration(store, make, NOW))?.version).toBe(2)
  })

  it('is not applied where only mistakes were marked', async () => {
    const store = await aCorrectedStore(60, TEXTS.slice(0, 2))
    expect(await refreshCalibration(store, make, NOW)).toBeUndefined()
    expect((await readLesson(store))?.learned?.refused).toBe('one-sided')
  })

  it('is not applied where nothing was wrong', async () => {
    const store = await aCorrectedStore(60, TEXTS.slice(2))
    expect(await refreshCalibration(store, make, NOW)).toBeUndefined()
    expect((await readLesson(store))?.learned?.refused).toBe('no help')
  })
})
