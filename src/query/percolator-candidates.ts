import { FLAG_APOSTROPHE, FLAG_EMOJI, FLAG_SIGIL, type TokenBuffer } from '../text/tokens-buffer.ts'
import { apostropheParts } from '../text/tokens-forms.ts'
import { runCharacters } from '../text/tokens-runs.ts'
import { hashForm } from '../text/tokens-tables.ts'
import type { CompiledQuery } from './compile.ts'
import type { Word } from './match-vocabulary.ts'
import { isWrittenAs } from './match-words.ts'
import { FeatureCounts } from './percolator-frequency.ts'
import { HashFilter } from './percolator-guards.ts'
import { type AnchorIndex, buildIndex } from './percolator-index.ts'
import type { SharedOccurrences } from './percolator-occurrences.ts'
import { WordTable } from './percolator-words.ts'

const NO_PARTS: readonly string[] = []

/** Tells which queries are worth evaluating for the post that the token buffer holds. */
export class CandidateFinder {
  index: AnchorIndex
  private readonly queries: readonly CompiledQuery[]
  private readonly words: readonly Word[]
  private readonly tokens: TokenBuffer
  private readonly occurrences: SharedOccurrences
  private readonly frequency: FeatureCounts
  private readonly seen: Int32Array
  private readonly found: number[] = []
  private readonly filter = new HashFilter()
  private table = new WordTable([])
  private posts = 0
  /** The next other spelling of the present post. */
  private form = 0

  constructor(
    queries: readonly CompiledQuery[],
    words: readonly Word[],
    tokens: TokenBuffer,
    occurrences: SharedOccurrences,
  ) {
    this.queries = queries
    this.words = words
    this.tokens = tokens
    this.occurrences = occurrences
    this.frequency = new FeatureCounts(words)
    this.seen = new Int32Array(queries.length)
    this.index = this.makeIndex()
  }

  /** Candidates in the order of the queries; the list is used again for the next post. */
  find(): readonly number[] {
    this.posts += 1
    if (this.frequency.isTimeToLook(this.posts)) {
      this.frequency.look(this.posts, this.index.ofWord.keys())
      this.index = this.makeIndex()
    }
    this.occurrences.begin()
    this.found.length = 0
    this.form = 0
    this.filter.begin(this.tokens)
    const parts = this.tokens.hasApostrophes ? this.markParts() : NO_PARTS
    this.meetWords()
    for (const part of parts) this.meetPart(part)
    this.meetRuns()
    this.meetLiterals()
    for (const query of this.index.loose) this.found.push(query)
    if (this.found.length > 1) this.found.sort((a, b) => a - b)
    return this.found
  }

  private makeIndex(): AnchorIndex {
    const index = buildIndex(this.queries, this.words, (feature) => this.frequency.share(feature))
    const anchors = this.words.filter(({ id }) => index.ofWord.has(id))
    this.table = new WordTable(anchors)
    this.occurrences.expect(anchors)
    return index
  }

  private meetWords(): void {
    const { tokens } = this
    this.meetField(tokens.texts[0] ?? '', 0, tokens.fieldEnd(0))
    this.meetField(tokens.texts[1] ?? '', tokens.fieldEnd(0), tokens.count)
  }

  private meetField(text: string, from: number, to: number): void {
    const { tokens, table } = this
    const hasForms = tokens.formCount > 0
    for (let token = from; token < to; token += 1) {
      const list = table.ofToken(tokens, token, text)
      if (list !== 0) this.meet(list, token, undefined)
      if (hasForms) this.meetForms(token)
    }
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
      if (!this.occurrences.add(word.id, token)) continue
      this.frequency.count(word.id)
      this.add(this.index.ofWord.get(word.id))
    }
  }

  /** The parts of `wendy's` stand in a phrase `wendy s` without being words of the post. */
  private markParts(): readonly string[] {
    const { tokens } = this
    const found: string[] = []
    for (let token = 0; token < tokens.count; token += 1) {
      const flags = tokens.flags[token] ?? 0
      if ((flags & FLAG_APOSTROPHE) === 0 || (flags & FLAG_SIGIL) !== 0) continue
      const written = tokens.textOf(token).slice(tokens.starts[token], tokens.ends[token])
      for (const part of apostropheParts(written)) {
        found.push(part)
        this.filter.mark(hashForm(part))
      }
    }
    return found
  }

  private meetPart(part: string): void {
    const list = this.table.ofForm(part, hashForm(part), 0)
    for (const word of this.table.lists[list] ?? []) this.add(this.index.ofWord.get(word.id))
  }

  private meetRuns(): void {
    const { runs } = this.index
    if (runs === undefined || !this.tokens.hasRuns) return
    for (const field of [0, 1]) {
      runs.scan(runCharacters(this.tokens, field).text, (queries) => this.add(queries))
    }
  }

  private meetLiterals(): void {
    const { literals } = this.index
    if (literals === undefined) return
    for (const text of this.tokens.texts) {
      literals.automaton.scan(text, (literal) => this.add(literals.queries[literal]))
    }
  }

  private add(queries: readonly number[] | undefined): void {
    if (queries === undefined) return
    const { posts, seen } = this
    const { guards } = this.index
    for (const query of queries) {
      if (seen[query] === posts) continue
      seen[query] = posts
      const guard = guards[query]
      if (guard === undefined || this.filter.mayHold(guard)) this.found.push(query)
    }
  }
}
