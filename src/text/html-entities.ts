import { decodeHTML, decodeHTMLAttribute, decodeHTMLStrict } from 'entities/decode'

const REFERENCE = /^&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,9}|[a-zA-Z][a-zA-Z0-9]{1,31});$/
const LONGEST = 34

/**
 * Decodes character references as XML writes them, with a semicolon, plus the names of HTML, which feeds use
 * without declaring them. What is not a reference (`AT&T`, `?a=1&copy=2`) stays as it stands.
 */
export function decodeXmlText(text: string): string {
  let at = text.indexOf('&')
  if (at === -1) return text
  let decoded = ''
  let kept = 0
  for (; at !== -1; at = text.indexOf('&', at + 1)) {
    const end = endOfReference(text, at)
    if (end === -1) continue
    decoded += text.slice(kept, at) + decodeReference(text.slice(at, end + 1))
    kept = end + 1
  }
  return kept === 0 ? text : decoded + text.slice(kept)
}

/** Where the semicolon of the reference stands that begins at `at`, or -1. */
function endOfReference(text: string, at: number): number {
  for (let end = at + 1; end <= at + LONGEST; end++) {
    const code = text.charCodeAt(end)
    if (code === 59) return end
    const inName =
      (code >= 97 && code <= 122) ||
      (code >= 48 && code <= 57) ||
      (code >= 65 && code <= 90) ||
      code === 35
    if (!inName) return -1
  }
  return -1
}

/** Decodes references as browsers do in running text: some names also without a semicolon. */
export function decodeHtmlText(text: string): string {
  return text.includes('&') ? decodeHTML(text) : text
}

/** Decodes references as browsers do in an attribute, so that `?a=1&copy=2` survives. */
export function decodeHtmlAttribute(text: string): string {
  return text.includes('&') ? decodeHTMLAttribute(text) : text
}

function decodeReference(reference: string): string {
  switch (reference) {
    case '&amp;':
      return '&'
    case '&lt;':
      return '<'
    case '&gt;':
      return '>'
    case '&quot;':
      return '"'
    case '&apos;':
      return "'"
    default:
      return REFERENCE.test(reference) ? decodeHTMLStrict(reference) : reference
  }
}
