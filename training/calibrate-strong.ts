/**
 * Fits on dev how much the strong tier's encoder and the fast tier's parts weigh together, and below which confidence of
 * the fast tier the encoder is asked; writes both into the strong tier's file:
 *   node training/calibrate-strong.ts DATA_FOLDER MODEL_FILE STRONG_FILE FOLDER_WITH_THE_PACKAGE
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { readModel } from '../src/analysis/model-file.ts'
import { moodOf, moodOfParts, squeezeValence } from '../src/analysis/mood.ts'
import { createOwnWords } from '../src/analysis/own-words.ts'
import { createStrongTier } from '../src/analysis/strong.ts'
import type { StrongMood } from '../src/analysis/strong-file.ts'
import { createTextReader, readText, sumValence } from '../src/analysis/text-reader.ts'
import type { Sentiment } from '../src/model/mention.ts'
import { SENTIMENT_LABELS } from '../src/model/mention.ts'
import { readEncoder } from '../src/system/encoder-files.ts'
import { fitShares } from './fit.ts'
import { readSet } from './read-set.ts'

const [folder = '', file = '', strongFile = '', packages = ''] = process.argv.slice(2)
const SETS = [
  'semeval17_tweets',
  'vader_gold',
  'brand_product_emotion',
  'apple_tweets',
  'sanders_tweets',
  'uk_mobile_tweets',
]

interface Sample {
  readonly set: string
  readonly truth: number
  readonly linear: Float32Array
  readonly network: Float32Array
  readonly encoder: Float32Array
  readonly valence: number
  readonly tilt: number
  readonly fast: Sentiment
  readonly weight: number
}

const encoder = await readEncoder(packages)
if (encoder === undefined) throw new Error(`no encoder package in ${packages}`)
const strong = createStrongTier(encoder, readFileSync(strongFile))
const reader = createTextReader(readModel(readFileSync(file)), createLexicon(), createOwnWords({}))

const samples = [...SETS, 'airline_tweets'].flatMap((set): Sample[] => {
  const rows = readSet(join(folder, `${set}.tsv`)).filter((row) => row.split === 'dev')
  return rows.map((row) => {
    readText(reader, row.text)
    return {
      set,
      truth: (SENTIMENT_LABELS as readonly string[]).indexOf(row.label),
      linear: reader.logits.linear.slice(0, 3),
      network: reader.logits.network.slice(0, 3),
      encoder: strong.logits(reader, row.text),
      valence: squeezeValence(sumValence(reader, 0, reader.tokens.count)),
      tilt: reader.own.tilt,
      fast: moodOf(reader, 'en', undefined),
      weight: (set === 'semeval17_tweets' ? 3000 : 1000) / rows.length,
    }
  })
})

function judge(sample: Sample, mood: StrongMood): Sentiment {
  if (sample.fast.confidence >= mood.below) return sample.fast
  return moodOfParts(sample, mood, sample.valence, sample.tilt)
}

function recall(some: readonly Sample[], of: (sample: Sample) => Sentiment): number {
  const each = SENTIMENT_LABELS.map((label, truth) => {
    const mine = some.filter((sample) => sample.truth === truth)
    return mine.filter((sample) => of(sample).label === label).length / Math.max(1, mine.length)
  })
  return each.reduce((sum, value) => sum + value / 3, 0)
}

function calibrationError(mood: StrongMood): number {
  const bins = Array.from({ length: 15 }, () => ({ weight: 0, right: 0, sure: 0 }))
  for (const sample of fitted) {
    const { label, confidence } = judge(sample, mood)
    const bin = bins[Math.min(14, Math.floor(confidence * 15))]
    if (bin === undefined) continue
    bin.weight += sample.weight
    bin.sure += confidence * sample.weight
    if (SENTIMENT_LABELS[sample.truth] === label) bin.right += sample.weight
  }
  const total = bins.reduce((sum, bin) => sum + bin.weight, 0)
  return bins.reduce((sum, bin) => sum + Math.abs(bin.right - bin.sure), 0) / total
}

function show(name: string, of: (sample: Sample) => Sentiment): void {
  const each = [...SETS, 'airline_tweets'].map((set) =>
    recall(
      samples.filter((sample) => sample.set === set),
      of,
    ),
  )
  const mean = each.reduce((sum, value) => sum + value / each.length, 0)
  console.log(name.padEnd(24), each.map((value) => value.toFixed(3)).join(' '), mean.toFixed(4))
}

/** Airline posts are for evaluation only. */
const fitted = samples.filter((sample) => sample.set !== 'airline_tweets')
const totals = [0, 1, 2].map((c) =>
  fitted.filter((s) => s.truth === c).reduce((sum, s) => sum + s.weight, 0),
)
const [linear = 0, network = 0, lexicon = 0, share = 0] = fitShares(
  fitted.map((s) => ({
    truth: s.truth,
    linear: [...s.linear],
    network: [...s.network],
    encoder: [...s.encoder],
    lexicon: [-s.valence, 0, s.valence],
    weight: s.weight / (totals[s.truth] ?? 1),
  })),
)

const heated = (heat: number, below: number): StrongMood => ({
  linear: linear * heat,
  network: network * heat,
  lexicon: lexicon * heat,
  encoder: share * heat,
  below,
})
const heats = Array.from({ length: 43 }, (_, i) => 0.4 + i * 0.05)
const heat = heats.reduce((best, each) =>
  calibrationError(heated(each, 2)) < calibrationError(heated(best, 2)) ? each : best,
)
console.log('set'.padEnd(24), [...SETS, 'airline'].map((set) => set.slice(0, 5)).join(' '), 'mean')
show('fast', (sample) => sample.fast)
show('encoder alone', (sample) =>
  moodOfParts(sample, { linear: 0, network: 0, lexicon: 0, encoder: 1 }, 0, 0),
)
for (const below of [0.6, 0.7, 0.8, 0.9, 2]) {
  const asked = samples.filter((sample) => sample.fast.confidence < below).length / samples.length
  const mood = heated(heat, below)
  show(`below ${below}, asked ${asked.toFixed(2)}`, (sample) => judge(sample, mood))
}
/** Surer posts do not change on dev, and each costs as much as some hundreds of the fast tier. */
const mood = heated(heat, 0.65)
console.log('strong', JSON.stringify(mood), 'ece', calibrationError(mood).toFixed(4))
writeMood(mood)

function writeMood(found: StrongMood): void {
  const bytes = readFileSync(strongFile)
  const length = bytes.readUInt32LE(8)
  const old = JSON.parse(bytes.toString('utf8', 12, 12 + length)) as Record<string, unknown>
  const text = Buffer.from(JSON.stringify({ ...old, mood: found }))
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 3, 32)])
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(padded.length, 8)
  writeFileSync(strongFile, Buffer.concat([head, padded, bytes.subarray(12 + length)]))
}
