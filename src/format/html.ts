import { createHash } from 'node:crypto'

/** A text inside an element or a quoted attribute. Controls that HTML forbids go; nothing active survives. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g, '')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"'`]/g, (mark) => `&#${mark.charCodeAt(0)};`)
}

/** A foreign text with its direction isolated, so that it cannot reorder what stands around it. */
export function htmlText(text: string): string {
  return `<bdi>${softText(text)}</bdi>`
}

function softText(text: string): string {
  const pieces = text.split(/([ \t\n\r]+)/).map((piece) => {
    const isLong = piece.length > LONGEST
    return isLong ? breakLong(piece).map(escapeHtml).join('<wbr>') : escapeHtml(piece)
  })
  return pieces.join('')
}

/** Words longer than this may be broken, shorter ones never: else a narrow column breaks them anywhere. */
const LONGEST = 14

/** Behind the marks of addresses and names first, and every so many letters; a mark stays with its letter. */
function breakLong(word: string): readonly string[] {
  return word
    .split(/(?<=[/._?&=:@-])(?=[\p{L}\p{N}])/u)
    .flatMap((part) =>
      part.length > LONGEST ? (part.match(/(?:\P{M}\p{M}*){1,12}|\p{M}+/gu) ?? []) : [part],
    )
}

/** A link where the address is one of the web; the escaped text otherwise. */
export function htmlLink(text: string, url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return escapeHtml(text)
  const address = new URL(url)
  if (!/^https?:$/.test(address.protocol)) return escapeHtml(text)
  return `<a href="${escapeHtml(address.href)}" rel="noopener noreferrer nofollow">${htmlText(text)}</a>`
}

export interface HtmlCell {
  /** Ready HTML. */
  readonly html: string
  readonly align?: 'left' | 'right'
}

/** From so many columns on, a row becomes a card, each cell with its column's name: on telephones, on tablets and paper, always. */
const CARDS = [
  [4, 'cards'],
  [9, 'many'],
  [15, 'most'],
] as const

/** A table; the head is plain text, the cells are ready HTML. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly HtmlCell[])[],
  caption?: string,
): string {
  const classOf = (cell: HtmlCell) => (cell.align === 'right' ? ' class="number"' : '')
  const classes = CARDS.filter(([columns]) => head.length >= columns).map(([, name]) => name)
  const name = (index: number) =>
    classes.length > 0 && index > 0 ? ` data-name="${escapeHtml(head[index] ?? '')}"` : ''
  const body = rows.map(
    (row) =>
      `<tr>${row.map((cell, index) => `<td${classOf(cell)}${name(index)}>${cell.html}</td>`).join('')}</tr>`,
  )
  const title = caption === undefined ? '' : `<caption>${escapeHtml(caption)}</caption>`
  const names = head.map(
    (text, index) =>
      `<th scope="col"${rows[0]?.[index] === undefined ? '' : classOf(rows[0][index])}>${escapeHtml(text)}</th>`,
  )
  return `<table${classes.length > 0 ? ` class="${classes.join(' ')}"` : ''}>${title}<thead><tr>${names.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`
}

export interface HtmlPage {
  readonly title: string
  /** Ready HTML of the body. */
  readonly body: string
  readonly lang?: string
}

/** A whole document that loads nothing and runs nothing: one inline style, known by its hash. */
export function htmlPage(page: HtmlPage): string {
  const hash = createHash('sha256').update(PAGE_STYLE).digest('base64')
  return `<!doctype html>
<html lang="${escapeHtml(page.lang ?? 'en')}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(page.title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<main>
${page.body}
</main>
</body>
</html>
`
}

/** The colours of pages and charts, by name; every pair that carries words or marks is AA (tested). */
export interface Palette {
  readonly ink: string
  readonly soft: string
  readonly paper: string
  readonly panel: string
  readonly line: string
  readonly accent: string
  readonly good: string
  readonly bad: string
  readonly neutral: string
  readonly mark: string
  /** Series of charts, in order. */
  readonly series: readonly [string, string, string, string, string]
  /** Shades of heat maps, from nothing to most; numbers are written on them in ink. */
  readonly heat: readonly [string, string, string, string, string]
}

export const PALETTES: Readonly<Record<'light' | 'dark' | 'print', Palette>> = {
  light: {
    ink: '#1c2430',
    soft: '#566170',
    paper: '#ffffff',
    panel: '#f2f5f8',
    line: '#d4dbe4',
    accent: '#1b5aa0',
    good: '#17734a',
    bad: '#b3261e',
    neutral: '#7c8795',
    mark: '#fff0b3',
    series: ['#1f5fa8', '#b4580c', '#17734a', '#7a3fa0', '#6b7280'],
    heat: ['#f2f5f8', '#d6e4f4', '#b4cfec', '#8fb8e2', '#6ca0d6'],
  },
  dark: {
    ink: '#e8ecf2',
    soft: '#a3aebd',
    paper: '#14181e',
    panel: '#1e252e',
    line: '#3a4552',
    accent: '#7db4f0',
    good: '#4fb585',
    bad: '#f0766c',
    neutral: '#8b96a4',
    mark: '#574700',
    series: ['#7db4f0', '#f0a35e', '#5ec294', '#c79be8', '#9aa6b5'],
    heat: ['#1e252e', '#1f3349', '#234567', '#2a5886', '#336ca3'],
  },
  print: {
    ink: '#000000',
    soft: '#444444',
    paper: '#ffffff',
    panel: '#f4f4f4',
    line: '#b8b8b8',
    accent: '#000000',
    good: '#17734a',
    bad: '#b3261e',
    neutral: '#7c8795',
    mark: '#eeeeee',
    series: ['#1f5fa8', '#b4580c', '#17734a', '#7a3fa0', '#6b7280'],
    heat: ['#f4f4f4', '#dbe6f2', '#b9d0e9', '#94b9df', '#74a4d3'],
  },
}

