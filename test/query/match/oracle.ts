import type { Comparison, Tree } from '../../../src/query/tree.ts'

/**
 * Matching by trying everything, for texts of single letters with points between sentences. It shares no code with the matcher:
 * a match is a set of positions, positions of the title begin at 0 and those of the text at 1,000.
 */
export interface OraclePost {
  readonly title: string
  readonly text: string
}

interface OracleToken {
  readonly position: number
  readonly field: 'title' | 'text'
  readonly word: string
  readonly sentence: number
  readonly start: number
}

type Places = readonly number[]

export interface OracleResult {
  readonly matched: boolean
  readonly hits: readonly string[]
}

export function matchByTrying(tree: Tree, post: OraclePost): OracleResult {
  const tokens = [...split(post.title, 'title', 0), ...split(post.text, 'text', 1_000)]
  const oracle = new Oracle(tokens)
  const matched = oracle.holds(tree, ['title', 'text'])
  const hits = new Set(matched ? oracle.hits(tree, ['title', 'text']) : [])
  return { matched, hits: [...hits].sort() }
}

function split(written: string, field: 'title' | 'text', from: number): OracleToken[] {
  const tokens: OracleToken[] = []
  let sentence = from
  for (let start = 0; start < written.length; start += 1) {
    const word = written.charAt(start)
    if (word === '.' && field === 'text') sentence += 1
    if (/[a-z]/.test(word))
      tokens.push({ position: from + tokens.length, field, word, sentence, start })
  }
  return tokens
}

type Fields = readonly string[]

class Oracle {
  private readonly tokens: readonly OracleToken[]

  constructor(tokens: readonly OracleToken[]) {
    this.tokens = tokens
  }

  holds(tree: Tree, fields: Fields): boolean {
    switch (tree.type) {
      case 'and':
        return tree.items.every((item) => this.holds(item, fields))
      case 'or':
        return tree.items.some((item) => this.holds(item, fields))
      case 'not':
        return !this.holds(tree.item, fields)
      case 'scope':
        return this.holds(
          tree.item,
          fields.filter((field) => field === tree.field),
        )
      case 'count':
        return compare(this.count(tree.item, fields), tree.compare, tree.count)
      default:
        return this.places(tree, fields).length > 0
    }
  }

  /** "field:start" of every letter that is highlighted; phrases are told by their letters. */
  hits(tree: Tree, fields: Fields): string[] {
    switch (tree.type) {
      case 'and':
        return tree.items.flatMap((item) => this.hits(item, fields))
      case 'or':
        return tree.items
          .filter((item) => this.holds(item, fields))
          .flatMap((item) => this.hits(item, fields))
      case 'not':
        return this.hitsOfNot(tree.item, fields)
      case 'scope':
        return this.hits(
          tree.item,
          fields.filter((field) => field === tree.field),
        )
      case 'count':
        return this.hits(tree.item, fields)
      default:
        return this.places(tree, fields)
          .flat()
          .map((position) => this.nameOf(position))
    }
  }

  /** Twice NOT asks for the thing itself, also with a scope between. */
  private hitsOfNot(item: Tree, fields: Fields): string[] {
    if (item.type === 'scope') {
      return this.hitsOfNot(
        item.item,
        fields.filter((field) => field === item.field),
      )
    }
    return item.type === 'not' ? this.hits(item.item, fields) : []
  }

  private nameOf(position: number): string {
    const token = this.tokens.find((each) => each.position === position)
    return `${token?.field}:${token?.start}`
  }

  private count(tree: Tree, fields: Fields): number {
    if (tree.type === 'or')
      return tree.items.reduce((sum, item) => sum + this.count(item, fields), 0)
    let count = 0
    let after = -1
    for (const places of this.places(tree, fields)) {
      if (Math.min(...places) <= after) continue
      count += 1
      after = Math.max(...places)
    }
    return count
  }

