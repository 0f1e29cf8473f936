import { describe, expect, test } from 'vitest'
import type { ElementStack } from '../../src/sources/feed/element-stack.ts'
import { FEED_LIMITS } from '../../src/sources/feed/limits.ts'
import { isFailure, type ParsedFeed } from '../../src/sources/feed/parsed.ts'
import { readFeed } from '../../src/sources/feed/read.ts'
import { scanFeed } from '../../src/sources/feed/xml.ts'
import { htmlToText } from '../../src/text/html.ts'
import { type MarkupHandler, MarkupScanner } from '../../src/text/html-scanner.ts'

function feedOf(document: string | Uint8Array, limits = {}): ParsedFeed {
  const feed = readFeed(document, { url: 'https://f.test/feed', limits })
  if (isFailure(feed)) throw new Error(feed.message)
  return feed
}

const rss = (items: string) =>
  `<rss version="2.0"><channel><title>T</title>${items}</channel></rss>`
const titles = (document: string) => feedOf(document).items.map((item) => item.title)

describe('entities of the document', () => {
  test('are never expanded', () => {
    const laughs = Array.from(
      { length: 10 },
      (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`,
    ).join('')
    expect(
      titles(
        `<!DOCTYPE rss [<!ENTITY a0 "ha">${laughs}]>${rss('<item><title>&a10; acme</title></item>')}`,
      ),
    ).toEqual(['&a10; acme'])
  })

  test('open no file, no address and no document type', () => {
    const external =
      '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY % p SYSTEM "http://127.0.0.1:1/p"> %p;]>'
    expect(titles(`${external}${rss('<item><title>&x; acme</title></item>')}`)).toEqual([
      '&x; acme',
    ])
  })

  test('do not shadow those of XML', () => {
    expect(
      titles(
        `<!DOCTYPE rss [<!ENTITY lt "PWNED"><!ENTITY l.t "PWNED">]>${rss('<item><title>a &lt; b</title></item>')}`,
      ),
    ).toEqual(['a < b'])
  })
})

describe('size', () => {
  test('elements are told apart to a depth, and what is deeper is passed over', () => {
    const deep = `<item><title>A</title><x>${'<b>'.repeat(200_000)}${'</b>'.repeat(200_000)}</x><link>https://f.test/a</link></item><item><title>B</title></item>`
    expect(feedOf(rss(deep)).items).toMatchObject([
      { title: 'A', link: 'https://f.test/a' },
      { title: 'B' },
    ])
    expect(
      feedOf(
        rss(
          `<item><title>A</title><x>${'<b>'.repeat(200_000)}</item><item><title>B</title></item>`,
        ),
      ).items,
    ).toHaveLength(2)
    expect(feedOf(`<rss>${'<channel>'.repeat(200_000)}`).items).toEqual([])
  })

  test('no more open elements are held than the limit says', () => {
    const scan = scanFeed(`<rss>${'<a>'.repeat(10_000)}`, undefined, FEED_LIMITS)
    const { stack } = scan as unknown as { stack: ElementStack }
    expect(stack.depth).toBe(FEED_LIMITS.maxDepth)
  })

  test('items are counted to a limit, and the document is then not complete', () => {
    const feed = feedOf(rss('<item><title>A</title></item>'.repeat(6000)))
    expect([feed.items.length, feed.complete]).toEqual([5000, false])
    expect(feed.notices.join()).toContain('first 5000 items')
    expect(feedOf(rss('<item><title>A</title></item>'.repeat(5000))).complete).toBe(true)
  })

  test('bytes are read to a limit', () => {
    const document = rss(
      `<item><title>A</title></item><item><description>${'x'.repeat(5000)}</description></item>`,
    )
    const feed = feedOf(Buffer.from(document), { maxBytes: 1000 })
    expect([feed.items.length, feed.complete]).toEqual([1, false])
    expect(feed.notices.join()).toContain('first 1000 bytes')
  })

  test('texts are cut to a limit and marked', () => {
    const [item] = feedOf(
      rss(
        `<item><title>${'t'.repeat(100_000)}</title><description>&lt;p&gt;${'x'.repeat(100_000)}</description></item>`,
      ),
    ).items
    expect([item?.title?.length, item?.text.length, item?.textCut]).toEqual([65_536, 65_536, true])
    expect(item?.text.endsWith('…')).toBe(true)
  })

  test('values of an item are kept to a limit', () => {
    const many = (tag: string) =>
      Array.from({ length: 2000 }, (_, n) => tag.replaceAll('%', String(n))).join('')
    const [item] = feedOf(
      rss(
        `<item>${many('<enclosure url="https://f.test/%"/>')}${many('<category>%</category>')}${many('<author>a%</author>')}<description>${many('&lt;a href="https://f.test/l%">')}</description></item>`,
      ),
    ).items
    expect([
      item?.media.length,
      item?.tags.length,
      item?.authors.length,
      item?.links.length,
    ]).toEqual([100, 100, 100, 100])
  })
})

/** Counts what a scan costs: text and tags handed on, and the places looked at are at most the source's length. */
class Counter implements MarkupHandler {
  readonly done = false
  events = 0
  units = 0
  text(start: number, end: number): void {
    this.events++
    this.units += end - start
  }
  cdata(start: number, end: number): void {
    this.text(start, end)
  }
  open(_name: string, start: number, end: number): void {
    this.text(start, end)
  }
  close(): void {
    this.events++
  }
}

describe('floods', () => {
  test.each([
    ['comments that do not end', '<!--'],
    ['sections that do not end', '<![CDATA['],
    ['instructions', '<?x y?>'],
    ['instructions that do not end', '<?'],
    ['declarations', '<!x '],
    ['document types that do not end', '<!DOCTYPE x [ '],
    ['quotes that do not end', '<a b="'],
    ['quotes of two kinds', `<a b='"' c="'"`],
    ['end tags', '</x>'],
    ['end tags without an end', '</x'],
    ['names', '<abcdefghijklmnop'],
    ['less-than signs', '<'],
    ['references', '&#65;'],
    ['ampersands', '&'],
    ['attributes', 'a=b '],
  ])('%s cost no more than their length', (_, piece) => {
    const flood = piece.repeat(50_000)
    for (const document of [
      flood,
      `<rss><channel><item><title>${flood}`,
      `<rss><channel><item><x ${flood}`,
    ]) {
      const counter = new Counter()
      new MarkupScanner(document, counter).scan()
      expect(counter.events).toBeLessThanOrEqual(document.length)
      expect(counter.units).toBeLessThanOrEqual(document.length)
      readFeed(document)
      htmlToText(document)
    }
  })

  test('namespaces', () => {
    const attributes = Array.from(
      { length: 1000 },
      (_, n) => `xmlns:n${n}="http://x.test/${n}"`,
    ).join(' ')
    expect(
      titles(`<rss ${attributes}><channel><item><title>A</title></item></channel></rss>`),
    ).toEqual(['A'])
  })

  test('open lists and quotes in HTML', () => {
    expect(htmlToText(`${'<blockquote>'.repeat(100_000)}a`).text).toBe('> > > > > > > > a')
    expect(htmlToText(`${'<ul><li>'.repeat(100_000)}a`).text.endsWith('- a')).toBe(true)
  })
})

describe('signs that no text may hold', () => {
  test('control characters are gone, whichever way they came', () => {
    const [item] = feedOf(
      rss(
        '<item><guid>g\u0007&#7;</guid><title>a&#27;[31m&#x9b;31m\u0000b&#0;</title><author>x\u001b</author><category>c\u0008</category><description>d&#8;&lt;b>e\u0007</description></item>',
      ),
    ).items
    expect(item).toMatchObject({
      id: 'g',
      title: 'a[31m›31mb\ufffd',
      text: 'de',
      authors: [{ name: 'x' }],
      tags: ['c'],
    })
  })

  test('halves of pairs become U+FFFD', () => {
    expect(titles(rss('<item><title>a&#xD800;b\udc00</title></item>'))).toEqual(['a\ufffdb\ufffd'])
    expect(feedOf('{"items":[{"id":"\\ud800","title":"\\udfff"}]}').items[0]).toMatchObject({
      id: '\ufffd',
      title: '\ufffd',
    })
  })
})

test('active markup leaves text', () => {
  const xss =
    '<img src=x onerror=alert(1)><script>alert(1)</script><svg onload=alert(1)><iframe src="javascript:alert(1)"></iframe><a href="javascript:alert(1)">ok</a><style>*{}</style>'
  const escaped = xss.replaceAll('<', '&lt;')
  const [item] = feedOf(
    rss(`<item><title>${escaped}</title><description><![CDATA[${xss}]]></description></item>`),
  ).items
  expect(item).toMatchObject({ text: 'ok', links: [] })
  expect(item?.title).toBe('ok')
  expect(item?.media).toEqual([{ url: 'https://f.test/x', type: 'image' }])
})
