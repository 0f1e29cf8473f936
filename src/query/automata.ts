/** Longer literals are looked for by their first characters: the automaton stays small, the evaluation looks at all of it. */
const LONGEST = 12

/**
 * Finds many literals in one pass over a text (Aho and Corasick, 1975), letter case of ASCII aside. ſ and K count as the s and
 * k that they fold to.
 */
export interface LiteralAutomaton {
  /** Calls `found` with the number of each literal that stands in the text; a number may come more than once. */
  scan(text: string, found: (literal: number) => void): void
}

export function buildAutomaton(literals: readonly string[]): LiteralAutomaton {
  const trie = buildTrie(literals)
  const table = buildTable(trie)
  return { scan: (text, found) => scanText(table, text, found) }
}

interface Trie {
  /** For each state, where a class of characters leads. */
  readonly children: Map<number, number>[]
  readonly outputs: number[][]
  readonly classes: Uint16Array
  readonly width: number
}

interface Table {
  readonly next: Int32Array
  readonly outputs: readonly (readonly number[] | undefined)[]
  readonly classes: Uint16Array
  readonly width: number
}

function foldUnit(unit: number): number {
  if (unit >= 0x41 && unit <= 0x5a) return unit + 0x20
  if (unit === 0x17f) return 0x73
  return unit === 0x212a ? 0x6b : unit
}

function buildTrie(literals: readonly string[]): Trie {
  const classes = new Uint16Array(0x10000)
  const children: Map<number, number>[] = [new Map()]
  const outputs: number[][] = [[]]
  let width = 1
  for (const [number, literal] of literals.entries()) {
    let state = 0
    for (let at = 0; at < Math.min(literal.length, LONGEST); at += 1) {
      const unit = foldUnit(literal.charCodeAt(at))
      if (classes[unit] === 0) classes[unit] = width++
      const kind = classes[unit] ?? 0
      const known = children[state]?.get(kind)
      const next = known ?? children.length
      if (known === undefined) {
        children[state]?.set(kind, next)
        children.push(new Map())
        outputs.push([])
      }
      state = next
    }
    outputs[state]?.push(number)
  }
  spreadClasses(classes)
  return { children, outputs, classes, width }
}

/** Gives every character the class of the one that it folds to. */
function spreadClasses(classes: Uint16Array): void {
  for (let unit = 0x41; unit <= 0x5a; unit += 1) classes[unit] = classes[unit + 0x20] ?? 0
  classes[0x17f] = classes[0x73] ?? 0
  classes[0x212a] = classes[0x6b] ?? 0
}

/** Fills in where each state goes for each class, breadth first, so that a scan never goes back. */
function buildTable({ children, outputs, classes, width }: Trie): Table {
  const next = new Int32Array(children.length * width)
  const fallback = new Int32Array(children.length)
  const queue: number[] = [0]
  for (const state of queue) {
    const fall = (fallback[state] ?? 0) * width
    if (state !== 0) next.copyWithin(state * width, fall, fall + width)
    children[state]?.forEach((child, kind) => {
      const fallen = next[state * width + kind] ?? 0
      next[state * width + kind] = child
      fallback[child] = fallen
      outputs[child] = (outputs[child] ?? []).concat(outputs[fallen] ?? [])
      queue.push(child)
    })
  }
  const told = outputs.map((list) => (list.length > 0 ? list : undefined))
  return { next, outputs: told, classes, width }
}

function scanText(
  { next, outputs, classes, width }: Table,
  text: string,
  found: (literal: number) => void,
): void {
  let state = 0
  for (let at = 0; at < text.length; at += 1) {
    state = next[state * width + (classes[text.charCodeAt(at)] ?? 0)] ?? 0
    const list = outputs[state]
    if (list !== undefined) for (const literal of list) found(literal)
  }
}
