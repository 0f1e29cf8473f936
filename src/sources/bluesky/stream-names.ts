import * as v from 'valibot'
import { SourceError } from '../../errors.ts'
import type { HttpClient } from '../../model/http.ts'
import type { Author, Instant, Post } from '../../model/post.ts'
import { readJson } from '../json-answer.ts'
import { count, id, maybe, text } from '../json-fields.ts'
import { present } from '../present.ts'
import { webUrlOf } from './post.ts'
import { type Environment, hostOf, xrpc } from './session.ts'

/** Accounts that one question may name. */
const MOST_ACTORS = 25
/** Authors that are remembered; then all are asked for anew. */
const MOST_KNOWN = 10_000
const PAUSE_MS = 60_000

const profile = v.object({
  did: id,
  handle: maybe(text),
  displayName: maybe(text),
  followersCount: maybe(count),
})
const profilesSchema = v.object({ profiles: v.array(v.unknown()) })
type Profile = v.InferOutput<typeof profile>
type Asking = Pick<Environment, 'http' | 'settings' | 'name' | 'now'>

interface Known {
  readonly profiles: Map<string, Profile | undefined>
  pausedUntil: Instant
}

/**
 * The accounts behind these handles, by their stable id; those that do not exist are missing. Throws a SourceError
 * when the service does not answer.
 */
export async function findAccounts(
  handles: readonly string[],
  environment: Asking,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(handles.map((handle) => handle.replace(/^@/, '').toLowerCase()))]
  const found = new Map<string, string>()
  for (let from = 0; from < wanted.length; from += MOST_ACTORS) {
    const read = await askEach(wanted.slice(from, from + MOST_ACTORS), environment)
    for (const { did, handle } of read) if (handle !== undefined) found.set(did, handle)
  }
  return found
}

/** One name that is none makes the service refuse them all: then they are asked for one by one. */
async function askEach(
  actors: readonly string[],
  environment: Asking,
): Promise<readonly Profile[]> {
  try {
    return await askProfiles(actors, environment)
  } catch (error) {
    if (!(error instanceof SourceError) || error.kind !== 'unexpected-response') throw error
    if (actors.length <= 1) return []
  }
  const found: Profile[] = []
  for (const actor of actors) found.push(...(await askEach([actor], environment)))
  return found
}

/**
 * A stream names authors by their id alone. Of at most 25 that are not known yet, name and followers are asked for;
 * a service that does not answer is left alone for a minute, and the posts stay as they are.
 */
export async function nameAuthors(
  posts: readonly Post[],
  environment: Asking,
): Promise<readonly Post[]> {
  const known = await knownOf(environment.http)
  const wanted = new Set(
    posts.flatMap(({ author }) =>
      author === undefined || known.profiles.has(author.id) ? [] : [author.id],
    ),
  )
  if (wanted.size > 0 && environment.now() >= known.pausedUntil)
    await learn([...wanted].slice(0, MOST_ACTORS), known, environment)
  return posts.map((post) => withName(post, known.profiles.get(post.author?.id ?? '')))
}

function knownOf(http: HttpClient): Promise<Known> {
  const make = async (): Promise<Known> => ({ profiles: new Map(), pausedUntil: 0 })
  return http.remember?.('bluesky names', make) ?? make()
}

async function learn(dids: readonly string[], known: Known, environment: Asking): Promise<void> {
  if (known.profiles.size > MOST_KNOWN) known.profiles.clear()
  try {
    const read = await askProfiles(dids, environment)
    // Who is not in the answer is not asked for again.
    for (const did of dids) known.profiles.set(did, undefined)
    for (const one of read) known.profiles.set(one.did, one)
  } catch {
    known.pausedUntil = environment.now() + PAUSE_MS
  }
}

async function askProfiles(
  actors: readonly string[],
  environment: Asking,
): Promise<readonly Profile[]> {
  const url = new URL(xrpc(hostOf(environment, undefined), 'app.bsky.actor.getProfiles'))
  for (const actor of actors) url.searchParams.append('actors', actor)
  const read = await readJson(
    environment.http,
    { url: url.href, timeoutMs: 10_000 },
    profilesSchema,
  )
  return (read?.data.profiles ?? []).flatMap((one) => {
    const parsed = v.safeParse(profile, one)
    return parsed.success ? [parsed.output] : []
  })
}

function withName(post: Post, profile: Profile | undefined): Post {
  if (profile === undefined || post.author === undefined) return post
  const handle = profile.handle === 'handle.invalid' ? undefined : profile.handle
  const author = present<Author>({
    id: post.author.id,
    handle: handle ?? post.author.handle,
    name: profile.displayName,
    url: `https://bsky.app/profile/${handle ?? post.author.id}`,
    followers: profile.followersCount,
  })
  return { ...post, author, ...present({ url: webUrlOf(post.id, handle) }) }
}
