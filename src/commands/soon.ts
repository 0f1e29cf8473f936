/** Something that must follow what happens, but not each time: at once at first, then once in so long. */
export interface Soon {
  /** Wants it done; what is wanted while it waits is done with it. */
  want(): void
  /** Does it now, after the one under way. Throws what it throws. */
  now(): Promise<void>
  /** Resolves when nothing is under way. */
  settled(): Promise<void>
}

export function createSoon(
  work: () => Promise<void>,
  options: {
    readonly gapMs: number
    readonly now: () => number
    readonly wait: (ms: number) => Promise<void>
    readonly signal: AbortSignal
    readonly onFailure: (error: unknown) => void
  },
): Soon {
  let last = Number.NEGATIVE_INFINITY
  let chain: Promise<void> = Promise.resolve()
  let wanted: Promise<void> | undefined
  const now = (): Promise<void> => {
    const done = chain.then(work).finally(() => {
      last = options.now()
    })
    chain = done.catch(() => {})
    return done
  }
  const later = async () => {
    await options.wait(Math.max(0, last + options.gapMs - options.now()))
    wanted = undefined
    if (!options.signal.aborted) await now()
  }
  return {
    want: () => {
      wanted ??= later().catch(options.onFailure)
    },
    now,
    settled: async () => {
      await wanted
      await chain
    },
  }
}
