import type { Analysis, Sentiment, SentimentLabel } from '../model/mention.ts'
import { carriersOf } from './carriers.ts'
import { createComparisonTables } from './comparisons.ts'
import type { AppliedCalibration } from './corrections.ts'
import { applyCalibration } from './corrections.ts'
import type { IntentTables } from './intents.ts'
import {
  blendIntents,
  createIntentTables,
  listIntents,
  listUnsure,
  phraseConfidences,
  reasonOf,
  severityOf,
  suspectByMood,
  tintByMood,
} from './intents.ts'
import type { LanguageGuess, LanguageWords } from './language.ts'
import {
  createLanguageWords,
  guessLanguage,
  languageOfLogits,
  languageOfScript,
} from './language.ts'
import { createLexicon } from './lexicon.ts'
import { readModel } from './model-file.ts'
import { leanOnIntents, moodOf, tiltOf } from './mood.ts'
import { createOwnWords } from './own-words.ts'
import type { StrongTier } from './strong.ts'
import type { Target, TargetParts } from './targets.ts'
import { createTargetParts, judgeTargets } from './targets.ts'
import type { TextReader } from './text-reader.ts'
import { createTextReader, readText } from './text-reader.ts'
import { WORD } from './tokens.ts'

/** Stored with every analysed post; grows when the same post would be judged otherwise. */
export const ANALYSIS_VERSION = 2

/** Languages whose sentiment is scored; others are "unscored", never "neutral". */
export const SENTIMENT_LANGUAGES: readonly string[] = ['en', 'es', 'fr', 'de', 'it', 'pt']

export interface AnalyzerOptions {
  /** Domain words and what they mean (`sentiment.words` of the configuration). */
  readonly words?: Readonly<Record<string, SentimentLabel>>
  /** What was learned from people's corrections. */
  readonly local?: AppliedCalibration | undefined
  /** Asked again where the fast tier is unsure of an English post. */
  readonly strong?: StrongTier | undefined
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
  readonly reader: TextReader
  readonly languages: LanguageWords
  readonly intents: IntentTables
  readonly targets: TargetParts
  readonly local: AppliedCalibration | undefined
  readonly strong: StrongTier | undefined
}

/**
 * Builds an analyser. `model` are the bytes of the trained model; without them our word lists decide alone, which is
 * weaker. An analyser reuses its buffers: one text at a time. Throws AppError when the bytes are not a model.
 */
export function createAnalyzer(
  model: Uint8Array | undefined,
  options: AnalyzerOptions = {},
): Analyzer {
  const trained = model === undefined ? undefined : readModel(model)
  const reader = createTextReader(trained, createLexicon(), createOwnWords(options.words ?? {}))
  const parts: Parts = {
    reader,
    languages: createLanguageWords(),
    intents: createIntentTables(),
    targets: createTargetParts(reader, createComparisonTables(), options.local),
    local: options.local,
    strong: trained === undefined ? undefined : options.strong,
  }
  return { analyze: (text, hints = {}, targets = []) => analyze(parts, text, hints, targets) }
}

function analyze(
  parts: Parts,
  text: string,
  hints: Hints,
  targets: readonly Target[],
): TargetedAnalysis {
  const { reader } = parts
  const head = hints.title === undefined || hints.title === '' ? '' : `${hints.title}.\n`
  const whole = head + text
  readText(reader, whole)
  const { lang } = languageOf(parts, whole, hints.lang)
  const first = isScored(reader, lang) ? askTiers(parts, whole, lang, hints.rating) : undefined
  const wants = intentsOf(parts, lang, first?.sentiment.score ?? 0)
  const feeling = first === undefined ? {} : feelingOf(parts, whole, first, wants)
  const mood = feeling.sentiment
  return {
    version: ANALYSIS_VERSION,
    ...(lang === undefined ? {} : { lang }),
    ...feeling,
    ...wants,
    targets: mood === undefined ? {} : judgeTargets(parts.targets, targets, head.length, mood),
  }
}

interface FirstJudgement {
  readonly sentiment: Sentiment
  readonly strong: boolean
}

