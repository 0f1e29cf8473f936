import { describe, expect, it } from 'vitest'
import { weighTerms } from '../../src/analysis/class-weights.ts'
import { findTopics } from '../../src/analysis/topics.ts'

describe('c-TF-IDF', () => {
  // Worked out by hand after Grootendorst 2022, equation 2: two classes of 6 and 4 terms, so A = 5.
  // battery: 4 in all, 4 · ln(1 + 5/4) = 3.243721; phone: 4 in all, 2 · ln(1 + 5/4) = 1.621860;
  // late: 2 in all, 2 · ln(1 + 5/2) = 2.505526.
  it('weighs what tells a class from the others', () => {
    const [first, second] = weighTerms([
      new Map([
        ['battery', 4],
        ['phone', 2],
      ]),
      new Map([
        ['late', 2],
        ['phone', 2],
      ]),
    ])
    expect(first?.get('battery')).toBeCloseTo(3.243721, 5)
    expect(first?.get('phone')).toBeCloseTo(1.62186, 5)
    expect(second?.get('late')).toBeCloseTo(2.505526, 5)
    expect(second?.get('phone')).toBeCloseTo(1.62186, 5)
  })

  it('says nothing of nothing', () => {
    expect(weighTerms([])).toEqual([])
    expect(weighTerms([new Map()])).toEqual([new Map()])
  })
})

describe('the z of a topic', () => {
  const say = (word: string, people: number, from: string) =>
    Array.from({ length: people }, (_, n) => ({ text: word, person: `${from}${n}` }))

  // Worked out by hand after Monroe, Colaresi and Quinn 2008, equations 16, 19, 20 and 22, with people for words:
  // 8 of 10 say "battery" now, 2 of 10 before, the rest "screen"; the prior of 10 is split 5 and 5 by 10 : 10.
  // delta = ln(13/7) − ln(7/13) = 1.238079; variance = 1/13 + 1/7 = 0.219780; z = 2.640928.
  it('is the log-odds ratio with an informative prior over its deviation', () => {
    const topics = findTopics(
      [...say('battery', 8, 'a'), ...say('screen', 2, 'b')],
      [...say('battery', 2, 'c'), ...say('screen', 8, 'd')],
      { priorSize: 10, leastPeople: 2 },
    )
    expect(topics.map(({ name, direction }) => [name, direction])).toEqual([
      ['battery', 'rising'],
      ['screen', 'falling'],
    ])
    expect(topics[0]?.z).toBeCloseTo(2.64, 2)
    expect(topics[1]?.z).toBeCloseTo(-2.64, 2)
  })
})
