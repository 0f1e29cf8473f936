import { expect } from 'vitest'
import type { StoredPost } from '../../../src/store/store.ts'
import { HOUR } from './clock.ts'
import type { Simulated } from './simulation.ts'
import { isDeleted, type SimPost, textAt } from './world.ts'

/** Conversations are read in turn, so that a change is not noticed at once. */
const TO_NOTICE = 8 * HOUR

/** What the run came to, for people who look at a failure. */
export interface Report {
  readonly stored: number
  readonly expected: number
  readonly lost: readonly number[]
  readonly twice: readonly number[]
  readonly wrong: readonly string[]
  readonly unnoticedEdits: readonly number[]
  readonly unnoticedGone: readonly number[]
  readonly wronglyGone: readonly number[]
  readonly flips: readonly number[]
  readonly violations: readonly string[]
}

/** Compares the store with the world that it was read from. */
export async function judge(simulated: Simulated): Promise<Report> {
  const { service, world, endedAt } = simulated
  const rows = await readRows(simulated)
  const expected = world.filter((post) => mustBeThere(post, simulated))
  const watched = world.flatMap((post) => {
    const [row] = rows.get(post.number) ?? []
    return row === undefined ? [] : [[post, row] as const]
  })
  const threads = await followedThreads(simulated)
  const followed = watched.filter(
    ([post, row]) => threads.has(row.threadNumber ?? 0) && isReachable(post, simulated),
  )
  return {
    stored: watched.length,
    expected: expected.length,
    lost: expected.filter(({ number }) => !rows.has(number)).map(({ number }) => number),
    twice: [...rows].filter(([, all]) => all.length > 1).map(([number]) => number),
    wrong: watched.flatMap((one) => differences(simulated, ...one)),
    unnoticedEdits: followed
      .filter(([post]) => service.tellsEdits && !isDeleted(post, endedAt))
      .filter(([post, row]) => !row.text.includes(textAt(post, endedAt - TO_NOTICE)))
      .map(([post]) => post.number),
    unnoticedGone: followed
      .filter(([, row]) => service.tellsGone && row.goneAt === undefined)
      .filter(([post]) => isDeleted(post, endedAt - TO_NOTICE))
      .map(([post]) => post.number),
    wronglyGone: watched
      .filter(([post, row]) => row.goneAt !== undefined && !isGone(post, simulated))
      .map(([post]) => post.number),
    flips: await flipsOf(simulated, watched),
    violations: simulated.violations,
  }
}

async function readRows({ store, endedAt }: Simulated): Promise<Map<number, StoredPost[]>> {
  const rows = new Map<number, StoredPost[]>()
  const request = { now: endedAt, zone: 'UTC', unmatched: true, muted: true }
  for await (const post of store.stream(request)) {
    const number = Number(/no(\d+)x/.exec(`${post.title ?? ''} ${post.text}`)?.[1])
    rows.set(number, [...(rows.get(number) ?? []), post])
  }
  return rows
}

function differences({ service, origin }: Simulated, post: SimPost, row: StoredPost): string[] {
  return [
    ...(row.id === service.idOf(post, origin) ? [] : [`${post.number}: id ${row.id}`]),
    ...(row.author?.id === service.authorOf(post, origin)
      ? []
      : [`${post.number}: author ${row.author?.id}`]),
    ...(row.publishedAt === post.at
      ? []
      : [`${post.number}: date ${row.publishedAt} for ${post.at}`]),
  ]
}

/** Never deleted, or seen by the search for longer than any outage. */
function mustBeThere(post: SimPost, { service }: Simulated): boolean {
  if (!post.isAbout || service.shows?.(post) === false) return false
  return post.delistedAt === undefined || post.delistedAt - post.indexedAt > 14 * HOUR
}

/** Conversations that want something of us, or that we answered. */
async function followedThreads({ store }: Simulated): Promise<ReadonlySet<number>> {
  const answered = await store.ourReplies(500)
  return new Set([
    ...(await store.openWork({})).map(({ thread }) => thread),
    ...answered.flatMap(({ threadNumber }) => threadNumber ?? []),
  ])
}

/** Not below a post that was deleted. */
function isReachable(post: SimPost, { endedAt }: Simulated): boolean {
  return ancestorsOf(post).every((above) => !isDeleted(above, endedAt))
}

/** Deleted, or gone with the conversation that it stood in. */
function isGone(post: SimPost, { service, endedAt }: Simulated): boolean {
  const { root } = post
  const withRoot = service.takesAlong === true && root !== undefined && isDeleted(root, endedAt)
  return isDeleted(post, endedAt) || withRoot
}

function ancestorsOf(post: SimPost): readonly SimPost[] {
  return post.parent === undefined ? [] : [post.parent, ...ancestorsOf(post.parent)]
}

/** Posts that were noted as gone more than once. */
async function flipsOf(
  { store }: Simulated,
  watched: readonly (readonly [SimPost, StoredPost])[],
): Promise<readonly number[]> {
  const threads = new Set(watched.flatMap(([, row]) => row.threadNumber ?? []))
  const flips: number[] = []
  for (const number of threads) {
    const { events } = await store.thread(number)
    const gone = events.flatMap((event) => (event.type === 'gone_detected' ? [event.post] : []))
    flips.push(...gone.filter((post, index) => gone.indexOf(post) !== index))
  }
  return flips
}

/** Nothing lost, nothing twice, nothing wrong, no limit broken. */
export function expectGood(report: Report): void {
  const { stored: _, expected: __, ...bad } = report
  expect(bad).toEqual({
    lost: [],
    twice: [],
    wrong: [],
    unnoticedEdits: [],
    unnoticedGone: [],
    wronglyGone: [],
    flips: [],
    violations: [],
  })
}
