import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { registrableDomain } from '../../src/text/domain.ts'
import { htmlToLine, htmlToText } from '../../src/text/html.ts'
import { canonicalUrl, hostOf, isHttpUrl, resolveUrl, urlIdentity } from '../../src/text/url.ts'

const NAMES = ['p', 'div', 'ul', 'ol', 'li', 'blockquote', 'pre', 'table', 'tr', 'td', 'a', 'img', 'br', 'script', 'style', 'svg', 'q', 'b', 'x:p', 'head', 'textarea'] // biome-ignore format: one list
const piece = fc.oneof(
  fc.constantFrom(...NAMES.flatMap((name) => [`<${name}>`, `</${name}>`, `<${name}/>`, `<${name} `, `<${name} hidden>`])),
  fc.constantFrom('<!--', '-->', '<![CDATA[', ']]>', '&lt;', '&amp;', '&#x1F600;', '&', '<', '>', '"', "'", '=', ' href="', ' src=x>', ' style="display:none">', '\n', '\t', '\u00a0', '\ud83d', '\u0007', 'acme', '😀'),
  fc.string({ unit: 'binary', maxLength: 6 }),
) // biome-ignore format: one list
const html = fc.array(piece, { maxLength: 80 }).map((pieces) => pieces.join(''))

describe('HTML as text, whatever comes', () => {
  test('is clean, tidy and within its limit', () => {
    fc.assert(
      fc.property(html, fc.integer({ min: 10, max: 500 }), (source, limit) => {
        const { text, links, media } = htmlToText(source, 'https://x.test/', limit)
        expect(text.length).toBeLessThanOrEqual(limit)
        expect(text.isWellFormed()).toBe(true)
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
        expect(text).not.toMatch(/\n\n\n/)
        expect(text).toBe(text.trimEnd())
        for (const url of [...links, ...media.map((each) => each.url)])
          expect(isHttpUrl(url)).toBe(true)
        expect(htmlToLine(source)).not.toMatch(/[\n\t\u0000-\u001f]| {2}/)
      }),
      { numRuns: 3000 },
    )
  })

  test('words outside tags all arrive, in order', () => {
    const inline = fc.constantFrom(
      '<b>',
      '</b>',
      '<p>',
      '</p>',
      '<br>',
      '<li>',
      '<div>',
      '</div>',
      '<blockquote>',
      '<td>',
      ' ',
      '\n',
      '<ul>',
      '</ul>',
      '<i class="x">',
      '</i>',
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(inline, fc.nat(999)), { maxLength: 40 }), (parts) => {
        const { text } = htmlToText(
          `<p>${parts.map(([tag, number]) => `${tag} w${number} `).join('')}`,
        )
        expect(text.match(/w\d+/g) ?? []).toEqual(parts.map(([, number]) => `w${number}`))
      }),
      { numRuns: 1000 },
    )
  })

  test('escaped text comes back as it was', () => {
    const escaped = (text: string) =>
      text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
    const words = fc.string({ maxLength: 40 }).map((text) => text.replace(/\s+/g, ' ').trim())
    fc.assert(
      fc.property(words, (text) => {
        expect(htmlToText(`<p>${escaped(text)}</p>`).text).toBe(text)
      }),
      { numRuns: 1000 },
    )
  })
})

function hrefOf(href: string, base: string | undefined): string {
  return base !== undefined && URL.canParse(href, base)
    ? new URL(href, base).href
    : new URL(href).href
}

describe('URLs, whatever comes', () => {
  const any = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.webPath(),
    fc.constantFrom(
      'http:',
      'https://',
      'http://[',
      'javascript:alert(1)',
      '//x',
      'http://a@b:c',
      'http://1.2.3.4.5',
      'http://xn--',
      'https://a.b:99999',
    ),
  )

  test('what is resolved is http(s), and stays what it is', () => {
    fc.assert(
      fc.property(any, fc.option(any, { nil: undefined }), (href, base) => {
        const url = resolveUrl(href, base)
        if (url === undefined) return
        expect(isHttpUrl(url)).toBe(true)
        expect(url).not.toMatch(/[\s<>"\u0000-\u0020]/)
        expect(resolveUrl(url)).toBe(url)
        expect(new URL(url).href).toBe(hrefOf(href, base))
      }),
      { numRuns: 3000 },
    )
  })

  test('the canonical form is its own canonical form and hides no user', () => {
    fc.assert(
      fc.property(any, (text) => {
        const url = canonicalUrl(text)
        expect(url === undefined).toBe(urlIdentity(text) === undefined)
        if (url === undefined) return
        expect(canonicalUrl(url)).toBe(url)
        expect(url).not.toMatch(/^https?:\/\/[^/]*@/)
        expect(urlIdentity(url)).toBe(urlIdentity(text))
        expect(hostOf(url)).toBeDefined()
      }),
      { numRuns: 3000 },
    )
  })

  test('tracking parameters do not matter, others do', () => {
    fc.assert(
      fc.property(
        fc.webUrl(),
        fc.constantFrom(
          'utm_source=a',
          'fbclid=b',
          'gclid=1',
          'mc_cid=x',
          'at_medium=rss',
          'ref=rss',
        ),
        (url, parameter) => {
          expect(canonicalUrl(`${url}?${parameter}`)).toBe(canonicalUrl(url))
          expect(canonicalUrl(`${url}?page=2&${parameter}`)).toBe(canonicalUrl(`${url}?page=2`))
          expect(canonicalUrl(`${url}?page=2`)).not.toBe(canonicalUrl(url))
        },
      ),
    )
  })

  test('a registrable domain is the end of its host and its own domain', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string()), (host) => {
        const domain = registrableDomain(host)
        if (domain === undefined) return
        expect(registrableDomain(domain)).toBe(domain)
        expect(registrableDomain(`a.${domain}`)).toBe(domain)
      }),
    )
  })
})
