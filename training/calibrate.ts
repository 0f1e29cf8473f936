/**
 * Fits on dev how the raw outputs become the probabilities of sentiment, through the product's own code, and writes it into the model file:
 *   node training/calibrate.ts DATA_FOLDER MODEL_FILE
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Calibration, MoodWeights } from '../src/analysis/calibration.ts'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { readModel } from '../src/analysis/model-file.ts'
import { moodOfLogits, squeezeValence } from '../src/analysis/mood.ts'
import { createOwnWords } from '../src/analysis/own-words.ts'
import { createTextReader, readText, sumValence } from '../src/analysis/text-reader.ts'
import { SENTIMENT_LABELS } from '../src/model/mention.ts'
import { fitShares } from './fit.ts'
import { editModel } from './model-edit.ts'
import type { Row } from './read-set.ts'
import { readSet } from './read-set.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const bytes = readFileSync(file)
const model = readModel(bytes)
const reader = createTextReader(model, createLexicon(), createOwnWords({}))

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

const samples = moodSamples()
const mood: Calibration = {
  mood: {
    en: fitMood(samples.filter((sample) => sample.group === 'en')),
    other: fitMood(samples.filter((sample) => sample.group === 'other')),
  },
  intents: {},
}
editModel(file, { calibration: { ...mood, intents: model.calibration?.intents ?? {} } })
