import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { REPORTS } from '../../src/reports/index.ts'
import { findChromium, type Look, startChromium } from '../helpers/chromium.ts'
import { listen, temporaryFolder } from '../helpers/cli.ts'
import { aDemo } from '../helpers/demo.ts'

const program = findChromium()
const NAMES = REPORTS.map(({ name }) => name)
const LOOKS: readonly (readonly [string, Look])[] = [
  ['a telephone', { width: 360 }],
  ['a telephone at night', { width: 360, isDark: true }],
  ['a screen', { width: 1280 }],
  ['a screen at night', { width: 1280, isDark: true }],
  ['paper', { width: 794, isPrint: true }],
  ['paper from a dark screen', { width: 794, isPrint: true, isDark: true }],
]
/** Pictures for people, where a folder for them is named. */
const pictures = process.env.LISTEN_PICTURES

interface Seen {
  readonly overflow: number
  readonly scrolling: readonly string[]
  readonly weak: readonly string[]
  readonly broken: readonly string[]
  readonly small: readonly string[]
  readonly active: number
  readonly texts: number
}

/** Runs in the page: what a reader would stumble over. */
const INSPECT = `(() => {
  const parse = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return { r, g, b, a } }
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((m, n) => n - m); return (x + 0.05) / (y + 0.05) }
  const shown = (node) => node.checkVisibility() && node.getClientRects().length > 0
  const under = (node) => {
    for (let each = node; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor)
      if (colour.a > 0) return colour
    }
    return { r: 255, g: 255, b: 255 }
  }
  const behind = (node) => {
    const box = node.getBoundingClientRect()
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
    const cell = [...node.closest('svg').querySelectorAll('rect')].reverse().find((each) => {
      const own = each.getBoundingClientRect()
      return own.left <= x && own.right >= x && own.top <= y && own.bottom >= y
    })
    return cell ? parse(getComputedStyle(cell).fill) : under(node)
  }
  // On paper 9.5 px are 7 points.
  const least = matchMedia('print').matches ? 9.5 : 11
  const weak = [], broken = [], small = []
  let texts = 0
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const holder = node.parentElement
    if (!node.data.trim() || holder.closest('title') || !shown(holder)) continue
    texts += 1
    const isDrawn = holder.closest('svg') !== null
    const style = getComputedStyle(holder)
    const contrast = ratio(parse(isDrawn ? style.fill : style.color), isDrawn ? behind(holder) : under(holder))
    if (contrast < 4.5) weak.push(contrast.toFixed(2) + ' ' + node.data.slice(0, 40))
    const scale = isDrawn ? holder.getScreenCTM().a : 1
    if (parseFloat(style.fontSize) * scale < least) small.push((parseFloat(style.fontSize) * scale).toFixed(1) + ' ' + node.data.slice(0, 40))
    if (isDrawn) continue
    for (const match of node.data.matchAll(/[\\p{L}\\p{N}]{2,14}/gu)) {
      const range = document.createRange()
      range.setStart(node, match.index)
      range.setEnd(node, match.index + match[0].length)
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)))
      if (lines.size > 1) broken.push(match[0] + ' in ' + node.data.slice(0, 60))
    }
  }
  const scrolling = [...document.querySelectorAll('body *')]
    .filter((each) => !each.closest('thead') && !each.closest('svg') && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 0 && getComputedStyle(each).display !== 'inline')
    .map((each) => each.tagName + ' ' + each.textContent.slice(0, 40))
  return {
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    scrolling: scrolling.slice(0, 20), weak: weak.slice(0, 20), broken: broken.slice(0, 20), small: small.slice(0, 20), texts,
    active: document.querySelectorAll('script, iframe, object, embed, link, img, form, base, [style], [onload], [onerror]').length,
  }
})()`

