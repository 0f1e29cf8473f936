import { hasMarkup, htmlToText } from '../text/html.ts'
import { findLinks } from '../text/links-in-text.ts'

/** Markdown as people write it in issues and posts, made plain. */
export interface PlainMarkdown {
  readonly text: string
  /** http(s) targets in order, each once. */
  readonly links: readonly string[]
  readonly media: readonly { readonly url: string; readonly type: string; readonly alt?: string }[]
}

const FENCE = /^ {0,3}(?:`{3,}|~{3,})[^\n]*$/gm
const COMMENT = /<!--[\s\S]*?-->/g
const IMAGE = /!\[([^\]\n]{0,500})\]\(\s*<?(https?:[^\s)>]{1,2000})>?[^)\n]{0,200}\)/g
const LINK = /\[([^\]\n]{1,500})\]\(\s*<?(https?:[^\s)>]{1,2000})>?[^)\n]{0,200}\)/g

/** Reads well as plain text: marks of emphasis, headings and code go, words, quotes, lists and addresses stay. */
export function markdownToText(markdown: string): PlainMarkdown {
  const media: { url: string; type: string; alt?: string }[] = []
  const targets: string[] = []
  const withoutMarks = markdown
    .replace(/\r\n?/g, '\n')
    .replace(COMMENT, '')
    .replace(IMAGE, (_, alt: string, url: string) => {
      media.push({ url, type: 'image', ...(alt === '' ? {} : { alt }) })
      return alt
    })
    .replace(LINK, (_, words: string, url: string) => {
      targets.push(url)
      return words
    })
    .replace(FENCE, '')
    .replace(/^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$/gm, '$1')
    .replace(/(\*\*|__)(?=\S)([^\n]{1,2000}?\S)\1/g, '$2')
    .replace(/(?<![\w*])\*(?=[^\s*])([^\n*]{1,1000}?[^\s*])\*(?![\w*])/g, '$1')
    .replace(/~~(?=\S)([^\n]{1,1000}?\S)~~/g, '$1')
    .replace(/`+([^`\n]{1,2000})`+/g, '$1')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gm, '')
  const plain = isHtml(withoutMarks) ? fromHtml(withoutMarks, targets) : withoutMarks
  const text = plain
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const bare = findLinks(text)
    .map((link) => link.url)
    .filter((url) => /^https?:/i.test(url))
  return { text, links: [...new Set([...targets, ...bare])], media }
}

function isHtml(text: string): boolean {
  return hasMarkup(text) || /<\/?(?:details|summary|picture|figcaption)\b/i.test(text)
}

// Line breaks mean nothing in HTML, but they do here.
function fromHtml(markdown: string, targets: string[]): string {
  const html = htmlToText(markdown.replace(/\n/g, '<br>'))
  targets.push(...html.links)
  return html.text
}
