/**
 * How many posts a second the percolator reads, and how that compares with a loop of one regular expression per query.
 * Time is the processor's, not the clock's, so that other work on the machine does not count.
 * Run: npx tsx bench/matching.ts [--quick]
 */
import { cpus } from 'node:os'
import { parseQuery } from '../src/query/parser.ts'
import { createPercolator, type Percolator } from '../src/query/percolator.ts'
import type { Tree } from '../src/query/tree.ts'
import { addField } from '../src/text/tokens.ts'
import { TokenBuffer } from '../src/text/tokens-buffer.ts'

const QUICK = process.argv.includes('--quick')
const POSTS = QUICK ? 10_000 : 40_000
const ROUNDS = QUICK ? 2 : 8
/** Parts that one contestant reads before it is another's turn, so that its tables are in the processor's caches. */
const PARTS = 8
const WORDS_PER_POST = 30
const MATCHES_PER_POST = 0.5
const SIZES = [100, 1_000, 10_000]
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

const SYLLABLES =
  'ba be bi bo ca ce co da de di do fa fe fi ga ge gi ha he hi ka ke ki la le li lo ma me mi mo na ne ni no pa pe pi po ra re ri ro sa se si so ta te ti to va ve vi wa we wi ya ze'.split(
    ' ',
  )

