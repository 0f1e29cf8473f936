import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { analyser, towards } from './analyser.ts'

describe('towards whom', () => {
  it.each([
    ['Left Acme for Globex and never looked back', 'negative', 'positive'],
    ['Globex beats Acme any day', 'negative', 'positive'],
    ['Acme is way better than Globex', 'positive', 'negative'],
    ['Acme is so much worse than Globex', 'negative', 'positive'],
    ['I prefer Acme to Globex', 'positive', 'negative'],
    ['Switched from Acme to Globex last week', 'negative', 'positive'],
    ['Goodbye Acme, hello Globex!', 'negative', 'positive'],
    ["Globex isn't nearly as good as Acme", 'positive', 'negative'],
    ['I would choose Acme over Globex every time', 'positive', 'negative'],
  ])('%s: Acme %s, Globex %s', (text, acme, globex) => {
    expect(towards(text)).toEqual({ acme, globex })
  })

  it('says the same of one subject when the other is not asked for', () => {
    const text = 'Globex beats Acme any day'
    const hit = { field: 'text', start: 13, end: 17 }
    const found = analyser.analyze(text, {}, [{ query: 'acme', hits: [hit] }])
    expect(found.targets.acme?.label).toBe('negative')
  })

  it('gives the mood of the whole to a subject without a place in the text', () => {
    const found = analyser.analyze('I love it', {}, [{ query: 'addressed', hits: [] }])
    expect(found.targets.addressed).toEqual(found.sentiment)
  })

  it('counts places in the text behind a title', () => {
    const hit = { field: 'text', start: 0, end: 4 }
    const found = analyser.analyze('Acme is a terrible company, the worst', { title: 'Weekend' }, [
      { query: 'acme', hits: [hit] },
    ])
    expect(found.targets.acme?.label).toBe('negative')
  })

  it('keeps its level on our 203 pairs of brands', () => {
    const pairs = readFileSync('test/fixtures/targets.jsonl', 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { text: string; acme: string; globex: string })
    const right = pairs.flatMap(({ text, acme, globex }) => {
      const found = towards(text)
      return [found.acme === acme, found.globex === globex]
    })
    expect(pairs.length).toBeGreaterThanOrEqual(200)
    expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.7)
  })
})
