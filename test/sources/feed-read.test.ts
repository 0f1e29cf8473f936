import { describe, expect, test } from 'vitest'
import { isFailure, type ParsedFeed, type ParsedItem } from '../../src/sources/feed/parsed.ts'
import { type ReadFeedOptions, readFeed } from '../../src/sources/feed/read.ts'

function feedOf(document: string, options: ReadFeedOptions = {}): ParsedFeed {
  const feed = readFeed(document, options)
  if (isFailure(feed)) throw new Error(feed.message)
  return feed
}

const rss = (items: string, channel = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>Site</title><link>https://site.example/</link>${channel}${items}</channel></rss>`
const atom = (entries: string, feed = '') =>
  `<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><title>Site</title>${feed}${entries}</feed>`
const first = (document: string, options?: ReadFeedOptions): ParsedItem =>
  feedOf(document, options).items[0] as ParsedItem

describe('RSS', () => {
  test('all that an item says is read', () => {
    const item = first(
      rss(
        `<item><title>Acme &amp; more</title><link>https://site.example/1</link><guid isPermaLink="false">g1</guid>
        <dc:creator>Ann</dc:creator><pubDate>Mon, 02 Feb 2026 10:00:00 GMT</pubDate><category>a</category><category>b</category><category>a</category>
        <description>short</description><content:encoded><![CDATA[<p>Long <a href="/x">text</a></p><img src="/i.png" alt="pic">]]></content:encoded>
        <enclosure url="https://site.example/e.mp3" type="audio/mpeg" length="1"/><media:thumbnail url="https://site.example/t.jpg"/>
        <comments>https://site.example/1#comments</comments><slash:comments>7</slash:comments></item>`,
        '<language>en-GB</language>',
      ),
      { url: 'https://site.example/feed' },
    )
    expect(item).toEqual({
      id: 'g1',
      link: 'https://site.example/1',
      title: 'Acme & more',
      text: 'Long text',
      textCut: false,
      authors: [{ name: 'Ann' }],
      published: { at: Date.UTC(2026, 1, 2, 10), precision: 'second', zoned: true },
      tags: ['a', 'b'],
      links: ['https://site.example/x'],
      media: [
        { url: 'https://site.example/e.mp3', type: 'audio/mpeg' },
        { url: 'https://site.example/t.jpg', type: 'image' },
        { url: 'https://site.example/i.png', type: 'image', alt: 'pic' },
      ],
      comments: 7,
      commentsUrl: 'https://site.example/1#comments',
    })
  })

  test.each([
    [
      'a permalink guid is the link',
      '<guid>https://site.example/p</guid>',
      'https://site.example/p',
    ],
    [
      'a guid that is none is not',
      '<guid isPermaLink="false">https://site.example/p</guid>',
      undefined,
    ],
    [
      'a guid that says it is, relative',
      '<guid isPermaLink="true">/p</guid>',
      'https://site.example/p',
    ],
    ['a relative link is relative to the site', '<link>/p</link>', 'https://site.example/p'],
    ['a script is no link', '<link>javascript:alert(1)</link>', undefined],
    [
      'an empty link with an address',
      '<link href="https://site.example/p"/>',
      'https://site.example/p',
    ],
    [
      'a link with an ampersand that should be escaped',
      '<link>https://site.example/?a=1&b=2&copy=3</link>',
      'https://site.example/?a=1&b=2&copy=3',
    ],
  ])('%s', (_, fields, link) => {
    expect(first(rss(`<item>${fields}</item>`)).link).toBe(link)
  })

  test.each([
    ['ann@x.example (Ann Lee)', { name: 'Ann Lee', email: 'ann@x.example' }],
    ['Ann Lee &lt;ann@x.example&gt;', { name: 'Ann Lee', email: 'ann@x.example' }],
    ['Ann Lee (ann@x.example)', { name: 'Ann Lee', email: 'ann@x.example' }],
    ['ann@x.example', { email: 'ann@x.example' }],
    ['@ann', { name: '@ann' }],
    ['<![CDATA[<b>Ann</b>]]>', { name: 'Ann' }],
    [
      '<name>Ann</name><email>ann@x.example</email><uri>/ann</uri>',
      { name: 'Ann', email: 'ann@x.example', url: 'https://site.example/ann' },
    ],
  ])('author %s', (author, expected) => {
    expect(first(rss(`<item><author>${author}</author></item>`)).authors).toEqual([expected])
  })

  test('items stand beside the channel of RSS 1.0, whose order list is no item', () => {
    const feed =
      feedOf(`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
      <channel rdf:about="x"><title>Site</title><items><rdf:Seq><rdf:li resource="a"/></rdf:Seq></items></channel>
      <image><title>not this</title></image>
      <item rdf:about="https://site.example/a"><title>A</title><d:date>2026-02-02</d:date></item></rdf:RDF>`)
    expect(feed.title).toBe('Site')
    expect(feed.items).toMatchObject([
      { id: 'https://site.example/a', title: 'A', published: { precision: 'day' } },
    ])
  })

  test('relative addresses are relative to xml:base, else to the site, else to where the feed came from', () => {
    const item =
      '<item><link>a</link><description>&lt;a href="b">x&lt;/a></description><enclosure url="c"/></item>'
    const found = (document: string, url?: string) => {
      const [one] = feedOf(document, url === undefined ? {} : { url }).items
      return [one?.link, one?.links[0], one?.media[0]?.url]
    }
    const all = (base: string) => [`${base}a`, `${base}b`, `${base}c`]
    expect(found(rss(item), 'https://feeds.example/1')).toEqual(all('https://site.example/'))
    expect(
      found(rss(item).replace('<item>', '<item xml:base="/blog/">'), 'https://feeds.example/1'),
    ).toEqual(all('https://feeds.example/blog/'))
    expect(found(`<rss><channel>${item}</channel></rss>`, 'https://feeds.example/1')).toEqual(
      all('https://feeds.example/'),
    )
    expect(found(`<rss><channel>${item}</channel></rss>`)).toEqual(['a', undefined, undefined])
  })

  test('hints about the next visit', () => {
    expect(
      feedOf(rss('', '<ttl>90</ttl><skipHours><hour>24</hour><hour>3</hour></skipHours>')),
    ).toMatchObject({ refreshSeconds: 5400, skipHours: [0, 3] })
    expect(
      feedOf(
        rss(
          '',
          '<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>',
        ),
      ).refreshSeconds,
    ).toBe(21_600)
    expect(feedOf(rss('', '<ttl>999999</ttl>')).refreshSeconds).toBe(86_400)
  })

  test('elements of the image and the text box are not the channel’s', () => {
    const feed = feedOf(
      '<rss><channel><image><title>no</title><link>https://no.example/</link></image><title>yes</title></channel></rss>',
    )
    expect([feed.title, feed.link]).toEqual(['yes', undefined])
  })
})

describe('Atom', () => {
  test('all that an entry says is read', () => {
    const item = first(
      atom(
        `<entry xml:lang="de-AT"><id>tag:site.example,2026:1</id><title type="html">&lt;b&gt;Acme&lt;/b&gt; &amp;amp; more</title>
        <link rel="edit" href="/edit"/><link rel="enclosure" type="audio/mpeg" href="a.mp3"/><link rel="related" href="https://other.example/"/><link href="1"/>
        <link rel="replies" href="1/replies" thr:count="3"/>
        <author><name>Ann</name><uri>https://ann.example/</uri></author><author><name>Bo</name></author>
        <published>2026-02-02T10:00:00Z</published><updated>2026-02-03T10:00:00Z</updated>
        <category term="t1" label="Tag one"/><category term="t2"/>
        <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One &lt; two</p><p>Three</p></div></content>
        <summary>short</summary><thr:in-reply-to ref="tag:site.example,2026:0"/></entry>`,
        '<link rel="self" href="https://site.example/feed"/>',
      ).replace('<feed', '<feed xml:base="https://site.example/blog/"'),
    )
    expect(item).toEqual({
      id: 'tag:site.example,2026:1',
      link: 'https://site.example/blog/1',
      title: 'Acme & more',
      text: 'One < two\n\nThree',
      textCut: false,
      authors: [{ name: 'Ann', url: 'https://ann.example/' }, { name: 'Bo' }],
      published: { at: Date.UTC(2026, 1, 2, 10), precision: 'second', zoned: true },
      edited: { at: Date.UTC(2026, 1, 3, 10), precision: 'second', zoned: true },
      tags: ['Tag one', 't2'],
      links: ['https://other.example/'],
      media: [{ url: 'https://site.example/blog/a.mp3', type: 'audio/mpeg' }],
      lang: 'de',
      comments: 3,
      inReplyTo: 'tag:site.example,2026:0',
    })
  })

  test.each([
    ['text is what it says', '<title>a &lt;b&gt;x&lt;/b&gt; &amp;amp;</title>', 'a <b>x</b> &amp;'],
    ['html is markup', '<title type="html">a &lt;b&gt;x&lt;/b&gt; &amp;amp;</title>', 'a x &'],
    ['xhtml is markup', '<title type="xhtml"><div>a <b>x</b></div></title>', 'a x'],
    ['markup without a type', '<title>a <b>x</b></title>', 'a x'],
    [
      'a type of Atom 0.3',
      '<title type="text/html" mode="escaped">a &lt;b&gt;x&lt;/b&gt;</title>',
      'a x',
    ],
    ['base64 of Atom 0.3', '<title type="text/plain" mode="base64">QWNtZSE=</title>', 'Acme!'],
    [
      'base64 of Atom 1.0',
      '<title type="application/octet-stream">PGI+QWNtZTwvYj4=</title>',
      'Acme',
    ],
    ['a picture is no text', '<title type="image/png">iVBORw0KGgoAAAANSUhEUg==</title>', undefined],
  ])('title: %s', (_, title, expected) => {
    expect(first(atom(`<entry>${title}</entry>`)).title).toBe(expected)
  })

  test.each([
    [
      'the page among alternates',
      '<link type="application/json" href="https://a.example/j"/><link type="text/html" href="https://a.example/h"/>',
      'https://a.example/h',
    ],
    ['an id that is an address', '<id>https://a.example/i</id>', 'https://a.example/i'],
    ['a link written as text', '<link>https://a.example/t</link>', 'https://a.example/t'],
    [
      'what there is besides',
      '<link rel="hub" href="https://h.example/"/><link rel="self" href="https://a.example/s"/>',
      'https://a.example/s',
    ],
    ['the content elsewhere', '<content src="https://a.example/c"/>', 'https://a.example/c'],
    [
      'the feed that it was copied from',
      '<source><title>x</title><id>y</id><link href="https://a.example/o"/></source>',
      'https://a.example/o',
    ],
    ['no licence', '<link rel="license" href="https://cc.example/"/>', undefined],
  ])('link: %s', (_, fields, link) => {
    expect(first(atom(`<entry>${fields}</entry>`)).link).toBe(link)
  })

  test('prefixes are a matter of taste', () => {
    const feed = feedOf(
      `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>Site</a:title><a:entry><a:id>1</a:id><a:title>A</a:title><a:link href="https://site.example/"/></a:entry></a:feed>`,
    )
    expect(feed).toMatchObject({
      title: 'Site',
      complete: true,
      items: [{ id: '1', title: 'A', link: 'https://site.example/' }],
    })
  })

  test('what stands in source is not the entry’s', () => {
    expect(
      first(
        atom(
          '<entry><source><id>s</id><title>S</title><updated>2020-01-01T00:00:00Z</updated></source><id>e</id><title>E</title></entry>',
        ),
      ),
    ).toMatchObject({ id: 'e', title: 'E' })
    expect(
      first(atom('<entry><source><id>s</id><title>S</title></source></entry>')).title,
    ).toBeUndefined()
  })

  test('an entry inside content is content', () => {
    const feed = feedOf(
      atom(
        '<entry><id>1</id><content type="application/atom+xml"><entry><id>2</id></entry></content><title>A</title></entry>',
      ),
    )
    expect(feed.items.map(({ id, title }) => [id, title])).toEqual([['1', 'A']])
  })

  test('the older pages of a feed', () => {
    expect(
      feedOf(atom('', '<link rel="next" href="?page=2"/>'), { url: 'https://site.example/feed' })
        .next,
    ).toBe('https://site.example/feed?page=2')
    expect(feedOf(atom('', '<link rel="prev-archive" href="https://site.example/1"/>')).next).toBe(
      'https://site.example/1',
    )
  })
})

describe('damage', () => {
  test.each([
    [
      'white space and junk before the declaration',
      `\n\n <br />\n<b>Warning</b>: "x' in <b>y.php</b> line 3<br />\n${rss('<item><title>A</title></item>')}`,
    ],
    ['two marks of byte order', `\ufeff\ufeff${rss('<item><title>A</title></item>')}`],
    ['junk behind the end', `${rss('<item><title>A</title></item>')}<script>x</script></body>`],
    [
      'upper-case tags',
      rss('<item><title>A</title></item>').toUpperCase().replaceAll('HTTP:', 'http:'),
    ],
    ['a missing end tag of a field', rss('<item><title>A<link>https://x.example/</link></item>')],
    ['missing end tags of items', rss('<item><title>A</title><item><title>B</title>')],
    ['a stray end tag', rss('<item></b></p></title><title>A</title></item>')],
    ['a tag without its >', rss('<item><title>A</title\n</item>')],
    [
      'an attribute without quotes',
      rss('<item><guid isPermaLink=false>1</guid><title>A</title></item>'),
    ],
    [
      'no declared prefixes',
      '<rss><channel><item><title>A</title><dc:creator>x</dc:creator></item></channel></rss>',
    ],
    ['an empty namespace', rss('<item xmlns=""><title xmlns="">A</title></item>')],
    [
      'a DOCTYPE with quotes and an apostrophe in a comment',
      `<!DOCTYPE rss [<!-- don't --><!ENTITY x "]>">]>${rss('<item><title>A</title></item>')}`,
    ],
  ])('%s', (_, document) => {
    const feed = feedOf(document)
    expect(feed.items[0]?.title).toBe('A')
    expect(feed.complete).toBe(true)
  })

  test('names of HTML are decoded, others and bare ampersands stay', () => {
    const item = first(
      rss(
        '<item><title>caf&eacute;&nbsp;AT&T Q&A &unknown; &#8364; &#x20AC; &#xD800; &amp;lt;</title></item>',
      ),
    )
    expect(item.title).toBe('café AT&T Q&A &unknown; € € \ufffd <')
  })

  test('elements in a description are markup', () => {
    expect(
      first(
        rss('<item><description>One <b>two</b><p>three</p></description><title>A</title></item>'),
      ),
    ).toMatchObject({ text: 'One two\n\nthree', title: 'A' })
  })

  test('the first title and link count, the first that are not empty', () => {
    expect(first(rss('<item><title> </title><title>A</title><title>B</title></item>')).title).toBe(
      'A',
    )
  })

  test('a document without the end of its root is not complete', () => {
    const feed = feedOf(rss('<item><title>A</title></item>').replace('</rss>', ''))
    expect(feed).toMatchObject({ complete: false, items: [{ title: 'A' }] })
    expect(feed.notices.join()).toContain('cut')
  })
})

describe('what is no feed', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['white space', ' \n\ufeff ', 'empty'],
    [
      'a web page',
      '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><channel></channel></body></html>',
      'html',
    ],
    ['text', 'hello', 'not-a-feed'],
    ['other XML', '<urlset><url/></urlset>', 'not-a-feed'],
    [
      'OPML',
      '<opml version="2.0"><body><outline xmlUrl="https://x.example/"/></body></opml>',
      'not-a-feed',
    ],
    [
      'JSON that is cut',
      '{"version":"https://jsonfeed.org/version/1","items":[{"id":"1"}',
      'bad-json',
    ],
    ['an error as JSON', '{"error":"no"}', 'not-a-feed'],
    ['a list', '[1,2]', 'not-a-feed'],
    ['deep JSON', `{"items":${'['.repeat(300)}${']'.repeat(300)}}`, 'bad-json'],
  ])('%s', (_, document, failure) => {
    expect(readFeed(document)).toMatchObject({ failure })
  })
})

