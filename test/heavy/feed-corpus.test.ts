import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { isFailure, type ParsedItem } from '../../src/sources/feed/parsed.ts'
import { readFeed } from '../../src/sources/feed/read.ts'

const shared = process.env.LISTEN_SHARED ?? '../shared'
const folder = join(shared, 'feeds')
const hostile = join(shared, 'hostile')

const FIELDS = ['title', 'link', 'id', 'author', 'published'] as const
type Field = (typeof FIELDS)[number]

interface Expected {
  readonly items: number | null
  readonly items_max?: number
  readonly disputed: readonly string[]
  readonly http_content_type?: string
  readonly first?: Partial<Record<Field | 'link_absolute' | 'title_repaired', string | null>>
}

/** Right and asked-for answers by field. */
const scores = new Map<string, { right: number; all: number; wrong: string[] }>()

function score(field: string, name: string, isRight: boolean): void {
  const entry = scores.get(field) ?? { right: 0, all: 0, wrong: [] }
  scores.set(field, entry)
  entry.all++
  if (isRight) entry.right++
  else entry.wrong.push(name)
}

const share = (field: string) => (scores.get(field)?.right ?? 0) / (scores.get(field)?.all ?? 1)

/** As the corpus compares texts: tags stripped, references decoded, white space collapsed. */
function plain(text: string | null | undefined): string {
  const decoded = (text ?? '')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
  return decoded
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** As written, or absolute. */
function isLink(link: string | undefined, first: NonNullable<Expected['first']>): boolean {
  if (first.link === null || first.link === undefined) return true
  return link !== undefined && (link === first.link_absolute || link.endsWith(first.link))
}

function isField(
  field: Field,
  item: ParsedItem | undefined,
  first: NonNullable<Expected['first']>,
): boolean {
  const wanted = first[field] ?? undefined
  switch (field) {
    case 'title':
      return (
        plain(item?.title) === plain(wanted) ||
        (first.title_repaired !== undefined && plain(item?.title) === plain(first.title_repaired))
      )
    case 'link':
      return isLink(item?.link, first)
    case 'id':
      return plain(item?.id) === plain(wanted)
    case 'author':
      return wanted === undefined
        ? item?.authors.length === 0
        : plain(wanted).includes(
            plain(item?.authors[0]?.name ?? item?.authors[0]?.email ?? '\u0000'),
          )
    case 'published':
      return wanted === undefined
        ? item?.published === undefined
        : Math.abs((item?.published?.at ?? 0) - Date.parse(wanted)) < 1000
  }
}

function scoreFile(name: string, expected: Expected): void {
  const { first, disputed, http_content_type: contentType } = expected
  const bytes = readFileSync(join(folder, name))
  const feed = readFeed(bytes, contentType === undefined ? {} : { contentType })
  const items = isFailure(feed) ? [] : feed.items
  if (!disputed.includes('items') && expected.items !== null) {
    const isRight = items.length === expected.items || items.length === expected.items_max
    score(`items of ${name.split('/')[0]}`, name, isRight)
  }
  if (first === undefined || items.length === 0) return
  for (const field of FIELDS) {
    const isAsked = field in first && !disputed.includes(field)
    if (isAsked) score(field, name, isField(field, items[0], first))
  }
}

describe.runIf(existsSync(folder))('the corpus', () => {
  const files = existsSync(folder)
    ? (
        JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as {
          files: Record<string, Expected>
        }
      ).files
    : {}

  test('is read', { timeout: 120_000 }, () => {
    for (const [name, expected] of Object.entries(files)) scoreFile(name, expected)
    expect(scores.size).toBeGreaterThan(7)
  })

  test.each([
    ['items of real', 1],
    ['items of derived', 1],
    ['items of cases', 0.99],
    ['title', 0.99],
    ['link', 0.99],
    ['id', 0.99],
    ['published', 0.98],
    ['author', 0.95],
  ])('%s: at least %d are right', (field, least) => {
    expect(share(field), scores.get(field)?.wrong.join('\n')).toBeGreaterThanOrEqual(least)
  })

  afterAll(() => {
    const lines = [...scores].map(
      ([field, { right, all, wrong }]) =>
        `${field.padEnd(18)} ${String(right).padStart(4)} of ${String(all).padStart(4)}  ${((100 * right) / all).toFixed(2)} %${wrong.map((name) => `\n    ${name}`).join('')}`,
    )
    process.stdout.write(`${lines.join('\n')}\n`)
  })
})

describe.runIf(existsSync(hostile))('hostile documents', () => {
  const documents = existsSync(hostile)
    ? [
        'xml',
        'feeds/feedparser-illformed',
        'feeds/feedparser-encoding',
        'feeds/feedparser-sanitize',
      ].flatMap((part) => readdirSync(join(hostile, part)).map((name) => join(part, name)))
    : []

  test.each(documents)('%s gives clean text or a reason', (name) => {
    const feed = readFeed(readFileSync(join(hostile, name)), { url: 'https://f.test/feed' })
    const json = JSON.stringify(feed)
    expect(json.isWellFormed()).toBe(true)
    expect(json).not.toMatch(/\\u00[01][0-8bcef]|[\u007f-\u009f]|<script|onerror=|PWNED/i)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('each row of the list of encodings', () => {
    const rows = readFileSync(join(hostile, 'encodings/bodies.jsonl'), 'utf8').trim().split('\n')
    for (const row of rows) {
      const {
        id,
        b64,
        content_type: contentType,
      } = JSON.parse(row) as { id: string; b64: string; content_type: string }
      const feed = readFeed(Buffer.from(b64, 'base64'), { contentType })
      if (isFailure(feed)) throw new Error(`${id}: ${feed.message}`)
      expect(feed.items, id).toHaveLength(1)
      expect(feed.items[0]?.title, id).toMatch(/^acme/)
      expect(feed.items[0]?.title, id).not.toMatch(/[\u0000-\u001f\u007f-\u009f/]/)
    }
  })
})
