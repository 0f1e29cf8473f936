/**
 * Cuts the sets with targets into the parts that speak of each target, as texts with a label of their own:
 *   node training/make-segments.ts DATA_FOLDER OUT_FOLDER
 * Writes seed_segments.tsv. Only train parts are read; splits are kept.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLexicon } from '../src/analysis/lexicon.ts'
import { createOwnWords } from '../src/analysis/own-words.ts'
import { partsAround } from '../src/analysis/target-features.ts'
import { subjectOf, tokensOfHits } from '../src/analysis/targets.ts'
import { createTextReader, readText } from '../src/analysis/text-reader.ts'
import { readSet } from './read-set.ts'

const [folder = '', out = ''] = process.argv.slice(2)
const reader = createTextReader(undefined, createLexicon(), createOwnWords({}))
const lines: string[] = []

for (const set of ['absa14_laptops', 'absa14_restaurants']) {
  const rows = readSet(join(folder, `${set}.tsv`)).filter((row) => row.split === 'train')
  const targetsOf = new Map<string, string[]>()
  for (const row of rows) targetsOf.set(row.text, [...(targetsOf.get(row.text) ?? []), row.target ?? ''])
  for (const row of rows) {
    const all = targetsOf.get(row.text) ?? []
    readText(reader, row.text)
    const subjects = all.map((target) => {
      const start = row.text.toLowerCase().indexOf(target.toLowerCase())
      return start < 0 ? [] : tokensOfHits(reader.tokens, [{ field: 'text', start, end: start + target.length }], 0)
    })
    const subject = subjectOf(reader, subjects, all.indexOf(row.target ?? ''))
    if (subject === undefined) continue
    const [near, clause] = partsAround(reader, subject)
    for (const part of [near, clause, subject.own]) {
      if (part === undefined || part.to <= part.from) continue
      const text = row.text.slice(reader.tokens.start[part.from], reader.tokens.end[part.to - 1])
      lines.push([`seg-${lines.length}`, text, row.label, 'train', set].join('\t'))
    }
  }
}
writeFileSync(join(out, 'seed_segments.tsv'), `id\ttext\tlabel\tsplit\tset\n${lines.join('\n')}\n`)
console.log('segments', lines.length)
