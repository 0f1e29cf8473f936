import type { Analyzer } from '../analysis/analyze.ts'
import type { Settings } from '../config/settings.ts'
import type { Instant, Post } from '../model/post.ts'
import { createPercolator } from '../query/percolator.ts'
import type { QueryVersion } from '../store/store.ts'
import { createMute } from './mute.ts'
import type { Knowledge } from './prepare.ts'
import type { SavedQuery } from './queries.ts'
import { createSides } from './sides.ts'

/** Hits that are kept of a mention; a post that repeats a word a thousand times says no more. */
const MOST_HITS = 50
/** Subjects and places of each that the feeling towards them is judged from. */
const MOST_SUBJECTS = 12
const MOST_PLACES = 6

/** Everything that is needed to decide what a post is to us. */
export function createKnowledge(
  settings: Settings,
  queries: readonly SavedQuery[],
  versions: readonly QueryVersion[],
  analyzer: Analyzer,
  now: () => Instant,
): Knowledge {
  const percolator = createPercolator(queries.map(({ tree }) => tree))
  const versionOf = new Map(versions.map(({ name, version }) => [name, version]))
  const ownHandles = settings.brand?.handles ?? {}
  const contextOf = (post: Post) => ({
    now: now(),
    zone: settings.zone,
    ownHandles: ownHandles[post.platform] ?? [],
    detectLanguage: () => analyzer.analyze(post.text, hintsOf(post)).lang,
  })
  return {
    sides: createSides(settings.brand?.handles ?? {}, settings.competitors),
    policy: settings.policy,
    isMuted: createMute(settings.mute),
    asksSomething: (text) => /[?？؟]/u.test(text),
    match: (post) =>
      percolator.percolate(post, contextOf(post)).flatMap(({ query: index, hits }) => {
        const query = queries[index]
        if (query === undefined) return []
        const version = versionOf.get(query.name) ?? 1
        return [{ query: query.name, role: query.role, version, hits: hits.slice(0, MOST_HITS) }]
      }),
    analyse: (post, matches) =>
      analyzer.analyze(
        post.text,
        hintsOf(post),
        matches
          .slice(0, MOST_SUBJECTS)
          .map(({ query, hits }) => ({ query, hits: hits.slice(0, MOST_PLACES) })),
      ),
  }
}

function hintsOf(post: Post) {
  return { title: post.title, lang: post.lang, platform: post.platform, rating: post.rating }
}
