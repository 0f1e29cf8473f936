import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createAnalyzer } from '../../src/analysis/analyze.ts'
import { loadSettings } from '../../src/config/load.ts'
import { decideOpening } from '../../src/ledger/opening.ts'
import { readModel } from '../../src/system/model-file.ts'

interface Truth {
  readonly posts: Readonly<
    Record<
      string,
      {
        readonly side: string
        readonly addressed: boolean
        readonly about: readonly string[]
        readonly intent?: string
      }
    >
  >
}

it('at least 95 % of the uncovered complaints of the sample reach the queue or the look list', async () => {
  const truth = JSON.parse(readFileSync('sample/truth.json', 'utf8')) as Truth
  const texts = new Map(
    readFileSync('sample/posts.jsonl', 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { key: string; title?: string; text: string })
      .map((post) => [post.key, post]),
  )
  const { policy } = await loadSettings({
    text: readFileSync('sample/queries.yaml', 'utf8'),
    file: 'queries.yaml',
    environment: {},
  })
  const analyzer = createAnalyzer(await readModel())
  const complaints = Object.entries(truth.posts).filter(
    ([, post]) =>
      post.side === 'theirs' &&
      !post.addressed &&
      post.intent === 'complaint' &&
      post.about.includes('acme'),
  )
  const reached = complaints.filter(([key]) => {
    const post = texts.get(key)
    if (post === undefined) return false
    const { intents, sentiment } = analyzer.analyze(post.text, { title: post.title })
    return (
      decideOpening({ addressed: false, intents, ...(sentiment ? { sentiment } : {}) }, policy) !==
      undefined
    )
  })
  expect(complaints.length).toBeGreaterThan(50)
  expect(reached.length / complaints.length).toBeGreaterThanOrEqual(0.95)
})
