import type { Intent, IntentName } from '../model/mention.ts'
import { INTENTS } from '../model/mention.ts'
import type { Calibration } from './calibration.ts'
import { logistic } from './calibration.ts'
import { INTENT_PHRASES, REASON_PHRASES, SEVERITY_PHRASES } from './intents.data.ts'
import type { PhraseTable } from './phrases.ts'
import { compilePhrases, matchPhrases } from './phrases.ts'
import type { Tokens } from './tokens.ts'
import { hashWord } from './tokens.ts'

/** The phrase tables, compiled once for an analyser. */
export interface IntentTables {
  readonly intents: PhraseTable
  readonly reasons: PhraseTable
  readonly severity: PhraseTable
  readonly questionMark: number
}

export function createIntentTables(): IntentTables {
  return {
    intents: compilePhrases(
      INTENT_PHRASES.flatMap(([name, value, phrases]) =>
        phrases.split('|').map((words) => ({ words, value, group: INTENTS.indexOf(name) })),
      ),
    ),
    reasons: compilePhrases(
      REASON_PHRASES.flatMap(([, phrases], group) =>
        phrases.split('|').map((words) => ({ words, value: 1, group })),
      ),
    ),
    severity: compilePhrases(
      SEVERITY_PHRASES.flatMap(([value, phrases], group) =>
        phrases.split('|').map((words) => ({ words, value, group })),
      ),
    ),
    questionMark: hashWord('?'),
  }
}

/** The doubt left by independent phrases, by intent: 1 − Π(1 − value). */
export function phraseConfidences(tokens: Tokens, tables: IntentTables): Float64Array {
  const doubt = new Float64Array(INTENTS.length).fill(1)
  matchPhrases(tables.intents, tokens, (group, value) => {
    doubt[group] = (doubt[group] ?? 1) * (1 - value)
  })
  return doubt.map((left) => 1 - left)
}

/** What the mood of the post adds or takes: praise in an angry post is irony or courtesy. */
export function tintByMood(confidences: Float64Array, score: number, asks: boolean): Float64Array {
  const tinted = Float64Array.from(confidences)
  scale(tinted, 'complaint', score < -0.2 ? 1.15 : score > 0.4 ? 0.4 : 0.9)
  scale(tinted, 'praise', score > 0.3 ? 1.1 : score < -0.1 ? 0.25 : 0.7)
  const praise = INTENTS.indexOf('praise')
  const warmth = Math.max(0, score - 0.4)
  if ((tinted[praise] ?? 0) > 0.2) tinted[praise] = 1 - (1 - (tinted[praise] ?? 0)) * (1 - warmth)
  const question = INTENTS.indexOf('question')
  if (asks) tinted[question] = Math.max(tinted[question] ?? 0, 0.6)
  return tinted
}

function scale(values: Float64Array, name: IntentName, by: number): void {
  const at = INTENTS.indexOf(name)
  values[at] = Math.min(0.98, (values[at] ?? 0) * by)
}

/**
 * The trained heads and the phrases together, where the calibration has weights for the head: over
 * [1, linear logit, network logit, phrase confidence, mood score]. Others keep what the phrases say. `words` are the
 * tokens that are not hidden.
 */
export function blendIntents(
  phrases: Float64Array,
  linear: (name: string) => number,
  network: (name: string) => number,
  score: number,
  calibration: Calibration,
  words: number,
): Float64Array {
  return phrases.map((confidence, at) => {
    const name = INTENTS[at] ?? ''
    const weights = weightsOf(calibration, name, words >= LONG_POST)
    const plain = PLAIN_SPOKEN.has(name)
    if (weights === undefined || (plain && words < SHORT_POST)) return confidence
    const blended = logistic(weights, [1, linear(name), network(name), confidence, score])
    return plain ? Math.max(confidence, blended) : blended
  })
}

function weightsOf(
  calibration: Calibration,
  name: string,
  isLong: boolean,
): readonly number[] | undefined {
  const long = isLong ? calibration.intents[`${name} long`] : undefined
  return long ?? calibration.intents[name]
}

/** From so many tokens on a post is a report rather than a remark: a question mark in it says little. */
export const LONG_POST = 80

/** Below so many tokens a head trained on one small set guesses. */
const SHORT_POST = 7

/** Intents whose phrases are surer than heads that were trained on one small set. */
const PLAIN_SPOKEN: ReadonlySet<string> = new Set(['churn', 'purchase'])

/** From where on an intent is said. A person overlooked costs more than a second look, so theirs begin low. */
const LEAST: Readonly<Partial<Record<IntentName, number>>> = {
  complaint: 0.35,
  question: 0.35,
  'safety-legal': 0.35,
  bug: 0.3,
  request: 0.3,
  purchase: 0.4,
}
const LEAST_ELSE = 0.5

/** Intents worth saying, surest first. */
export function listIntents(confidences: Float64Array): readonly Intent[] {
  return listBetween(
    confidences,
    INTENTS,
    (name) => LEAST[name] ?? LEAST_ELSE,
    () => 2,
  )
}

/** Intents whose person would be overlooked, from so much suspicion on. */
const WATCHED: readonly IntentName[] = ['complaint', 'question', 'churn', 'safety-legal']
const LEAST_SUSPICION = 0.1

/** Watched intents that are possible and not said, surest first. */
export function listUnsure(confidences: Float64Array): readonly Intent[] {
  return listBetween(
    confidences,
    WATCHED,
    () => LEAST_SUSPICION,
    (name) => LEAST[name] ?? LEAST_ELSE,
  )
}

function listBetween(
  confidences: Float64Array,
  names: readonly IntentName[],
  from: (name: IntentName) => number,
  to: (name: IntentName) => number,
): readonly Intent[] {
  const found: Intent[] = []
  for (const name of names) {
    const confidence = confidences[INTENTS.indexOf(name)] as number
    if (confidence >= from(name) && confidence < to(name)) {
      found.push({ name, confidence: round(confidence) })
    }
  }
  return found.length < 2 ? found : found.sort((one, other) => other.confidence - one.confidence)
}

export function reasonOf(tokens: Tokens, tables: IntentTables): string {
  const counts = new Float64Array(REASON_PHRASES.length)
  matchPhrases(tables.reasons, tokens, (group) => {
    counts[group] = (counts[group] ?? 0) + 1
  })
  const most = Math.max(...counts)
  return most === 0 ? 'other' : (REASON_PHRASES[counts.indexOf(most)]?.[0] ?? 'other')
}

/** 0 to 1: how bad it is for the person, from mood, repetition, money, threat and danger. */
export function severityOf(tokens: Tokens, tables: IntentTables, score: number): number {
  let severity = 0.25 + 0.3 * Math.max(0, -score)
  matchPhrases(tables.severity, tokens, (_group, value) => {
    severity += value
  })
  return round(Math.min(1, severity))
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
