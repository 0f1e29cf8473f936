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
  return `<bdi>${escapeHtml(text)}</bdi>`
}

/** A link where the address is one of the web; the escaped text otherwise. */
export function htmlLink(text: string, url: string | undefined): string {
  if (url === undefined || !URL.canParse(url)) return escapeHtml(text)
  const address = new URL(url)
  if (!/^https?:$/.test(address.protocol)) return escapeHtml(text)
  return `<a href="${escapeHtml(address.href)}" rel="noopener noreferrer nofollow">${escapeHtml(text)}</a>`
}

export interface HtmlCell {
  /** Ready HTML. */
  readonly html: string
  readonly align?: 'left' | 'right'
}

/** A table; the head is plain text, the cells are ready HTML. */
export function htmlTable(
  head: readonly string[],
  rows: readonly (readonly HtmlCell[])[],
  caption?: string,
): string {
  const classOf = (cell: HtmlCell) => (cell.align === 'right' ? ' class="number"' : '')
  const body = rows.map(
    (row) => `<tr>${row.map((cell) => `<td${classOf(cell)}>${cell.html}</td>`).join('')}</tr>`,
  )
  const title = caption === undefined ? '' : `<caption>${escapeHtml(caption)}</caption>`
  const names = head.map(
    (name, index) =>
      `<th scope="col"${rows[0]?.[index] === undefined ? '' : classOf(rows[0][index])}>${escapeHtml(name)}</th>`,
  )
  return `<div class="wide"><table>${title}<thead><tr>${names.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
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

const PAGE_STYLE = `
:root{--ink:#1c2430;--soft:#5b6675;--paper:#fff;--panel:#f4f6f8;--line:#d8dee6;--accent:#1f5fa8;--good:#17734a;--bad:#b3261e;--neutral:#8a94a3;--mark:#fff0b3;--s1:#1f5fa8;--s2:#b4580c;--s3:#17734a;--s4:#7a3fa0;--s5:#6b7280}
@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#9aa6b5;--paper:#14181e;--panel:#1d232b;--line:#323b47;--accent:#7db4f0;--good:#5ec294;--bad:#f28b82;--neutral:#77828f;--mark:#5c4a00;--s1:#7db4f0;--s2:#f0a35e;--s3:#5ec294;--s4:#c79be8;--s5:#9aa6b5}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}
h2{font-size:1.2rem;margin:2rem 0 .5rem;padding-top:.75rem;border-top:1px solid var(--line)}
h3{font-size:1rem;margin:1.25rem 0 .25rem}
p{margin:.4rem 0}
a{color:var(--accent)}
.soft,caption,figcaption{color:var(--soft);font-size:.9rem}
.good{color:var(--good)}.bad{color:var(--bad)}.neutral{color:var(--neutral)}
mark{background:var(--mark);color:inherit;padding:0 .1em;border-radius:2px}
blockquote{margin:.4rem 0;padding:.4rem .8rem;background:var(--panel);border-left:3px solid var(--line);overflow-wrap:anywhere}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;margin:.5rem 0;font-size:.95rem}
caption{text-align:left;padding-bottom:.25rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line);overflow-wrap:anywhere}
th{font-weight:600;color:var(--soft);white-space:nowrap}
.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
figure{margin:.75rem 0}
svg{display:block;width:100%;height:auto;max-width:45rem}
svg text{fill:var(--ink);font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
svg .axis{stroke:var(--line)}svg .soft{fill:var(--soft)}svg .target{stroke:var(--bad);stroke-dasharray:4 3}
svg .f1{fill:var(--s1)}svg .f2{fill:var(--s2)}svg .f3{fill:var(--s3)}svg .f4{fill:var(--s4)}svg .f5{fill:var(--s5)}
svg .l1{stroke:var(--s1)}svg .l2{stroke:var(--s2)}svg .l3{stroke:var(--s3)}svg .l4{stroke:var(--s4)}svg .l5{stroke:var(--s5)}
svg .line{fill:none;stroke-width:2}svg .whisker{stroke:var(--ink);stroke-width:1.5}
svg .fgood{fill:var(--good)}svg .fbad{fill:var(--bad)}svg .fneutral{fill:var(--neutral)}
@media (max-width:34rem){body{font-size:15px}main{padding:1rem .75rem 2rem}svg text{font-size:14px}}
@media print{:root{--ink:#000;--paper:#fff;--panel:#f4f4f4;--line:#bbb;--soft:#444}main{max-width:none;padding:0}h2,h3{break-after:avoid}figure,tr,blockquote{break-inside:avoid}a{color:inherit}}
`
