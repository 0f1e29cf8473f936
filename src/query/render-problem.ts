import type { Problem } from './problems.ts'

/** How much of a long line is shown around the place. */
const WIDTH = 100

/**
 * A problem for people: code and sentence, the line of the expression, a caret under the place, and what to
 * write instead. The expression's control characters are shown as blanks; the caller cleans for its medium.
 */
export function renderProblem(text: string, problem: Problem): string {
  const { line, column, row, length } = locate(text, problem)
  const kind = problem.severity === 'error' ? 'error' : 'warning'
  const reason = problem.reason === undefined ? '' : ` (${problem.reason})`
  const place = text.includes('\n') ? `, line ${row}` : ''
  const lines = [
    `${kind} ${problem.code}${place}: ${problem.message}${reason}`,
    `  ${line}`,
    `  ${' '.repeat(column)}${'^'.repeat(length)}`,
  ]
  if (problem.fixit !== undefined) lines.push(`  fix: ${problem.fixit}`)
  return lines.join('\n')
}

interface Located {
  readonly line: string
  /** Terminal cells before the caret, as far as that can be told without a table of widths. */
  readonly column: number
  readonly row: number
  readonly length: number
}

function locate(text: string, problem: Problem): Located {
  const start = Math.min(problem.span.start, text.length)
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = endOfLine(text, start)
  const from = Math.max(lineStart, start - WIDTH / 2)
  const to = Math.min(lineEnd, from + WIDTH)
  const end = Math.min(Math.max(problem.span.end, start + 1), Math.max(to, start + 1))
  const before = clean(text.slice(from, start))
  return {
    line: (from > lineStart ? '…' : '') + clean(text.slice(from, to)) + (to < lineEnd ? '…' : ''),
    column: cells(before) + (from > lineStart ? 1 : 0),
    row: countLines(text, start),
    length: Math.max(1, cells(clean(text.slice(start, end)))),
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

function countLines(text: string, end: number): number {
  let row = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) row += 1
  return row
}

/** Everything that moves the cursor becomes a blank; halves of a cut character too. */
function clean(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
    .replaceAll(/[\p{Cf}]/gu, '')
    .replaceAll(/\p{Cs}/gu, ' ')
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

function cells(text: string): number {
  let width = 0
  for (const character of text) {
    if (/\p{M}/u.test(character)) continue
    width += WIDE.test(character) ? 2 : 1
  }
  return width
}
