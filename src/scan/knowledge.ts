import type { Analyzer } from '../analysis/analyze.ts'
import type { Settings } from '../config/settings.ts'
import type { Instant, Post } from '../model/post.ts'
import { compileQuery, matchReading, readPost } from '../query/matcher.ts'
import type { QueryVersion } from '../store/store.ts'
import { createMute } from './mute.ts'
import type { Knowledge } from './prepare.ts'
import type { SavedQuery } from './queries.ts'
import { createSides } from './sides.ts'

/** Everything that is needed to decide what a post is to us. */
export function createKnowledge(
  settings: Settings,
  queries: readonly SavedQuery[],
  versions: readonly QueryVersion[],
  analyzer: Analyzer,
  now: () => Instant,
): Knowledge {
  const compiled = queries.map((query) => ({ ...query, compiled: compileQuery(query.tree) }))
  const versionOf = new Map(versions.map(({ name, version }) => [name, version]))
  const context = {
    now: now(),
    zone: settings.zone,
    ownHandles: Object.values(settings.brand?.handles ?? {}).flat(),
  }
  return {
    sides: createSides(settings.brand?.handles ?? {}, settings.competitors),
    policy: settings.policy,
    isMuted: createMute(settings.mute),
    asksSomething: (text) => /[?？؟]/u.test(text),
    match: (post) => {
      const reading = readPost(post, context)
      return compiled.flatMap(({ name, role, compiled: query }) => {
        const { matched, hits } = matchReading(query, reading)
        return matched ? [{ query: name, role, version: versionOf.get(name) ?? 1, hits }] : []
      })
    },
    analyse: (post, matches) =>
      analyzer.analyze(
        post.text,
        hintsOf(post),
        matches.map(({ query, hits }) => ({ query, hits })),
      ),
  }
}

function hintsOf(post: Post) {
  return { title: post.title, lang: post.lang, platform: post.platform, rating: post.rating }
}
