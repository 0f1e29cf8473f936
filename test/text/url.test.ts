import { describe, expect, test } from 'vitest'
import { canonicalUrl, hostOf, isHttpUrl, resolveUrl, urlIdentity } from '../../src/text/url.ts'

describe('the canonical form', () => {
  test.each([
    ['HTTP://Example.COM:80/A?b=1#c', 'http://example.com/A?b=1'],
    ['https://example.com:443', 'https://example.com/'],
    ['https://example.com:8443/', 'https://example.com:8443/'],
    ['https://user:secret@example.com/a', 'https://example.com/a'],
    ['https://example.com/a?utm_source=x&id=7&UTM_Medium=y&fbclid=z', 'https://example.com/a?id=7'],
    ['https://example.com/a?utm_source=x', 'https://example.com/a'],
    ['https://medium.com/p/1?source=rss----abc---4', 'https://medium.com/p/1'],
    [
      'https://example.com/a?source=catalogue&ref=7',
      'https://example.com/a?source=catalogue&ref=7',
    ],
    ['https://example.com/a?b=%20c&d=e%2Ff', 'https://example.com/a?b=%20c&d=e%2Ff'],
    ['https://example.com/#!/a', 'https://example.com/#!/a'],
    ['https://bücher.example/ä', 'https://xn--bcher-kva.example/%C3%A4'],
    [
      'https://www.google.com/url?rct=j&sa=t&url=https://news.example/a%3Futm_source%3Dg&ct=ga',
      'https://news.example/a',
    ],
    [
      'https://www.google.com/url?url=javascript:alert(1)',
      'https://www.google.com/url?url=javascript:alert(1)',
    ],
    ['  https://example.com/a ', 'https://example.com/a'],
  ])('%s', (url, expected) => {
    expect(canonicalUrl(url)).toBe(expected)
  })

  test('there is none of what is not http(s)', () => {
    for (const url of [
      '',
      'a',
      '/a',
      'ftp://a.example/',
      'javascript:alert(1)',
      'http://',
      'http://[',
      'mailto:a@b.c',
    ]) {
      expect(canonicalUrl(url)).toBeUndefined()
      expect(isHttpUrl(url)).toBe(false)
    }
  })

  test('identity does not change with scheme, www and the last slash', () => {
    const forms = [
      'http://example.com/a/?b=1',
      'https://www.example.com/a?b=1',
      'HTTPS://WWW.EXAMPLE.COM/a/?b=1&utm_id=2',
    ]
    expect(new Set(forms.map(urlIdentity))).toEqual(new Set(['example.com/a?b=1']))
    expect(urlIdentity('http://example.com')).toBe('example.com')
    expect(urlIdentity('https://example.com/A')).not.toBe(urlIdentity('https://example.com/a'))
    expect(urlIdentity('https://m.example.com/')).toBe('m.example.com')
  })
})

describe('resolving', () => {
  test.each([
    ['/a', 'https://x.example/b/c', 'https://x.example/a'],
    ['d', 'https://x.example/b/c', 'https://x.example/b/d'],
    ['//y.example/z', 'https://x.example/', 'https://y.example/z'],
    ['?q', 'https://x.example/b', 'https://x.example/b?q'],
    [' https://f.test/sp ', undefined, 'https://f.test/sp'],
    ['HTTPS://F.TEST/A', undefined, 'HTTPS://F.TEST/A'],
    ['http://example.com', undefined, 'http://example.com'],
    ['https://ru.example/Привет', undefined, 'https://ru.example/Привет'],
    ['https://x.example/a b', undefined, 'https://x.example/a%20b'],
    ['https:\\\\x.example\\a', undefined, 'https://x.example/a'],
    ['java\nscript:alert(1)', 'https://x.example/', undefined],
    ['JavaScript:alert(1)', 'https://x.example/', undefined],
    ['data:text/html,x', undefined, undefined],
    ['file:///etc/passwd', undefined, undefined],
    ['/a', undefined, undefined],
    ['', 'https://x.example/', undefined],
    ['http://1.2.3.999/', undefined, undefined],
    ['http://a.example:99999/', undefined, undefined],
    [`https://x.example/${'a'.repeat(9000)}`, undefined, undefined],
  ])('%s from %s', (href, base, expected) => {
    expect(resolveUrl(href, base)).toBe(expected)
  })

  test('the host is in lower case and without port', () => {
    expect(hostOf('https://Example.COM:8080/a')).toBe('example.com')
    expect(hostOf('http://[::1]:80/')).toBe('[::1]')
    expect(hostOf('mailto:a@b.example')).toBeUndefined()
    expect(hostOf('no url')).toBeUndefined()
  })
})
