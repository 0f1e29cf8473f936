import { escapeHtml } from './html.ts'

// Colours come from classes of the page's style (html.ts): no style attributes, so that the strict policy holds.

/** Every chart is drawn twice, for wide pages and for telephones, so that its words keep their size; the style shows one. */
const WIDE = 720
const NARROW = 340
/** About what a character of the charts' type takes. */
export const CHARACTER = 6.8

export interface Drawing {
  readonly height: number
  /** Ready SVG. */
  readonly inner: string
}

/** One figure with its title and unit; `draw` is given the width that it has. */
export function frame(
  data: { readonly title: string; readonly unit: string },
  draw: (width: number) => Drawing,
): string {
  const unit = data.unit === '' ? '' : ` (${escapeHtml(data.unit)})`
  const name = `${escapeHtml(data.title)}${unit}`
  const drawn = [WIDE, NARROW].map((width) => {
    const { height, inner } = draw(width)
    const room = width === WIDE ? 'for-wide' : 'for-narrow'
    return `<svg class="${room}" viewBox="0 0 ${width} ${at(height)}" role="img" aria-label="${name}">${inner}</svg>`
  })
  return `<figure><figcaption>${name}</figcaption>${drawn.join('')}</figure>`
}

export function isNarrow(width: number): boolean {
  return width < WIDE
}

export function label(
  x: number,
  y: number,
  text: string,
  options: { readonly anchor?: 'start' | 'middle' | 'end'; readonly soft?: boolean } = {},
): string {
  const anchor =
    options.anchor === undefined || options.anchor === 'start'
      ? ''
      : ` text-anchor="${options.anchor}"`
  return `<text x="${at(x)}" y="${at(y)}"${anchor}${options.soft === true ? ' class="soft"' : ''}>${escapeHtml(text)}</text>`
}

export function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  className: string,
  hint: string,
): string {
  const title = hint === '' ? '' : `<title>${escapeHtml(hint)}</title>`
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(Math.max(0, height))}" class="${className}">${title}</rect>`
}

export function rule(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${className}"/>`
}

/** Two digits are finer than a pixel, and keep files small and equal between machines. */
export function at(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** A text cut to the room that it has: a foreign name must not run over the drawing. */
export function fitText(text: string, room: number): string {
  const most = Math.max(1, Math.floor(room / CHARACTER))
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join('')}…`
}

/** One label of so many, that none touches the next. */
export function labelStep(labels: readonly string[], place: number): number {
  const longest = labels.reduce((most, text) => Math.max(most, Math.min(12, text.length)), 1)
  return Math.max(1, Math.ceil((longest * CHARACTER + 8) / Math.max(place, 0.1)))
}

/** Names with their marks in lines that fit; `mark` draws at a place of 14 by 12. */
export function legend(
  names: readonly string[],
  from: { readonly x: number; readonly y: number; readonly width: number },
  mark: (index: number, x: number, y: number) => string,
): Drawing {
  let { x, y } = from
  const drawn = names.map((name, index) => {
    const text = fitText(name, Math.min(150, from.width - from.x - 22))
    const wide = 22 + [...text].length * CHARACTER + 12
    if (x > from.x && x + wide > from.width) {
      x = from.x
      y += 20
    }
    const item = mark(index, x, y) + label(x + 20, y + 11, text)
    x += wide
    return item
  })
  return { height: names.length === 0 ? 0 : y - from.y + 18, inner: drawn.join('') }
}
