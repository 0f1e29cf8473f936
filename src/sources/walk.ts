import * as v from 'valibot'
import { SourceError } from '../errors.ts'
import type { Validators } from '../model/http.ts'
import type { Instant, Post } from '../model/post.ts'
import type { Page, ReadEnvironment } from './source.ts'

/** A stretch of time that is still to be read, newest end first. No `from`: as far back as the service goes. */
export interface Gap {
  readonly from?: Instant
  readonly to?: Instant
  /** The service's own place to go on from, where it has one. */
  readonly cursor?: string
}

/** One answer of a service to a gap. */
export interface Step {
  readonly posts: readonly Post[]
  readonly unreadable?: number
  /** How to go on; absent: there is nothing older. */
  readonly next?: Omit<Gap, 'from'>
  readonly notice?: string
  readonly nextInSeconds?: number
  /** Of the newest page; they are kept once all of the channel is read. */
  readonly validators?: Validators
}

export interface WalkOptions {
  /** How much of what was read before is read again: indexes lag, and "newest first" is not strict. */
  readonly overlapMs?: number
  /** Reads a whole day again now and then, for what came in late. Not where pages are dear. */
  readonly sweeps?: boolean
  /** Asks for one page of a gap; undefined: nothing changed. */
  readonly ask: (gap: Gap) => Promise<Step | undefined>
}

const TEN_MINUTES = 600_000
/** Posts are found by a search so much later at most: indexes lag, and posts of other servers come in late. */
const LATE_MS = 86_400_000
/** So often all of the time in which posts may still come in late is read again. */
const SWEEP_EVERY_MS = 6 * 3_600_000
const MAX_GAPS = 20
// One answer of known posts is natural where windows of time overlap; two are a ring.
const MAX_OLD_STEPS = 2

const instant = v.optional(v.pipe(v.number(), v.safeInteger()))
const stateSchema = v.object({
  top: instant,
  bottom: instant,
  sweptAt: instant,
  gaps: v.fallback(
    v.array(v.object({ from: instant, to: instant, cursor: v.optional(v.string()) })),
    [],
  ),
})

type Environment = Pick<
  ReadEnvironment<unknown>,
  'state' | 'since' | 'now' | 'maxPages' | 'maxItems'
>

/**
 * Reads a channel from its newest post back to where the last run stood. Each page carries a state from which the
 * next run goes on, also after a crash between any two pages: what lies between is kept as a gap. A service that
 * repeats itself is left; caps end the run and the rest is read in the next one.
 */
export async function* walkBack(
  environment: Environment,
  options: WalkOptions,
): AsyncGenerator<Page> {
  const walk = beginWalk(environment, options)
  for (let page = 1; ; page += 1) {
    const gap = walk.gaps[0]
    if (gap === undefined) return
    const step = await options.ask(gap).catch((error) => endAtRest(error, page))
    if (step === 'rest') return
    if (step === undefined) return yield { posts: [], notModified: true, complete: true }
    const repeats = advance(walk, gap, step, environment.now())
    const capped = isCapped(walk, page, environment)
    yield toPage(walk, step, repeats, capped ? dropEndless(walk) : undefined, page)
    if (capped) return
  }
}

function isCapped(walk: Walk, page: number, { maxPages, maxItems }: Environment): boolean {
  return walk.gaps.length > 0 && (page >= maxPages || walk.seen.size >= maxItems)
}

/** The service wants no more requests now, which is no failure: the pages before stand, the next run goes on. */
function endAtRest(error: unknown, page: number): 'rest' {
  const isRest = error instanceof SourceError && error.kind === 'rate-limited' && error.notSent
  if (page === 1 || !isRest) throw error
  return 'rest'
}

interface Walk {
  gaps: Gap[]
  top: Instant | undefined
  bottom: Instant | undefined
  readonly sweptAt: Instant
  readonly seen: Set<string>
  readonly places: Set<string>
  /** Answers in a row that held nothing new. */
  oldSteps: number
  validators: Validators | undefined
}

function beginWalk(environment: Environment, options: WalkOptions): Walk {
  const known = v.safeParse(stateSchema, environment.state)
  const { top, bottom, gaps, sweptAt = 0 } = known.success ? known.output : { gaps: [] }
  const now = environment.now()
  const sweeps = options.sweeps === true && Math.abs(now - sweptAt) >= SWEEP_EVERY_MS
  const overlapMs = sweeps ? LATE_MS : (options.overlapMs ?? TEN_MINUTES)
  const first = top === undefined ? from(environment.since) : from(top - overlapMs)
  const { since } = environment
  const deeper = since !== undefined && bottom !== undefined && since < bottom
  return {
    gaps: [
      first,
      ...(top === undefined ? [] : gaps.map(tidy)),
      ...(deeper ? [{ from: since, to: bottom }] : []),
    ],
    top,
    bottom: deeper || top === undefined ? since : bottom,
    sweptAt: sweeps ? now : sweptAt,
    seen: new Set(),
    places: new Set(),
    oldSteps: 0,
    validators: undefined,
  }
}

