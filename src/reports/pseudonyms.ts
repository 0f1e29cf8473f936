import { createHmac } from 'node:crypto'
import type { StoredPost } from '../store/store.ts'

/**
 * The post without names: authors become stable pseudonyms, and whatever may carry a name goes (links to the post,
 * the platform's ids, media, notes). Handles inside the text become pseudonyms too. Texts stay: who knows them can
 * still search for them.
 */
export function pseudonymise(post: StoredPost, salt: string): StoredPost {
  const alias = (text: string) => hash(salt, `${post.platform} ${text}`)
  const {
    url: _url,
    media: _media,
    links: _links,
    assigned: _assigned,
    author,
    thread,
    parent,
    identity: _identity,
    ...rest
  } = post
  const hide = (text: string) => hideNames(text, post, alias)
  return {
    ...rest,
    id: alias(`id ${post.id}`),
    text: hide(post.text),
    notes: [],
    // Places in the text no longer fit once names in it have another length.
    mentions: post.mentions.map((mention) => ({ ...mention, hits: [] })),
    ...(post.title === undefined ? {} : { title: hide(post.title) }),
    ...(post.firstText === undefined ? {} : { firstText: hide(post.firstText) }),
    ...(post.to === undefined ? {} : { to: post.to.map((handle) => alias(handle.toLowerCase())) }),
    ...(thread === undefined ? {} : { thread: alias(`id ${thread}`) }),
    ...(parent === undefined ? {} : { parent: alias(`id ${parent}`) }),
    ...(author === undefined ? {} : { author: { id: alias(`author ${author.id}`) } }),
  }
}

function hideNames(text: string, post: StoredPost, alias: (text: string) => string): string {
  const names = [post.author?.name, post.author?.handle].filter(
    (name) => name !== undefined && name.length > 2,
  ) as readonly string[]
  const without = names.reduce((rest, name) => rest.replaceAll(name, alias(name)), text)
  return without
    .replaceAll(
      /(?<![\w.])@[\w][\w.-]*(?:@[\w.-]+\w)?/g,
      (handle) => `@${alias(handle.slice(1).toLowerCase())}`,
    )
    .replaceAll(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (address) => alias(address.toLowerCase()))
}

function hash(salt: string, text: string): string {
  return `p${createHmac('sha256', salt).update(text).digest('hex').slice(0, 16)}`
}
