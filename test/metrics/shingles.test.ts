import { describe, expect, it } from 'vitest'
import {
  countCanned,
  jaccard,
  mostSimilar,
  replyWords,
  shingles,
} from '../../src/metrics/shingles.ts'

describe('canned replies', () => {
  it('takes names, handles, links and numbers out', () => {
    const words = replyWords(
      'Hi @kim@social.example, Kim Lee: see https://a.example/x?id=1 by 5 pm!',
      ['Kim Lee'],
    )
    expect(words).toEqual(['hi', 'see', 'by', 'pm'])
  })

  it('cuts runs of four words', () => {
    expect([...shingles(['a', 'b', 'c', 'd', 'e'])]).toEqual(['a b c d', 'b c d e'])
    expect([...shingles(['a', 'b'])]).toEqual(['a b'])
    expect(shingles([]).size).toBe(0)
  })

  it('measures likeness by Jaccard', () => {
    // {1,2,3} and {2,3,4}: 2 common of 4.
    expect(jaccard(new Set(['1', '2', '3']), new Set(['2', '3', '4']))).toBe(0.5)
    expect(jaccard(new Set(), new Set(['1']))).toBe(0)
  })

  it('finds the reply that is most like it, of the last 200', () => {
    const text = 'Sorry about the late parcel, we send a new one today and you keep the first'
    const old = Array.from({ length: 200 }, (_, index) => ({
      at: 1000 + index,
      text: `about thing number ${'x'.repeat(index + 1)} of many`,
    }))
    const forgotten = { at: 1, text }
    const like = {
      at: 5000,
      text: 'Sorry about the late parcel, we send a new one today and you keep the old',
    }
    expect(mostSimilar(text, [], [forgotten, ...old])).toBeUndefined()
    // 16 words are 13 shingles; all but the last are common: 12 of 14.
    expect(mostSimilar(text, [], [...old, like])).toMatchObject({ reply: like })
    expect(mostSimilar(text, [], [...old, like])?.similarity).toBeCloseTo(12 / 14)
  })

  it('counts a reply as canned that repeats one before it', () => {
    const text = (name: string) =>
      `Hi ${name}, we are sorry for the trouble, please write to us in private`
    const replies = [
      { at: 1, text: text('Kim'), names: ['Kim'] },
      { at: 2, text: text('Lee'), names: ['Lee'] },
      { at: 3, text: 'The fix for the export is out now, version 2.1 has it' },
    ]
    expect(countCanned(replies)).toEqual({ canned: 1, n: 3 })
    expect(countCanned(replies, 2)).toEqual({ canned: 1, n: 2 })
    expect(countCanned(replies, 3)).toEqual({ canned: 0, n: 1 })
  })
})
