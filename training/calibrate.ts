/**
 * Fits on dev how the raw outputs become probabilities, through the product's own code, and writes it into the model file:
 *   node training/calibrate.ts DATA_FOLDER MODEL_FILE
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Calibration, MoodWeights } from '../src/analysis/calibration.ts'
import {
  createIntentTables,
  LONG_POST,
  phraseConfidences,
  tintByMood,
} from '../src/analysis/intents.ts'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { readModel } from '../src/analysis/model-file.ts'
import { moodOfLogits, squeezeValence } from '../src/analysis/mood.ts'
import { createOwnWords } from '../src/analysis/own-words.ts'
import { createTextReader, readText, sumValence } from '../src/analysis/text-reader.ts'
import { hashWord } from '../src/analysis/tokens.ts'
import { INTENTS, SENTIMENT_LABELS } from '../src/model/mention.ts'
import { fitLogistic, fitShares } from './fit.ts'
import { editModel } from './model-edit.ts'
import type { Row } from './read-set.ts'
import { readSet } from './read-set.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const bytes = readFileSync(file)
const model = readModel(bytes)
const reader = createTextReader(model, createLexicon(), createOwnWords({}))
const tables = createIntentTables()
const questionMark = hashWord('?')

const SENTIMENT_SETS = [
  'semeval17_tweets',
  'vader_gold',
  'brand_product_emotion',
  'apple_tweets',
  'sanders_tweets',
  'uk_mobile_tweets',
  'umsab_multilingual',
]

interface Sample {
  readonly group: string
  readonly truth: number
  readonly linear: readonly number[]
  readonly network: readonly number[]
  /** −v, 0, v of the squeezed valence. */
  readonly lexicon: readonly number[]
  /** Sets weigh alike, however large. */
  weight: number
}

function devRows(name: string): readonly Row[] {
  return readSet(join(folder, `${name}.tsv`)).filter((row) => row.split === 'dev')
}

function lexiconOf(): readonly number[] {
  const valence = squeezeValence(sumValence(reader, 0, reader.tokens.count))
  return [-valence, 0, valence]
}

function moodSamples(): readonly Sample[] {
  const samples: Sample[] = []
  for (const name of SENTIMENT_SETS) {
    const rows = devRows(name).filter(
      (row) => row.lang === undefined || ['en', 'es', 'fr', 'de', 'it', 'pt'].includes(row.lang),
    )
    const mine = rows.map((row) => {
      readText(reader, row.text)
      return {
        group: row.lang === undefined || row.lang === 'en' ? 'en' : 'other',
        truth: (SENTIMENT_LABELS as readonly string[]).indexOf(row.label),
        linear: [...reader.logits.linear.subarray(0, 3)],
        network: [...reader.logits.network.subarray(0, 3)],
        lexicon: lexiconOf(),
        weight: (name === 'semeval17_tweets' ? 3000 : 1000) / rows.length,
      }
    })
    samples.push(...mine)
  }
  return samples
}

/** The share of the two parts by likelihood with classes weighing alike; then the heat by the calibration error. */
function fitMood(samples: readonly Sample[]): MoodWeights {
  const totals = [0, 1, 2].map((c) =>
    samples.filter((s) => s.truth === c).reduce((sum, s) => sum + s.weight, 0),
  )
  const [linear = 0.5, network = 0.5, lexicon = 0.2] = fitShares(
    samples.map((s) => ({ ...s, weight: s.weight / (totals[s.truth] ?? 1) })),
  )
  let best: MoodWeights = { linear, network, lexicon }
  let least = Number.POSITIVE_INFINITY
  for (let heat = 0.4; heat <= 2.5; heat += 0.05) {
    const weights: MoodWeights = {
      linear: linear * heat,
      network: network * heat,
      lexicon: lexicon * heat,
    }
    const error = calibrationError(samples, weights)
    if (error < least) {
      least = error
      best = weights
    }
  }
  console.log('mood', samples.length, JSON.stringify(best), 'ece', least.toFixed(4))
  return best
}

function calibrationError(samples: readonly Sample[], weights: MoodWeights): number {
  const bins = Array.from({ length: 15 }, () => ({ weight: 0, right: 0, sure: 0 }))
  const calibration: Calibration = { mood: { en: weights, other: weights }, intents: {} }
  for (const sample of samples) {
    const logits = {
      linear: Float32Array.from(sample.linear),
      network: Float32Array.from(sample.network),
    }
    const { label, confidence } = moodOfLogits(logits, calibration, 'en', sample.lexicon[2] ?? 0)
    const bin = bins[Math.min(14, Math.floor(confidence * 15))]
    if (bin === undefined) continue
    bin.weight += sample.weight
    bin.sure += confidence * sample.weight
    if (SENTIMENT_LABELS[sample.truth] === label) bin.right += sample.weight
  }
  const total = bins.reduce((sum, bin) => sum + bin.weight, 0)
  return bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.sure), 0) / total
}

interface IntentSample {
  readonly inputs: readonly number[]
  readonly truth: number
  readonly weight: number
}

type Labeller = (row: Row) => number | undefined
const has =
  (word: string): Labeller =>
  (row) =>
    row.label.split(/[|+]/).includes(word) ? 1 : 0
