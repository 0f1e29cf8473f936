import { decodeHTML, decodeHTMLAttribute, decodeHTMLStrict } from 'entities/decode'

const REFERENCE = /&(?:#[xX][0-9a-fA-F]{1,8}|#[0-9]{1,9}|[a-zA-Z][a-zA-Z0-9]{1,31});/g

/**
 * Decodes character references as XML writes them, with a semicolon, plus the names of HTML, which feeds use
 * without declaring them. What is not a reference (`AT&T`, `?a=1&copy=2`) stays as it stands.
 */
export function decodeXmlText(text: string): string {
  return text.includes('&') ? text.replace(REFERENCE, decodeReference) : text
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
      return decodeHTMLStrict(reference)
  }
}
