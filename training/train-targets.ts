/**
 * Learns the weights of "towards whom" on what the finished model says of each labelled subject, and writes them into the
 * model file:
 *   node training/train-targets.ts DATA_FOLDER MODEL_FILE
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { readModel } from '../src/analysis/model-file.ts'
import { createOwnWords } from '../src/analysis/own-words.ts'
import {
  countTargetFeatures,
  describeTarget,
  partsAround,
} from '../src/analysis/target-features.ts'
import type { TargetWords } from '../src/analysis/target-words.ts'
import {
  createTargetWords,
  listTargetWords,
  scoreTarget,
  TARGET_BUCKETS,
} from '../src/analysis/target-words.ts'
import { subjectOf, tokensOfHits } from '../src/analysis/targets.ts'
import { createTextReader, readText } from '../src/analysis/text-reader.ts'
import { SENTIMENT_LABELS } from '../src/model/mention.ts'
import { editModel } from './model-edit.ts'
import { readSet } from './read-set.ts'

const [folder = '', file = ''] = process.argv.slice(2)
const reader = createTextReader(readModel(readFileSync(file)), createLexicon(), createOwnWords({}))
const width = countTargetFeatures(reader)
/** Weights of one class: the numbers', the constant, the buckets'. */
const row = width + 1 + TARGET_BUCKETS
/** Set, weight of a row, and of a row whose text has targets judged differently. */
const SETS: readonly (readonly [string, number, number])[] = [
  ['absa14_laptops', 1, 3],
  ['absa14_restaurants', 1, 3],
  ['target_tweets_dong14', 0.7, 0.7],
]

interface Example {
  readonly set: string
  readonly split: string
  readonly truth: number
  readonly weight: number
  readonly mixed: boolean
  /** Seen without the text's other targets. */
  readonly alone: boolean
  readonly numbers: Float32Array
  readonly words: TargetWords
}

function readExamples(): readonly Example[] {
  return SETS.flatMap(([set, weight, mixedWeight]) => {
    const rows = readSet(join(folder, `${set}.tsv`))
    const labels = new Map<string, Set<string>>()
    for (const row of rows) labels.set(row.text, (labels.get(row.text) ?? new Set()).add(row.label))
    const targetsOf = new Map<string, string[]>()
    for (const row of rows)
      targetsOf.set(row.text, [...(targetsOf.get(row.text) ?? []), row.target ?? ''])
    return rows.flatMap((row) => {
      const all = targetsOf.get(row.text) ?? []
      readText(reader, row.text)
      const subjects = all.map((target) => placesOf(row.text, target))
      const at = all.indexOf(row.target ?? '')
      const mixed = (labels.get(row.text)?.size ?? 0) > 1
      const truth = (SENTIMENT_LABELS as readonly string[]).indexOf(row.label)
      // Alone and among the others: the product meets both.
      const views = all.length > 1 ? [subjects, [subjects[at] ?? []]] : [subjects]
      return views.flatMap((view, alone) => {
        const subject = subjectOf(reader, view, alone === 0 ? at : 0)
        if (subject === undefined) return []
        const numbers = new Float32Array(width)
        const around = partsAround(reader, subject)
        describeTarget(reader, subject, around, numbers)
        const words = createTargetWords()
        listTargetWords(reader, subject, around, words)
        return [
          {
            set,
            split: row.split,
            truth,
            weight: (mixed ? mixedWeight : weight) / views.length,
            mixed,
            alone: alone === 1 || all.length === 1,
            numbers,
            words,
          },
        ]
      })
    })
  })
}

function placesOf(text: string, target: string): number[] {
  const start = text.toLowerCase().indexOf(target.toLowerCase())
  if (start < 0 || target === '') return []
  return tokensOfHits(reader.tokens, [{ field: 'text', start, end: start + target.length }], 0)
}

/** Mean and spread of each number, so that one ridge fits all. */
function scales(examples: readonly Example[]): {
  readonly mean: Float64Array
  readonly spread: Float64Array
} {
  const mean = new Float64Array(width)
  const spread = new Float64Array(width)
  for (const { numbers } of examples)
    for (let i = 0; i < width; i += 1)
      mean[i] = (mean[i] ?? 0) + (numbers[i] ?? 0) / examples.length
  for (const { numbers } of examples) {
    for (let i = 0; i < width; i += 1)
      spread[i] = (spread[i] ?? 0) + ((numbers[i] ?? 0) - (mean[i] ?? 0)) ** 2 / examples.length
  }
  return { mean, spread: spread.map((value) => Math.sqrt(value) + 1e-3) }
}