const never: Labeller = () => 0
/** Plain tweets: they are seldom any of these. */
const asking: Labeller = (row) => {
  if (!row.text.includes('?')) return 0
  return /\b(anyone|how|what|where|when|which|can|could|does|do|should|any)\b/i.test(row.text)
    ? 1
    : undefined
}

/** Sets, weights and labels by head; sets weigh as given, not by their size. */
const unlessNegative: Labeller = (row) => (row.label === 'negative' ? undefined : 0)
const negative: Labeller = (row) => (row.label === 'negative' ? 1 : 0)
const INTENT_SETS: Readonly<Record<string, readonly (readonly [string, number, Labeller])[]>> = {
  complaint: [
    ['complaints_tweets', 500, has('complaint')],
    ['complaint_reviews_cesamard', 200, has('complaint')],
    ['uk_mobile_tweets', 100, negative],
    ['semeval17_tweets', 100, unlessNegative],
  ],
  question: [
    ['semeval17_tweets', 300, asking],
    ['complaints_tweets', 200, asking],
  ],
  'question long': [['github_issues_nlbse24', 300, has('question')]],
  request: [
    ['app_reviews_googleplay', 400, has('feature_request')],
    ['app_reviews_maalej', 300, has('feature_request')],
    ['semeval17_tweets', 30, never],
  ],
  'request long': [
    ['github_issues_nlbse24', 300, has('feature_request')],
    ['app_reviews_maalej', 150, has('feature_request')],
  ],
  bug: [
    ['app_reviews_googleplay', 400, has('bug_report')],
    ['app_reviews_maalej', 300, has('bug_report')],
    ['semeval17_tweets', 30, never],
  ],
  'bug long': [
    ['github_issues_nlbse24', 300, has('bug_report')],
    ['app_reviews_maalej', 150, has('bug_report')],
  ],
  purchase: [
    ['purchase_intent_tweets', 300, has('purchase_intent')],
    ['semeval17_tweets', 60, never],
    ['app_reviews_googleplay', 30, never],
    ['uk_mobile_tweets', 30, never],
  ],
  churn: [
    ['churn_chat_swisscom', 200, (row) => (row.lang === 'de' ? undefined : has('churn')(row))],
    ['semeval17_tweets', 200, never],
  ],
}
/** The mood tells complaints and farewells; elsewhere it would only repeat what happens to be common in a set. */
const MOODY = new Set(['complaint', 'churn'])

/** Short posts that are none of the trained intents but praise: the sets have no such posts, the world has many. */
const PLAIN_POSTS = [
  'ok',
  'hello',
  'no problem',
  'thanks',
  'good morning everyone',
  'lol',
  'see you there',
  'great service, thank you',
  'i love this',
  'works well',
  'so happy today',
  'what a day',
  'new phone',
  'at the store',
  'the meeting is at 10 tomorrow',
  'congratulations to the team',
  'it was fantastic',
  'on my way home',
  'not bad at all',
  'happy birthday',
  'watching the game tonight',
  'coffee first',
  'acme opens a new office in berlin',
  'the figures are out on tuesday',
]

function intentSamples(key: string, mood: Calibration): readonly IntentSample[] {
  const name = key.replace(' long', '')
  const isLong = key !== name
  const plain = PLAIN_POSTS.map((text) => ({
    inputs: inputsOf(name, text, mood),
    truth: 0,
    weight: 2,
  }))
  const labelled = (INTENT_SETS[key] ?? []).flatMap(([set, weight, labeller]) => {
    const rows = devRows(set)
    return rows.flatMap((row) => {
      const truth = labeller(row)
      if (truth === undefined) return []
      const inputs = inputsOf(name, row.text, mood)
      const tokens = reader.tokens.count
      if (isLong ? tokens < LONG_POST / 2 : tokens >= LONG_POST) return []
      return [{ inputs, truth, weight: weight / rows.length }]
    })
  })
  return isLong ? labelled : [...labelled, ...plain]
}

function inputsOf(name: string, text: string, mood: Calibration): readonly number[] {
  const head = model.heads.indexOf(name)
  const at = (INTENTS as readonly string[]).indexOf(name)
  readText(reader, text)
  const valence = lexiconOf()[2] ?? 0
  const { score } = moodOfLogits(reader.logits, mood, 'en', valence, reader.own.tilt)
  const phrases = tintByMood(phraseConfidences(reader.tokens, tables), score, asksIn())
  const logits = [reader.logits.linear[head] ?? 0, reader.logits.network[head] ?? 0]
  return [1, ...logits, phrases[at] ?? 0, MOODY.has(name) ? score : 0]
}

function asksIn(): boolean {
  return reader.tokens.hash.subarray(0, reader.tokens.count).includes(questionMark)
}

const samples = moodSamples()
const mood: Calibration = {
  mood: {
    en: fitMood(samples.filter((sample) => sample.group === 'en')),
    other: fitMood(samples.filter((sample) => sample.group === 'other')),
  },
  intents: {},
}
const intents = Object.fromEntries(
  Object.keys(INTENT_SETS).map((name) => {
    const weights = fitLogistic(intentSamples(name, mood), 0.5).map(
      (value) => Math.round(value * 1e4) / 1e4,
    )
    console.log(name, weights.join(' '))
    return [name, weights]
  }),
)

editModel(file, { calibration: { ...mood, intents } })
