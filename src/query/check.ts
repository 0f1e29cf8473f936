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

/** The problems of each fragment that has any, with places in the fragment's own text. */
export function checkFragments(fragments: Readonly<Record<string, string>>): readonly {
  readonly name: string
  readonly text: string
  readonly problems: Parsed['problems']
}[] {
  return Object.entries(fragments).flatMap(([name, text]) => {
    const { problems } = parseQuery(text, { context: 'view', fragments })
    return problems.length === 0 ? [] : [{ name, text, problems }]
  })
}
