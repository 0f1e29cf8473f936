import { countDistinct, type DistinctCount } from './distinct.ts'
import { labelOf } from './rollup-columns.ts'
import type { FacetCount } from './store.ts'

/** What is counted under one key. */
export interface FacetGroup {
  posts: number
  /** Posts without an author: each is a person of its own. */
  nameless: number
  /** Posts without copies: each is a cluster of its own. */
  single: number
  readonly people: DistinctCount
  readonly clusters: DistinctCount
  /** Posts by the code of their feeling. */
  readonly feelings: [number, number, number, number]
}

export function newGroup(): FacetGroup {
  return {
    posts: 0,
    nameless: 0,
    single: 0,
    people: countDistinct(),
    clusters: countDistinct(),
    feelings: [0, 0, 0, 0],
  }
}

/** Counts one post; an author or a cluster of 0 is none. */
export function addTo(group: FacetGroup, author: number, cluster: number, feeling: number): void {
  group.posts++
  if (author === 0) group.nameless++
  else group.people.add(author)
  if (cluster === 0) group.single++
  else group.clusters.add(cluster)
  group.feelings[feeling as 0]++
}

export function toFacetCount(key: string, group: FacetGroup): FacetCount {
  const { posts, nameless, single, people, clusters, feelings } = group
  const felt = feelings.map((count, feeling) => [labelOf(feeling) ?? 'unscored', count])
  return {
    key,
    posts,
    people: nameless + people.size,
    clusters: single + clusters.size,
    ...Object.fromEntries(felt),
  } as FacetCount
}
