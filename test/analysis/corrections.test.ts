import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Correction } from '../../src/analysis/corrections.ts'
import {
  applyCalibration,
  confusionsOf,
  learnCalibration,
  sharesOf,
} from '../../src/analysis/corrections.ts'
import { fromShares } from '../../src/analysis/sentiment.ts'

/** A program that calls too much negative: what it holds for slightly negative is neutral. */
function biased(count: number): readonly Correction[] {
  return Array.from({ length: count }, (_, n) => {
    const kind = n % 4
    if (kind === 0)
      return { said: fromShares(0.9, 0.07, 0.03), truth: 'negative', lang: 'en', source: 'hn' }
    if (kind === 1)
      return { said: fromShares(0.05, 0.1, 0.85), truth: 'positive', lang: 'en', source: 'hn' }
    return { said: fromShares(0.48, 0.42, 0.1), truth: 'neutral', lang: 'de', source: 'blogs' }
  })
}

describe('learning from corrections', () => {
  it('waits for fifty', () => {
    expect(learnCalibration(biased(49))).toBeUndefined()
  })

  it('improves held-back corrections and shows before and after', () => {
    const learned = learnCalibration(biased(120))
    expect(learned?.before.accuracy).toBeCloseTo(0.5, 1)
    expect(learned?.after.accuracy).toBeGreaterThan(0.9)
    const turned = applyCalibration(fromShares(0.48, 0.42, 0.1), learned?.calibration)
    expect(turned.label).toBe('neutral')
    expect(applyCalibration(fromShares(0.95, 0.03, 0.02), learned?.calibration).label).toBe(
      'negative',
    )
  })

  it('proposes nothing where nothing is wrong', () => {
    const right = biased(100).map((each) => ({ ...each, truth: each.said.label }))
    const learned = learnCalibration(right)
    expect(learned?.calibration).toBeUndefined()
    expect(learned?.before).toEqual(learned?.after)
  })

  it('prints a confusion matrix for all, per language and per source', () => {
    const tables = confusionsOf(biased(8))
    expect(tables.map(({ group }) => group)).toEqual([
      'all',
      'lang de',
      'lang en',
      'source blogs',
      'source hn',
    ])
    expect(tables[0]).toMatchObject({
      total: 8,
      right: 4,
      counts: [
        [2, 0, 0],
        [4, 0, 0],
        [0, 0, 2],
      ],
    })
  })

  it('a sentiment and its probabilities say the same', () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, share, (a, b, c) => {
        const total = a + b + c
        const said = fromShares(a / total, b / total, c / total)
        const [negative = 0, neutral = 0, positive = 0] = sharesOf(said)
        expect(negative).toBeCloseTo(a / total, 1)
        expect(neutral).toBeCloseTo(b / total, 1)
        expect(positive).toBeCloseTo(c / total, 1)
      }),
    )
  })
})
