import { subjectWords } from './subject-words.ts'

/** What can be grouped: anything with a title and a text. */
export interface Worded {
  readonly title?: string
  readonly text: string
}

export interface MeaningGroup<Post> {
  /** In the order they were given. */
  readonly posts: readonly Post[]
  /** What most of them have in common. */
  readonly words: readonly string[]
}

/** Two common words in ten or so: people word one wish in many ways. */
const LIKENESS = 0.34
const FEWEST_COMMON = 2
const MOST_WORDS = 40

/**
 * Groups posts that speak of the same thing: each joins the group whose usual words it shares most with, by the cosine
 * of the word sets, or opens one. In the order given, so that a later post never moves an earlier one. Words that stand
 * in most posts, such as the brand, tell nothing apart and are left out.
 */
export function groupByMeaning<Post extends Worded>(
  posts: readonly Post[],
  brand: readonly string[],
): readonly MeaningGroup<Post>[] {
  const left = new Set(brand.flatMap(subjectWords))
  const groups: { posts: Post[]; counts: Map<string, number> }[] = []
  const byWord = new Map<string, Set<number>>()
  for (const post of posts) {
    const words = wordsOf(post, left)
    const found = nearestGroup(words, groups, byWord)
    const index = found ?? groups.push({ posts: [], counts: new Map() }) - 1
    const group = groups[index] as (typeof groups)[number]
    group.posts.push(post)
    for (const word of words) {
      group.counts.set(word, (group.counts.get(word) ?? 0) + 1)
      const indexes = byWord.get(word) ?? new Set()
      byWord.set(word, indexes.add(index))
    }
  }
  return groups.map((group) => ({ posts: group.posts, words: usualWords(group).slice(0, 6) }))
}

function wordsOf(post: Worded, left: ReadonlySet<string>): ReadonlySet<string> {
  const words = subjectWords(`${post.title ?? ''} ${post.text}`).filter((word) => !left.has(word))
  return new Set(words.slice(0, MOST_WORDS))
}

interface Group {
  readonly posts: readonly unknown[]
  readonly counts: ReadonlyMap<string, number>
}

function nearestGroup(
  words: ReadonlySet<string>,
  groups: readonly Group[],
  byWord: ReadonlyMap<string, ReadonlySet<number>>,
): number | undefined {
  const near = new Set([...words].flatMap((word) => [...(byWord.get(word) ?? [])]))
  let best: { index: number; likeness: number } | undefined
  for (const index of near) {
    const likeness = likenessOf(words, new Set(usualWords(groups[index] as Group)))
    if (likeness >= LIKENESS && likeness > (best?.likeness ?? 0)) best = { index, likeness }
  }
  return best?.index
}

function likenessOf(words: ReadonlySet<string>, usual: ReadonlySet<string>): number {
  let common = 0
  for (const word of words) if (usual.has(word)) common += 1
  const needed = Math.min(FEWEST_COMMON, words.size, usual.size)
  return common < needed ? 0 : common / Math.sqrt(words.size * usual.size)
}

/** The words that at least a third of a group uses, most frequent first; of one or two posts all of them. */
function usualWords(group: Group): readonly string[] {
  const least = group.posts.length / 3
  return [...group.counts]
    .filter(([, count]) => count >= least)
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([word]) => word)
}
