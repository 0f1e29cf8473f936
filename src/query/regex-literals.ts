/** More alternatives than this, or shorter ones than two letters, tell too little. */
const MOST_ALTERNATIVES = 16
const SHORTEST = 2

/** What is known of a part of an expression: all texts that it can be, and texts of which one must stand in a match. */
interface Known {
  readonly exact?: readonly string[] | undefined
  readonly must?: readonly string[] | undefined
}

interface Reader {
  readonly source: string
  at: number
}

const NOTHING: Known = {}
const EMPTY: Known = { exact: [''] }

/**
 * Texts in lower case, one of which stands (in any letter case of ASCII) in every text that the expression matches; undefined
 * where none can be told. ASCII only: other letters have foldings of their own.
 */
export function requiredLiterals(source: string): readonly string[] | undefined {
  // Literal stretches and inline comments are rare; what is not understood promises nothing.
  if (/\\Q|\(\?#|\[\[:/.test(source)) return undefined
  const reader: Reader = { source, at: 0 }
  const known = readAlternatives(reader)
  return reader.at < source.length ? undefined : bestOf(known.must, known.exact)
}

function readAlternatives(reader: Reader): Known {
  const branches = [readSequence(reader)]
  while (reader.source[reader.at] === '|') {
    reader.at += 1
    branches.push(readSequence(reader))
  }
  const [only] = branches
  if (branches.length === 1 && only !== undefined) return only
  const exact = union(branches.map((branch) => branch.exact))
  const must = union(branches.map((branch) => bestOf(branch.must, branch.exact)))
  return { exact, must }
}

function union(sets: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const all: string[] = []
  for (const set of sets) {
    if (set === undefined) return undefined
    all.push(...set)
  }
  return all.length <= MOST_ALTERNATIVES ? all : undefined
}

function readSequence(reader: Reader): Known {
  let exact: readonly string[] | undefined = ['']
  let must: readonly string[] | undefined
  let isWhole = true
  while (reader.at < reader.source.length && !/[|)]/.test(reader.source.charAt(reader.at))) {
    const item = quantified(reader, readItem(reader))
    const longer: readonly string[] | undefined = product(exact, item.known.exact)
    if (longer !== undefined) exact = longer
    else {
      must = bestOf(must, bestOf(item.known.must, exact))
      must = bestOf(must, item.known.exact)
      exact = item.known.exact ?? ['']
    }
    if (longer === undefined || item.repeats) isWhole = false
    if (!item.repeats) continue
    must = bestOf(must, exact)
    exact = ['']
  }
  return isWhole ? { exact, must } : { must: bestOf(must, exact) }
}

function product(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  if (a === undefined || b === undefined || a.length * b.length > MOST_ALTERNATIVES)
    return undefined
  return a.flatMap((first) => b.map((second) => first + second))
}

/** The set that tells more: long texts, few of them; a set with a text too short tells nothing. */
function bestOf(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] | undefined {
  const first = worth(a)
  const second = worth(b)
  if (Math.max(first, second) === Number.NEGATIVE_INFINITY) return undefined
  return first >= second ? a : b
}

function worth(set: readonly string[] | undefined): number {
  const shortest = (set ?? ['']).reduce((least, text) => Math.min(least, text.length), 8)
  if (set === undefined || shortest < SHORTEST) return Number.NEGATIVE_INFINITY
  return shortest - set.length
}

/** `repeats`: what stands here stands at least once, but perhaps more often. */
interface Item {
  readonly known: Known
  readonly repeats: boolean
}

function quantified(reader: Reader, known: Known): Item {
  const match = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(
    reader.source.slice(reader.at, reader.at + 16),
  )
  if (match === null) return { known, repeats: false }
  reader.at += match[0].length
  const [quantifier] = match
  if (/^(?:[*?]|\{0)/.test(quantifier)) return { known: NOTHING, repeats: false }
  return { known, repeats: true }
}

function readItem(reader: Reader): Known {
  const sign = reader.source.charAt(reader.at)
  if (sign === '(') return readGroup(reader)
  if (sign === '[') return readClass(reader)
  if (sign === '\\') return readEscape(reader)
  reader.at += (reader.source.codePointAt(reader.at) ?? 0) > 0xffff ? 2 : 1
  if (sign === '^' || sign === '$') return EMPTY
  return sign === '.' ? NOTHING : letter(sign)
}

function letter(sign: string): Known {
  return /^[\x20-\x7e]$/.test(sign) ? { exact: [sign.toLowerCase()] } : NOTHING
}

function readGroup(reader: Reader): Known {
  const opening =
    /^\((?:\?(?:P?<\w+>|[imsU-]*[:)]))?/.exec(reader.source.slice(reader.at))?.[0] ?? '('
  reader.at += opening.length
  if (opening.endsWith(')')) return EMPTY
  const known = readAlternatives(reader)
  reader.at += 1
  return known
}

/** A class of a few plain letters is as many alternatives; others are any letter. */
function readClass(reader: Reader): Known {
  const match = /^\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]/.exec(reader.source.slice(reader.at))
  if (match === null) {
    reader.at = Number.POSITIVE_INFINITY
    return NOTHING
  }
  reader.at += match[0].length
  const letters = /^\[([A-Za-z0-9]{1,4})\]$/.exec(match[0])?.[1]
  if (letters === undefined) return NOTHING
  return { exact: [...new Set(letters.toLowerCase())] }
}

function readEscape(reader: Reader): Known {
  const match =
    /^\\(?:x\{[0-9a-fA-F]+\}|x[0-9a-fA-F]{2}|[pP]\{[^}]*\}|[pP][\s\S]|[0-7]{1,3}|[\s\S])/.exec(
      reader.source.slice(reader.at, reader.at + 64),
    )
  const text = match?.[0] ?? '\\'
  reader.at += text.length
  if (/^\\[bBAz]$/.test(text)) return EMPTY
  return text.length === 2 && /[^A-Za-z0-9]/.test(text.charAt(1)) ? letter(text.charAt(1)) : NOTHING
}
