import { describe, expect, test } from 'vitest'
import { isFailure } from '../../src/sources/feed/parsed.ts'
import { readFeed } from '../../src/sources/feed/read.ts'

const item = (number: number) =>
  `<item><title>Acme ${number} – café</title><link>https://site.example/${number}</link><guid>g${number}</guid>
  <description><![CDATA[<p>Text & more ${number}</p>]]></description><pubDate>Mon, 0${number} Feb 2026 10:00:00 GMT</pubDate></item>`
const entry = (number: number) =>
  `<entry><id>g${number}</id><title type="html">Acme &lt;b&gt;${number}&lt;/b&gt;</title><link href="https://site.example/${number}"/>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Text &amp; more</p></div></content><updated>2026-02-0${number}T10:00:00Z</updated></entry>`

const documents = {
  rss: `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Site</title>${item(3)}${item(2)}${item(1)}</channel></rss>\n`,
  atom: `<feed xmlns="http://www.w3.org/2005/Atom"><title>Site</title>${entry(3)}${entry(2)}${entry(1)}</feed>\n<!-- end -->`,
  rdf: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel><title>Site</title></channel>${item(3)}${item(2)}${item(1)}</rdf:RDF>`,
}

describe.each(Object.entries(documents))('%s cut at every byte', (_, document) => {
  const bytes = Buffer.from(document)
  const whole = readFeed(bytes)
  const items = isFailure(whole) ? [] : whole.items
  const ends = [...document.matchAll(/<\/(?:item|entry)>/g)].map((found) =>
    Buffer.byteLength(document.slice(0, found.index + found[0].length)),
  )
  const root =
    Buffer.byteLength(document.slice(0, document.search(/<\/(?:rss|feed|rdf:RDF)>/) + 1)) +
    document.slice(document.search(/<\/(?:rss|feed|rdf:RDF)>/)).indexOf('>')

  test('the items before the cut are whole, nothing of the one behind it, and the cut is known', () => {
    expect(items).toHaveLength(3)
    for (let cut = 0; cut <= bytes.length; cut++) {
      const feed = readFeed(bytes.subarray(0, cut))
      const expected = items.slice(0, ends.filter((end) => end <= cut).length)
      if (isFailure(feed)) expect(expected).toEqual([])
      else {
        expect(feed.items).toEqual(expected)
        expect(feed.complete).toBe(cut >= root)
      }
    }
  })
})

test('a JSON Feed that is cut fails as a whole', () => {
  const bytes = Buffer.from(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1',
      items: [{ id: '1', title: 'café' }, { id: '2' }],
    }),
  )
  for (let cut = 0; cut < bytes.length; cut++)
    expect(isFailure(readFeed(bytes.subarray(0, cut)))).toBe(true)
  expect(isFailure(readFeed(bytes))).toBe(false)
})
