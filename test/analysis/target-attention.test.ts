import { describe, expect, it } from 'vitest'
import { analyser, towards } from './analyser.ts'

/** What is said towards a word of the text, seen without the text's other subjects. */
function alone(text: string, word: string): string | undefined {
  const start = text.indexOf(word)
  const hits = [{ field: 'text', start, end: start + word.length }]
  return analyser.analyze(text, { lang: 'en' }, [{ query: 'q', hits }]).targets.q?.label
}

describe('attention around a subject', () => {
  it.each([
    ['The food was delicious but the service was horribly slow', 'food', 'positive'],
    ['The food was delicious but the service was horribly slow', 'service', 'negative'],
    ['I love the screen, however the battery is terrible', 'screen', 'positive'],
    ['I love the screen, however the battery is terrible', 'battery', 'negative'],
  ])('%s: %s is %s', (text, word, label) => {
    expect(alone(text, word)).toBe(label)
  })

  it('hears two brands of one text differently', () => {
    expect(
      towards('Acme support was rude and useless, but Globex solved it at once, great team'),
    ).toEqual({
      acme: 'negative',
      globex: 'positive',
    })
  })

  it('reads a subject far behind the beginning of a long post', () => {
    const filler = 'We talked about the weather and the plans of the week. '.repeat(12)
    expect(alone(`${filler}The battery is terrible.`, 'battery')).toBe('negative')
    expect(alone(`${filler}The battery is excellent, I love it.`, 'battery')).toBe('positive')
  })

  it('answers the same again: buffers of one subject say nothing of the next', () => {
    const text = 'The food was delicious but the service was horribly slow'
    const first = alone(text, 'food')
    alone('Terrible awful horrible', 'awful')
    expect(alone(text, 'food')).toBe(first)
  })
})
