import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCopyIndex, fingerprint, isCopy, SHORTEST } from '../../src/analysis/copies.ts'

const copy = (one: string, other: string): boolean => isCopy(fingerprint(one), fingerprint(other))

const ARTICLE =
  'Acme said on Tuesday that it would recall forty thousand chargers after several customers reported that they overheated. The company asks owners to stop using them and offers a free replacement within two weeks. A spokesperson said that no injuries were known and that the cause had been found in one supplier’s parts.'

describe('copies', () => {
  it.each([
    [
      'case, signs and links',
      'Acme recalls forty thousand chargers after reports of overheating http://a.example/1',
      'ACME recalls forty thousand chargers, after reports of overheating! https://b.example/2',
    ],
    [
      'retweets',
      'Acme recalls forty thousand chargers after reports of overheating',
      'RT @news: Acme recalls forty thousand chargers after reports of overheating',
    ],
    ['a changed word in a long text', ARTICLE, ARTICLE.replace('Tuesday', 'Monday')],
    ['a by-line and a footer', ARTICLE, `By Ann Miller, Berlin. ${ARTICLE} Read more on our site.`],
    ['a teaser and its article', ARTICLE.slice(0, 200), ARTICLE],
  ])('are seen through %s', (_, one, other) => {
    expect(copy(one, other)).toBe(true)
    expect(copy(other, one)).toBe(true)
  })

  it.each([
    ['short posts that differ in a word', 'Acme is down again', 'Globex is down again'],
    [
      'the same topic in other words',
      ARTICLE,
      'Forty thousand chargers by Acme get too hot: owners are told to unplug them and will receive new ones free of charge, the firm announced at the beginning of the week.',
    ],
    [
      'numbers that matter',
      'The Acme phone 5 is now for sale in all our shops at 499',
      'The Acme phone 7 is now for sale in all our shops at 899',
    ],
    ['nothing at all', '', '👍'],
  ])('are not seen in %s', (_, one, other) => {
    expect(copy(one, other)).toBe(false)
  })

  it('a text is its own copy and copying is mutual', () => {
    const words = fc.array(
      fc.constantFrom('acme', 'phone', 'late', 'again', 'why', 'never', 'good', 'shop', 'price'),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(words, words, (one, other) => {
        const a = fingerprint(one.join(' '))
        const b = fingerprint(other.join(' '))
        expect(isCopy(a, a)).toBe(true)
        expect(isCopy(a, b)).toBe(isCopy(b, a))
      }),
    )
  })

  it('an index finds copies without comparing all pairs, oldest first', () => {
    const index = createCopyIndex<number>()
    expect(index.add(1, fingerprint(ARTICLE))).toEqual([])
    expect(
      index.add(
        2,
        fingerprint('Something else that is long enough to have shingles of its own, I hope'),
      ),
    ).toEqual([])
    expect(index.add(3, fingerprint(`${ARTICLE} Read more.`))).toEqual([1])
    expect(index.add(4, fingerprint(ARTICLE))).toEqual([1, 3])
  })

  it('bands are empty for texts that are only compared exactly', () => {
    expect(fingerprint('too short').bands).toEqual([])
    expect(
      fingerprint(Array.from({ length: SHORTEST }, (_, n) => `word${n}`).join(' ')).bands.length,
    ).toBeGreaterThan(0)
  })
})
