import { checkWhole } from './parser-checks.ts'
import { type Fragments, keepFragment, needsFragment } from './parser-fragments.ts'
import { runParser } from './parser-run.ts'
import { makeParser, type Parser } from './parser-state.ts'
import { hasErrors, type Problem, sortProblems } from './problems.ts'
import type { Tree } from './tree.ts'

export interface ParseOptions {
  /** A saved query decides what is collected: view fields and purely negative queries are refused. */
  readonly context: 'saved' | 'view'
  /** Texts by name, for `[name]`. */
  readonly fragments?: Readonly<Record<string, string>>
}

export interface Parsed {
  /** Absent where there is an error. */
  readonly tree?: Tree
  /** Errors and warnings in the order of the expression. */
  readonly problems: readonly Problem[]
}

/**
 * Reads an expression. All problems are found at once; the tree is there only where none is an error.
 * Time grows with the length of the text; nothing is recursive before the depth is known to be small,
 * so that no expression exhausts the stack. Warnings that need the whole tree are lint's.
 */
export function parseQuery(text: string, options: ParseOptions): Parsed {
  const fragments: Fragments = { texts: options.fragments ?? {}, known: new Map() }
  const parser = makeParser(text, options.context, fragments)
  const waiting: Reading[] = [{ name: undefined, parser }]
  while (waiting.length > 0) readOn(waiting, fragments)
  const { problems } = parser.scanner
  if (parser.tree && !parser.stopped) checkWhole(parser.tree, text, parser.context, problems)
  const sorted = sortProblems(problems)
  if (!parser.tree || hasErrors(problems)) return { problems: sorted }
  return { tree: parser.tree, problems: sorted }
}

/** A text that is being read: the expression, or a fragment that another text waits for. */
interface Reading {
  readonly name: string | undefined
  readonly parser: Parser
}

/** Reads the last text until it ends or needs a fragment that nobody has read yet. */
function readOn(waiting: Reading[], fragments: Fragments): void {
  const current = waiting.at(-1) as Reading
  const wanted = runParser(current.parser)
  if (wanted === undefined) {
    waiting.pop()
    if (current.name !== undefined) keepFragment(fragments, current.name, current.parser)
    return
  }
  const path = waiting.flatMap(({ name }) => (name === undefined ? [] : [name]))
  const text = needsFragment(fragments, wanted, path)
  if (text !== undefined)
    waiting.push({ name: wanted, parser: makeParser(text, 'fragment', fragments) })
}
