import { findLinks } from './links-in-text.ts'
import { TokenBuffer } from './tokens-buffer.ts'
import { scanField } from './tokens-scan.ts'

/** Words with their positions and offsets; read-only for everybody but the tokeniser. */
export type Tokens = TokenBuffer

/** The words of one text. Links are no words. Offsets are UTF-16 units of the text as given. */
export function tokenize(text: string): Tokens {
  const buffer = new TokenBuffer()
  addField(buffer, text)
  return buffer
}

/** Adds a field's words to a buffer behind those of the fields before. */
export function addField(buffer: TokenBuffer, text: string): void {
  buffer.beginField(text)
  if (scanField(buffer, text, undefined)) return
  buffer.restartField()
  scanField(buffer, text, findLinks(text))
}

/** The words of a term as a query writes it: nothing in it is taken for a link. */
export function tokenizeTerm(text: string): Tokens {
  const buffer = new TokenBuffer()
  buffer.beginField(text)
  scanField(buffer, text, [])
  return buffer
}

/** The folded words in order, one for each position. */
export function listWords(text: string): readonly string[] {
  const tokens = tokenize(text)
  return Array.from({ length: tokens.count }, (_, token) => tokens.form(token))
}
