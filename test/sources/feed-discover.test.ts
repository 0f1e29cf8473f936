import { expect, test } from 'vitest'
import { discoverFeeds } from '../../src/sources/feed/discover.ts'
import { readOpml } from '../../src/sources/opml.ts'

const urls = (html: string) =>
  discoverFeeds(html, 'https://site.example/blog/').map(({ url }) => url)

test('the feeds that a page names, its own before those of comments, interfaces last', () => {
  const html = `<html><head><LINK REL="alternate" TYPE="application/json" HREF="/wp-json/wp/v2/posts/1">
    <link rel="alternate" type="application/rss+xml" title="Site &raquo; Comments Feed" href="/comments/feed/">
    <link rel=alternate type=application/rss+xml title="Site" href='feed/'>
    <link rel="alternate" type="application/atom+xml; charset=utf-8" href="atom.xml?a=1&amp;b=2"/>
    <link rel="alternate" type="application/feed+json" href="//cdn.example/feed.json">
    <link rel="alternate" type="application/json+oembed" href="/oembed"><link rel="alternate" hreflang="de" href="/de/">
    <link rel="stylesheet" href="/rss.css"><link rel="alternate" type="application/rss+xml" href="javascript:alert(1)"></head>`
  expect(urls(html)).toEqual([
    'https://site.example/blog/feed/',
    'https://site.example/blog/atom.xml?a=1&b=2',
    'https://cdn.example/feed.json',
    'https://site.example/comments/feed/',
    'https://site.example/wp-json/wp/v2/posts/1',
  ])
  expect(discoverFeeds(html, 'https://site.example/blog/')[0]?.title).toBe('Site')
})

test('the base of the page counts', () => {
  expect(
    urls(
      '<base href="https://other.example/x/"><link rel="alternate" type="application/rss+xml" href="f">',
    ),
  ).toEqual(['https://other.example/x/f'])
})

test('without named ones, links that look like feeds', () => {
  expect(
    urls(
      '<a href="/about">x</a><a href="/rss.xml">RSS</a><a href="https://site.example/blog/feed">f</a><a href="/feedback">y</a>',
    ),
  ).toEqual(['https://site.example/rss.xml', 'https://site.example/blog/feed'])
})

test('what stands in scripts and comments is not named', () => {
  expect(
    urls(
      '<!-- <link rel="alternate" type="application/rss+xml" href="/a"> --><script>"<link rel=alternate type=application/rss+xml href=/b>"</script>',
    ),
  ).toEqual([])
})

test('a list of feeds in OPML', () => {
  const list =
    readOpml(`<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>x</title></head><body>
    <outline text="Folder"><outline type="rss" text="A &amp; b" title="" xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/>
    <OUTLINE TEXT="B" XMLURL="http://b.example/"/></outline>
    <outline text="again" xmlUrl="https://a.example/feed?x=1&amp;y=2"/><outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="javascript:alert(1)"/>
    <outline text="a note"/><outline xmlUrl="https://c.example/"/></body></opml>`)
  expect(list).toEqual({
    feeds: [
      { title: 'A & b', url: 'https://a.example/feed?x=1&y=2' },
      { title: 'B', url: 'http://b.example/' },
      { title: 'https://c.example/', url: 'https://c.example/' },
    ],
    skipped: [
      { entry: 'https://a.example/feed?x=1&y=2', reason: 'listed twice' },
      { entry: 'file:///etc/passwd', reason: 'not an http(s) address' },
      { entry: 'javascript:alert(1)', reason: 'not an http(s) address' },
    ],
    complete: true,
  })
})

test('OPML that is cut says so, and what is none is none', () => {
  expect(
    readOpml('<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="https://b.exam'),
  ).toMatchObject({ feeds: [{ url: 'https://a.example/' }], complete: false })
  expect(readOpml('<rss/>')).toBeUndefined()
  expect(readOpml('')).toBeUndefined()
})
