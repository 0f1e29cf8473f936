import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyser } from './analyser.ts'

interface Labelled {
  readonly part: 'known' | 'held'
  readonly lang: string
  readonly intent: string
  readonly text: string
}

const rows = readFileSync('test/fixtures/intents.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Labelled)

const namesOf = ({ text, lang }: Labelled): readonly string[] =>
  analyser.analyze(text, { lang }).intents.map(({ name }) => name)

describe('intents outside English, on our own posts', () => {
  it.each(['es', 'fr', 'de', 'it', 'pt'])(
    '%s: most are found, and few things are said of plain posts',
    (lang) => {
      const mine = rows.filter((row) => row.lang === lang && row.intent !== 'none')
      const found = (part: string): number => {
        const some = mine.filter((row) => row.part === part)
        return some.filter((row) => namesOf(row).includes(row.intent)).length / some.length
      }
      expect(mine.length).toBeGreaterThanOrEqual(50)
      expect(found('known')).toBeGreaterThan(0.85)
      expect(found('held')).toBeGreaterThan(0.35)
      const plain = rows.filter((row) => row.lang === lang && row.intent === 'none')
      expect(plain.filter((row) => namesOf(row).length > 0).length).toBeLessThanOrEqual(1)
    },
  )
})
