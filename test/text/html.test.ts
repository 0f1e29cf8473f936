import { describe, expect, test } from 'vitest'
import { hasMarkup, htmlToLine, htmlToText } from '../../src/text/html.ts'

const textOf = (html: string) => htmlToText(html).text

describe('HTML as text', () => {
  test.each([
    ['paragraphs are apart', '<p>One</p><p>Two</p>', 'One\n\nTwo'],
    ['line breaks stay', 'One<br>Two<br/>Three', 'One\nTwo\nThree'],
    ['many line breaks become one empty line', 'One<br><br><br><br>Two', 'One\n\nTwo'],
    ['white space is collapsed', '<p>  One\n\t two&nbsp;  three ', 'One two three'],
    ['inline elements leave no gaps', 'a<b>b</b>c <i> d </i> e', 'abc d e'],
    ['lists have marks', '<ul><li>a</li><li>b</li></ul>', '- a\n- b'],
    ['ordered lists count', '<ol start="3"><li>a<li>b</ol>', '3. a\n4. b'],
    [
      'nested lists are indented',
      '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
      '- a\n  - b\n- c',
    ],
    ['items without end tags', '<ul><li>a<li>b</ul>after', '- a\n- b\n\nafter'],
    [
      'a second paragraph of an item is indented',
      '<ul><li><p>a</p><p>b</p></li></ul>',
      '- a\n\n  b',
    ],
    [
      'quotes are marked on every line',
      '<blockquote>a<br>b<p>c</p></blockquote>d',
      '> a\n> b\n>\n> c\n\nd',
    ],
    ['quotes in quotes', '<blockquote>a<blockquote>b</blockquote></blockquote>', '> a\n>\n> > b'],
    ['preformatted text keeps its lines', '<pre>a\n  b\r\n\nc</pre>', 'a\n  b\n\nc'],
    [
      'table cells are apart',
      '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>',
      'a | b\nc',
    ],
    ['headings stand alone', 'a<h2>b</h2>c', 'a\n\nb\n\nc'],
    ['q is quoted', 'He said <q>no</q>.', 'He said “no”.'],
    [
      'scripts, styles and heads are left out',
      '<head><title>t</title></head>a<script>b</script><style>c</style>d',
      'ad',
    ],
    ['a script may hold tags and an end in a string', '<script>"<p>x</p>"</script>a', 'a'],
    ['a script without an end takes the rest', 'a<script>b<p>c', 'a'],
    [
      'hidden parts are left out',
      'a<div style="display: none">b<div>c</div></div><span hidden>d</span>e',
      'ae',
    ],
    ['comments are left out', 'a<!-- <p>b</p> -->c<!---->d', 'acd'],
    ['CDATA in HTML is text', '<p><![CDATA[a < b]]></p>', 'a < b'],
    [
      'references are decoded once',
      '<p>a &amp;lt; b &lt;i&gt; &eacute; &#8364; &#x1F600;</p>',
      'a &lt; b <i> é € 😀',
    ],
    ['a bare less-than is text', '<p>1 < 2 <3 a<=b</p>', '1 < 2 <3 a<=b'],
    ['an ampersand without a name is text', '<p>AT&T & Q&A</p>', 'AT&T & Q&A'],
    ['prefixed XHTML', '<xh:div xmlns:xh="x"><xh:p>a</xh:p><xh:p>b</xh:p></xh:div>', 'a\n\nb'],
    ['an attribute may hold >', '<p title="a > b">c</p>', 'c'],
    ['a tag without an end is closed by the next', '<p <b>a</b>', 'a'],
    ['a quote that never ends is no quote', '<p title="a>b</p>c', 'b\n\nc'],
    ['control characters are gone', '<p>a\u0000b\u001b[31mc\u009bd\u007f</p>', 'ab[31mcd'],
    ['text without tags', 'a\n\n\n b  c\r\nd', 'a\n\nb c\nd'],
    ['nothing', '', ''],
    ['nothing but tags', '<p></p><br><div> </div>', ''],
  ])('%s', (_, html, expected) => {
    expect(textOf(html)).toBe(expected)
  })

  test('links are collected once, absolute, http(s) only', () => {
    const html = `<a href="/a?x=1&amp;y=2">a</a> <a href='https://b.example/'>b</a> <a href=/a?x=1&y=2>again</a>
      <a href="javascript:alert(1)">x</a> <a href="mailto:a@b.example">m</a> <a href="#top">t</a>`
    expect(htmlToText(html, 'https://site.example/page').links).toEqual([
      'https://site.example/a?x=1&y=2',
      'https://b.example/',
      'https://site.example/page#top',
    ])
    expect(htmlToText(html).links).toEqual(['https://b.example/'])
  })

  test('pictures are collected with their text, tracking pixels are not', () => {
    const html =
      '<img src="/a.png" alt=" A &amp; B "><img src="https://t.example/p.gif" width="1" height=1><video src="/v.mp4" type="video/mp4"></video>'
    expect(htmlToText(html, 'https://site.example/').media).toEqual([
      { url: 'https://site.example/a.png', alt: 'A & B', type: 'image' },
      { url: 'https://site.example/v.mp4', type: 'video/mp4' },
    ])
  })

  test('text beyond the limit is cut at a whole sign and marked', () => {
    const { text, cut } = htmlToText(`<p>${'😀'.repeat(100)}</p>`, undefined, 50)
    expect(cut).toBe(true)
    expect(text.length).toBeLessThanOrEqual(50)
    expect(text.isWellFormed()).toBe(true)
    expect(text.endsWith('😀…')).toBe(true)
  })

  test('what was only sent in halves of a pair becomes U+FFFD', () => {
    expect(textOf('<p>a\ud800b</p>')).toBe('a\ufffdb')
    expect(textOf('<b>a\ud83d</b>\ude00')).toBe('a😀')
  })
})

describe('a title that may be HTML', () => {
  test.each([
    ['plain', 'A  title\n here', 'A title here'],
    ['tags', '<b>Acme</b> is <i class="x">fine</i>', 'Acme is fine'],
    ['references', 'Tom &amp; Jerry&#8217;s', 'Tom & Jerry’s'],
    ['no tags of HTML', 'List<String> and a <3', 'List<String> and a <3'],
    [
      'references to tags stay, since nobody knows what was meant',
      'acme &amp; &lt;script&gt;',
      'acme &amp; &lt;script&gt;',
    ],
    ['active content', '<img src=x onerror=alert(1)> acme', 'acme'],
  ])('%s', (_, title, expected) => {
    expect(htmlToLine(title)).toBe(expected)
  })

  test('markup is told from signs that look like it', () => {
    expect(hasMarkup('a < b and c > d')).toBe(false)
    expect(hasMarkup('a<br/>b')).toBe(true)
    expect(hasMarkup('Map<K, V>')).toBe(false)
  })
})
