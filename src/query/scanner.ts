import { makeProblem, type Problem } from './problems.ts'

/** A place in a text that moves forward, and what was found wrong on the way. */
export interface Scanner {
  readonly text: string
  position: number
  readonly problems: Problem[]
  /** Closing signs that do not come any more: looking again would make reading quadratic. */
  readonly absent: Set<string>
}

export function makeScanner(text: string): Scanner {
  const scanner: Scanner = { text, position: 0, problems: [], absent: new Set() }
  for (const match of text.matchAll(CONTROL)) {
    const span = { start: match.index, end: match.index + match[0].length }
    scanner.problems.push(
      makeProblem('Q034', span, `a control character (${codePoint(match[0])}) stands here`, {
        fixit: 'remove it',
      }),
    )
    if (scanner.problems.length >= 20) break
  }
  return scanner
}

const CONTROL = /[\0-\x08\x0e-\x1f\x7f]+/g
const BLANKS = /[\s\0-\x1f\x7f\x85]+/y
const HIDDEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069]+/y

/** Moves over blanks, comments and characters that cannot be seen. */
export function skipBlanks(scanner: Scanner): void {
  while (skipRun(scanner, BLANKS) || skipHidden(scanner) || skipComment(scanner)) {
    // Each of them has moved the place.
  }
}

function skipHidden(scanner: Scanner): boolean {
  const start = scanner.position
  if (!skipRun(scanner, HIDDEN)) return false
  warnHidden(scanner, start, scanner.position)
  return true
}

export function warnHidden(scanner: Scanner, start: number, end: number): void {
  const shown = codePoint(scanner.text.slice(start, end))
  scanner.problems.push(
    makeProblem('W009', { start, end }, `a hidden character (${shown}) is left out`, {
      fixit: 'remove it',
    }),
  )
}

function codePoint(text: string): string {
  return `U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function skipRun(scanner: Scanner, run: RegExp): boolean {
  run.lastIndex = scanner.position
  const match = run.exec(scanner.text)
  if (match) scanner.position += match[0].length
  return match !== null
}

function skipComment(scanner: Scanner): boolean {
  if (!scanner.text.startsWith('<<<', scanner.position)) return false
  const start = scanner.position
  const end = findAhead(scanner, '>>>', start + 3)
  if (end === -1) {
    scanner.problems.push(
      makeProblem('Q005', { start, end: start + 3 }, 'this comment is never closed', {
        fixit: 'close it with >>>',
      }),
    )
  }
  scanner.position = end === -1 ? scanner.text.length : end + 3
  return true
}

/** Where `sign` stands next, or −1; a sign that was once not found is not looked for again. */
export function findAhead(scanner: Scanner, sign: string, from: number): number {
  if (scanner.absent.has(sign)) return -1
  const found = scanner.text.indexOf(sign, from)
  if (found === -1) scanner.absent.add(sign)
  return found
}

/** Reads what the sticky expression takes at this place and moves behind it. */
export function take(scanner: Scanner, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = scanner.position
  const match = pattern.exec(scanner.text)
  if (match) scanner.position += match[0].length
  return match
}

export function isAtEnd(scanner: Scanner): boolean {
  return scanner.position >= scanner.text.length
}
