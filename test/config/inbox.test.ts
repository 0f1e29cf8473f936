import { describe, expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { ConfigError } from '../../src/errors.ts'
import { seededRandom } from '../../src/metrics/random.ts'

const BASE = `version: 1
queries:
  acme: { role: brand, match: acme }
sources:
  hn: { type: hackernews }
`
const load = (more: string) =>
  loadSettings({ text: BASE + more, file: 'queries.yaml', environment: {} })

/** What is said of a file that cannot be used; fails where it can. */
async function wordsOf(text: string): Promise<string> {
  const error = await loadSettings({ text, file: 'queries.yaml', environment: {} }).then(
    () => undefined,
    (reason: Error) => reason,
  )
  if (error === undefined) return ''
  const problems = error instanceof ConfigError ? error.problems : []
  const lines = problems.map(
    ({ place, key, message, hint = '' }) => `${place.line} ${key}: ${message}; ${hint}`,
  )
  return [`${error.name}: ${error.message}`, ...lines].join('\n')
}

describe('the screen in the configuration', () => {
  it('has no views, the usual keys and the theme that fits where nothing is said', async () => {
    expect((await load('')).inbox).toEqual({ views: [], keys: {}, theme: 'auto' })
  })

  it('keeps the order of views, one key or several, and the theme', async () => {
    const { inbox } = await load(`views:
  late: overdue:yes
  Anns: assigned:ann NOT status:closed
keys: { flag: F, seen: [s, d] }
theme: light
`)
    expect(inbox).toEqual({
      views: [
        { name: 'late', match: 'overdue:yes' },
        { name: 'Anns', match: 'assigned:ann NOT status:closed' },
      ],
      keys: { flag: ['F'], seen: ['s', 'd'] },
      theme: 'light',
    })
  })

  it.each([
    ['theme: pink\n', '6 theme: expected one of auto, dark, light, 16, plain, found "pink"'],
    ['views: [a]\n', '6 views: expected a mapping, found a list'],
    ['keys: { flag: { a: b } }\n', '6 keys.flag: expected a key or a list of keys'],
    ['veiws: {}\n', '6 veiws: "veiws" is not a known key; did you mean "views"?'],
  ])('refuses %j with its place', async (more, expected) => {
    expect(await wordsOf(BASE + more)).toContain(expected)
  })
})

it('a file that was changed at random is read or refused in words, never with a crash', async () => {
  const random = seededRandom(7)
  const whole = `${BASE}views: { late: "overdue:yes" }
keys: { flag: F }
answer: { within: 4h, hours: { mon-fri: 09:00-17:00 } }
alerts:
  storm: { when: spike, query: acme }
brand: { name: Acme, handles: { mastodon: [acme@x.example] } }
`
  const pieces = ['', '\n', ': ', '- ', '{', ']', '"', '&a', '*a', '\t', '!!js', 'null', '0x', 'é']
  for (let round = 0; round < 400; round++) {
    let text = whole
    for (let change = 0; change < 3; change++) {
      const at = Math.floor(random() * text.length)
      const piece = pieces[Math.floor(random() * pieces.length)] as string
      text = text.slice(0, at) + piece + text.slice(at + Math.floor(random() * 6))
    }
    const words = await wordsOf(text)
    if (words !== '') expect(words, text).toMatch(/^(ConfigError|UsageError|AppError): /)
  }
})
