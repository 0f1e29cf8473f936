import type { Settings } from '../config/settings.ts'
import type { Post } from '../model/post.ts'
import { registrableDomain } from '../text/domain.ts'

/** Whether a post is hidden by the `mute:` rules: whole authors, whole sites, phrases without regard to case. */
export function createMute(mute: Settings['mute']): (post: Post) => boolean {
  const authors = new Set(mute.authors.map(fold))
  const sites = mute.sites.map((site) => site.toLowerCase())
  const phrases = mute.phrases.map((phrase) => phrase.toLowerCase())
  return (post) => {
    const { author } = post
    if (
      author &&
      [author.id, author.handle, author.name].some(
        (name) => name !== undefined && authors.has(fold(name)),
      )
    )
      return true
    if (sites.length > 0 && post.url !== undefined && isOnSite(post.url, sites)) return true
    if (phrases.length === 0) return false
    const text = `${post.title ?? ''}\n${post.text}`.toLowerCase()
    return phrases.some((phrase) => text.includes(phrase))
  }
}

function isOnSite(url: string, sites: readonly string[]): boolean {
  if (!URL.canParse(url)) return false
  const host = new URL(url).hostname
  return sites.some(
    (site) => host === site || host.endsWith(`.${site}`) || registrableDomain(host) === site,
  )
}

function fold(name: string): string {
  return name.replace(/^@/, '').toLowerCase()
}
