import { safeBlock, safeLine } from './safe-text.ts'

/** Characters that begin or end something in CommonMark or GitHub's dialect. */
const SPECIAL = /[\\`*_[\]<>|~&$]/g

/** A foreign text as plain words inside a Markdown line or table cell: no markup, no mention, no bare link. */
export function escapeMarkdown(text: string): string {
  return safeLine(text)
    .replace(SPECIAL, '\\$&')
    .replaceAll('@', '&#64;')
    .replaceAll('://', '&#58;//')
    .replace(/\bwww\./gi, (name) => `${name.slice(0, -1)}&#46;`)
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])/, '$1\\$2')
}

/** A quotation: every line behind "> ". */
export function quoteMarkdown(text: string): string {
  return safeBlock(text)
    .split('\n')
    .map((line) => `> ${escapeMarkdown(line)}`.trimEnd())
    .join('\n')
}

/** A link where the address is one of the web; the plain escaped text otherwise. */
export function markdownLink(text: string, url: string | undefined): string {
  const shown = escapeMarkdown(text)
  if (url === undefined || !URL.canParse(url)) return shown
  const address = new URL(url)
  if (!/^https?:$/.test(address.protocol)) return shown
  return `[${shown}](<${address.href.replace(/[<>\\]/g, encodeURIComponent)}>)`
}

/** A table of already escaped cells. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  aligns: readonly ('left' | 'right')[] = [],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, index) => (aligns[index] === 'right' ? '---:' : '---'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}
