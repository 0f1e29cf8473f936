import stringWidth from 'string-width'
import { expect, it } from 'vitest'
import { cutToWidth, displayWidth, padToWidth } from '../../src/format/width.ts'

const SAMPLES = [
  'plain',
  'Füße',
  'Ελληνικά',
  'Привет',
  '東京',
  'ｱｶﾞ',
  '가나다',
  '👍',
  '👍🏽',
  '👩‍👩‍👧',
  '🇩🇪',
  '1️⃣',
  '☎️',
  'é',
  'שלום',
]
const MORE = [
  'مرحبا',
  'हिन्दी',
  'ไทย',
  'a\u200bb',
  '😀😀',
  '…',
  '“quoted”',
  '│',
  '▃',
  '①',
  '™',
  'soft\u00adhyphen',
  'ﾊﾟ',
]

it.each([...SAMPLES, ...MORE])(
  'the width of %s is what string-width, an independent measure, says',
  (text) => {
    expect(displayWidth(text)).toBe(stringWidth(text))
  },
)

it.each([...SAMPLES, ...MORE])(
  '%s fills a cell of seven columns exactly, cut or padded',
  (text) => {
    expect(displayWidth(padToWidth(text, 7))).toBe(7)
    expect(displayWidth(cutToWidth(text.repeat(9), 7))).toBeLessThanOrEqual(7)
  },
)
