import { SourceError } from '../errors.ts'
import type { StreamEnvironment, StreamPage } from './source.ts'

const FIRST_WAIT_MS = 1000
const MOST_WAIT_MS = 60_000
/** A refused token is not mended within a minute. */
const REFUSED_WAIT_MS = 15 * 60_000

/**
 * Listens again and again until the signal, with longer and longer waits while nothing comes. Only what the source is
 * to blame for is met so; any other error ends the stream.
 */
export async function* listenAgain(
  environment: Pick<StreamEnvironment<unknown>, 'signal' | 'random' | 'wait' | 'onBreak'>,
  listen: () => AsyncGenerator<StreamPage>,
): AsyncGenerator<StreamPage> {
  const place = { failures: 0 }
  while (!environment.signal.aborted) {
    const broken = yield* listenOnce(listen, place)
    if (environment.signal.aborted) return
    const waitMs = waitAfter(broken, place.failures, environment.random())
    place.failures += 1
    await environment.onBreak?.(broken, waitMs)
    await environment.wait(waitMs)
  }
}

async function* listenOnce(
  listen: () => AsyncGenerator<StreamPage>,
  place: { failures: number },
): AsyncGenerator<StreamPage, SourceError | undefined> {
  try {
    for await (const page of listen()) {
      if (page.events > 0) place.failures = 0
      yield page
    }
    return undefined
  } catch (error) {
    if (!(error instanceof SourceError)) throw error
    return error
  }
}

function waitAfter(broken: SourceError | undefined, failures: number, random: number): number {
  const asked = broken?.retryAfterSeconds
  if (asked !== undefined) return asked * 1000
  if (broken?.kind === 'unauthorized') return REFUSED_WAIT_MS
  const most = Math.min(FIRST_WAIT_MS * 2 ** failures, MOST_WAIT_MS)
  return Math.round(most * (0.5 + random / 2))
}
