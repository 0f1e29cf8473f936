import fc from 'fast-check'
import { parseDocument } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { excerpt, highlight, piecesOf } from '../../src/format/highlight.ts'
import { escapeHtml, htmlLink, htmlPage, htmlTable, PALETTES } from '../../src/format/html.ts'
import { escapeMarkdown, markdownLink, quoteMarkdown } from '../../src/format/markdown.ts'
import {
  formatBytes,
  formatCount,
  formatInterval,
  formatNumber,
  formatPercent,
  formatShort,
  formatSigned,
} from '../../src/format/number.ts'
import { createStyle } from '../../src/format/style.ts'

describe('HTML', () => {
  it('turns any text into text', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('<', '>', '"', "'", '&', '`', 'a', '/', '=', '\0', '\ud800'),
        }),
        (text) => {
          const tree = parseDocument(`<p title="${escapeHtml(text)}">${escapeHtml(text)}</p>`)
          expect(tree.children.length).toBe(1)
          const inner = tree.children[0]
          expect(
            inner?.type === 'tag' && inner.children.every((child) => child.type === 'text'),
          ).toBe(true)
        },
      ),
    )
  })

  it('links only to the web', () => {
    expect(htmlLink('x', 'javascript:alert(1)')).toBe('x')
    expect(htmlLink('x', 'not a url')).toBe('x')
    expect(htmlLink('<b>', 'https://a.test/"><script>')).toBe(
      '<a href="https://a.test/%22%3E%3Cscript%3E" rel="noopener noreferrer nofollow"><bdi>&#60;b&#62;</bdi></a>',
    )
  })

  it('makes a page that may load and run nothing', () => {
    const page = htmlPage({
      title: '</title><script>',
      body: htmlTable(['n'], [[{ html: '1', align: 'right' }]], 'c'),
    })
    expect(page).toMatch(
      /default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; base-uri 'none'; form-action 'none'/,
    )
    expect(page).not.toContain('<script')
    expect(page).not.toMatch(/(?:src|href)=|url\(|@import| style="/)
  })
})

describe('Markdown', () => {
  it.each([
    ['**bold** _i_ `code`', '\\*\\*bold\\*\\* \\_i\\_ \\`code\\`'],
    ['[a](javascript:x)', '\\[a\\](javascript:x)'],
    ['<script>', '\\<script\\>'],
    ['a | b', 'a \\| b'],
    ['# title', '\\# title'],
    ['1. item', '1\\. item'],
    ['- item', '\\- item'],
    [
      'hi @everyone https://x.test www.x.test',
      'hi &#64;everyone https&#58;//x.test www&#46;x.test',
    ],
    ['two\nlines', 'two lines'],
    ["it's 3.5 - fine (really)!", "it's 3.5 - fine (really)!"],
  ])('keeps %j as words', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped)
  })

  it('quotes lines and links only to the web', () => {
    expect(quoteMarkdown('a\n\n# b')).toBe('> a\n>\n> \\# b')
    expect(markdownLink('a]', 'https://x.test/a)b>')).toBe('[a\\]](<https://x.test/a)b%3E>)')
    expect(markdownLink('a', 'data:text/html,x')).toBe('a')
  })
})

describe('highlighting', () => {
  const hits = [
    { field: 'text', start: 4, end: 8 },
    { field: 'text', start: 6, end: 10 },
    { field: 'title', start: 0, end: 3 },
    { field: 'text', start: 50, end: 90 },
  ]
  it('marks each stretch once and keeps the whole text', () => {
    expect(piecesOf('the acme phone', hits, 'text')).toEqual([
      { text: 'the ', hit: false },
      { text: 'acme p', hit: true },
      { text: 'hone', hit: false },
    ])
    expect(
      highlight(
        'the acme phone',
        hits,
        'text',
        (text) => text.toUpperCase(),
        (text) => `[${text}]`,
      ),
    ).toBe('THE [ACME P]HONE')
  })

  it('cuts a clause around the first hit, with hits that still point at it', () => {
    const text = `${'word '.repeat(40)}then Acme failed ${'again '.repeat(40)}`
    const start = text.indexOf('Acme')
    const cut = excerpt(text, [{ field: 'text', start, end: start + 4 }], 'text', 60)
    expect(cut.text.length).toBeLessThan(64)
    expect(cut.text.startsWith('…') && cut.text.endsWith('…')).toBe(true)
    expect(cut.hits.map((hit) => cut.text.slice(hit.start, hit.end))).toEqual(['Acme'])
  })
})

describe('style', () => {
  it('writes nothing of its own without colour', () => {
    const plain = createStyle({ colour: false })
    expect([plain.bold('a'), plain.mark('a'), plain.link('a', 'https://x.test/')]).toEqual([
      'a',
      'a',
      'a',
    ])
  })

  it('links only to the web, with the address made harmless', () => {
    const style = createStyle({ colour: true })
    expect(style.link('a', 'https://x.test/\x1b\\b')).toBe(
      '\x1b]8;;https://x.test/%1B/b\x1b\\a\x1b]8;;\x1b\\',
    )
    expect(style.link('a', 'javascript:alert(1)')).toBe('a')
  })
})

describe('numbers', () => {
  it('are written for people', () => {
    expect([
      formatPercent(0.423),
      formatPercent(0.0042),
      formatPercent(0),
      formatPercent(Number.NaN),
    ]).toEqual(['42 %', '0.4 %', '0 %', '–'])
    expect([formatSigned(12), formatSigned(-3.4, 1), formatSigned(-0.01)]).toEqual([
      '+12',
      '−3.4',
      '0',
    ])
    expect([
      formatNumber(1234567),
      formatNumber(-1234.5, 1),
      formatShort(1234),
      formatShort(5.6e6),
      formatShort(0),
    ]).toEqual(['1,234,567', '−1,234.5', '1.2k', '5.6M', '0'])
    expect([
      formatInterval(0.42, 0.381, 0.466),
      formatCount(1, 'post'),
      formatCount(2, 'reply', 'replies'),
      formatBytes(1536),
      formatBytes(10),
    ]).toEqual(['42 % (38–47)', '1 post', '2 replies', '1.5 KB', '10 bytes'])
  })
})

describe('colours', () => {
  /** Relative luminance and contrast as WCAG 2.2 defines them. */
  const light = (colour: string) => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a: string, b: string) => {
    const [high = 0, low = 0] = [light(a), light(b)].sort((x, y) => y - x)
    return (high + 0.05) / (low + 0.05)
  }

  it.each(Object.entries(PALETTES))('of the %s palette are AA', (_name, palette) => {
    const { ink, soft, paper, panel, accent, good, bad, neutral, mark, series, heat } = palette
    // Black on white is 21 by definition.
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    for (const colour of [ink, soft, accent, good, bad]) {
      expect(contrast(colour, paper), colour).toBeGreaterThanOrEqual(4.5)
    }
    for (const colour of [ink, soft]) expect(contrast(colour, panel)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(ink, mark)).toBeGreaterThanOrEqual(4.5)
    for (const shade of heat) expect(contrast(ink, shade), shade).toBeGreaterThanOrEqual(4.5)
    for (const colour of [...series, good, bad, neutral])
      expect(contrast(colour, paper), colour).toBeGreaterThanOrEqual(3)
  })
})
