import { type LintOptions, lintTree } from './lint.ts'
import { type Parsed, type ParseOptions, parseQuery } from './parser.ts'
import { sortProblems } from './problems.ts'

/** Reads an expression and adds the warnings that need the whole tree. */
export function checkQuery(
  text: string,
  options: ParseOptions & Omit<LintOptions, 'context'>,
): Parsed {
  const { tree, problems } = parseQuery(text, options)
  if (!tree) return { problems }
  return { tree, problems: sortProblems([...problems, ...lintTree(tree, options)]) }
}
