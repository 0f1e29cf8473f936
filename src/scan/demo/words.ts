/**
 * Whether a text has what a simple search asks for: all words, "phrases" and -exclusions, without regard to case
 * and marks. `prefixLast`: the last word may be the beginning of one.
 */
export function hasWords(text: string, query: string, prefixLast = false): boolean {
  const words = ` ${plainWords(text)} `
  const terms = query.match(/-?"[^"]*"|[^\s"]+/g) ?? []
  return terms.every((term, index) => {
    const wanted = plainWords(term.replace(/^-/, ''))
    if (wanted === '') return true
    const isBeginning = prefixLast && index === terms.length - 1 && !term.includes('"')
    const found = words.includes(isBeginning ? ` ${wanted}` : ` ${wanted} `)
    return term.startsWith('-') ? !found : found
  })
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()
}
