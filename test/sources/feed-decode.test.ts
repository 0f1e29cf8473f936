import { describe, expect, test } from 'vitest'
import { charsetOfType, decodeBytes } from '../../src/sources/feed/decode.ts'

/** Bytes of a text in encodings that Node can only read. Hex, from the tables of the Unicode Consortium. */
const hex = (digits: string) => Buffer.from(digits.replace(/ /g, ''), 'hex')
const xml = (encoding: string, body: Uint8Array) =>
  Buffer.concat([
    Buffer.from(`<?xml version="1.0" encoding="${encoding}"?><rss><title>`),
    body,
    Buffer.from('</title></rss>'),
  ])
const titleOf = (bytes: Uint8Array, contentType?: string) =>
  /<title>([\s\S]*)<\/title>/.exec(
    decodeBytes(bytes, contentType === undefined ? {} : { contentType }).text,
  )?.[1]

describe('declared encodings', () => {
  test.each([
    ['windows-1252', '93 80 94', '“€”'],
    ['ISO-8859-1', '9b 32 4a e9', '›2Jé'],
    ['iso-8859-15', 'a4', '€'],
    ['Shift_JIS', '93 8c 8b 9e', '東京'],
    ['EUC-JP', 'c5 ec b5 fe', '東京'],
    ['GB2312', 'b6 ab', '东'],
    ['GB18030', '81 30 81 30', '\u0080'],
    ['Big5', 'a4 a4 a4 e5', '中文'],
    ['EUC-KR', 'b0 a1', '가'],
    ['KOI8-R', 'd4', 'т'],
    ['koi8-u', 'a4', 'є'],
    ['windows-1251', 'cf f0 e8', 'При'],
    ['windows-1255', 'f9 ec', 'של'],
    ['windows-1256', 'e3', 'م'],
    ['TIS-620', 'a1', 'ก'],
    ['iso-2022-jp', '1b 24 42 45 6c 35 7e 1b 28 42', '東京'],
  ])('%s', (encoding, digits, expected) => {
    expect(titleOf(xml(encoding, hex(digits)))).toBe(expected)
    expect(titleOf(xml('x-none', hex(digits)), `text/xml; charset="${encoding}"`)).toBe(expected)
  })
})

describe('the order of what may tell', () => {
  const utf8 = Buffer.from('café')
  const latin = hex('63 61 66 e9')

  test('valid UTF-8 counts more than any declaration', () => {
    expect(titleOf(xml('windows-1251', utf8), 'text/xml; charset=iso-8859-1')).toBe('café')
  })
  test('HTTP counts more than the document', () => {
    expect(titleOf(xml('windows-1251', latin), 'text/xml; charset=iso-8859-1')).toBe('café')
    expect(titleOf(xml('windows-1251', latin), 'text/xml')).toBe('cafй')
  })
  test('a declaration of two bytes a sign that the bytes contradict counts for nothing', () => {
    expect(titleOf(xml('utf-16', utf8), 'text/xml; charset=utf-16')).toBe('café')
    expect(titleOf(xml('utf-16', latin))).toBe('café')
  })
  test('unknown and dangerous names count for nothing', () => {
    expect(titleOf(xml('utf-7', Buffer.from('+ADw-b+AD4-')), 'text/xml; charset=utf-7')).toBe(
      '+ADw-b+AD4-',
    )
    expect(titleOf(xml('x'.repeat(5000), utf8), `text/xml; charset=${'a'.repeat(5000)}`)).toBe(
      'café',
    )
  })
  test('declared UTF-8 with wrong bytes stays UTF-8', () => {
    const decoded = decodeBytes(xml('utf-8', hex('61 c0 af 62 e2 82 63')))
    expect(decoded.text).toContain('a\ufffd\ufffdb\ufffdc')
    expect(decoded).toMatchObject({ encoding: 'utf-8', lossy: true })
  })
  test('meta of HTML', () => {
    expect(
      decodeBytes(
        Buffer.concat([Buffer.from('<html><meta charset="windows-1251"><title>'), hex('cf f0 e8')]),
      ).text,
    ).toContain('При')
  })
})

