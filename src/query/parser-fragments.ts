import { nearestName } from '../text/nearest.ts'
import { findField } from './fields.ts'
import { viewProblem } from './parser-field-faults.ts'
import type { Frame } from './parser-frames.ts'
import { MAX_NESTING } from './parser-limits.ts'
import { respan, walkFields } from './parser-tree.ts'
import { makeProblem, shorten } from './problems.ts'
import type { Scanner } from './scanner.ts'
import type { Span, Tree } from './tree.ts'

/** A fragment that was read, or why it cannot be used. */
export type KnownFragment =
  | { readonly tree: Tree; readonly depth: number; readonly size: number }
  | { readonly fault: string; readonly code: 'Q029' | 'Q030' | 'Q031' }

export interface Fragments {
  readonly texts: Readonly<Record<string, string>>
  readonly known: Map<string, KnownFragment>
}

/** Remembers a fragment that was read to its end, or what is wrong with it. */
export function keepFragment(
  fragments: Fragments,
  name: string,
  read: {
    readonly scanner: Scanner
    readonly tree: Tree | undefined
    readonly deepest: number
    readonly size: number
  },
): void {
  const error = read.scanner.problems.find((problem) => problem.severity === 'error')
  if (!error && read.tree) {
    fragments.known.set(name, { tree: read.tree, depth: read.deepest, size: read.size })
    return
  }
  const code = error?.code === 'Q030' ? 'Q030' : 'Q031'
  const isCycle = code === 'Q030' && fragments.known.has(name)
  if (!isCycle)
    fragments.known.set(name, { fault: rootOf(error?.message ?? 'nothing is in it'), code })
}

/** A fault inside a fragment of a fragment names the innermost one only, however long the way to it is. */
function rootOf(message: string): string {
  const nested = /^the fragment (\S+) cannot be used: (in the fragment .*)?/s.exec(message)
  if (nested === null) return message
  return nested[2] ?? `in the fragment ${nested[1]}: ${message.slice(nested[0].length)}`
}

/** The text of a fragment to be read next; undefined where it is unknown or leads back to itself, which is then known. */
export function needsFragment(
  fragments: Fragments,
  name: string,
  path: readonly string[],
): string | undefined {
  if (path.includes(name)) {
    const way = [...path.slice(path.indexOf(name)), name].map(shorten)
    fragments.known.set(name, {
      fault: `it contains itself: ${shorten(way.join(' → '))}`,
      code: 'Q030',
    })
    return undefined
  }
  if (!Object.hasOwn(fragments.texts, name)) {
    const nearest = nearestName(shorten(name), Object.keys(fragments.texts))
    fragments.known.set(name, {
      fault: nearest === undefined ? '' : `write [${nearest}]`,
      code: 'Q029',
    })
    return undefined
  }
  return fragments.texts[name]
}

/** The fragment's tree in the place of its name: every node stands where the name stands. Faults are reported. */
export function resolveFragment(
  known: KnownFragment,
  token: { readonly name: string; readonly span: Span },
  frame: Frame,
  parser: {
    readonly scanner: Scanner
    readonly context: 'saved' | 'view'
    readonly isFragment: boolean
    readonly frames: readonly Frame[]
  },
): { readonly tree: Tree; readonly depth: number; readonly size: number } | undefined {
  const { problems } = parser.scanner
  if (!('tree' in known)) {
    problems.push(fragmentProblem(known, token))
    return undefined
  }
  if (parser.frames.length + known.depth > MAX_NESTING) {
    problems.push(
      makeProblem(
        'Q032',
        token.span,
        `with this fragment brackets stand more than ${MAX_NESTING} deep`,
      ),
    )
    return undefined
  }
  const refused = fieldFault(known.tree, token, frame, parser.context)
  problems.push(...refused)
  if (refused.length > 0) return undefined
  return parser.isFragment ? known : { ...known, tree: respan(known.tree, token.span) }
}

function fragmentProblem(
  known: Extract<KnownFragment, { fault: string }>,
  token: { readonly name: string; readonly span: Span },
) {
  const name = shorten(token.name)
  if (known.code === 'Q029') {
    return makeProblem('Q029', token.span, `there is no fragment ${name}`, {
      fixit:
        known.fault === ''
          ? `name it under fragments: in queries.yaml, or look for the text with raw:"[${name}]"`
          : known.fault,
    })
  }
  return makeProblem(known.code, token.span, `the fragment ${name} cannot be used: ${known.fault}`)
}

function fieldFault(
  tree: Tree,
  token: { readonly name: string; readonly span: Span },
  frame: Frame,
  context: 'saved' | 'view',
) {
  const problems: ReturnType<typeof makeProblem>[] = []
  if (frame.scope === undefined && context === 'view') return problems
  walkFields(tree, (field, value) => {
    if (problems.length > 0) return
    if (frame.scope !== undefined) {
      problems.push(
        makeProblem(
          'Q028',
          token.span,
          `the fragment ${shorten(token.name)} holds ${field}:, which cannot stand inside ${frame.scope}:`,
        ),
      )
      return
    }
    const row = findField(field)
    const isView = row?.where === 'view' || row?.viewValues?.includes(value ?? '') === true
    if (isView && context === 'saved')
      problems.push(viewProblem(`${field}: in the fragment ${shorten(token.name)}`, token.span))
  })
  return problems
}
