import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCopy, likeness } from '../../src/analysis/copies.ts'
import {
  type CopyText,
  createCopyReader,
  MOST_KEYS,
  SHORTEST,
} from '../../src/analysis/fingerprints.ts'

const read = (post: string | CopyText) =>
  createCopyReader().read(typeof post === 'string' ? { text: post } : post)
const copy = (one: string | CopyText, other: string | CopyText): boolean =>
  isCopy(read(one), read(other))

const ARTICLE =
  'Acme said on Tuesday that it would recall forty thousand chargers after several customers reported that they overheated. The company asks owners to stop using them and offers a free replacement within two weeks. A spokesperson said that no injuries were known and that the cause had been found in one supplier’s parts.'
const OPINION =
  'Why did it take them so long to say a word? My own charger became too hot in March, I wrote to their support twice, sent pictures of the melted plug and never heard back. Now they pretend that they acted at once. I will not buy anything there again before they pay for my desk, and I would advise everybody to write down what happened and when.'
const article = (text: string, title?: string): CopyText => ({
  text,
  isArticle: true,
  ...(title === undefined ? {} : { title }),
})

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
    ['a new headline', article(ARTICLE, 'Acme recalls chargers'), article(ARTICLE, 'Too hot')],
    [
      'a number put right in a long text',
      `${ARTICLE} ${OPINION} 40,000`,
      `${ARTICLE} ${OPINION} 41,000`,
    ],
    ['a teaser and its article', article(ARTICLE.slice(0, 200)), article(ARTICLE)],
    [
      'a code of its own in one advertisement',
      'FREE Acme Nova for the first 500 followers!!! use my code SKY http://win.example #acme #giveaway',
      'FREE Acme Nova for the first 500 followers!!! use my code BLUE http://win.example #acme #giveaway',
    ],
    [
      'one address that is pointed at in other words',
      'Have a look at the new Acme phone in our shop today https://shop.example/nova-2',
      'You must look at the new Acme phone in our shop today https://shop.example/nova-2',
    ],
    [
      'an end that was cut off',
      'The battery of my phone is empty by noon every single day since the last update came',
      'The battery of my phone is empty by noon every single day since the last…',
    ],
    [
      'scripts without blanks',
      '新しいスマートフォンの電池が一日も持たないので返品したいです',
      '新しいスマートフォンの電池が一日も持たないので返品したいです。本当に。',
    ],
    [
      'equal words of a short text with long words',
      'Acme announces international expansion programme',
      'acme announces international expansion programme!',
    ],
  ])('are seen through %s', (_, one, other) => {
    expect(copy(one, other)).toBe(true)
    expect(copy(other, one)).toBe(true)
  })

  const COMPLAINT =
    'The battery of my phone is empty by noon every single day since the last update came'

  it.each([
    ['short posts that differ in a word', 'Acme is down again', 'Globex is down again'],
    ['short posts that are equal', 'Thanks a lot!', 'thanks a lot'],
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
    [
      'a form that everybody fills in for themselves',
      'I just earned the Beer Traveller (Level 12) badge on the tasting club for trying beers abroad, see my profile',
      'I just earned the Beer Traveller (Level 31) badge on the tasting club for trying beers abroad, see my profile',
    ],
    [
      'a form with a name in it',
      'I just earned the Night Owl badge on @tastingclub',
      'I just earned the Early Bird badge on @tastingclub',
    ],
    ['an answer that quotes', COMPLAINT, { text: `${COMPLAINT}\nSame here.`, isReply: true }],
    ['an answer that quotes line by line', COMPLAINT, `> ${COMPLAINT}\n\nNot for me, all is well.`],
    ['a post that repeats how an article begins', ARTICLE.slice(0, 200), article(ARTICLE)],
    ['a post that quotes at length', ARTICLE, `${ARTICLE} ${OPINION}`],
    [
      'a translation',
      'The new update makes my phone slow and the battery is empty at noon',
      'Das neue Update macht mein Telefon langsam und der Akku ist mittags leer',
    ],
    ['nothing at all', '', '👍'],
    [
      'a form of words with another brand in it',
      'How long does a refund for the Acme phone take to come to a credit card?',
      'How long does a refund for the Globex phone take to come to a credit card?',
    ],
    [
      'brief answers that are equal',
      { text: 'It works again and I am very happy now, cheers and thanks.', isReply: true },
      { text: 'It works again and I am very happy now, cheers and thanks.', isReply: true },
    ],
  ] as readonly (readonly [string, string | CopyText, string | CopyText])[])(
    'are not seen in %s',
    (_, one, other) => {
      expect(copy(one, other)).toBe(false)
      expect(copy(other, one)).toBe(false)
    },
  )

  it.each([
    ['equal short words', 'Recall', 'Recall!', true],
    ['another cut of the text', ARTICLE.slice(0, 230), ARTICLE.slice(60), true],
    ['other words', 'Works well for me', 'Broke on the second day', false],
  ])('under one address need less: %s', (_, one, other, expected) => {
    expect(likeness(read(one), read(other), true) > 0).toBe(expected)
  })

  it('under one address and headline are one whatever was cut', () => {
    const headline = 'Acme recalls forty thousand chargers'
    const one = read(article('', headline))
    const other = read(article(ARTICLE, headline))
    expect(likeness(one, other, true)).toBe(1)
    expect(likeness(one, other)).toBe(0)
  })

  it('a text is its own copy and copying is mutual', () => {
    const words = fc.array(
      fc.constantFrom('acme', 'phone', 'late', 'again', 'why', 'never', 'good', 'shop', 'price'),
      { minLength: 1, maxLength: 40 },
    )
    fc.assert(
      fc.property(words, words, fc.boolean(), fc.boolean(), (one, other, isReply, isArticle) => {
        const a = read({ text: one.join(' '), isReply, isArticle })
        const b = read({ text: other.join(' '), isArticle })
        expect(isCopy(a, a)).toBe(
          (a.words >= SHORTEST || a.letters >= 40) && (!isReply || a.words >= 20),
        )
        expect(isCopy(a, b)).toBe(isCopy(b, a))
      }),
    )
  })

  it('copies share a key, others do not', () => {
    const keys = (text: string) => read(text).keys
    const common = (one: string, other: string) =>
      keys(one).filter((key) => keys(other).includes(key)).length
    expect(common(ARTICLE, `By Ann Miller, Berlin. ${ARTICLE}`)).toBeGreaterThan(1)
    expect(common(ARTICLE, ARTICLE.slice(0, 200))).toBeGreaterThan(0)
    expect(
      common(ARTICLE, 'Something else that is long enough to have keys of its own, as I hope'),
    ).toBe(0)
  })

  it('keys are few, and none for texts that are only compared exactly', () => {
    expect(read('too short').keys).toEqual([])
    expect(read(ARTICLE).keys.length).toBeLessThanOrEqual(MOST_KEYS)
    expect(
      read(Array.from({ length: SHORTEST }, (_, n) => `word${n}`).join(' ')).keys.length,
    ).toBeGreaterThan(0)
  })

  it('reads a long text to its end without reading for ever', () => {
    const print = read('one two three four five '.repeat(50_000))
    expect(print.shingles.length).toBeLessThan(1300)
  })
})
