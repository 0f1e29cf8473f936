import { lintConflicts } from './lint-conflicts.ts'
import { lintExclusions } from './lint-exclusions.ts'
import { hasRequiredTerm } from './lint-required.ts'
import { lintShadows } from './lint-shadows.ts'
import { childrenOf } from './parser-tree.ts'
import { makeProblem, type Problem, shorten, sortProblems } from './problems.ts'
import type { Tree } from './tree.ts'

export interface LintOptions {
  readonly context: 'saved' | 'view'
  /** How many stored words a wildcard stands for; without it wildcards are not judged. */
  readonly countWords?: (pattern: string) => number
}

/** More words than this, and a wildcard says little. */
const MANY_WORDS = 1_000

/** Warnings that need the whole tree: what is superfluous, impossible or costly. */
export function lintTree(tree: Tree, options: LintOptions): readonly Problem[] {
  const problems: Problem[] = []
  lintNode(tree, options, problems)
  if (options.context === 'saved' && !hasRequiredTerm(tree)) {
    problems.push(
      makeProblem('W006', tree.span, 'no word must be in a post', {
        reason: 'the query cannot be found through the index of words, so every post is looked at',
        fixit: 'add a word or phrase that posts must have',
      }),
    )
  }
  return sortProblems(problems)
}

function lintNode(tree: Tree, options: LintOptions, problems: Problem[]): void {
  if (tree.type === 'and' || tree.type === 'or') lintShadows(tree, problems)
  if (tree.type === 'and') {
    lintExclusions(tree.items, problems)
    lintConflicts(tree.items, problems)
  }
  if (tree.type === 'near' || tree.type === 'sentence') lintFieldsOfPair(tree, problems)
  if (tree.type === 'field') lintConflicts([tree], problems)
  if (tree.type === 'term' && options.countWords) lintWildcards(tree, options.countWords, problems)
  for (const child of childrenOf(tree)) lintNode(child, options, problems)
}

/** Item 86: nothing in the title is near anything in the text. */
function lintFieldsOfPair(
  tree: Extract<Tree, { type: 'near' | 'sentence' }>,
  problems: Problem[],
): void {
  const { left, right } = tree
  if (left.type !== 'scope' || right.type !== 'scope' || left.field === right.field) return
  problems.push(
    makeProblem('W003', tree.span, 'words of the title and of the text are never near each other', {
      fixit: 'join them with AND',
    }),
  )
}

function lintWildcards(
  tree: Extract<Tree, { type: 'term' }>,
  countWords: (pattern: string) => number,
  problems: Problem[],
): void {
  if (tree.term.form !== 'words') return
  for (const word of tree.term.words) {
    const found = word.kind === 'wildcard' ? countWords(word.text) : 0
    if (found <= MANY_WORDS || word.kind !== 'wildcard') continue
    problems.push(
      makeProblem(
        'W005',
        tree.span,
        `${shorten(word.text)} stands for ${found} words that were seen so far`,
        {
          fixit: 'write more letters, or list the words with OR',
        },
      ),
    )
  }
}