describe('marks and zero bytes', () => {
  const text = '<?xml version="1.0"?><rss><title>東京 café 😀</title></rss>'
  const wide = (size: 2 | 4, little: boolean, mark: boolean) => {
    const units =
      size === 2
        ? [...`${mark ? '\ufeff' : ''}${text}`].flatMap((sign) =>
            sign.split('').map((unit) => unit.charCodeAt(0)),
          )
        : [...`${mark ? '\ufeff' : ''}${text}`].map((sign) => sign.codePointAt(0) ?? 0)
    const bytes = Buffer.alloc(units.length * size)
    units.forEach((unit, index) => {
      if (size === 2)
        little ? bytes.writeUInt16LE(unit, index * 2) : bytes.writeUInt16BE(unit, index * 2)
      else little ? bytes.writeUInt32LE(unit, index * 4) : bytes.writeUInt32BE(unit, index * 4)
    })
    return bytes
  }
  test.each([
    [2, true, true],
    [2, true, false],
    [2, false, true],
    [2, false, false],
    [4, true, true],
    [4, true, false],
    [4, false, true],
    [4, false, false],
  ] as const)('%i bytes a sign, little end first %s, mark %s', (size, little, mark) => {
    expect(
      decodeBytes(wide(size, little, mark), { contentType: 'text/xml; charset=utf-8' }).text,
    ).toBe(text)
  })
  test('marks of UTF-8, once or twice', () => {
    expect(decodeBytes(Buffer.from(`\ufeff${text}`)).text).toBe(text)
    expect(decodeBytes(Buffer.from(`\ufeff\ufeff${text}`)).text).toBe(text)
  })
  test('numbers beyond Unicode become U+FFFD', () => {
    expect(decodeBytes(hex('0000feff 00110000 0000d800 00000061')).text).toBe('\ufffd\ufffda')
  })
  test('odd lengths', () => {
    for (let length = 0; length < 9; length++) {
      expect(decodeBytes(wide(4, true, true).subarray(0, length)).text.isWellFormed()).toBe(true)
      expect(decodeBytes(wide(2, false, false).subarray(0, length)).text.isWellFormed()).toBe(true)
    }
  })
})

describe('detection where nothing is declared', () => {
  const plain = (digits: string) =>
    Buffer.concat([Buffer.from('<rss><title>'), hex(digits), Buffer.from('</title></rss>')])
  test.each([
    [
      'Russian in windows-1251',
      'cf f0 e8 e2 e5 f2 20 e2 f1 e5 ec 20 f7 e8 f2 e0 f2 e5 eb ff ec',
      'Привет всем читателям',
    ],
    [
      'Russian in KOI8',
      'f0 d2 c9 d7 c5 d4 20 d7 d3 c5 cd 20 de c9 d4 c1 d4 c5 cc d1 cd',
      'Привет всем читателям',
    ],
    ['French', '63 61 66 e9 20 e0 20 50 61 72 69 73 20 ea 74 72 65', 'café à Paris être'],
    [
      'Polish in windows-1250',
      '7a 61 bf f3 b3 e6 20 67 ea 9c 6c b9 20 6a 61 9f f1 20 6d 61 b3 79',
      'zażółć gęślą jaźń mały',
    ],
    [
      'Japanese in Shift_JIS',
      '93 fa 96 7b 8c ea 82 cc 83 65 83 58 83 67 82 c5 82 b7',
      '日本語のテストです',
    ],
    [
      'Japanese in EUC-JP',
      'c6 fc cb dc b8 ec a4 ce a5 c6 a5 b9 a5 c8 a4 c7 a4 b9',
      '日本語のテストです',
    ],
    ['Chinese in GB 2312', 'd6 d0 b9 fa b5 c4 d0 c2 ce c5 ba cd b7 a2 d5 b9', '中国的新闻和发展'],
    ['Chinese in Big5', 'a4 a4 a4 e5 b4 fa b8 d5 b7 73 bb 44', '中文測試新聞'],
    ['Korean', 'c7 d1 b1 b9 be ee 20 bd c3 c7 e8 c0 d4 b4 cf b4 d9', '한국어 시험입니다'],
    ['Thai', 'ca c7 d1 ca b4 d5 a4 c3 d1 ba b7 d8 a1 a4 b9', 'สวัสดีครับทุกคน'],
    ['Hebrew', 'f9 ec e5 ed 20 ec eb e5 ec ed 20 ee e4 e0 fa f8', 'שלום לכולם מהאתר'],
    ['Greek', 'ea e1 eb e7 ec dd f1 e1 20 f3 e5 20 fc eb ef f5 f2', 'καλημέρα σε όλους'],
    ['Arabic', 'e3 d1 cd c8 c7 20 c8 c7 e1 da c7 e1 e3', 'مرحبا بالعالم'],
  ])('%s', (_, digits, expected) => {
    expect(titleOf(plain(digits))).toBe(expected)
  })
  test('UTF-8 with a damaged byte is still UTF-8', () => {
    expect(
      titleOf(
        Buffer.concat([
          Buffer.from('<title>Überraschung für alle: größere '),
          hex('ff'),
          Buffer.from('Bühne</title>'),
        ]),
      ),
    ).toBe('Überraschung für alle: größere \ufffdBühne')
  })
})

test('the charset of a content type', () => {
  expect(charsetOfType('text/xml;charset= "us-ascii"')).toBe('us-ascii')
  expect(charsetOfType('text/xml; charset=UTF-8; x=y')).toBe('UTF-8')
  expect(charsetOfType("text/xml; CHARSET='koi8-r'")).toBe('koi8-r')
  expect(charsetOfType('text/xml')).toBeUndefined()
  expect(charsetOfType(undefined)).toBeUndefined()
})