  /** Sets of positions, in the order of the text. */
  places(tree: Tree, fields: Fields): Places[] {
    if (tree.type === 'term') return this.termPlaces(tree.term, fields)
    if (tree.type === 'or')
      return sortPlaces(tree.items.flatMap((item) => this.places(item, fields)))
    if (tree.type === 'scope')
      return this.places(
        tree.item,
        fields.filter((field) => field === tree.field),
      )
    if (tree.type !== 'near' && tree.type !== 'sentence') return []
    const lefts = this.places(tree.left, fields)
    const rights = this.places(tree.right, fields)
    const isPair = (left: Places, right: Places) =>
      left.every((position) => !right.includes(position)) &&
      (!tree.ordered || Math.min(...right) > Math.max(...left)) &&
      (tree.type === 'near'
        ? between(left, right) <= tree.distance
        : this.isOneSentence([...left, ...right]))
    if (tree.negated) return lefts.filter((left) => !rights.some((right) => isPair(left, right)))
    return sortPlaces(
      lefts.flatMap((left) =>
        rights.filter((right) => isPair(left, right)).map((right) => [...left, ...right]),
      ),
    )
  }

  private isOneSentence(places: Places): boolean {
    const sentences = places.map(
      (position) => this.tokens.find((token) => token.position === position)?.sentence,
    )
    return new Set(sentences).size === 1
  }

  private termPlaces(term: Extract<Tree, { type: 'term' }>['term'], fields: Fields): Places[] {
    if (term.form !== 'words') throw new Error('not for the oracle')
    const words = term.words.map((word) => (word.kind === 'any' ? '*' : word.text))
    const own = this.tokens.filter(({ field }) => fields.includes(field))
    const fits = (word: string, token: OracleToken | undefined) =>
      token !== undefined && (word === '*' || word === token.word)
    if (term.within === undefined) {
      return own
        .map(({ position }) => words.map((_, at) => position + at))
        .filter((places) =>
          places.every((position, at) =>
            fits(
              words[at] ?? '',
              own.find((token) => token.position === position),
            ),
          ),
        )
    }
    const all = assignments(words, own).filter(
      (places) => spread(places) - words.length <= (term.within ?? 0),
    )
    return smallest(all)
  }
}

/** Every way to give each word a token of its own in one field. */
function assignments(words: readonly string[], tokens: readonly OracleToken[]): Places[] {
  let ways: OracleToken[][] = [[]]
  for (const word of words) {
    ways = ways.flatMap((way) =>
      tokens
        .filter(
          (token) =>
            (word === '*' || token.word === word) &&
            !way.includes(token) &&
            way.every(({ field }) => field === token.field),
        )
        .map((token) => [...way, token]),
    )
  }
  return ways.map((way) => way.map(({ position }) => position).sort((a, b) => a - b))
}

/** Windows that have no smaller window inside, one for each stretch. */
function smallest(all: readonly Places[]): Places[] {
  const kept = all.filter(
    (places) =>
      !all.some(
        (other) =>
          Math.min(...other) >= Math.min(...places) &&
          Math.max(...other) <= Math.max(...places) &&
          spread(other) < spread(places),
      ),
  )
  const seen = new Set<string>()
  return sortPlaces(kept).filter((places) => {
    const stretch = `${Math.min(...places)}-${Math.max(...places)}`
    return !seen.has(stretch) && seen.add(stretch)
  })
}

function spread(places: Places): number {
  return Math.max(...places) - Math.min(...places) + 1
}

function between(left: Places, right: Places): number {
  const gap =
    Math.min(...left) <= Math.min(...right)
      ? Math.min(...right) - Math.max(...left) - 1
      : Math.min(...left) - Math.max(...right) - 1
  return Math.max(0, gap)
}

function sortPlaces(places: readonly Places[]): Places[] {
  return [...places].sort(
    (a, b) => Math.min(...a) - Math.min(...b) || Math.max(...a) - Math.max(...b),
  )
}

function compare(value: number, comparison: Comparison, bound: number): boolean {
  if (comparison === '>=') return value >= bound
  if (comparison === '>') return value > bound
  if (comparison === '<=') return value <= bound
  return comparison === '<' ? value < bound : value === bound
}
