import { describe, expect, it } from 'vitest'
import { type LengthMeasure, measureLength } from '../../src/text/lengths.ts'

describe('the length of a text', () => {
  it.each<[LengthMeasure, string, number]>([
    ['code-points', 'a😀é', 3],
    ['code-points', '👨‍👩‍👧', 5],
    ['code-points', '\ud83d', 1],
    ['graphemes', '👨‍👩‍👧e\u0301', 2],
    ['graphemes', 'plain', 5],
    ['graphemes', '🇩🇪🇫🇷', 2],
    ['graphemes', 'a\r\nb', 3],
    ['utf8-bytes', 'aé€😀', 10],
    ['utf8-bytes', '\ud83d', 3],
    ['utf16-units', 'a😀', 3],
    ['x-weighted', 'plain text', 10],
    ['x-weighted', '日本語', 6],
    ['x-weighted', 'naïve “quotes” …', 17],
    ['x-weighted', '👨‍👩‍👧', 2],
    ['x-weighted', 'e\u0301', 1],
    ['x-weighted', 'see https://example.com/a/very/long/path/that/goes/on', 27],
    ['x-weighted', 'see acme.com now', 31],
  ])('in %s of %j', (measure, text, expected) => {
    expect(measureLength(text, measure)).toBe(expected)
  })
})
