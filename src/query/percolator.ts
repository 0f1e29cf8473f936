import type { Hit } from '../model/mention.ts'
import { FLAG_APOSTROPHE, FLAG_EMOJI, FLAG_SIGIL, TokenBuffer } from '../text/tokens-buffer.ts'
import { apostropheParts } from '../text/tokens-forms.ts'
import { hashForm } from '../text/tokens-tables.ts'
import { type CompiledQuery, compileQuery } from './compile.ts'
import { holds } from './evaluate.ts'
import { collectHits } from './evaluate-hits.ts'
import type { MatchablePost, MatchContext } from './match-post.ts'
import { Reading, readTokens } from './match-reading.ts'
import { Vocabulary, type Word } from './match-vocabulary.ts'
import { isWrittenAs } from './match-words.ts'
import { FeatureCounts } from './percolator-frequency.ts'
import { buildIndex } from './percolator-index.ts'
import { SharedOccurrences } from './percolator-occurrences.ts'
import { WordTable } from './percolator-words.ts'
import type { Tree } from './tree.ts'

export interface PercolatorMatch {
  /** The index of the query in the list that the percolator was made from. */
  readonly query: number
  readonly hits: readonly Hit[]
}

export interface Percolator {
  /** The queries that match a post, in their order. */
  percolate(post: MatchablePost, context: MatchContext): readonly PercolatorMatch[]
  /** Indexes of the queries without a required term: they are evaluated for every post. */
  readonly loose: readonly number[]
  /** How many posts were read, and how many queries were evaluated for them. */
  readonly counts: { readonly posts: number; readonly evaluated: number }
}

/**
 * Matches every post against many queries at once: the post is split into words once, a query is evaluated only where its
 * rarest required term is met. What is rare is learnt from the posts; the answers do not depend on it.
 */
export function createPercolator(trees: readonly Tree[]): Percolator {
  const vocabulary = new Vocabulary()
  return new TreePercolator(
    trees.map((tree) => compileQuery(tree, vocabulary)),
    vocabulary,
  )
}

class TreePercolator implements Percolator {
  readonly counts = { posts: 0, evaluated: 0 }
  private readonly queries: readonly CompiledQuery[]
  private readonly words: readonly Word[]
  private readonly table: WordTable
  private readonly tokens = new TokenBuffer()
  private readonly occurrences: SharedOccurrences
  private readonly frequency: FeatureCounts
  private readonly seen: Int32Array
  private readonly candidates: number[] = []
  /** The next other spelling of the present post. */
  private form = 0
  private index: ReturnType<typeof buildIndex>

  constructor(queries: readonly CompiledQuery[], { words }: Vocabulary) {
    this.queries = queries
    this.words = words
    this.table = new WordTable(words)
    this.occurrences = new SharedOccurrences(this.tokens, words.length)
    this.frequency = new FeatureCounts(words)
    this.seen = new Int32Array(queries.length)
    this.index = this.buildIndex()
  }

  get loose(): readonly number[] {
    return this.index.loose
  }

  percolate(post: MatchablePost, context: MatchContext): readonly PercolatorMatch[] {
    this.counts.posts += 1
    if (this.frequency.isTimeToLook(this.counts.posts)) this.index = this.buildIndex()
    readTokens(post, this.tokens)
    this.occurrences.begin()
    this.candidates.length = 0
    this.form = 0
    this.meetWords()
    this.meetRuns(post, context)
    this.meetLiterals()
    for (const query of this.index.loose) this.candidates.push(query)
    return this.candidates.length === 0 ? [] : this.evaluate(post, context)
  }

  private buildIndex() {
    return buildIndex(this.queries, this.words, (feature) => this.frequency.share(feature))
  }

