import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { SourceError } from '../../errors.ts'
import type { Channel, Page, ReadEnvironment } from '../source.ts'
import { type FeedMemory, remember, toMemory } from './memory.ts'
import { postsOf } from './pages.ts'
import { isFailure } from './parsed.ts'
import { readFeed } from './read.ts'

type Environment = ReadEnvironment<unknown>

const FEED_FILE = /\.(?:xml|rss|rdf|atom|json|feed)$/i

/** Reads a feed from a file, or every feed file of a folder; a file that has not changed is not read again. */
export async function* readPaths(
  written: string,
  channel: Channel,
  environment: Environment,
): AsyncGenerator<Page> {
  const path = written.startsWith('file://') ? fileURLToPath(written) : written
  const folder = await environment.listFolder?.(path)
  if (folder === undefined) yield* readFile(path, channel, environment)
  else
    yield* readFolder(
      folder.filter((each) => FEED_FILE.test(each)),
      channel,
      environment,
    )
}

async function* readFile(
  path: string,
  channel: Channel,
  environment: Environment,
): AsyncGenerator<Page> {
  const memory = toMemory(environment.state)
  const read = await readOne(path, memory, environment)
  if (read === undefined) yield { posts: [], notModified: true, complete: true }
  else if ('problem' in read) throw new SourceError(read.kind, `${channel.label}: ${read.problem}`)
  else {
    const state: FeedMemory = { items: read.items, files: { [path]: read.hash } }
    yield { ...read.page, ...(read.page.complete ? { state } : {}) }
  }
}

async function* readFolder(
  paths: readonly string[],
  channel: Channel,
  environment: Environment,
): AsyncGenerator<Page> {
  const memory = toMemory(environment.state)
  const folder = new FolderState(memory)
  let last: Page | undefined
  for (const path of paths) {
    const page = folder.take(path, await readOne(path, memory, environment))
    if (page === undefined) continue
    if (last !== undefined) yield last
    last = page
  }
  const { problems, notice } = folder
  if (last === undefined && problems.length > 0) {
    throw new SourceError('unexpected-response', `${channel.label}: ${problems[0]}`)
  }
  if (last === undefined) yield { posts: [], notModified: true, complete: true, ...notice }
  else yield { ...last, state: folder.state, ...notice }
}

/** What a folder's files have come to so far. */
class FolderState {
  readonly problems: string[] = []
  private readonly files: Record<string, string> = {}
  private readonly items: FeedMemory['items'] = []
  private readonly memory: FeedMemory

  constructor(memory: FeedMemory) {
    this.memory = memory
  }

  /** The page of a file, if it has a new one. */
  take(path: string, read: Awaited<ReturnType<typeof readOne>>): Page | undefined {
    if (read === undefined) {
      this.files[path] = this.memory.files?.[path] as string
      return undefined
    }
    if ('problem' in read) {
      this.problems.push(`${path}: ${read.problem}`)
      return undefined
    }
    this.items.push(...read.items)
    if (read.page.complete) this.files[path] = read.hash
    return read.page
  }

  get state(): FeedMemory {
    return { items: this.items.slice(0, 500), files: this.files }
  }

  get notice(): { readonly notice?: string } {
    return this.problems.length === 0 ? {} : { notice: this.problems.slice(0, 5).join('; ') }
  }
}

interface FileProblem {
  readonly kind: 'unreachable' | 'unexpected-response'
  readonly problem: string
}

interface FileRead {
  readonly page: Page
  readonly items: FeedMemory['items']
  readonly hash: string
}

/** Undefined when the file holds what it held. */
async function readOne(
  path: string,
  memory: FeedMemory,
  environment: Environment,
): Promise<FileRead | FileProblem | undefined> {
  const bytes = await environment.readFile?.(path).catch(() => undefined)
  if (bytes === undefined)
    return {
      kind: 'unreachable',
      problem: 'the file cannot be read: is it there, and may it be read?',
    }
  const hash = createHash('sha256').update(bytes).digest('base64url')
  if (
    memory.files !== undefined &&
    Object.hasOwn(memory.files, path) &&
    memory.files[path] === hash
  )
    return undefined
  const feed = readFeed(bytes)
  if (isFailure(feed)) {
    return { kind: 'unexpected-response', problem: `not a feed but ${feed.message}` }
  }
  const { posts, identities } = postsOf(feed, undefined, memory, environment)
  const notice = feed.notices.length === 0 ? {} : { notice: `${path}: ${feed.notices.join('; ')}` }
  const page = { posts: posts.slice(0, environment.maxItems), complete: feed.complete, ...notice }
  return { page, items: remember(feed.items, identities), hash }
}