/**
 * From when on to ask a search for a gap: earlier than the gap, since what fits on the page costs nothing more, and
 * shows late posts and edits.
 */
export function sinceOf({ from: at }: Pick<Gap, 'from'>): Instant | undefined {
  return at === undefined ? undefined : at - LATE_MS
}

function from(at: Instant | undefined): Gap {
  return at === undefined ? {} : { from: at }
}

function tidy(gap: {
  from?: number | undefined
  to?: number | undefined
  cursor?: string | undefined
}): Gap {
  return {
    ...from(gap.from),
    ...(gap.to === undefined ? {} : { to: gap.to }),
    ...(gap.cursor === undefined ? {} : { cursor: gap.cursor }),
  }
}

/** Takes a step into account. True when the service said what it had said before. */
function advance(walk: Walk, gap: Gap, step: Step, now: Instant): boolean {
  const dates = step.posts.flatMap((post) => post.publishedAt ?? [])
  const newest = Math.min(Math.max(...dates), now)
  if (dates.length > 0) walk.top = Math.max(walk.top ?? newest, newest)
  walk.validators ??= step.validators
  const place = JSON.stringify([gap.from, step.next])
  const isOld = step.posts.length > 0 && step.posts.every((post) => walk.seen.has(post.id))
  walk.oldSteps = isOld ? walk.oldSteps + 1 : 0
  const repeats =
    step.next !== undefined && (walk.oldSteps >= MAX_OLD_STEPS || walk.places.has(place))
  walk.places.add(place)
  for (const post of step.posts) walk.seen.add(post.id)
  const end = tailOf(dates)
  const reached = gap.from !== undefined && end !== undefined && end < gap.from
  const rest = walk.gaps.slice(1)
  const ended = step.next === undefined || repeats || reached
  walk.gaps = ended ? rest : [{ ...from(gap.from), ...step.next }, ...rest].slice(0, MAX_GAPS)
  return repeats
}

/**
 * How to go on below a page by time; by the number of the next page where all of it lies in one moment. New posts
 * would push others over the edge of numbered pages, time stands still.
 */
export function olderWindow(gap: Gap, posts: readonly Post[], nextPage: number): Omit<Gap, 'from'> {
  const end = tailOf(posts.flatMap((post) => post.publishedAt ?? []))
  if (end !== undefined && (gap.to === undefined || end < gap.to)) return { to: end }
  return { ...(gap.to === undefined ? {} : { to: gap.to }), cursor: String(nextPage) }
}

/** A gap without an end is not carried into later runs, which would dig for ever. Says how to dig on purpose. */
function dropEndless(walk: Walk): string {
  if (walk.gaps[0]?.from !== undefined) return 'the next run goes on'
  walk.gaps = walk.gaps.slice(1)
  return walk.gaps.length > 0 ? 'the next run goes on' : '--since goes further back'
}

/**
 * Where a page that is sorted from the newest ends: the latest of its last few dates, since a single post may be
 * pinned or dated back. Undefined without dates.
 */
export function tailOf(dates: readonly Instant[]): Instant | undefined {
  const last = Math.min(Math.max(Math.floor(dates.length / 4), 1), 3)
  return dates.length === 0 ? undefined : Math.max(...dates.slice(-last))
}

function toPage(
  walk: Walk,
  step: Step,
  repeats: boolean,
  capped: string | undefined,
  page: number,
): Page {
  const notices = [
    step.notice,
    (step.unreadable ?? 0) > 0 ? `${step.unreadable} items could not be read` : undefined,
    repeats ? 'the service repeats itself; reading stopped there' : undefined,
    capped === undefined
      ? undefined
      : `stopped after ${page} ${page === 1 ? 'page' : 'pages'}; ${capped}`,
  ].filter((notice) => notice !== undefined)
  return {
    posts: step.posts,
    state: toState(walk),
    complete: true,
    ...(walk.validators === undefined || walk.gaps.length > 0
      ? {}
      : { validators: walk.validators }),
    ...(notices.length === 0 ? {} : { notice: notices.join('; ') }),
    ...(step.nextInSeconds === undefined ? {} : { nextInSeconds: step.nextInSeconds }),
  }
}

function toState(walk: Walk): unknown {
  return {
    ...(walk.top === undefined ? {} : { top: walk.top }),
    ...(walk.bottom === undefined ? {} : { bottom: walk.bottom }),
    ...(walk.sweptAt === 0 ? {} : { sweptAt: walk.sweptAt }),
    gaps: walk.gaps,
  }
}
