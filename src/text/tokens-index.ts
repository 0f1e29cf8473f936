import { hasRunScript } from './scripts.ts'
import { addField, type Tokens } from './tokens.ts'
import { FLAG_APOSTROPHE, FLAG_RUN, FLAG_SIGIL, TokenBuffer } from './tokens-buffer.ts'
import { apostropheParts } from './tokens-forms.ts'
import { runCharacters } from './tokens-runs.ts'

/** Grows whenever the same text may give other words than before; stored indexes are then rebuilt. */
export const TOKENS_VERSION = 3

/** What an index of words depends on: our rules, and ICU's dictionaries and tables. */
export function tokensVersion(): string {
  return `${TOKENS_VERSION}/${process.versions.icu ?? 'none'}`
}

/** Words for a full-text index, each list separated by blanks; no term has white space in it. */
export interface IndexTerms {
  /** One term for each position: the plain word, without sigil, possessive, elision, skin tone. */
  readonly primary: string
  /**
   * In no order: every other spelling (`#acme`, `wendys` of `wendy's`); `'wendys` and `wendy's` where the parts or
   * the whole of a word with an apostrophe stand for words in a row; characters and pairs of characters of Chinese, Japanese,
   * Thai and Korean runs.
   */
  readonly alternates: string
}

/** The terms under which a text is found; offsets are not kept. A buffer that is handed in is used again and again. */
export function indexTerms(text: string, tokens = new TokenBuffer()): IndexTerms {
  tokens.reset()
  addField(tokens, text)
  const primary: string[] = []
  let alternates: Set<string> | undefined
  let form = 0
  for (let token = 0; token < tokens.count; token += 1) {
    if (tokens.flags[token] === 0 && tokens.formTokens[form] !== token) {
      primary.push(tokens.form(token))
      continue
    }
    const spellings = [tokens.form(token)]
    for (; tokens.formTokens[form] === token && form < tokens.formCount; form += 1) {
      spellings.push(tokens.otherForm(form))
    }
    primary.push(spellings.at(-1) ?? '')
    alternates ??= new Set()
    addAlternates(tokens, token, spellings, alternates)
  }
  for (const term of runTerms(tokens)) {
    alternates ??= new Set()
    alternates.add(term)
  }
  return {
    primary: primary.join(' '),
    alternates: alternates === undefined ? '' : [...alternates].join(' '),
  }
}

function addAlternates(
  tokens: Tokens,
  token: number,
  spellings: readonly string[],
  alternates: Set<string>,
): void {
  const flags = tokens.flags[token] ?? 0
  const others = spellings.slice(0, -1)
  for (const spelling of others) alternates.add(spelling)
  if ((flags & FLAG_APOSTROPHE) === 0 || (flags & FLAG_SIGIL) !== 0) return
  for (const spelling of others) alternates.add(`'${spelling}`)
  const parts = apostropheParts(
    tokens.textOf(token).slice(tokens.starts[token], tokens.ends[token]),
  )
  for (const [index, part] of parts.entries()) {
    if (index > 0) alternates.add(`${parts[index - 1]}'${part}`)
  }
}

/** Characters and pairs of neighbours: a term of such a script is found by its characters in a row. */
function runTerms(tokens: Tokens): readonly string[] {
  const terms: string[] = []
  const isRun = tokens.hasRuns && tokens.flags.some((flags) => (flags & FLAG_RUN) !== 0)
  if (!isRun) return terms
  for (const run of runCharacters(tokens, 0).text.split('\0')) {
    for (const term of charactersAndPairs(run)) terms.push(term)
  }
  return terms
}

/** `東京都` is 東 京 都 東京 京都. What is all letters of other scripts (`net` of `#東京net`) is left out: it is no word. */
export function charactersAndPairs(run: string): readonly string[] {
  const signs = Array.from(run)
  return signs
    .flatMap((sign, at) => {
      const next = signs[at + 1]
      return next === undefined ? [sign] : [sign, sign + next]
    })
    .filter(hasRunScript)
}

/**
 * Terms of `alternates`, one of which a text must have when words in a row are found in it although
 * they do not stand in a row among the primary terms. The words are folded, without signs.
 */
export function irregularTerms(words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    const next = words[at + 1]
    return next === undefined ? [`'${word}`] : [`'${word}`, `${word}'${next}`]
  })
}
