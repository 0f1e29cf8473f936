import { scoreMultibyte } from './detect-multibyte.ts'
import { scoreScripts } from './detect-scripts.ts'

export interface Guess {
  readonly encoding: string
  /** 0 to 1. */
  readonly score: number
}

/** A guess that is no better than this is none. */
const LEAST = 0.5
const SAMPLE = 65_536

/**
 * Guesses the encoding of bytes that declare none and are not valid UTF-8: damaged UTF-8, accented letters among ASCII
 * ones, double-byte charsets by how their common rows are filled, alphabets by their common letters; else windows-1252.
 */
export function detectEncoding(bytes: Uint8Array): string {
  const sample = sampleOf(bytes)
  if (looksLikeBrokenUtf8(sample)) return 'utf-8'
  const latin = centralEuropean(sample) ? 'windows-1250' : 'windows-1252'
  if (isMostlyIsolated(sample)) return latin
  const guesses: readonly Guess[] = [...scoreMultibyte(sample), ...scoreScripts(sample)]
  const best = guesses.reduce((one, other) => (other.score > one.score ? other : one), {
    encoding: latin,
    score: LEAST,
  })
  return best.encoding
}

/** From a little before the first byte that is not ASCII. */
function sampleOf(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte >= 0x80)
  const from = Math.max(0, first - 64)
  return bytes.subarray(from, from + SAMPLE)
}

/** Text in UTF-8 with a few bytes damaged: the valid sequences far outnumber the broken ones. */
function looksLikeBrokenUtf8(sample: Uint8Array): boolean {
  const signs = new TextDecoder('utf-8').decode(sample).match(/[^\u0000-\u007f]/gu) ?? []
  const broken = signs.filter((sign) => sign === '\ufffd').length
  return signs.length - broken > 2 * broken
}

/** Latin alphabets: most bytes above ASCII stand alone between ASCII letters. */
function isMostlyIsolated(sample: Uint8Array): boolean {
  let high = 0
  let alone = 0
  for (let at = 0; at < sample.length; at++) {
    if ((sample[at] ?? 0) < 0x80) continue
    high++
    if ((sample[at - 1] ?? 0) < 0x80 && (sample[at + 1] ?? 0) < 0x80) alone++
  }
  return alone > high * 0.6
}

/** Bytes that are letters of Polish, Czech, Hungarian … in windows-1250 and signs in windows-1252, inside words. */
const CENTRAL = new Set([0x9c, 0x9d, 0x9e, 0x9f, 0xb3, 0xb9, 0xbe, 0xbf])

function centralEuropean(sample: Uint8Array): boolean {
  let high = 0
  let central = 0
  for (let at = 1; at < sample.length; at++) {
    const byte = sample[at] ?? 0
    if (byte < 0x80) continue
    high++
    if (CENTRAL.has(byte) && isSmallLetter(sample[at - 1]) && isSmallLetter(sample[at + 1]))
      central++
  }
  return central > high * 0.08
}

function isSmallLetter(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 97 && byte <= 122
}
