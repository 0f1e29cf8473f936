import fc from 'fast-check'
import type { PostKind } from '../../src/model/post.ts'

export interface TestPost {
  readonly title?: string
  readonly text: string
  readonly kind: PostKind
  readonly source: string
  readonly lang?: string
  readonly likes?: number
  readonly rating?: number
  readonly publishedAt?: number
  readonly parent?: string
  readonly tags?: readonly string[]
}

const WORDS = [
  'acme',
  'Acme',
  'phone',
  'phones',
  'nino',
  'niño',
  'Résumé',
  'resume',
  "wendy's",
  'wendys',
  'wendy s',
  '#tag',
  'tag',
  '@handle',
  'handle',
  '$GME',
  'gme',
  'C++',
  '.NET',
  '東京都',
  '東京',
  '😡',
  '5G',
  '3.5',
  'a_b',
  'and',
  'near',
  'not',
  'hiring',
  'globex',
  'color',
  'colour',
  'flight',
  'BT',
  'bt',
  'acne',
  'of',
  'the',
  'C+',
  'a/b',
  'regex',
  "l'acme",
  "don't",
  'd’Acme',
  'acme-phone',
  '#tagged',
  'globe',
  'x.y',
  'https://example.com/Blog?x=1',
  '_acme_',
  'ac\u200bme',
] as const

const SEPARATORS = [' ', ' ', ' ', ' ', ' ', ', ', '. ', '! ', '\n', ' (', ') '] as const

const text = fc
  .array(fc.tuple(fc.constantFrom(...WORDS), fc.constantFrom(...SEPARATORS)), { maxLength: 12 })
  .map((pairs) => pairs.map(([word, separator]) => word + separator).join(''))

/** Posts out of few words, so that random queries often match them. */
export const arbitraryPost: fc.Arbitrary<TestPost> = fc
  .record(
    {
      title: text,
      text,
      kind: fc.constantFrom<PostKind>('post', 'review'),
      source: fc.constantFrom('hn', 'news', 'my blog'),
      lang: fc.constantFrom('en', 'de'),
      likes: fc.constantFrom(0, 5, 7, 100, 1_000),
      rating: fc.constantFrom(0, 1.5, 5),
      publishedAt: fc.constantFrom(
        Date.UTC(2026, 10, 1, 5),
        Date.UTC(2026, 10, 1, 10),
        Date.UTC(2026, 10, 20),
        Date.UTC(2025, 1, 1),
      ),
      parent: fc.constantFrom('1'),
      tags: fc.constantFrom<readonly string[]>(['acme'], ['Customer Service', 'x'], ['OR']),
    },
    { requiredKeys: ['text', 'kind', 'source'] },
  )
  .map((post) => post as TestPost)