describe('JSON Feed', () => {
  const json = (items: unknown[], more = {}) =>
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Site',
      home_page_url: 'https://site.example/',
      items,
      ...more,
    })

  test('all that an item says is read', () => {
    const item = {
      id: '1',
      url: '/1',
      external_url: 'https://other.example/',
      title: 'A &amp; b',
      content_html: '<p>One</p><p>Two</p>',
      content_text: 'x',
      date_published: '2026-02-02T10:00:00+02:00',
      date_modified: '2026-02-03T10:00:00Z',
      authors: [{ name: 'Ann', url: 'https://ann.example/' }],
      tags: ['a', 1, 'b'],
      image: 'i.png',
      attachments: [{ url: 'https://site.example/a.mp3', mime_type: 'audio/mpeg' }],
      language: 'en-US',
    }
    expect(first(json([item]))).toEqual({
      id: '1',
      link: 'https://site.example/1',
      title: 'A &amp; b',
      text: 'One\n\nTwo',
      textCut: false,
      authors: [{ name: 'Ann', url: 'https://ann.example/' }],
      published: { at: Date.UTC(2026, 1, 2, 8), precision: 'second', zoned: true },
      edited: { at: Date.UTC(2026, 1, 3, 10), precision: 'second', zoned: true },
      tags: ['a', 'b'],
      links: ['https://other.example/'],
      media: [
        { url: 'https://site.example/a.mp3', type: 'audio/mpeg' },
        { url: 'https://site.example/i.png', type: 'image' },
      ],
      lang: 'en',
    })
  })

  test('numbers as ids keep their digits', () => {
    const document =
      '{"version":"x","items":[{"id":1234567890123456789,"title":"ids: 1234567890123456789, \\"1234567890123456789\\""},{"id":42},{"id":-9007199254740993},{"id":1.5}]}'
    expect(feedOf(document).items.map((item) => item.id)).toEqual([
      '1234567890123456789',
      '42',
      '-9007199254740993',
      '1.5',
    ])
    expect(first(document).title).toBe('ids: 1234567890123456789, "1234567890123456789"')
  })

  test('fields of other types are passed over', () => {
    const feed = feedOf(
      json([
        null,
        1,
        'x',
        [],
        {},
        {
          id: {},
          title: [],
          url: 5,
          authors: 'Ann',
          tags: {},
          attachments: [1],
          date_published: 5,
        },
      ]),
    )
    expect(feed.items).toHaveLength(6)
    expect(feed.items[5]).toEqual({
      text: '',
      textCut: false,
      authors: [{ name: 'Ann' }],
      tags: [],
      links: [],
      media: [],
    })
  })

  test('names of the prototype change nothing', () => {
    readFeed(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"items":[{"__proto__":{"polluted":1},"id":"1"}]}',
    )
    readFeed(
      rss(
        '<item><__proto__>x</__proto__><constructor>x</constructor><title __proto__="x" hasOwnProperty="y">A</title><toString/></item>',
      ),
    )
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })
})
