import { describe, expect, test } from 'vitest'
import { identitiesOf, identityOf, likenessOf, scopeOf } from '../../src/sources/feed/identity.ts'
import { keepIdentities, remember, toMemory } from '../../src/sources/feed/memory.ts'
import type { ParsedItem } from '../../src/sources/feed/parsed.ts'

const anItem = (fields: Partial<ParsedItem> = {}): ParsedItem => ({
  text: '',
  textCut: false,
  authors: [],
  tags: [],
  links: [],
  media: [],
  ...fields,
})
const scope = { host: 'site.example', site: 'site.example/blog' }
const identity = (fields: Partial<ParsedItem>, place = scope) => identityOf(anItem(fields), place)
const date = (day: number) => ({
  published: { at: Date.UTC(2026, 1, day), precision: 'second' as const, zoned: true },
})

describe('what an item is known by', () => {
  test('its id, whatever else changes', () => {
    expect(identity({ id: '7', title: 'a', link: 'https://site.example/a' })).toBe(
      'site.example/blog#7',
    )
    expect(identity({ id: '7', title: 'b', text: 'c' })).toBe('site.example/blog#7')
    expect(identity({ id: 'tag:site.example,2026:1' })).toBe('tag:site.example,2026:1')
    expect(identity({ id: 'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a' })).toBe(
      'urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a',
    )
    expect(identity({ id: '7bd204c6-1655-4c27-aeee-53f933c5395f' })).toBe(
      '7bd204c6-1655-4c27-aeee-53f933c5395f',
    )
  })
  test('an id that is an address is the same with another scheme and with www', () => {
    const forms = [
      'http://site.example/?p=1',
      'https://www.site.example/?p=1',
      'HTTPS://site.example/?p=1&utm_source=rss',
    ]
    expect(new Set(forms.map((id) => identity({ id })))).toEqual(new Set(['site.example?p=1']))
  })
  test('a place in a page is another item', () => {
    expect(identity({ id: 'http://site.example/day.html#a1' })).not.toBe(
      identity({ id: 'http://site.example/day.html#a2' }),
    )
    expect(identity({ link: 'http://site.example/a#xtor=RSS-1' })).toBe('site.example/a')
  })
  test('the link without an id, a hash without a link', () => {
    expect(identity({ link: 'https://site.example/a/?utm_medium=rss', title: 'x' })).toBe(
      'site.example/a',
    )
    expect(identity({ title: 'x', text: 'y' })).toMatch(/^sha256:/)
    expect(identity({ title: 'x', text: 'y' })).toBe(identity({ title: 'x', text: 'y' }))
    expect(identity({ title: 'x', text: 'y' })).not.toBe(identity({ title: 'x', text: 'z' }))
    expect(identity({ title: 'x', link: 'https://site.example/blog/' })).toMatch(/^sha256:/)
  })
  test('never more than 512 signs', () => {
    expect(identity({ id: 'x'.repeat(20_000) }).length).toBeLessThan(60)
    expect(identity({ id: 'x'.repeat(20_000) })).toBe(identity({ id: 'x'.repeat(20_000) }))
    expect(identity({ id: 'x'.repeat(20_000) })).not.toBe(
      identity({ id: `${'x'.repeat(20_000)}y` }),
    )
  })
  test('ids are unique on a site, for all its feeds', () => {
    expect(
      scopeOf({ link: 'https://www.site.example/blog' }, 'https://feeds.other.example/1'),
    ).toEqual(scope)
    expect(scopeOf({}, 'https://feeds.other.example/1').host).toBe('feeds.other.example')
    expect(scopeOf({}, undefined)).toEqual({ host: '', site: '' })
    const shop = { ...scope, site: 'site.example/shop' }
    expect(identity({ id: 'post-4711' }, shop)).toBe(identity({ id: 'post-4711' }))
    expect(identity({ id: '4711' }, shop)).not.toBe(identity({ id: '4711' }))
    expect(identity({ id: 'http://localhost/?p=1' }, shop)).toBe(
      'site.example#http://localhost/?p=1',
    )
    expect(identity({ id: 'http://127.0.0.1/1' }, shop)).toBe('site.example#http://127.0.0.1/1')
  })
})

describe('the items of a document', () => {
  const all = (...items: Partial<ParsedItem>[]) => identitiesOf(items.map(anItem), scope)
  test('one id for several pages: the link tells them apart', () => {
    expect(
      new Set(
        all(
          { id: '1', link: 'https://site.example/a' },
          { id: '1', link: 'https://site.example/b' },
        ),
      ).size,
    ).toBe(2)
  })
  test('one id and one page are one item', () => {
    expect(
      new Set(
        all(
          { id: '1', link: 'https://site.example/a', title: 'x' },
          { id: '1', link: 'https://site.example/a', title: 'y' },
        ),
      ).size,
    ).toBe(1)
  })
  test('one link without ids: title and date tell them apart', () => {
    const link = 'https://site.example/news'
    expect(
      new Set(all({ link, title: 'x' }, { link, title: 'y' }, { link, title: 'y', ...date(1) }))
        .size,
    ).toBe(3)
    expect(new Set(all({ link, title: 'x' }, { link, title: 'x' })).size).toBe(1)
  })
})

describe('from one run to the next', () => {
  const run = (items: Partial<ParsedItem>[], memory = toMemory(undefined)) => {
    const parsed = items.map(anItem)
    const identities = keepIdentities(parsed, identitiesOf(parsed, scope), memory)
    return {
      identities,
      memory: toMemory(JSON.parse(JSON.stringify({ items: remember(parsed, identities) }))),
    }
  }
  const a = { id: 'https://old.example/a', link: 'https://old.example/a', title: 'A', ...date(1) }
  const b = { id: 'https://old.example/b', link: 'https://old.example/b', title: 'B', ...date(2) }

  test('a site that moves to another host keeps its items', () => {
    const before = run([b, a])
    const moved = [b, a].map((item) => ({
      ...item,
      id: item.id.replace('old', 'new'),
      link: item.link.replace('old', 'new'),
    }))
    expect(run(moved, before.memory).identities).toEqual(before.identities)
    expect(run(moved, run(moved, before.memory).memory).identities).toEqual(before.identities)
  })
  test('ids that are made anew at each request do not make new items', () => {
    const first = run([{ ...a, id: 'a?t=1' }])
    expect(run([{ ...a, id: 'a?t=2' }], first.memory).identities).toEqual(first.identities)
  })
  test('a new item in an old place is a new item', () => {
    const first = run([{ ...a, id: '1' }])
    expect(run([{ ...a, id: '2', title: 'another' }], first.memory).identities).not.toEqual(
      first.identities,
    )
    expect(run([{ ...a, id: '2', ...date(3) }], first.memory).identities).not.toEqual(
      first.identities,
    )
    expect(
      run(
        [
          { ...a, id: '1' },
          { ...a, id: '2' },
        ],
        first.memory,
      ).identities,
    ).toEqual(['site.example/blog#1', 'site.example/blog#2'])
  })
  test('without a date or link nothing is known again', () => {
    expect(likenessOf(anItem({ title: 'x', link: 'https://site.example/a' }))).toBeUndefined()
    expect(likenessOf(anItem({ title: 'x', ...date(1) }))).toBeUndefined()
  })
  test('a state that cannot be understood is an empty one', () => {
    for (const state of [undefined, null, 1, 'x', [], { items: [[1]] }, { items: {} }])
      expect(toMemory(state)).toEqual({ items: [] })
  })
})
