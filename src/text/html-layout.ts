import { cleanText, collapseSpace } from './html-clean.ts'

/** Elements with an empty line before and after. */
const PARAGRAPHS: ReadonlySet<string> = new Set([
  'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'dl', 'pre', 'table', 'figure', 'article',
  'section', 'aside', 'header', 'footer', 'hr', 'details', 'fieldset', 'form',
]) // biome-ignore format: one set
/** Elements that begin and end a line. */
const LINES: ReadonlySet<string> = new Set([
  'div', 'li', 'tr', 'dt', 'dd', 'address', 'center', 'caption', 'figcaption', 'summary', 'legend', 'option',
  'main', 'nav', 'body', 'html', 'title', 'thead', 'tbody', 'tfoot', 'lh',
]) // biome-ignore format: one set
/** Deeper lists and quotes are not indented further, so that the output stays linear in the input. */
const MAX_INDENT = 8
const MAX_NESTING = 32

/** Control characters that are no white space: a text of nothing else is no text. */
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/
const ALL_UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f]/g

interface Container {
  readonly name: 'blockquote' | 'ul' | 'ol' | 'li'
  readonly prefix: string
  count: number
}

/** Lays out running text as lines: decides where spaces, line ends, list marks and quote signs go. */
export class TextLayout {
  private readonly limit: number
  private readonly pieces: string[] = []
  private length = 0
  private readonly containers: Container[] = []
  private prefix = ''
  /** Line ends owed before the next word: 0, 1 or 2. */
  private breaks = 0
  /** The quote signs of the empty line that is owed: those that both of its neighbours have. */
  private gap: string | undefined
  private space = false
  /** The mark of a list item whose first word has not come. */
  private mark: string | undefined
  private preformatted = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /** No more text is needed: the limit is passed. */
  get full(): boolean {
    return this.length > this.limit
  }

  /** Adds decoded text. */
  add(text: string): void {
    const seen = UNSEEN.test(text) ? text.replace(ALL_UNSEEN, '') : text
    if (this.preformatted > 0) this.addPreformatted(seen)
    else this.addFlowing(seen)
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'br') this.lineEnd()
    else if (name === 'td' || name === 'th') this.cell()
    else if (name === 'q') this.addFlowing('“')
    else {
      this.block(name)
      this.enter(name, attributes)
    }
  }

  close(name: string): void {
    if (name === 'q') this.addFlowing('”')
    else if (name === 'pre' && this.preformatted > 0) this.preformatted--
    this.leave(name)
    this.block(name)
  }

  /** The whole text. */
  finish(): string {
    return cleanText(this.pieces.join('')).trimEnd()
  }

  private block(name: string): void {
    if (this.breaks > 0 || PARAGRAPHS.has(name)) this.narrowGap()
    if (PARAGRAPHS.has(name)) {
      const nested =
        (name === 'ul' || name === 'ol') && this.containers.some((each) => each.name === 'li')
      this.breaks = Math.max(this.breaks, nested ? 1 : 2)
    } else if (LINES.has(name)) this.breaks = Math.max(this.breaks, 1)
  }

  private lineEnd(): void {
    this.space = false
    if (this.length === 0) return
    this.narrowGap()
    this.breaks = Math.min(this.breaks + 1, 2)
  }

  private cell(): void {
    if (this.length > 0 && this.breaks === 0) this.write(' | ')
    this.space = false
  }

  private enter(name: string, attributes: ReadonlyMap<string, string>): void {
    if (name === 'pre') this.preformatted++
    else if (name === 'blockquote') this.push({ name, prefix: '> ', count: 0 })
    else if (name === 'ul' || name === 'ol')
      this.push({ name, prefix: '', count: firstNumber(attributes) })
    else if (name === 'li') this.item()
  }

  private item(): void {
    // An item without an end tag ends where the next one of its list begins.
    if (this.containers.at(-1)?.name === 'li') this.pop()
    const list = this.containers.at(-1)
    const mark = list?.name === 'ol' ? `${list.count++}. ` : '- '
    this.push({ name: 'li', prefix: ' '.repeat(mark.length), count: 0 })
    this.mark = mark
  }

  private leave(name: string): void {
    if (name !== 'blockquote' && name !== 'ul' && name !== 'ol' && name !== 'li') return
    const at = this.containers.findLastIndex((each) => each.name === name)
    if (at === -1) return
    while (this.containers.length > at) this.pop()
  }

  private push(container: Container): void {
    if (this.containers.length >= MAX_NESTING) return
    this.containers.push(container)
    this.updatePrefix()
  }

  private pop(): void {
    this.containers.pop()
    this.mark = undefined
    this.updatePrefix()
  }

  private updatePrefix(): void {
    this.prefix = this.containers
      .filter((each) => each.prefix !== '')
      .slice(0, MAX_INDENT)
      .map((each) => each.prefix)
      .join('')
  }

  private addFlowing(text: string): void {
    const words = collapseSpace(text)
    if (words === '') return
    if (words === ' ') {
      this.space = true
      return
    }
    const starts = words.startsWith(' ')
    const ends = words.endsWith(' ')
    this.place(this.space || starts)
    this.write(words.slice(starts ? 1 : 0, ends ? -1 : undefined))
    this.space = ends
  }

  private addPreformatted(text: string): void {
    const lines = text.split(/\r\n?|\n/)
    lines.forEach((line, index) => {
      if (index > 0) this.breaks = Math.min(this.breaks + 1, 2)
      if (line.trim() === '') return
      this.place(false)
      this.write(line)
    })
    this.space = false
  }

  /** Writes what is owed before a word: line ends with the quote signs and indents of their lines, or a space. */
  private place(space: boolean): void {
    if (this.length === 0 || this.breaks > 0) this.startLine()
    else if (space) this.write(' ')
  }

  private startLine(): void {
    if (this.length > 0) {
      this.narrowGap()
      this.write('\n')
      if (this.breaks > 1) this.write(`${this.gap}\n`)
    }
    this.breaks = 0
    this.gap = undefined
    if (this.mark === undefined) this.write(this.prefix)
    else {
      const kept = Math.max(0, this.prefix.length - this.mark.length)
      this.write(this.prefix.slice(0, kept) + this.mark)
      this.mark = undefined
    }
  }

  private narrowGap(): void {
    const quotes = this.prefix.trimEnd()
    if (this.gap === undefined || quotes.length < this.gap.length) this.gap = quotes
  }

  private write(text: string): void {
    if (text === '') return
    this.pieces.push(text)
    this.length += text.length
  }
}

function firstNumber(attributes: ReadonlyMap<string, string>): number {
  const start = Number.parseInt(attributes.get('start') ?? '1', 10)
  return Number.isSafeInteger(start) && start >= 0 && start < 1e6 ? start : 1
}