/** A vocabulary of made-up words whose frequencies fall as Zipf's law says. */
function makeVocabulary(size: number, random: () => number): string[] {
  const words = new Set<string>()
  while (words.size < size) {
    const length = 1 + Math.floor(random() * 3) + (words.size > 200 ? 1 : 0)
    words.add(
      Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''),
    )
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
        loop: (text) =>
          (first.test(text) || (second.test(text) && word(`${brand}x`).test(text))) &&
          !(third.test(text) && first.test(`${brand}${c}`)),
      }
    }
    case 'near': {
      const pattern = new RegExp(
        `\\b${brand}\\W+(?:\\w+\\W+){0,5}?(?:${a}|${b})\\b|\\b(?:${a}|${b})\\W+(?:\\w+\\W+){0,5}?${brand}\\b`,
        'i',
      )
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

/** Queries and posts out of one vocabulary: most queries share a word with a post that they do not match. */
function makeSharedScene(size: number): Scene {
  const random = makeRandom(size + 7)
  const vocabulary = makeVocabulary(30_000, random)
  const sample = makeSampler(vocabulary.length, random)
  const mid = () => vocabulary[Math.floor(30 * 1_000 ** random())] ?? ''
  const rare = () => vocabulary[Math.floor(Math.min(29_999, (size / 4) * 20 ** random()))] ?? ''
  const queries = Array.from({ length: size }, (_, index) => ({
    expression: sharedExpression(index, rare(), rare(), mid(), mid()),
    loop: () => false,
  }))
  const posts = Array.from({ length: POSTS }, () => {
    const words = Array.from({ length: WORDS_PER_POST }, () => vocabulary[sample()] ?? '')
    return { text: punctuate(words, random) }
  })
  return { queries, posts }
}

function sharedExpression(index: number, a: string, b: string, c: string, d: string): string {
  switch (kindOf(index)) {
    case 'boolean':
      return index % 2 === 0 ? `${a} (${c} OR ${d})` : `(${a} OR ${b}) ${c} NOT ${d}`
    case 'near':
      return `${a} NEAR/5 ${c}`
    case 'phrase':
      return `"${a} ${c}"`
    case 'wildcard':
      return `${a}${b.slice(0, 2)}*`
    case 'fuzzy':
      return `${a}${b}~1`
    default:
      return `/${a}\\s+(?:${c}|\\d+)/i`
  }
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

function parseAll(queries: readonly BenchQuery[]): readonly Tree[] {
  return queries.map(({ expression }) => {
    const { tree, problems } = parseQuery(expression, { context: 'saved' })
    if (tree === undefined) throw new Error(`${expression}: ${problems[0]?.message}`)
    return tree
  })
}

/** A thing to be measured: it reads posts in turn, a part at a time, and tells how many matches it found. */
class Runner {
  readonly rates: number[] = []
  found = 0
  read = 0
  private readonly posts: Scene['posts']
  private readonly part: number
  private readonly run: (text: { readonly text: string }) => number
  private at = 0

  constructor(posts: Scene['posts'], part: number, run: Runner['run']) {
    this.posts = posts
    this.part = part
    this.run = run
  }

  /** Reads the next part; the rate is that of the processor's time. */
  measure(): void {
    const start = process.cpuUsage()
    for (let count = 0; count < this.part; count += 1) {
      this.found += this.run(this.posts[(this.at + count) % this.posts.length] as { text: string })
    }
    const used = process.cpuUsage(start)
    this.read += this.part
    this.at += this.part
    this.rates.push((this.part / (used.user + used.system)) * 1_000_000)
  }

  get median(): number {
    return median(this.rates)
  }

  get best(): number {
    return Math.max(...this.rates)
  }
}

function runWords(posts: Scene['posts']): Runner {
  const tokens = new TokenBuffer()
  return new Runner(posts, 2_500, ({ text }) => {
    tokens.reset()
    addField(tokens, text)
    return tokens.count
  })
}

function runLoop({ queries, posts }: Scene): Runner {
  return new Runner(posts, Math.ceil(100_000 / queries.length), ({ text }) => {
    let found = 0
    for (const query of queries) if (query.loop(text)) found += 1
    return found
  })
}

interface Contest {
  readonly size: number
  readonly percolator: Percolator
  readonly own: Runner
  readonly loop: Runner | undefined
}

function makeContest(size: number, scene: Scene, hasLoop: boolean): Contest {
  const percolator = createPercolator(parseAll(scene.queries))
  for (const post of scene.posts) percolator.percolate(post, context)
  const own = new Runner(scene.posts, 2_500, (post) => percolator.percolate(post, context).length)
  return { size, percolator, own, loop: hasLoop ? runLoop(scene) : undefined }
}

const whole = (value: number) => Math.round(value).toLocaleString('en')
const rate = (runner: Runner) => `${whole(runner.median)} posts/s (best ${whole(runner.best)})`

function report(): void {
  console.log(`machine: ${cpus()[0]?.model ?? 'unknown'}, one core; node ${process.version}`)
  console.log(`command: npx tsx bench/matching.ts${QUICK ? ' --quick' : ''}`)
  console.log(
    `posts: ${whole(POSTS)} of ${WORDS_PER_POST} words, ${MATCHES_PER_POST} matches a post; medians of ${ROUNDS * PARTS} parts, ${PARTS} at a turn`,
  )
  const contests = SIZES.map((size) => makeContest(size, makeScene(size), size <= 1_000))
  const shared = SIZES.map((size) => makeContest(size, makeSharedScene(size), false))
  const words = runWords(makeScene(100).posts)
  for (let round = 0; round < ROUNDS; round += 1) {
    const all = [...contests, ...shared].flatMap(({ own, loop }) => (loop ? [own, loop] : [own]))
    for (const runner of [words, ...all]) {
      for (let part = 0; part < PARTS; part += 1) runner.measure()
    }
  }
  console.log(`words only: ${rate(words)}`)
  for (const contest of contests) reportContest(contest)
  console.log('queries and posts of one vocabulary:')
  for (const contest of shared) reportContest(contest)
  const [few, , many] = contests
  const cost = (few?.own.median ?? 0) / (many?.own.median ?? 1)
  console.log(`cost of a post at 10,000 queries / at 100: ${cost.toFixed(2)}`)
}

function reportContest({ size, percolator, own, loop }: Contest): void {
  const evaluated = percolator.counts.evaluated / percolator.counts.posts
  const line = [
    `${whole(size)} queries: ${rate(own)}`,
    `${(own.found / own.read).toFixed(2)} matches and ${evaluated.toFixed(2)} candidates a post`,
    `${percolator.loose.length} without required term`,
  ]
  if (loop !== undefined) {
    line.push(
      `a loop of regular expressions: ${rate(loop)}, ${(loop.found / loop.read).toFixed(2)} matches a post`,
      `ratio ${(own.median / loop.median).toFixed(0)}`,
    )
  }
  console.log(line.join('; '))
}

report()
