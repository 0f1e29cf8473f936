import type { Intent, IntentName } from '../model/mention.ts'
import { INTENTS } from '../model/mention.ts'
import type { Calibration } from './calibration.ts'
import { logistic } from './calibration.ts'
import type { IntentHeads } from './intent-heads.ts'
import { oddsOf, readIntentHeads } from './intent-heads.ts'
import { INTENT_PHRASES, REASON_PHRASES, SEVERITY_PHRASES } from './intents.data.ts'
import type { PhraseTable } from './phrases.ts'
import { compilePhrases, matchPhrases } from './phrases.ts'
import type { TextReader } from './text-reader.ts'
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

/** Where only phrases speak, a bad mood makes a complaint possible: enough to be looked at, too little to be said. */
export function suspectByMood(confidences: Float64Array, score: number): Float64Array {
  const at = INTENTS.indexOf('complaint')
  const suspicion = 0.3 * (-score - 0.3)
  if (suspicion > (confidences[at] ?? 0)) confidences[at] = suspicion
  return confidences
}

function scale(values: Float64Array, name: IntentName, by: number): void {
  const at = INTENTS.indexOf(name)
  values[at] = Math.min(0.98, (values[at] ?? 0) * by)
}

/**
 * The trained heads and the phrases together, where the calibration has weights for the head: over
 * [1, linear logit, network logit, phrase confidence, mood score, log-odds of the intent's own head]. As far as the text is of a kind
 * that has a head of its own ("request@app"), that head's weights decide. Others keep what the phrases say. `words` are
 * the tokens that are not hidden. Reads the intents' heads of the text that was read last.
 */
export function blendIntents(
  phrases: Float64Array,
  reader: TextReader,
  score: number,
  calibration: Calibration,
  words: number,
): Float64Array {
  const { intents: heads } = reader
  if (heads !== undefined) readIntentHeads(heads, reader.tokens, reader.features)
  return phrases.map((confidence, at) => {
    const name = INTENTS[at] ?? ''
    const inputs = intentInputs(reader, name, confidence, score)
    const usual = blendUsual(calibration, name, inputs, words)
    return heads === undefined ? usual : blendKinds(heads, calibration, name, inputs, usual)
  })
}

/** What the trained parts say of an intent; the own head's log-odds come last. */
export function intentInputs(
  { model, logits, intents: heads }: TextReader,
  name: string,
  phrases: number,
  score: number,
): number[] {
  const head = model?.heads.indexOf(name) ?? -1
  const own = heads === undefined ? 0 : oddsOf(heads, GENERAL_HEADS[name] ?? name)
  return [1, logits.linear[head] ?? 0, logits.network[head] ?? 0, phrases, score, own]
}

/** Heads of one kind of text that help elsewhere too. */
const GENERAL_HEADS: Readonly<Record<string, string>> = {
  complaint: 'complaint@brand',
  request: 'request@app',
  bug: 'bug@app',
}

function blendUsual(
  calibration: Calibration,
  name: string,
  inputs: readonly number[],
  words: number,
): number {
  const phrases = inputs[3] ?? 0
  const weights = weightsOf(calibration, name, words >= LONG_POST)
  const plain = PLAIN_SPOKEN.has(name)
  if (weights === undefined || (plain && words < SHORT_POST)) return phrases
  const blended = logistic(weights, inputs)
  return plain ? Math.max(phrases, blended) : blended
}

/** Each kind of text by its share; kinds without a head of their own leave it at the usual confidence. */
function blendKinds(
  { ofKinds, kinds, logits }: IntentHeads,
  calibration: Calibration,
  name: string,
  inputs: number[],
  usual: number,
): number {
  let sum = usual
  for (const { head, at, kind } of ofKinds.get(name) ?? []) {
    const share = kinds[kind] as number
    const weights = share < FAINT ? undefined : calibration.intents[head]
    if (weights === undefined) continue
    inputs[5] = logits[at] as number
    sum += share * (logistic(weights, inputs) - usual)
  }
  return sum
}

/** A text is hardly of a kind: what its head says changes nothing. */
const FAINT = 0.002

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
  complaint: 0.42,
  question: 0.35,
  'safety-legal': 0.35,
  bug: 0.35,
  request: 0.35,
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
const LEAST_SUSPICION = 0.08

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
