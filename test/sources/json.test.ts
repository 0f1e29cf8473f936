import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import { SourceError } from '../../src/errors.ts'
import { parseJson } from '../../src/sources/json.ts'
import {
  count,
  id,
  instant,
  listOf,
  maybe,
  text,
  toInstant,
  webUrl,
} from '../../src/sources/json-fields.ts'

const parse = (source: string) => parseJson(Buffer.from(source))

describe('JSON of an API', () => {
  test('ids that no number holds keep all their digits', () => {
    expect(parse('[1234567890123456789,1234567890123456788,-9223372036854775808]')).toEqual([
      '1234567890123456789',
      '1234567890123456788',
      '-9223372036854775808',
    ])
  })

  test('digits in strings, decimals and small numbers stay as they are', () => {
    const source = String.raw`{"a":"say \"12345678901234567890\\","b":1.5e300,"c":1700000000000000,"d":0.12345678901234567890}`
    expect(parse(source)).toEqual(JSON.parse(source))
  })

  test('a byte order mark, UTF-16 and bytes that are no UTF-8 are read', () => {
    expect(parse('\ufeff{"a":1}')).toEqual({ a: 1 })
    expect(parseJson(Buffer.from('\ufeff{"a":"é"}', 'utf16le'))).toEqual({ a: 'é' })
    expect(parseJson(Buffer.from([0x22, 0xe9, 0x22]))).toBe('\ufffd')
  })

  test.each([
    ['', 'empty'],
    ['  ', 'empty'],
    ['{"items":[{"id":"1","text":"ac', 'cut off'],
    ['{"score":NaN}', 'not JSON'],
    ['["a" "b"]', 'not JSON'],
    [`${'['.repeat(300)}${']'.repeat(300)}`, 'deeper'],
    ['['.repeat(1_000_000), 'deeper'],
    [`"${'\\'.repeat(1_000_001)}`, 'cut off'],
  ])('%#: what is no JSON is refused in a few words', (source, words) => {
    expect(() => parse(source)).toThrow(SourceError)
    expect(() => parse(source)).toThrow(words)
  })

  test('brackets in strings are no depth', () => {
    expect(parse(`["${'['.repeat(1000)}"]`)).toEqual(['['.repeat(1000)])
  })
})

describe('fields of an API', () => {
  const read = (schema: v.GenericSchema, value: unknown) => v.safeParse(schema, value)

  test('an id is text, also when it comes as a number; nothing else is one', () => {
    expect([7, '7', '1234567890123456789'].map((value) => read(id, value).output)).toEqual([
      '7',
      '7',
      '1234567890123456789',
    ])
    for (const bad of [null, true, {}, [], '', 1.5, 2 ** 60])
      expect(read(id, bad).success).toBe(false)
  })

  test('text is well-formed and cut, with a mark', () => {
    expect(read(text, 'a\ud800').output).toBe('a\ufffd')
    const long = read(text, 'x'.repeat(100_000)).output as string
    expect([long.length, long.endsWith('…')]).toEqual([65_536, true])
  })

  test.each([
    [1_770_026_400, '2026-02-02T10:00:00.000Z'],
    [1_770_026_400_000, '2026-02-02T10:00:00.000Z'],
    [1_770_026_400.9, '2026-02-02T10:00:00.900Z'],
    ['1770026400', '2026-02-02T10:00:00.000Z'],
    ['2026-02-02T10:00:00.123456789Z', '2026-02-02T10:00:00.123Z'],
    ['2026-02-02T11:00:00+01:00', '2026-02-02T10:00:00.000Z'],
    ['2026-02-02T11:00:00+0100', '2026-02-02T10:00:00.000Z'],
    ['2026-02-02 10:00:00', '2026-02-02T10:00:00.000Z'],
    ['2026-02-02', '2026-02-02T00:00:00.000Z'],
  ])('%s is %s', (value, expected) => {
    expect(new Date(toInstant(value) ?? 0).toISOString()).toBe(expected)
  })

  test.each([
    [-1],
    [0],
    [Number.NaN],
    [1e300],
    ['yesterday'],
    ['2026-13-45T00:00:00Z'],
    ['99999-01-01'],
  ])('%s is no date', (value) => {
    expect(toInstant(value)).toBeUndefined()
    expect(read(instant, value).success).toBe(false)
  })

  test('counts are never negative, fractions or objects', () => {
    expect([5, '12', 0].map((value) => read(count, value).output)).toEqual([5, 12, 0])
    for (const bad of [-1, 1.5, '1e3', {}, null]) expect(read(count, bad).success).toBe(false)
  })

  test('only http and https are links', () => {
    expect(read(webUrl, 'https://example.com/').success).toBe(true)
    for (const bad of ['javascript:alert(1)', 'file:///etc/passwd', 'example.com'])
      expect(read(webUrl, bad).success).toBe(false)
  })

  test('an optional field of the wrong type is absent, and so are wrong members of a list', () => {
    expect(read(maybe(text), { name: 1 }).output).toBeUndefined()
    expect(read(maybe(text), null).output).toBeUndefined()
    expect(read(listOf(text), ['a', 1, null, 'b']).output).toEqual(['a', 'b'])
    expect(read(listOf(text), 'a').output).toBeUndefined()
  })
})
