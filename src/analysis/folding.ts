/** What choosing among copies looks at. */
export interface Copy {
  /** Characters of its text. */
  readonly length: number
  /** Smaller came earlier. */
  readonly order: number
}

/** A text that is so much longer says more than the others; less may be a by-line. */
const FULLER = 1.5

/** The one that stands for all copies: the earliest, unless another says half as much again; then the fullest. */
export function chooseLead<Item extends Copy>(copies: readonly Item[]): Item | undefined {
  const [earliest, ...rest] = copies.toSorted((one, other) => one.order - other.order)
  if (earliest === undefined) return undefined
  const fullest = rest.reduce((best, each) => (each.length > best.length ? each : best), earliest)
  return fullest.length >= FULLER * earliest.length ? fullest : earliest
}

/** One text in a list, and how many others of the list are copies of it. */
export interface Folded<Item> {
  readonly lead: Item
  readonly copies: readonly Item[]
}

interface CopiedPost {
  readonly post: number
  readonly cluster?: number
  readonly text: string
  readonly publishedAt?: number
  readonly collectedAt: number
}

/** Every cluster once, at the place of its first post in the list; no post is lost. */
export function foldPosts<Post extends CopiedPost>(
  posts: readonly Post[],
): readonly Folded<Post>[] {
  const clusters = new Map<number, Post[]>()
  for (const post of posts) {
    const key = post.cluster ?? post.post
    const list = clusters.get(key)
    if (list === undefined) clusters.set(key, [post])
    else list.push(post)
  }
  return [...clusters.values()].map((list) => {
    const lead = chooseLead(list.map(toCopy))?.post ?? (list[0] as Post)
    return { lead, copies: list.filter((post) => post !== lead) }
  })
}

function toCopy<Post extends CopiedPost>(post: Post): Copy & { readonly post: Post } {
  const order = Math.min(post.publishedAt ?? post.collectedAt, post.collectedAt)
  return { post, length: post.text.length, order }
}

/** "+4 copies", or nothing. */
export function copiesWords(copies: number): string {
  if (copies === 0) return ''
  return copies === 1 ? '+1 copy' : `+${copies} copies`
}
