import { setMaxListeners } from 'node:events'
import { SourceError } from '../errors.ts'

/** The time that one request may take in all its hops and tries; waiting for a turn does not count. */
export interface Deadline {
  readonly signal: AbortSignal
  /** Counts while the promise is under way. */
  during<T>(task: () => Promise<T>): Promise<T>
  leftMs(): number
  close(): void
}

/**
 * Ends after `ms`, or as soon as one of the signals aborts. An idle timeout would not do: a server that sends a
 * byte now and then never idles.
 */
export function openDeadline(
  ms: number,
  signals: readonly (AbortSignal | undefined)[],
  clock: () => number,
): Deadline {
  const controller = new AbortController()
  let left = ms
  const stop = () => controller.abort(stopped())
  for (const signal of signals) {
    if (signal === undefined) continue
    if (signal.aborted) stop()
    // All requests of a run listen to its one signal; Node.js takes more than ten for a leak.
    setMaxListeners(0, signal)
    signal.addEventListener('abort', stop, { once: true })
  }
  return {
    signal: controller.signal,
    leftMs: () => left,
    during: async (task) => {
      const from = clock()
      const timer = setTimeout(() => controller.abort(overdue(ms)), Math.max(left, 0))
      try {
        return await task()
      } finally {
        clearTimeout(timer)
        left -= clock() - from
      }
    },
    close: () => {
      for (const signal of signals) signal?.removeEventListener('abort', stop)
    },
  }
}

function overdue(ms: number): SourceError {
  return new SourceError('unreachable', `it took longer than ${Math.round(ms / 100) / 10} s`)
}

function stopped(): SourceError {
  return new SourceError('unreachable', 'the run was stopped before it answered')
}