describe.skipIf(program === undefined)('pages in a browser', () => {
  const folder = temporaryFolder()
  let browser: Awaited<ReturnType<typeof startChromium>>
  let page = ''
  let digest = ''
  beforeAll(async () => {
    browser = await startChromium(program ?? '', join(folder, 'profile'))
    const demo = await aDemo()
    page = join(folder, 'reports.html')
    digest = join(folder, 'digest.html')
    await demo.run('report', ...NAMES, '--format', 'html', '-o', page)
    await demo.run('digest', '--since', '7d', '--to', digest)
  }, 60_000)
  afterAll(() => browser?.close())

  const see = async (file: string, look: Look, name: string) => {
    const url = pathToFileURL(file).href
    const opened = await browser.open(url, look)
    try {
      const seen = await opened.evaluate<Seen>(INSPECT)
      if (pictures !== undefined) {
        mkdirSync(pictures, { recursive: true })
        writeFileSync(join(pictures, `${name}.png`), await opened.picture())
      }
      return { seen, requests: opened.requests, complaints: opened.complaints }
    } finally {
      await opened.close()
    }
  }

  it.each(LOOKS)('every report and the digest read well on %s', async (name, look) => {
    for (const file of [page, digest]) {
      const kind = file === page ? 'reports' : 'digest'
      const { seen, requests, complaints } = await see(file, look, `${kind}-${name}`)
      expect(seen.texts).toBeGreaterThan(50)
      expect({ ...seen, texts: 0, requests, complaints }, kind).toEqual({
        overflow: 0,
        scrolling: [],
        weak: [],
        broken: [],
        small: [],
        texts: 0,
        active: 0,
        requests: [],
        complaints: [],
      })
    }
  })

  it('foreign texts run nothing, ask for nothing and push nothing out of the page', async () => {
    const texts = hostileTexts()
    const home = join(folder, 'hostile')
    mkdirSync(home)
    writeFileSync(join(home, 'queries.yaml'), HOSTILE_YAML)
    writeFileSync(
      join(home, 'posts.jsonl'),
      texts
        .map((text, index) =>
          JSON.stringify({
            platform: 'forum',
            id: `h${index}`,
            title: text,
            text: `acme is broken, please help. ${text}`,
            url: `https://forum.example/${index}?${text}`,
            author: { id: `a${index}`, name: text, handle: text },
            published: '2026-11-16T10:00:00Z',
          }),
        )
        .join('\n'),
    )
    const run = (...args: readonly string[]) =>
      listen([...args, '--as-of', '2026-11-17T08:00:00Z'], { cwd: home })
    expect((await run('import', 'posts.jsonl')).status).toBe(0)
    // Every text stands in a report: the table of all posts that wait is not cut at ten.
    await run('report', ...NAMES, '--format', 'html', '-o', 'all.html')
    await run('digest', '--since', '7d', '--to', './day.html')
    const { htmlPage, htmlText } = await import('../../src/format/html.ts')
    const { renderHtml } = await import('../../src/reports/render-html.ts')
    writeFileSync(
      join(home, 'texts.html'),
      htmlPage({
        title: texts[0] ?? '',
        body: texts.map((text) => `<p>${htmlText(text)}</p>`).join(''),
      }),
    )
    writeFileSync(join(home, 'report.html'), renderHtml([documentOf(texts)]))
    for (const name of ['all.html', 'day.html', 'texts.html', 'report.html'])
      for (const width of [360, 1280]) {
        const { seen, requests, complaints } = await see(
          join(home, name),
          { width },
          `hostile-${name}-${width}`,
        )
        expect(
          { requests, complaints, active: seen.active, overflow: seen.overflow },
          name,
        ).toEqual({
          requests: [],
          complaints: [],
          active: 0,
          overflow: 0,
        })
      }
  })
})

const HOSTILE_YAML = `version: 1
brand: { name: Acme }
queries: { acme: { role: brand, match: acme } }
sources: {}
store: { path: ./listen.db }
`

/** A report in whose every place a foreign text stands. */
function documentOf(texts: readonly string[]) {
  const [first = ''] = texts
  const scope = { from: '', to: '', period: first, zone: first, asOf: '' }
  const few = texts.slice(0, 200)
  const numbers = few.map((_, index) => index)
  return {
    report: 'x',
    title: first,
    scope,
    blocks: [
      {
        kind: 'table' as const,
        name: 't',
        title: first,
        columns: [1, 2, 3, 4].map((each) => ({ name: `c${each}`, title: first })),
        rows: texts.map((text) => [text, text, 3, text]),
        more: first,
      },
      {
        kind: 'chart' as const,
        form: 'bars' as const,
        name: 'b',
        data: {
          title: first,
          unit: first,
          bars: few.map((label) => ({ label, value: 1, text: label })),
        },
      },
      {
        kind: 'chart' as const,
        form: 'line' as const,
        name: 'l',
        data: {
          title: first,
          unit: '',
          labels: few,
          series: few.slice(0, 9).map((name) => ({ name, values: numbers })),
          notes: few.map((text, at) => ({ at, text })),
        },
      },
      {
        kind: 'chart' as const,
        form: 'stack' as const,
        name: 's',
        data: {
          title: first,
          unit: '',
          parts: few.slice(0, 9).map((name) => ({ name })),
          rows: few.map((label) => ({ label, values: [1, 2, 3, 4, 5, 6, 7, 8, 9] })),
        },
      },
      {
        kind: 'chart' as const,
        form: 'heat' as const,
        name: 'h',
        data: {
          title: first,
          unit: '',
          rows: few,
          columns: few.slice(0, 24),
          values: few.map(() => numbers.slice(0, 24)),
        },
      },
    ],
  }
}

/** Active content of our own, and the larger sets where they are at hand. */
function hostileTexts(): readonly string[] {
  const own = [
    '</title></style><script>alert(1)</script>',
    '<img src="http://127.0.0.1:9/x" onerror=alert(1)>',
    '"><svg onload=alert(1)><style>*{background:url(http://127.0.0.1:9/y)}</style>',
    "'-alert(1)-'",
    'javascript:alert(1)',
    '<iframe src="http://127.0.0.1:9"></iframe><base href="http://127.0.0.1:9/">',
    '<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/z">',
    `${'x'.repeat(3000)}`,
    '\u202eright to left\u2066',
    `a${'\u0301'.repeat(300)}`,
  ]
  const shared = join(process.env.LISTEN_SHARED ?? '../shared', 'hostile')
  const rows = ['html/patt-xss.jsonl', 'unicode/display.jsonl'].flatMap((name) => {
    const file = join(shared, name)
    if (!existsSync(file)) return []
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => (JSON.parse(line) as { readonly input: string }).input)
  })
  return [...own, ...rows]
}
