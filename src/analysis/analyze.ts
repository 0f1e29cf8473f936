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
import { moodOf } from './mood.ts'
import { createOwnWords } from './own-words.ts'
import type { Target, TargetParts } from './targets.ts'
import { createTargetParts, judgeTargets } from './targets.ts'
import type { TextReader } from './text-reader.ts'
import { createTextReader, readText } from './text-reader.ts'
import { WORD } from './tokens.ts'

/** Stored with every analysed post; grows when the same post would be judged otherwise. */
export const ANALYSIS_VERSION = 1

/** Languages whose sentiment is scored; others are "unscored", never "neutral". */
export const SENTIMENT_LANGUAGES: readonly string[] = ['en', 'es', 'fr', 'de', 'it', 'pt']

export interface AnalyzerOptions {
  /** Domain words and what they mean (`sentiment.words` of the configuration). */
  readonly words?: Readonly<Record<string, SentimentLabel>>
  /** What was learned from people's corrections. */
  readonly local?: AppliedCalibration | undefined
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
  const feeling = isScored(reader, lang) ? feelingOf(parts, whole, lang, hints.rating) : {}
  const mood = feeling.sentiment
  return {
    version: ANALYSIS_VERSION,
    ...(lang === undefined ? {} : { lang }),
    ...feeling,
    ...intentsOf(parts, lang, mood?.score ?? 0),
    targets: mood === undefined ? {} : judgeTargets(parts.targets, targets, head.length, mood),
  }
}

/** The sentiment with the words that carried it, after what people corrected. */
function feelingOf(
  parts: Parts,
  whole: string,
  lang: string | undefined,
  rating: number | undefined,
): Pick<Analysis, 'sentiment' | 'words' | 'local'> {
  const { reader, local } = parts
  return {
    sentiment: applyCalibration(moodOf(reader, lang ?? 'en', rating), local),
    words: carriersOf(reader, whole),
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
  if (model?.calibration === undefined || lang !== 'en') return phrases
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
