import type { Handles } from '../config/settings.ts'
import type { Post, Side } from '../model/post.ts'

/** Who is who, by platform and account. */
export interface Sides {
  readonly sideOf: (post: Post) => Side
  /** Whether the post names one of our accounts of its platform as addressee. */
  readonly isToUs: (post: Post) => boolean
}

/**
 * Sides by (platform, account): the stable author id or the handle must be the configured one. A stranger
 * with our name on another platform stays a stranger.
 */
export function createSides(ours: Handles, competitors: Readonly<Record<string, Handles>>): Sides {
  const own = accountsOf(ours)
  const others = Object.entries(competitors).map(([name, handles]) => ({
    name,
    accounts: accountsOf(handles),
  }))
  return {
    sideOf: (post) => {
      const keys = authorKeys(post)
      if (keys.some((key) => own.has(key))) return 'ours'
      const competitor = others.find(({ accounts }) => keys.some((key) => accounts.has(key)))
      return competitor ? `competitor:${competitor.name}` : 'theirs'
    },
    isToUs: (post) => (post.to ?? []).some((handle) => own.has(accountKey(post.platform, handle))),
  }
}

function accountsOf(handles: Handles): ReadonlySet<string> {
  return new Set(
    Object.entries(handles).flatMap(([platform, names]) =>
      names.map((name) => accountKey(platform, name)),
    ),
  )
}

function authorKeys(post: Post): readonly string[] {
  const { author, platform } = post
  if (!author) return []
  return [author.id, author.handle]
    .filter((name) => name !== undefined)
    .map((name) => accountKey(platform, name))
}

function accountKey(platform: string, name: string): string {
  return `${platform} ${name.replace(/^@/, '').toLowerCase()}`
}
