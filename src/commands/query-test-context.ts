import { createAnalyzer } from '../analysis/analyze.ts'
import type { Context } from '../context.ts'
import { SENTIMENT_LABELS } from '../model/mention.ts'
import type { Post } from '../model/post.ts'
import type { MatchContext, ViewFacts } from '../query/matcher.ts'
import { childrenOf } from '../query/parser-tree.ts'
import type { Tree } from '../query/tree.ts'
import { readModel } from '../system/model-file.ts'

/** What a post of a file is matched with: our handles, and, where the query asks, its language and what its data tell of analysis. */
export type MatchingOf = (post: Post, data: unknown) => MatchContext

/** The analyser is made only for queries that ask for a language. */
export async function prepareMatching(
  context: Context,
  tree: Tree,
  isView: boolean,
): Promise<MatchingOf> {
  const settings = await context.settings()
  const base = { now: context.now(), zone: await context.zone() }
  const handles = settings.brand?.handles ?? {}
  const analyzer = asksFor(tree, 'lang')
    ? createAnalyzer(await readModel(), { words: settings.words })
    : undefined
  return (post, data) => ({
    ...base,
    ownHandles: handles[post.platform] ?? [],
    detectLanguage: () => analyzer?.analyze(post.text, { title: post.title }).lang,
    view: isView ? readFacts(data) : undefined,
  })
}

function asksFor(tree: Tree, field: string): boolean {
  return tree.type === 'field'
    ? tree.field === field
    : childrenOf(tree).some((child) => asksFor(child, field))
}

/** Sentiment and intents as a post's data give them; the ledger knows nothing of it. */
function readFacts(data: unknown): ViewFacts {
  const { sentiment, intents } = toRecord(data)
  const { label, score } = toRecord(sentiment)
  const known = SENTIMENT_LABELS.find((each) => each === label)
  const names = (Array.isArray(intents) ? intents : []).map((each) => toRecord(each).name)
  return {
    sentiment: known && { label: known, score: typeof score === 'number' ? score : Number.NaN },
    intents: names.filter((name) => typeof name === 'string'),
  }
}

function toRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
