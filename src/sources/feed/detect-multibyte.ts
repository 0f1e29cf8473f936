import type { Guess } from './detect.ts'

/** How one pair of bytes speaks for an encoding: 1 a common sign, 0 a rare one; undefined when it is no sign of it. */
type Weigh = (lead: number, trail: number) => number | undefined

interface Charset {
  readonly encoding: string
  readonly weigh: Weigh
  /** Lower for charsets whose common rows others share. */
  readonly prior: number
}

const CHARSETS: readonly Charset[] = [
  // Hangul fills the rows B0 to C8; Chinese text would spill far beyond them.
  {
    encoding: 'euc-kr',
    prior: 1,
    weigh: (lead, trail) =>
      euc(
        lead,
        trail,
        (row) => within(row, 0xb0, 0xc8) || within(row, 0xa1, 0xa3),
        (row) => row > 0xc8,
      ),
  },
  // The commoner half of the signs of GB 2312 fills the rows B0 to D7.
  {
    encoding: 'gb18030',
    prior: 0.93,
    weigh: (lead, trail) =>
      isFourByte(lead, trail)
        ? 0
        : euc(
            lead,
            trail,
            (row) => within(row, 0xb0, 0xd7) || within(row, 0xa1, 0xa3),
            (row) => row > 0xd7,
          ),
  },
  // Japanese text is a third kana, which stand in the rows A4 and A5.
  {
    encoding: 'euc-jp',
    prior: 0.9,
    weigh: (lead, trail) =>
      euc(
        lead,
        trail,
        (row) => within(row, 0xa4, 0xa5) || within(row, 0xa1, 0xa3) || within(row, 0xb0, 0xcf),
        (row) => row > 0xcf,
      ),
  },
  { encoding: 'shift_jis', prior: 0.92, weigh: shiftJis },
  { encoding: 'big5', prior: 0.94, weigh: big5 },
]

/** Scores the charsets of East Asia. Kana without which Japanese cannot be written are asked for. */
export function scoreMultibyte(sample: Uint8Array): readonly Guess[] {
  return CHARSETS.map(({ encoding, weigh, prior }) => {
    const { score, kana } = walk(sample, weigh)
    const isJapanese = encoding === 'euc-jp' || encoding === 'shift_jis'
    const share = encoding === 'shift_jis' ? kana.shift : kana.euc
    const fits = isJapanese ? share > 0.12 : kana.euc < 0.12 || encoding === 'big5'
    return { encoding, score: fits ? score * prior : 0 }
  })
}

interface Walked {
  readonly score: number
  readonly kana: { readonly euc: number; readonly shift: number }
}

function walk(sample: Uint8Array, weigh: Weigh): Walked {
  let pairs = 0
  let sum = 0
  let wrong = 0
  let euc = 0
  let shift = 0
  for (let at = 0; at < sample.length - 1; at++) {
    const lead = sample[at] as number
    if (lead < 0x80) continue
    const weight = weigh(lead, sample[at + 1] as number)
    if (weight === undefined) {
      wrong++
      continue
    }
    pairs++
    sum += weight
    if (lead === 0xa4 || lead === 0xa5) euc++
    if (lead === 0x82 || lead === 0x83) shift++
    at++
  }
  if (pairs === 0) return { score: 0, kana: { euc: 0, shift: 0 } }
  const purity = Math.max(0, 1 - (4 * wrong) / (pairs + wrong))
  return { score: (purity * sum) / pairs, kana: { euc: euc / pairs, shift: shift / pairs } }
}

function euc(
  lead: number,
  trail: number,
  isCommon: (row: number) => boolean,
  isRare: (row: number) => boolean,
): number | undefined {
  if (lead < 0xa1 || lead === 0xff || trail < 0xa1 || trail === 0xff) return undefined
  if (isCommon(lead)) return 1
  return isRare(lead) ? 0 : 0.3
}

function isFourByte(lead: number, trail: number): boolean {
  return (
    within(lead, 0x81, 0xfe) &&
    (within(trail, 0x30, 0x39) || (within(trail, 0x80, 0xa0) && lead < 0xfe))
  )
}

/** Level one stands in 88 to 97, kana in 82 and 83, punctuation in 81. Half-width kana are single bytes and rare. */
function shiftJis(lead: number, trail: number): number | undefined {
  const isLead = within(lead, 0x81, 0x9f) || within(lead, 0xe0, 0xfc)
  if (!isLead || trail < 0x40 || trail === 0x7f || trail > 0xfc) return undefined
  return within(lead, 0x81, 0x83) || within(lead, 0x88, 0x97) ? 1 : 0
}

/** The commoner half stands in A4 to C6, punctuation in A1 to A3. */
function big5(lead: number, trail: number): number | undefined {
  const isTrail = within(trail, 0x40, 0x7e) || within(trail, 0xa1, 0xfe)
  if (!within(lead, 0xa1, 0xf9) || !isTrail) return undefined
  return lead <= 0xc6 ? 1 : 0
}

function within(value: number, low: number, high: number): boolean {
  return value >= low && value <= high
}