function variables(palette: Palette): string {
  const { series, heat, ...rest } = palette
  const named = [
    ...Object.entries(rest),
    ...series.map((colour, index) => [`s${index + 1}`, colour]),
    ...heat.map((colour, index) => [`h${index}`, colour]),
  ]
  return `:root{${named.map(([name, colour]) => `--${name}:${colour}`).join(';')}}`
}

/** The style of rows as cards. */
function cards(which: string): string {
  return `${which} thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
${which},${which} tbody{display:block}
${which} tr{display:flex;flex-wrap:wrap;gap:.15rem 1rem;padding:.55rem 0;border-bottom:1px solid var(--line)}
${which} td{display:block;border:0;padding:0;min-width:0;max-width:100%;text-align:left;white-space:normal;overflow-wrap:anywhere}
${which} td:first-child{flex:1 0 100%;font-weight:600}
${which} td[data-name]::before{content:attr(data-name) " ";color:var(--soft);font-size:.85em}`
}

const TYPE = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
const SERIES = [1, 2, 3, 4, 5]
// A dash for each series beside its colour.
const DASHES = ['none', '7 3', '2 3', '10 3 2 3', '5 5']

const PAGE_STYLE = `
${variables(PALETTES.light)}
@media screen and (prefers-color-scheme:dark){${variables(PALETTES.dark)}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 ${TYPE}}
main{overflow-x:clip;max-width:68rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1,h2,h3,p,figcaption{overflow-wrap:anywhere}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
section+section{margin-top:3rem;padding-top:1.5rem;border-top:3px solid var(--line)}
h2{font-size:1.2rem;margin:2rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .25rem}
p{margin:.4rem 0;max-width:46rem}
th,td{font-size:.95rem}.many th,.many td{font-size:.85rem;padding-right:.6rem}
a{color:var(--accent)}
code{font:.9em ui-monospace,SFMono-Regular,Consolas,"Liberation Mono",monospace;background:var(--panel);padding:.1em .3em;border-radius:3px;overflow-wrap:anywhere}
.soft,.note,caption,figcaption{color:var(--soft);font-size:.9rem}
figcaption{color:var(--ink);font-weight:600;font-size:1.05rem;margin-bottom:.5rem}
.good{color:var(--good)}.bad{color:var(--bad)}
mark{background:var(--mark);color:inherit;padding:0 .1em;border-radius:2px}
blockquote{margin:.4rem 0;padding:.4rem .8rem;background:var(--panel);border-left:3px solid var(--line);overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;margin:.5rem 0}
caption{text-align:left;padding-bottom:.25rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line)}
th:last-child,td:last-child{padding-right:0}
td{overflow-wrap:break-word}
th{font-weight:600;color:var(--soft)}
.number{text-align:right;font-variant-numeric:tabular-nums}
td.number{white-space:nowrap}
figure{margin:1.75rem 0 .5rem}
svg{display:block;width:100%;height:auto}
.for-wide{max-width:45rem}.for-narrow{display:none;max-width:24rem}
svg text,svg .soft{font:12px ${TYPE};fill:var(--ink)}
svg .soft{fill:var(--soft)}
svg .axis{stroke:var(--line)}svg .target{stroke:var(--bad);stroke-dasharray:4 3}
${SERIES.map((each) => `svg .f${each}{fill:var(--s${each})}svg .l${each}{stroke:var(--s${each});stroke-dasharray:${DASHES[each - 1]}}`).join('')}
${[0, 1, 2, 3, 4].map((each) => `svg .h${each}{fill:var(--h${each})}`).join('')}
svg .line{fill:none;stroke-width:2}svg .whisker{stroke:var(--ink);stroke-width:1.5}
svg .fgood{fill:var(--good)}svg .fbad{fill:var(--bad)}svg .fneutral{fill:var(--neutral)}
@media screen and (max-width:40rem){
main{padding:1rem .75rem 2rem}
.for-wide{display:none}.for-narrow{display:block}
${cards('.cards')}
}
@media screen and (max-width:75rem){
${cards('.many')}
}
${cards('.most')}
@media print{
${variables(PALETTES.print)}
@page{margin:15mm}
body{font-size:10pt}
main{max-width:none;padding:0}
h1{font-size:16pt}h2,h3,figcaption{break-after:avoid;font-size:11pt}
section+section{break-before:page;border:0;margin:0;padding:0}
${cards('.many')}
table{font-size:9pt}
thead{display:table-header-group}
figure,tr,blockquote{break-inside:avoid}
.for-wide{max-width:16cm}
rect,circle{print-color-adjust:exact;-webkit-print-color-adjust:exact}
a{color:inherit}
}
`
