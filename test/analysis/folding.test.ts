import { describe, expect, it } from 'vitest'
import { chooseLead, copiesWords, foldPosts } from '../../src/analysis/folding.ts'

const post = (number: number, text: string, at: number, cluster?: number) => ({
  post: number,
  text,
  publishedAt: at,
  collectedAt: 100,
  ...(cluster === undefined ? {} : { cluster }),
})

describe('folding', () => {
  it('lets the earliest lead, or one that says half as much again', () => {
    const early = { length: 100, order: 1 }
    expect(chooseLead([{ length: 149, order: 2 }, early])).toBe(early)
    const full = { length: 150, order: 2 }
    expect(chooseLead([early, full, { length: 150, order: 3 }])).toBe(full)
    expect(chooseLead([])).toBeUndefined()
  })

  it('keeps the places of the list and loses no post', () => {
    const posts = [
      post(4, 'four', 40, 1),
      post(3, 'three', 30),
      post(2, 'two', 20, 1),
      post(1, 'one', 10, 1),
    ]
    const folded = foldPosts(posts)
    expect(folded.map(({ lead, copies }) => [lead.post, copies.map((copy) => copy.post)])).toEqual([
      [1, [4, 2]],
      [3, []],
    ])
  })

  it('says how many', () => {
    expect([0, 1, 4].map(copiesWords)).toEqual(['', '+1 copy', '+4 copies'])
  })
})