  private evaluate(post: MatchablePost, context: MatchContext): readonly PercolatorMatch[] {
    const reading = new Reading(post, context, this.tokens, this.occurrences)
    const matches: PercolatorMatch[] = []
    this.counts.evaluated += this.candidates.length
    if (this.candidates.length > 1) this.candidates.sort((a, b) => a - b)
    for (const query of this.candidates) {
      const root = this.queries[query]?.root
      if (root !== undefined && holds(root, reading)) {
        matches.push({ query, hits: collectHits(root, reading) })
      }
    }
    return matches
  }

  private meetWords(): void {
    const { tokens, table } = this
    let token = 0
    for (let field = 0; field < 2; field += 1) {
      const text = tokens.texts[field] ?? ''
      const end = tokens.fieldEnd(field)
      for (; token < end; token += 1) {
        const list = table.ofToken(tokens, token, text)
        if (list !== 0) this.meet(list, token, undefined)
        if (this.form < tokens.formCount) this.meetForms(token)
      }
    }
    if (tokens.hasApostrophes) this.meetParts()
  }

  /** Other spellings come with their token, so that the positions of a word grow. */
  private meetForms(token: number): void {
    const { tokens } = this
    const flags = tokens.flags[token] ?? 0
    for (; this.form < tokens.formCount && tokens.formTokens[this.form] === token; this.form += 1) {
      const hash = tokens.formHashes[this.form] ?? 0
      const list = this.table.ofForm(tokens.otherForm(this.form), hash, flags)
      if (list !== 0) this.meet(list, token, this.form)
    }
  }

  private meet(list: number, token: number, form: number | undefined): void {
    const isEmoji = ((this.tokens.flags[token] ?? 0) & FLAG_EMOJI) !== 0
    for (const word of this.table.lists[list] ?? []) {
      if (isEmoji && word.kind !== 'literal') continue
      const isPlain = word.letters === undefined && word.exact === undefined
      if (!isPlain && !isWrittenAs(word, this.tokens, token, form)) continue
      if (this.occurrences.add(word.id, token)) this.meetWord(word)
    }
  }

  private meetWord(word: Word): void {
    this.frequency.count(word)
    const queries = this.index.ofWord[word.id]
    if (queries !== undefined) this.addCandidates(queries)
  }

  /** The parts of `wendy's` stand in a phrase `wendy s` without being words of the post. */
  private meetParts(): void {
    const { tokens, table } = this
    for (let token = 0; token < tokens.count; token += 1) {
      const flags = tokens.flags[token] ?? 0
      if ((flags & FLAG_APOSTROPHE) === 0 || (flags & FLAG_SIGIL) !== 0) continue
      const written = tokens.textOf(token).slice(tokens.starts[token], tokens.ends[token])
      for (const part of apostropheParts(written)) {
        this.meetPart(table.ofForm(part, hashForm(part), 0))
      }
    }
  }

  private meetPart(list: number): void {
    for (const word of this.table.lists[list] ?? []) {
      const queries = this.index.ofWord[word.id]
      if (queries !== undefined) this.addCandidates(queries)
    }
  }

  private meetRuns(post: MatchablePost, context: MatchContext): void {
    const { runs } = this.index
    if (runs === undefined || !this.tokens.hasRuns) return
    const reading = new Reading(post, context, this.tokens, this.occurrences)
    for (const field of [0, 1]) {
      const { text } = reading.runCharacters(field)
      for (let at = 0; at < text.length; at += 1) {
        for (const length of [1, 2]) {
          for (const run of runs.get(text.slice(at, at + length)) ?? []) {
            if (text.startsWith(run.text, at)) this.addCandidates(run.queries)
          }
        }
      }
    }
  }

  private meetLiterals(): void {
    const { literals } = this.index
    if (literals === undefined) return
    for (const text of this.tokens.texts) {
      literals.automaton.scan(text, (literal) =>
        this.addCandidates(literals.queries[literal] ?? []),
      )
    }
  }

  private addCandidates(queries: readonly number[]): void {
    const { posts } = this.counts
    for (const query of queries) {
      if (this.seen[query] === posts) continue
      this.seen[query] = posts
      this.candidates.push(query)
    }
  }
}
