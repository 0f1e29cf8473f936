import { describe, expect, it } from 'vitest'
import { findTopics } from '../../src/analysis/topics.ts'

const post = (text: string, person: string, lang = 'en') => ({ text, person, lang })
const many = (count: number, text: (n: number) => string, from = 'p') =>
  Array.from({ length: count }, (_, n) => post(text(n), `${from}${n}`))

describe('topics', () => {
  const before = [
    ...many(30, (n) => `The battery life of phone ${n} is short`),
    ...many(30, (n) => `Delivery arrived at house ${n}`, 'q'),
  ]
  const now = [
    ...many(25, (n) => `Dark mode hurts my eyes ${n}`, 'r'),
    ...many(10, (n) => `My batteries die, battery life ${n}`, 's'),
  ]

  it('name what rises and what falls', () => {
    const topics = findTopics(now, before)
    const dark = topics.find((topic) => topic.stems.includes('dark mode'))
    expect(dark?.direction).toBe('rising')
    expect(dark?.name).toContain('dark mode')
    expect(dark?.people).toBe(25)
    const delivery = topics.find((topic) => topic.stems.some((stem) => stem.startsWith('deliveri')))
    expect(delivery?.direction).toBe('falling')
    expect(delivery?.peopleBefore).toBe(30)
  })

  it('count people, not posts', () => {
    const loud = Array.from({ length: 50 }, () => post('Acme giveaway spam coupon', 'one'))
    const topics = findTopics([...loud, ...now], before)
    expect(topics.some((topic) => topic.name.includes('coupon'))).toBe(false)
  })

  it('bring forms of a word together by language', () => {
    const posts = [
      ...many(4, () => 'Meine Bestellung fehlt', 'a').map((p) => ({ ...p, lang: 'de' })),
      ...many(4, () => 'Alle Bestellungen fehlen', 'b').map((p) => ({ ...p, lang: 'de' })),
    ]
    expect(findTopics(posts, [])[0]?.people).toBe(8)
  })

  it('keep their name over weeks', () => {
    const first = findTopics(now, before).find((topic) => topic.stems.includes('dark mode'))
    if (first === undefined) throw new Error('no topic')
    const known = [{ key: first.key, name: 'Dark mode (named by Ann)', stems: first.stems }]
    const next = findTopics(
      many(20, () => 'The dark mode theme again', 't'),
      now,
      { known },
    )
    expect(next.find((topic) => topic.key === first.key)?.name).toBe('Dark mode (named by Ann)')
  })

  it('leave out the words that every post has', () => {
    const posts = many(10, () => 'Acme phone overheats')
    const names = findTopics(posts, [], { without: ['acme'] }).map((topic) => topic.name)
    expect(names.join(' ')).not.toContain('acme')
  })

  it('are none where nobody speaks', () => {
    expect(findTopics([], [])).toEqual([])
  })

  it('point at their posts', () => {
    const topic = findTopics(now, before).find(({ stems }) => stems.includes('dark mode'))
    expect(topic?.posts.every((at) => now[at]?.text.includes('Dark mode'))).toBe(true)
  })

  it('are not words of any talk, nor parts of handles and addresses', () => {
    const posts = [
      'Does anybody of you know how the others did this before? Three times already! ',
      'Nobody should do the same without asking @help@phones.example or shop.example again.',
    ].flatMap((text) => many(5, () => text))
    expect(findTopics(posts, [])).toEqual([])
    const german = many(
      5,
      () => 'Warum geht das immer noch nicht wieder, obwohl ich schon lange warte?',
    )
    const names = findTopics(
      german.map((post) => ({ ...post, lang: 'de' })),
      [],
    )
    expect(names.map(({ name }) => name)).toEqual(['warte'])
  })

  it('are not what everybody always speaks of', () => {
    const talk = (from: string, extra: string) =>
      many(60, (n) => `It is my phone. ${n % 6 === 0 ? extra : 'So what'}`, from)
    const names = findTopics(talk('u', 'overheats'), talk('v', 'crashes')).map(({ name }) => name)
    expect(names).toContain('overheats')
    expect(names).not.toContain('phone')
  })

  it('keep their name when another form or order becomes the more frequent one', () => {
    const week = (...texts: readonly (readonly [string, number])[]) =>
      texts.flatMap(([text, count], at) => many(count, () => text, `w${at} `))
    const first = week(['The status page is green', 6], ['A green status', 5])
    const [one] = findTopics(first, [])
    if (one === undefined) throw new Error('no topic')
    const second = week(['The status page is green', 5], ['A green status', 6])
    const [other] = findTopics(second, first, { known: [one] })
    expect(other?.key).toBe(one.key)
    expect(other?.name).toBe(one.name)
  })
})
