/**
 * How many posts a second the percolator reads, and how that compares with a loop of one regular expression per query.
 * Time is the processor's, not the clock's, so that other work on the machine does not count.
 * Run: npx tsx bench/matching.ts [--quick]
 */
import { cpus } from 'node:os'
import { createPercolator } from '../src/query/percolator.ts'
import { parseQuery } from '../src/query/parser.ts'
import type { Tree } from '../src/query/tree.ts'
import { TokenBuffer } from '../src/text/tokens-buffer.ts'
import { addField } from '../src/text/tokens.ts'

const QUICK = process.argv.includes('--quick')
const POSTS = QUICK ? 10_000 : 40_000
const ROUNDS = QUICK ? 3 : 7
const WORDS_PER_POST = 30
const MATCHES_PER_POST = 0.5
const context = { now: Date.UTC(2026, 10, 1), zone: 'UTC' }

function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const SYLLABLES = 'ba be bi bo ca ce co da de di do fa fe fi ga ge gi ha he hi ka ke ki la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi wa we wi ya ze'.split(' ')

/** A vocabulary of made-up words whose frequencies fall as Zipf's law says. */
function makeVocabulary(size: number, random: () => number): string[] {
  const words = new Set<string>()
  while (words.size < size) {
    const length = 1 + Math.floor(random() * 3) + (words.size > 200 ? 1 : 0)
    words.add(Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''))
  }
  return [...words]
}

