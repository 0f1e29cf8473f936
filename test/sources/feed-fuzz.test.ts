import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseDate } from '../../src/sources/feed/dates.ts'
import { decodeBytes } from '../../src/sources/feed/decode.ts'
import { discoverFeeds } from '../../src/sources/feed/discover.ts'
import { identitiesOf } from '../../src/sources/feed/identity.ts'
import { isFailure, type ParsedFeed } from '../../src/sources/feed/parsed.ts'
import { readFeed } from '../../src/sources/feed/read.ts'
import { readOpml } from '../../src/sources/opml.ts'

/** Pieces of which damaged feeds are made. */
const piece = fc.oneof(
  fc.constantFrom(
    '<rss version="2.0">', '</rss>', '<channel>', '</channel>', '<item>', '</item>', '<title>', '</title>', '<link>', '</link>', '<guid>', '</guid>',
    '<feed xmlns="http://www.w3.org/2005/Atom">', '</feed>', '<entry>', '</entry>', '<content type="xhtml">', '<content type="application/xml">', '</content>',
    '<link href="/a"/>', '<link rel="next" href="x"', '<rdf:RDF', '<![CDATA[', ']]>', '<!--', '-->', '<?xml', '?>', '<!DOCTYPE x [', ']>', '<p>', '</p>', '<b', '"', "'", '<', '>',
    '/>', '&', '&amp;', '&#0;', '&#xD800;', '&nbsp;', '&x;', '<author>', '<name>', '</author>', '<media:group>', '<media:content url="http://[">', '</media:group>', '<pubDate>',
    'Mon, 02 Feb 2026 10:00:00 GMT', '</pubDate>', '<source>', '</source>', 'xmlns:a="b"', 'xml:base="/"', '<__proto__>', '<constructor/>', '\u0000', '\ud800', '\ufeff', 'Acme ',
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
) // biome-ignore format: one list
const soup = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
const bodies = fc.oneof(
  soup,
  soup.map((text) => `<rss><channel>${text}`),
  soup.map((text) => `<rss><channel><item><title>a</title></item>${text}</channel></rss>`),
)

function check(feed: ParsedFeed): void {
  expect(feed.items.length).toBeLessThanOrEqual(5000)
  const json = JSON.stringify(feed)
  expect(json.isWellFormed()).toBe(true)
  expect(json).not.toMatch(/\\u00[01][0-8bcef]|\\ud[89a-f]|[\u007f-\u009f]/i)
  for (const item of feed.items) {
    for (const url of [...item.links, ...item.media.map((each) => each.url)])
      expect(url).toMatch(/^https?:/i)
    expect(item.link ?? '/').not.toMatch(/^(?!https?:)[a-z][a-z0-9+.-]*:/i)
    if (item.published !== undefined) expect(Number.isFinite(item.published.at)).toBe(true)
  }
  for (const identity of identitiesOf(feed.items, { host: 'x', site: 'x/y' }))
    expect(identity.length).toBeLessThanOrEqual(512)
}

describe('whatever comes', () => {
  test('text is read without a throw, and what is read is clean', () => {
    fc.assert(
      fc.property(bodies, (text) => {
        const feed = readFeed(text, { url: 'https://f.test/feed' })
        if (!isFailure(feed)) check(feed)
      }),
      { numRuns: 2000 },
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('bytes are read without a throw', () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      bodies.map((text) => new TextEncoder().encode(text)),
    )
    const type = fc.option(
      fc.oneof(
        fc.string(),
        fc.constantFrom(
          'text/xml; charset=gb18030',
          'text/xml; charset=utf-16',
          'text/xml; charset=iso-2022-jp',
          'x; charset=utf-32',
        ),
      ),
      { nil: '' },
    )
    fc.assert(
      fc.property(content, type, (bytes, contentType) => {
        expect(decodeBytes(bytes, { contentType }).text.isWellFormed()).toBe(true)
        const feed = readFeed(bytes, { contentType })
        if (!isFailure(feed)) check(feed)
      }),
      { numRuns: 1000 },
    )
  })

  test('any JSON is read without a throw', () => {
    const items = fc.array(
      fc.oneof(
        fc.jsonValue(),
        fc.record({
          id: fc.jsonValue(),
          title: fc.jsonValue(),
          content_html: soup,
          url: fc.webUrl(),
          authors: fc.jsonValue(),
          tags: fc.jsonValue(),
          attachments: fc.jsonValue(),
          date_published: fc.jsonValue(),
        }),
      ),
      { maxLength: 5 },
    )
    fc.assert(
      fc.property(items, fc.boolean(), (list, cut) => {
        const text = JSON.stringify({ version: 'https://jsonfeed.org/version/1.1', items: list })
        const feed = readFeed(cut ? text.slice(0, text.length / 2) : text)
        expect(isFailure(feed)).toBe(cut)
        if (!isFailure(feed)) check(feed)
      }),
      { numRuns: 500 },
    )
  })

  test('what stands whole before a cut is read as if there were no cut', () => {
    const field = soup.map((text) => text.replace(/[<>\]]/g, ' '))
    const whole = fc
      .array(fc.tuple(field, field), { minLength: 1, maxLength: 5 })
      .map((items) =>
        items.map(
          ([title, text]) =>
            `<item><title>${title}</title><description><![CDATA[${text}]]></description></item>`,
        ),
      )
    fc.assert(
      fc.property(whole, fc.nat(), (items, seed) => {
        const document = `<?xml version="1.0" encoding="utf-8"?><rss><channel>${items.join('')}</channel></rss>`
        const cut = seed % document.length
        const all = readFeed(document)
        const part = readFeed(document.slice(0, cut))
        if (isFailure(all) || isFailure(part)) return
        expect(all.items).toHaveLength(items.length)
        expect(part.items).toEqual(
          all.items.slice(0, document.slice(0, cut).split('</item>').length - 1),
        )
        expect(part.complete).toBe(false)
      }),
      { numRuns: 500 },
    )
  })

  test('reading is the same each time', () => {
    fc.assert(
      fc.property(bodies, (text) => {
        expect(readFeed(text)).toEqual(readFeed(text))
      }),
      { numRuns: 300 },
    )
  })

  test('pages and lists are read without a throw', () => {
    fc.assert(
      fc.property(soup, (text) => {
        for (const { url } of discoverFeeds(
          `<link rel=alternate type="application/rss+xml" href=a>${text}`,
          'https://f.test/',
        ))
          expect(url).toMatch(/^https?:/i)
        for (const { url } of readOpml(`<opml>${text}`)?.feeds ?? [])
          expect(url).toMatch(/^https?:/i)
      }),
      { numRuns: 500 },
    )
  })

  test('any text is a date or none', () => {
    const parts = fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 99999 }).map(String),
        fc.constantFrom(
          'Jan',
          'мая',
          ':',
          '-',
          '/',
          ' ',
          'T',
          'Z',
          '+',
          'GMT',
          'pm',
          ',',
          '.',
          '2026',
          '10:00',
        ),
      ),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          parts.map((each) => each.join('')),
        ),
        (text) => {
          const date = parseDate(text)
          if (date !== undefined) expect(new Date(date.at).toISOString()).toMatch(/Z$/)
        },
      ),
      { numRuns: 3000 },
    )
  })

  test('a date is read as it was written', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }),
        (date) => {
          const seconds = Math.floor(date.getTime() / 1000) * 1000
          expect(parseDate(date.toISOString())?.at).toBe(date.getTime())
          expect(parseDate(date.toUTCString())?.at).toBe(seconds)
        },
      ),
      { numRuns: 500 },
    )
  })
})
