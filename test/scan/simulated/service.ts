import type { SimulatedClock } from './clock.ts'
import type { Limit, SimAnswer, SimRequest } from './host.ts'
import type { SimPost, WorldOptions } from './world.ts'

/** What the simulation needs to know of a service. */
export interface Service {
  readonly name: string
  readonly platform: string
  /** The entry of `sources:` in queries.yaml. */
  readonly source: (origin: string) => string
  readonly handles: readonly string[]
  readonly rivals: readonly string[]
  readonly secrets?: Readonly<Record<string, string>>
  readonly world: Omit<WorldOptions, 'seed' | 'from' | 'days'>
  readonly limit: Limit
  readonly gzip?: boolean
  readonly open: (place: Place) => (request: SimRequest) => SimAnswer
  /** The id that the store must have of a post. */
  readonly idOf: (post: SimPost, origin: string) => string
  readonly authorOf: (post: SimPost, origin: string) => string
  /** Whether the platform shows a post that matches to the channels that are read. */
  readonly shows?: (post: SimPost) => boolean
  /** Whether a reading of the conversation tells of deletions and edits. */
  readonly tellsGone: boolean
  readonly tellsEdits: boolean
  /** Deleting the first post of a conversation deletes all of it. */
  readonly takesAlong?: boolean
}

export interface Place {
  readonly world: readonly SimPost[]
  readonly clock: SimulatedClock
  readonly random: () => number
}

/** A short page of an endless list: some services give the last items of a page again on the next. */
export const REPEATED = 2

export const NOT_FOUND: SimAnswer = { status: 404, body: { error: 'not found' } }

export function isoOf(at: number): string {
  return new Date(at).toISOString()
}

/** All words stand in the text, as a simple search has it. */
export function hasAll(text: string, words: string): boolean {
  const own = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, ' ')} `
  return words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()
    .split(' ')
    .every((word) => own.includes(` ${word} `))
}