function makeSampler(size: number, random: () => number): () => number {
  const sums: number[] = []
  let sum = 0
  for (let rank = 1; rank <= size; rank += 1) {
    sum += 1 / (rank + 2.7)
    sums.push(sum)
  }
  return () => {
    const wanted = random() * sum
    let low = 0
    let high = size - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

interface BenchQuery {
  readonly expression: string
  /** The nearest that one regular expression can say. */
  readonly loop: (text: string) => boolean
}

const word = (text: string) => new RegExp(`\\b${text}\\b`, 'i')

type Kind = 'boolean' | 'near' | 'phrase' | 'wildcard' | 'fuzzy' | 'regex'

/** The mix of the field: 60 boolean, 15 NEAR, 15 phrase, 5 wildcard, 3 fuzzy, 2 regex. */
function kindOf(index: number): Kind {
  const place = index % 100
  if (place < 60) return 'boolean'
  if (place < 75) return 'near'
  if (place < 90) return 'phrase'
  if (place < 95) return 'wildcard'
  return place < 98 ? 'fuzzy' : 'regex'
}

/** A query about a name (`brand`) that posts carry only where the bench puts it, and common words around it. */
function makeQuery(index: number, brand: string, common: () => string): BenchQuery {
  const [a, b, c] = [common(), common(), common()]
  switch (kindOf(index)) {
    case 'boolean': {
      const expressions = [word(brand), word(`(?:${a}|${b})`), word(c)]
      const [first, second, third] = expressions as [RegExp, RegExp, RegExp]
      return {
        expression: `(${brand} OR (${brand}x ${a})) NOT ${brand}${c}`,
        loop: (text) => (first.test(text) || (second.test(text) && word(`${brand}x`).test(text))) && !(third.test(text) && first.test(`${brand}${c}`)),
      }
    }
    case 'near': {
      const pattern = new RegExp(`\\b${brand}\\W+(?:\\w+\\W+){0,5}?(?:${a}|${b})\\b|\\b(?:${a}|${b})\\W+(?:\\w+\\W+){0,5}?${brand}\\b`, 'i')
      return { expression: `${brand} NEAR/5 (${a} OR ${b})`, loop: (text) => pattern.test(text) }
    }
    case 'phrase': {
      const pattern = new RegExp(`\\b${brand}\\W+${a}\\b`, 'i')
      return { expression: `"${brand} ${a}"`, loop: (text) => pattern.test(text) }
    }
    case 'wildcard': {
      const pattern = new RegExp(`\\b${brand.slice(0, -2)}\\w*\\b`, 'i')
      return { expression: `${brand.slice(0, -2)}*`, loop: (text) => pattern.test(text) }
    }
    case 'fuzzy': {
      const pattern = new RegExp(`\\b(?:${oneEdit(brand)})\\b`, 'i')
      return { expression: `${brand}~1`, loop: (text) => pattern.test(text) }
    }
    default: {
      const pattern = new RegExp(`${brand}\\s+(?:${a}|${b}|\\d+)`, 'i')
      return { expression: `/${brand}\\s+(?:${a}|${b}|\\d+)/i`, loop: (text) => pattern.test(text) }
    }
  }
}

function oneEdit(text: string): string {
  const forms = [text]
  for (let at = 0; at <= text.length; at += 1) {
    forms.push(`${text.slice(0, at)}\\w${text.slice(at)}`)
    if (at < text.length) forms.push(`${text.slice(0, at)}\\w?${text.slice(at + 1)}`)
  }
  return forms.join('|')
}

interface Scene {
  readonly queries: readonly BenchQuery[]
  readonly posts: readonly { readonly text: string }[]
}

/** Posts of which half carry what one of the queries asks for, whatever the number of queries. */
function makeScene(size: number): Scene {
  const random = makeRandom(size)
  const vocabulary = makeVocabulary(30_000, random)
  const sample = makeSampler(vocabulary.length, random)
  const common = () => vocabulary[20 + Math.floor(random() * 2_000)] ?? ''
  const queries: BenchQuery[] = []
  const wanted: string[] = []
  for (let index = 0; index < size; index += 1) {
    const brand = `${vocabulary[Math.floor(random() * vocabulary.length)]}q${index.toString(36)}z`
    const query = makeQuery(index, brand, common)
    queries.push(query)
    wanted.push(sentenceFor(query.expression, kindOf(index), brand))
  }
  const posts = Array.from({ length: POSTS }, () => {
    const words = Array.from({ length: WORDS_PER_POST }, () => vocabulary[sample()] ?? '')
    if (random() < MATCHES_PER_POST) {
      const put = (wanted[Math.floor(random() * size)] ?? '').split(' ')
      words.splice(Math.floor(random() * (WORDS_PER_POST - put.length)), put.length, ...put)
    }
    return { text: punctuate(words, random) }
  })
  return { queries, posts }
}

function sentenceFor(expression: string, kind: Kind, brand: string): string {
  if (kind === 'near') return `${brand} ${/\((\w+) OR/.exec(expression)?.[1]}`
  if (kind === 'phrase') return expression.slice(1, -1)
  if (kind === 'regex') return `${brand} 15`
  return brand
}

function punctuate(words: readonly string[], random: () => number): string {
  const written = words.map((each, at) => {
    const capital = at === 0 || random() < 0.1 ? each.charAt(0).toUpperCase() + each.slice(1) : each
    return random() < 0.12 ? capital + (random() < 0.5 ? ',' : '.') : capital
  })
  return written.join(' ')
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

function measure(posts: number, run: () => number): { rate: number; found: number } {
  const rates: number[] = []
  let found = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const start = process.cpuUsage()
    found = run()
    const used = process.cpuUsage(start)
    rates.push((posts / (used.user + used.system)) * 1_000_000)
  }
  return { rate: median(rates), found }
}

function parseAll(queries: readonly BenchQuery[]): readonly Tree[] {
  return queries.map(({ expression }) => {
    const { tree, problems } = parseQuery(expression, { context: 'saved' })
    if (tree === undefined) throw new Error(`${expression}: ${problems[0]?.message}`)
    return tree
  })
}

function benchPercolator({ queries, posts }: Scene) {
  const percolator = createPercolator(parseAll(queries))
  const run = () => {
    let found = 0
    for (const post of posts) found += percolator.percolate(post, context).length
    return found
  }
  run()
  const before = { ...percolator.counts }
  const result = measure(posts.length, run)
  const read = percolator.counts.posts - before.posts
  return { ...result, candidates: (percolator.counts.evaluated - before.evaluated) / read, loose: percolator.loose.length }
}

function benchLoop({ queries, posts }: Scene) {
  const some = posts.slice(0, Math.max(50, Math.floor((QUICK ? 100_000 : 400_000) / queries.length)))
  const result = measure(some.length, () => {
    let found = 0
    for (const { text } of some) for (const query of queries) if (query.loop(text)) found += 1
    return found
  })
  return { rate: result.rate, found: (result.found / some.length) * posts.length }
}

function benchTokens(posts: readonly { readonly text: string }[]) {
  const tokens = new TokenBuffer()
  return measure(posts.length, () => {
    let count = 0
    for (const { text } of posts) {
      tokens.reset()
      addField(tokens, text)
      count += tokens.count
    }
    return count
  })
}

const whole = (value: number) => Math.round(value).toLocaleString('en')

function report(): void {
  console.log(`machine: ${cpus()[0]?.model ?? 'unknown'}, one core; node ${process.version}`)
  console.log(`command: npx tsx bench/matching.ts${QUICK ? ' --quick' : ''}`)
  console.log(`posts: ${whole(POSTS)} of ${WORDS_PER_POST} words, ${MATCHES_PER_POST} matches a post; median of ${ROUNDS} rounds`)
  const rates = new Map<number, number>()
  for (const size of [100, 1_000, 10_000]) {
    const scene = makeScene(size)
    if (size === 100) console.log(`words only: ${whole(benchTokens(scene.posts).rate)} posts/s`)
    const own = benchPercolator(scene)
    rates.set(size, own.rate)
    const line = [
      `${whole(size)} queries: ${whole(own.rate)} posts/s`,
      `${(own.found / POSTS).toFixed(2)} matches and ${own.candidates.toFixed(2)} candidates a post`,
      `${own.loose} without required term`,
    ]
    if (size <= 1_000) {
      const loop = benchLoop(scene)
      line.push(`regular expressions in a loop: ${whole(loop.rate)} posts/s, ${(loop.found / POSTS).toFixed(2)} matches a post`)
      line.push(`ratio ${(own.rate / loop.rate).toFixed(0)}`)
    }
    console.log(line.join('; '))
  }
  console.log(`cost of a post at 10,000 queries / at 100: ${((rates.get(100) ?? 0) / (rates.get(10_000) ?? 1)).toFixed(2)}`)
}

report()
