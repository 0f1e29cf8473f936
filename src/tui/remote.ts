import { Worker } from 'node:worker_threads'
import { AppError } from '../errors.ts'
import type { WorkerParts } from './reader-worker.ts'

interface Answer {
  readonly id: number
  readonly value?: unknown
  readonly error?: { readonly message: string; readonly hint?: string }
}

type Verbs<Face> = {
  readonly [Verb in keyof Face]: Face[Verb] extends (...args: never[]) => Promise<unknown>
    ? Face[Verb]
    : never
}

/** A reader or writer in a thread of its own, with its own connection to the store. */
export interface Remote<Face> {
  readonly face: Face
  close(): Promise<void>
}

/** `names`: the verbs that the other side knows. A thread that dies fails what was asked of it and is started again. */
export function startRemote<Face extends Verbs<Face>>(
  names: readonly (keyof Face & string)[],
  parts: WorkerParts,
  isLazy = false,
): Remote<Face> {
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let worker: Worker | undefined
  let last = 0
  const fail = (error: Error) => {
    worker = undefined
    for (const { reject } of waiting.values()) reject(error)
    waiting.clear()
  }
  const start = () => {
    const started = new Worker(new URL('./reader-worker.js', import.meta.url), {
      workerData: parts,
      // Short-lived rows are thrown away early instead of filling the memory of a machine that is shared.
      resourceLimits: { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 256 },
    })
    started.on('message', ({ id, value, error }: Answer) => {
      const asked = waiting.get(id)
      waiting.delete(id)
      if (error === undefined) asked?.resolve(value)
      else
        asked?.reject(
          new AppError(error.message, error.hint === undefined ? {} : { hint: error.hint }),
        )
    })
    started.on('error', (error) => fail(error instanceof Error ? error : new Error(String(error))))
    started.on('exit', () => fail(new AppError('reading the store was interrupted')))
    return started
  }
  const ask = (verb: string, args: readonly unknown[]) =>
    new Promise((resolve, reject) => {
      worker ??= start()
      const id = ++last
      waiting.set(id, { resolve, reject })
      worker.postMessage({ id, verb, args })
    })
  // Started before it is asked, so that it opens the store while the screen is drawn.
  if (!isLazy) worker = start()
  const face = Object.fromEntries(
    names.map((name) => [name, (...args: unknown[]) => ask(name, args)]),
  ) as unknown as Face
  return { face, close: async () => void (await worker?.terminate()) }
}
