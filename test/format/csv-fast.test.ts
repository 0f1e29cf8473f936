import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvRow } from '../../src/format/csv.ts'
import { createZoneClock } from '../../src/format/time.ts'

const PIECES = [
  'a',
  'Z',
  '0',
  '_',
  ' ',
  '.',
  '-',
  '=',
  '+',
  '@',
  "'",
  '"',
  ',',
  ';',
  '|',
  '\t',
  '\n',
  '\u0007',
  'ü',
  '(',
] as const

it('writes every cell as the rules say, also those that it does not look at closely', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
      fc.constantFrom(',', ';', '|', '\t'),
      (text, delimiter) => {
        const row = csvRow({}, [{ name: 'cell', value: () => text }], { delimiter }).slice(0, -2)
        // RFC 4180, without control characters, and an apostrophe before what a spreadsheet would run.
        const bare = text.replaceAll('\u0007', '')
        const guarded = /^[\s]*[=+\-@|']/.test(bare) ? `'${bare}` : bare
        const isQuoted = /[",;|\t\n]/.test(guarded) || guarded !== guarded.trim()
        expect(row).toBe(isQuoted ? `"${guarded.replaceAll('"', '""')}"` : guarded)
      },
    ),
  )
})

it('writes instants as the calendar of the language does', () => {
  const clock = createZoneClock('UTC')
  fc.assert(
    fc.property(fc.integer({ min: -8.64e15, max: 8.64e15 }), (instant) => {
      const text = new Date(instant).toISOString().slice(0, -1)
      expect(clock.iso(instant)).toBe(`${text.endsWith('.000') ? text.slice(0, -4) : text}+00:00`)
    }),
  )
})
