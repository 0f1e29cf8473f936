import type { Analysis, Sentiment, SentimentLabel } from '../model/mention.ts'
import type { IntentTables } from './intents.ts'
import {
  createIntentTables,
  listIntents,
  phraseConfidences,
  reasonOf,
  severityOf,
  tintByMood,
} from './intents.ts'
import type { LanguageWords } from './language.ts'
import { createLanguageWords, guessLanguage } from './language.ts'
import type { Lexicon } from './lexicon.ts'
import { createLexicon } from './lexicon.ts'
import { sentimentOfValence } from './sentiment.ts'
import type { ComparisonWords, Target } from './targets.ts'
import {
  comparisonSign,
  createComparisonWords,
  tokensOfHits,
  towardsSentiment,
  valenceTowards,
} from './targets.ts'
import type { Tokens } from './tokens.ts'
import { createTokens, hashWord, MAX_TOKENS, scanTokens } from './tokens.ts'
import { scoreTokens } from './valence.ts'

/** Stored with every analysed post; grows when the same post would be judged otherwise. */
export const ANALYSIS_VERSION = 1

/** Languages whose sentiment is scored; others are "unscored", never "neutral". */
export const SENTIMENT_LANGUAGES: readonly string[] = ['en', 'es', 'fr', 'de', 'it', 'pt']

export interface AnalyzerOptions {
  /** Domain words and what they mean (`sentiment.words` of the configuration). */
  readonly words?: Readonly<Record<string, SentimentLabel>>
}

/** What is known of a post besides its text. */
export interface Hints {
  readonly title?: string | undefined
  readonly lang?: string | undefined
  readonly platform?: string | undefined
  /** Stars of a review, 1 to 5. */
  readonly rating?: number | undefined
}

/** An analysis with the sentiment towards each query's subject, by query name. */
export type TargetedAnalysis = Analysis & { readonly targets: Readonly<Record<string, Sentiment>> }

export interface Analyzer {
  analyze(text: string, hints?: Hints, targets?: readonly Target[]): TargetedAnalysis
}

interface Parts {
  readonly lexicon: Lexicon
  readonly languages: LanguageWords
  readonly intents: IntentTables
  readonly comparisons: ComparisonWords
  readonly tokens: Tokens
  readonly scores: Float32Array
  readonly negated: Uint8Array
}

/**
 * Builds an analyser. `model` are the bytes of the trained model; without them our word lists decide alone, which is
 * weaker. An analyser reuses its buffers: one text at a time.
 */
export function createAnalyzer(
  model: Uint8Array | undefined,
  options: AnalyzerOptions = {},
): Analyzer {
  void model
  const parts = createParts(options)
  return { analyze: (text, hints = {}, targets = []) => analyze(parts, text, hints, targets) }
}

function createParts(options: AnalyzerOptions): Parts {
  return {
    lexicon: createLexicon(ownValences(options.words ?? {})),
    languages: createLanguageWords(),
    intents: createIntentTables(),
    comparisons: createComparisonWords(),
    tokens: createTokens(),
    scores: new Float32Array(MAX_TOKENS),
    negated: new Uint8Array(MAX_TOKENS),
  }
}

const OWN_VALENCES = { negative: -2.5, neutral: 0, positive: 2.5 } as const

function ownValences(words: Readonly<Record<string, SentimentLabel>>): ReadonlyMap<number, number> {
  const own = new Map<number, number>()
  for (const [word, label] of Object.entries(words)) own.set(hashWord(word), OWN_VALENCES[label])
  return own
}

function analyze(
  parts: Parts,
  text: string,
  hints: Hints,
  targets: readonly Target[],
): TargetedAnalysis {
  const head = hints.title === undefined || hints.title === '' ? '' : `${hints.title}.\n`
  const whole = head + text
  const tokens = scanTokens(whole, parts.tokens)
  const guess = guessLanguage(whole, tokens, parts.languages, hints.lang)
  const scored = guess.lang !== undefined && SENTIMENT_LANGUAGES.includes(guess.lang)
  scoreTokens(tokens, parts.lexicon, parts.scores, parts.negated)
  const valence = sum(parts.scores, tokens.count) + ratingValence(hints.rating)
  const mood = sentimentOfValence(valence)
  return {
    version: ANALYSIS_VERSION,
    ...(guess.lang === undefined ? {} : { lang: guess.lang }),
    ...(scored ? { sentiment: mood, words: carriers(parts, whole) } : {}),
    ...intentsOf(parts, scored ? mood.score : 0),
    targets: scored ? towards(parts, targets, head.length) : {},
  }
}

function sum(scores: Float32Array, count: number): number {
  let total = 0
  for (let at = 0; at < count; at += 1) total += scores[at] ?? 0
  return total
}

function ratingValence(rating: number | undefined): number {
  return rating === undefined ? 0 : (rating - 3) * 1.5
}

function intentsOf(parts: Parts, score: number): Pick<Analysis, 'intents' | 'severity' | 'reason'> {
  const { tokens, intents: tables } = parts
  const confidences = tintByMood(phraseConfidences(tokens, tables), score, asksSomething(parts))
  const intents = listIntents(confidences)
  if (!intents.some((intent) => intent.name === 'complaint' || intent.name === 'bug'))
    return { intents }
  return { intents, severity: severityOf(tokens, tables, score), reason: reasonOf(tokens, tables) }
}

function asksSomething({ tokens, intents }: Parts): boolean {
  for (let at = tokens.count - 1; at >= 0; at -= 1) {
    if (tokens.hash[at] === intents.questionMark) return true
  }
  return false
}

/** The words that carried the sentiment, strongest first; at most six. */
function carriers({ tokens, scores }: Parts, text: string): NonNullable<Analysis['words']> {
  const found: { word: string; weight: number }[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const weight = scores[at] ?? 0
    if (weight === 0) continue
    found.push({
      word: text.slice(tokens.start[at], tokens.end[at]),
      weight: Math.round(weight * 100) / 100,
    })
  }
  return found.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight)).slice(0, 6)
}

function towards(
  parts: Parts,
  targets: readonly Target[],
  shift: number,
): Readonly<Record<string, Sentiment>> {
  const found: Record<string, Sentiment> = {}
  for (const target of targets) {
    const places = tokensOfHits(parts.tokens, target.hits, shift)
    const valence = valenceTowards(parts.tokens, parts.scores, parts.lexicon, places)
    const sign = targets.length > 1 ? comparisonSign(parts.tokens, parts.comparisons, places) : 0
    found[target.query] = towardsSentiment(valence, sign)
  }
  return found
}