/** What the fast tier says of the words, or the strong one where that is unsure. */
function askTiers(
  { reader, strong }: Parts,
  whole: string,
  lang: string | undefined,
  rating: number | undefined,
): FirstJudgement {
  const fast = moodOf(reader, lang ?? 'en', rating)
  const tilt = tiltOf(reader, rating)
  const second = lang === 'en' ? strong?.judge(reader, whole, fast, tilt) : undefined
  return { sentiment: second ?? fast, strong: second !== undefined }
}

/** The sentiment with the words that carried it, after what the post wants and what people corrected. */
function feelingOf(
  { reader, local }: Parts,
  whole: string,
  first: FirstJudgement,
  { intents, unsure = [] }: Pick<Analysis, 'intents' | 'unsure'>,
): Pick<Analysis, 'sentiment' | 'words' | 'strong' | 'local'> {
  const { sentiment } = first
  const leant =
    reader.model === undefined ? sentiment : leanOnIntents(sentiment, [...intents, ...unsure])
  return {
    sentiment: applyCalibration(leant, local),
    words: carriersOf(reader, whole),
    ...(first.strong ? { strong: true } : {}),
    ...(local === undefined ? {} : { local: local.version }),
  }
}

/** Emoji alone are read in every language; a text with words only where its language is covered. */
function isScored({ tokens }: TextReader, lang: string | undefined): boolean {
  if (lang !== undefined) return SENTIMENT_LANGUAGES.includes(lang)
  if (tokens.count === 0) return false
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] === WORD) return false
  }
  return true
}

function languageOf(parts: Parts, text: string, hint: string | undefined): LanguageGuess {
  const { reader, languages } = parts
  const { model, tokens } = reader
  if (model === undefined) return guessLanguage(text, tokens, languages, hint)
  if (!hasWord(reader)) return { confidence: 0 }
  const script = languageOfScript(text)
  if (script !== undefined) return { lang: script, confidence: 0.95 }
  const guess = languageOfLogits(model.languages, reader.languages, hint)
  if (guess.lang !== 'other') return guess
  const byWords = guessLanguage(text, tokens, languages, hint)
  return SENTIMENT_LANGUAGES.includes(byWords.lang ?? 'en') ? { confidence: 0 } : byWords
}

function hasWord({ tokens, own }: TextReader): boolean {
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind[at] === WORD) return true
  }
  return own.hidden.length > 0
}

function intentsOf(
  parts: Parts,
  lang: string | undefined,
  score: number,
): Pick<Analysis, 'intents' | 'unsure' | 'severity' | 'reason'> {
  const { intents: tables, reader } = parts
  const confidences = intentConfidences(parts, lang, score)
  const intents = listIntents(confidences)
  const unsure = listUnsure(confidences)
  const said = unsure.length === 0 ? { intents } : { intents, unsure }
  const troubled = intents.some(({ name }) => name === 'complaint' || name === 'bug')
  if (!troubled) return said
  return {
    ...said,
    severity: severityOf(reader.tokens, tables, score),
    reason: reasonOf(reader.tokens, tables),
  }
}

/** The trained heads know English only (churn also German); elsewhere the phrases speak. */
function intentConfidences(parts: Parts, lang: string | undefined, score: number): Float64Array {
  const { reader, intents: tables } = parts
  const { model } = reader
  const phrases = tintByMood(phraseConfidences(reader.tokens, tables), score, asks(parts))
  if (lang !== 'en') return suspectByMood(phrases, score)
  if (model?.calibration === undefined) return phrases
  return blendIntents(phrases, reader, score, model.calibration, visibleTokens(reader))
}

function visibleTokens({ tokens, own }: TextReader): number {
  let hidden = 0
  for (let i = 0; i < own.hidden.length; i += 2) {
    hidden += (own.hidden[i + 1] ?? 0) - (own.hidden[i] ?? 0)
  }
  return tokens.count - hidden
}

function asks({ reader, intents }: Parts): boolean {
  const { tokens } = reader
  for (let at = tokens.count - 1; at >= 0; at -= 1) {
    if (tokens.hash[at] === intents.questionMark) return true
  }
  return false
}
