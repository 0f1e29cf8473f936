import type { Room } from './room.ts'

/** A test of the suite that shows the outcome: all tests of `file` whose full name contains `name`. */
export interface Proof {
  /** Relative to the root of the repository. */
  readonly file: string
  /** The start of a test's name, or of a describe block's. */
  readonly name: string
}

/** Runs the real thing. Gives what was seen in a few words; throws when it is not what is expected. */
export type Check = (room: Room) => Promise<string>

/** One row of the fault table. Without check and proof it is pending. */
export interface Fault {
  readonly id: string
  /** One of those that matter most. */
  readonly star?: true
  readonly fault: string
  readonly expected: string
  readonly check?: Check
  readonly proof?: readonly Proof[]
  /** What of the outcome is not shown yet; of a row without check and proof, why it is pending. */
  readonly open?: string
}

export type Verdict = 'pass' | 'fail' | 'pending'

export interface FaultResult {
  readonly id: string
  readonly star: boolean
  readonly fault: string
  readonly expected: string
  readonly verdict: Verdict
  readonly seen: string
  /** What of the outcome is not shown yet. */
  readonly open?: string
}

/** Throws what was seen instead, unless `condition` holds. */
export function must(condition: boolean, seen: string): asserts condition {
  if (!condition) throw new Error(seen)
}
