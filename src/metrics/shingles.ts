/** The words of a reply as the canned check sees them: lower case, without names, handles, links and numbers. */
export function replyWords(text: string, names: readonly string[] = []): readonly string[] {
  const left = new Set(names.flatMap((name) => words(name)))
  return words(
    text
      .replaceAll(/https?:\/\/\S+/giu, ' ')
      .replaceAll(/@[\p{L}\p{N}_.-]+(?:@[\p{L}\p{N}_.-]+)?/gu, ' '),
  ).filter((word) => !left.has(word) && !/^\p{N}+$/u.test(word))
}

function words(text: string): readonly string[] {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu) ?? []
  )
}

/** Runs of `size` words, each once. A text of fewer words is one shingle of all of them; none of no words. */
export function shingles(list: readonly string[], size = 4): ReadonlySet<string> {
  if (list.length === 0) return new Set()
  if (list.length <= size) return new Set([list.join(' ')])
  return new Set(
    Array.from({ length: list.length - size + 1 }, (_, at) => list.slice(at, at + size).join(' ')),
  )
}

/** Common ÷ all; 0 where one side is empty. */
export function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let common = 0
  for (const each of small) if (large.has(each)) common += 1
  return common / (a.size + b.size - common)
}

/** From this likeness on a reply counts as canned. */
export const CANNED = 0.8
/** How many of our latest replies a new one is compared with. */
export const COMPARED_REPLIES = 200

export interface SentReply {
  readonly at: number
  readonly text: string
  readonly names?: readonly string[]
}

/** The earlier reply that is most like the text, of the latest 200; undefined when nothing is common. */
export function mostSimilar<Reply extends SentReply>(
  text: string,
  names: readonly string[],
  earlier: readonly Reply[],
): { readonly reply: Reply; readonly similarity: number } | undefined {
  const own = shingles(replyWords(text, names))
  let best: { reply: Reply; similarity: number } | undefined
  for (const reply of latest(earlier)) {
    const similarity = jaccard(own, shingles(replyWords(reply.text, reply.names)))
    if (similarity > (best?.similarity ?? 0)) best = { reply, similarity }
  }
  return best
}

function latest<Reply extends SentReply>(replies: readonly Reply[]): readonly Reply[] {
  return replies.toSorted((a, b) => b.at - a.at).slice(0, COMPARED_REPLIES)
}

/** How many replies since `from` were like one of the 200 before them (Jaccard ≥ 0.8). */
export function countCanned(
  replies: readonly SentReply[],
  from = Number.NEGATIVE_INFINITY,
): { readonly canned: number; readonly n: number } {
  const ordered = replies.toSorted((a, b) => a.at - b.at)
  const known = ordered.map((reply) => shingles(replyWords(reply.text, reply.names)))
  const isCanned = (own: ReadonlySet<string>, index: number) =>
    known
      .slice(Math.max(0, index - COMPARED_REPLIES), index)
      .some((other) => jaccard(own, other) >= CANNED)
  const counted = known.flatMap((own, index) =>
    (ordered[index]?.at ?? 0) >= from ? [isCanned(own, index)] : [],
  )
  return { canned: counted.filter((each) => each).length, n: counted.length }
}
