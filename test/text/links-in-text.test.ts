import { describe, expect, it } from 'vitest'
import { findLinks } from '../../src/text/links-in-text.ts'

const written = (text: string) => findLinks(text).map(({ start, end }) => text.slice(start, end))

describe('links in a text', () => {
  it.each([
    ['see https://acme.com/a?b=c#d, ok', ['https://acme.com/a?b=c#d']],
    [
      '(https://en.wikipedia.org/wiki/A_(b)) and [x](http://a.de/)',
      ['https://en.wikipedia.org/wiki/A_(b)', 'http://a.de/'],
    ],
    ['www.acme.com/x. and acme.co.uk!', ['www.acme.com/x', 'acme.co.uk']],
    ['acme.com:8080/x?y', ['acme.com:8080/x?y']],
    ['node.js, file.unknown, U.S.A, co.uk, 1.2.3.4', []],
    ['joe@acme.com and @acme.bsky.social', []],
    ['joe.blogs.com@acme.com', []],
    ['wait...what a..com .com', []],
    ['https://t.coを見て https://a.de/b、次', ['https://t.co', 'https://a.de/b']],
    ['bücher.de пример.рф', ['bücher.de', 'пример.рф']],
    ['http:// https://', []],
    ['HTTPS://ACME.COM/X ACME.COM', ['HTTPS://ACME.COM/X', 'ACME.COM']],
  ])('of %s', (text, expected) => {
    expect(written(text)).toEqual(expected)
  })

  it('have a scheme', () => {
    expect(findLinks('acme.com/x http://b.de').map(({ url }) => url)).toEqual([
      'https://acme.com/x',
      'http://b.de',
    ])
  })
})