const RIDGE = { numbers: 0.002, words: 0.0005 }
const RATE = { numbers: 0.02, words: 0.1 }

function fitWeights(examples: readonly Example[], rounds: number): Float64Array {
  const { mean, spread } = scales(examples)
  const scaled = examples.map((example) => ({
    ...example,
    numbers: example.numbers.map((value, i) => (value - (mean[i] ?? 0)) / (spread[i] ?? 1)),
  }))
  const weights = new Float64Array(3 * row)
  const seen = new Float64Array(weights.length).fill(1e-6)
  let state = 12345
  for (let step = 0; step < rounds * scaled.length; step += 1) {
    const left = 1 - step / (rounds * scaled.length)
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const example = scaled[state % scaled.length]
    if (example !== undefined) learnOne(example, weights, seen, left)
  }
  return foldScales(weights, mean, spread)
}

/** One AdaGrad step of the softmax on one subject. */
function learnOne(example: Example, weights: Float64Array, seen: Float64Array, left: number): void {
  const { numbers, words } = example
  const z = [0, 1, 2].map((head) => scoreTarget(weights, numbers, words, head))
  const most = Math.max(...z)
  const e = z.map((value) => Math.exp(value - most))
  const total = e.reduce((sum, value) => sum + value, 0)
  const step = (at: number, slope: number, rate: number): void => {
    seen[at] = (seen[at] ?? 0) + slope * slope
    weights[at] = (weights[at] ?? 0) - (rate * left * slope) / Math.sqrt(seen[at] ?? 1)
  }
  for (let head = 0; head < 3; head += 1) {
    const slope = example.weight * ((e[head] ?? 0) / total - (head === example.truth ? 1 : 0))
    const base = head * row
    for (let i = 0; i < width; i += 1)
      step(
        base + i,
        slope * (numbers[i] ?? 0) + RIDGE.numbers * (weights[base + i] ?? 0),
        RATE.numbers,
      )
    step(base + width, slope, RATE.numbers)
    const spoken = slope / Math.sqrt(words.count + 1)
    for (let i = 0; i < words.count; i += 1) {
      const at = base + width + 1 + (words.ids[i] ?? 0)
      step(at, spoken + RIDGE.words * (weights[at] ?? 0), RATE.words)
    }
  }
}

/** Weights on the raw numbers. */
function foldScales(weights: Float64Array, mean: Float64Array, spread: Float64Array): Float64Array {
  const raw = Float64Array.from(weights)
  for (let head = 0; head < 3; head += 1) {
    const base = head * row
    for (let i = 0; i < width; i += 1) {
      raw[base + i] = (weights[base + i] ?? 0) / (spread[i] ?? 1)
      raw[base + width] = (raw[base + width] ?? 0) - (raw[base + i] ?? 0) * (mean[i] ?? 0)
    }
  }
  return raw
}

function accuracy(examples: readonly Example[], weights: Float64Array): string {
  const right = examples.filter(({ numbers, words, truth }) => {
    const z = [0, 1, 2].map((head) => scoreTarget(weights, numbers, words, head))
    return z.indexOf(Math.max(...z)) === truth
  }).length
  return `${(right / Math.max(1, examples.length)).toFixed(3)} (${examples.length})`
}

const examples = readExamples()
const train = examples.filter((example) => example.split === 'train')
const dev = examples.filter((example) => example.split === 'dev')
const weights = fitWeights(train, 12)
for (const [set] of SETS) {
  for (const alone of [true, false]) {
    const mine = dev.filter((example) => example.set === set && example.alone === alone)
    const mixed = mine.filter((example) => example.mixed)
    console.log(
      set,
      alone ? 'alone' : 'among others',
      'all',
      accuracy(mine, weights),
      'differing',
      accuracy(mixed, weights),
    )
  }
}
editModel(file, {}, { targets: Float32Array.from(weights) })
