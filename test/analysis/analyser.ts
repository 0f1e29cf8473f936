import { readFileSync } from 'node:fs'
import type { AnalyzerOptions, TargetedAnalysis } from '../../src/analysis/analyze.ts'
import { createAnalyzer } from '../../src/analysis/analyze.ts'

/** The model as it is shipped. */
export const MODEL: Uint8Array = readFileSync('src/analysis/model/listen.bin')

export const analyser = createAnalyzer(MODEL)

export function labelOf(text: string, options: AnalyzerOptions = {}): string | undefined {
  const mine = Object.keys(options).length === 0 ? analyser : createAnalyzer(MODEL, options)
  return mine.analyze(text).sentiment?.label
}

/** The names of the intents that are said of a text. */
export function intentsOf(text: string, title?: string): readonly string[] {
  return analyser.analyze(text, { title }).intents.map(({ name }) => name)
}

/** Sentiment towards two brands, found by their names. */
export function towards(text: string): Readonly<Record<string, string | undefined>> {
  const target = (query: string, word: string) => ({
    query,
    hits: [...text.matchAll(new RegExp(word, 'g'))].map((match) => ({
      field: 'text',
      start: match.index,
      end: match.index + word.length,
    })),
  })
  const found: TargetedAnalysis = analyser.analyze(text, { lang: 'en' }, [
    target('acme', 'Acme'),
    target('globex', 'Globex'),
  ])
  return { acme: found.targets.acme?.label, globex: found.targets.globex?.label }
}
