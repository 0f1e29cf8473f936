import { parentPort, workerData } from 'node:worker_threads'
import type { Settings } from '../config/settings.ts'
import type { Policy } from '../model/config.ts'
import type { Instant } from '../model/post.ts'
import { openStore } from '../store/open.ts'

/** What a thread is started with; nothing in it but plain data. */
export interface WorkerParts {
  readonly role: 'reader' | 'writer'
  readonly path: string
  readonly shared: boolean
  readonly policy: Policy
  readonly zone: string
  readonly fragments: Readonly<Record<string, string>>
  readonly actor: string
  /** A pinned clock; absent: the real one. */
  readonly pinned?: Instant
  readonly settings: Omit<Settings, 'placeOf'>
}

interface Question {
  readonly id: number
  readonly verb: string
  readonly args: readonly unknown[]
}

type Verb = (...args: readonly unknown[]) => Promise<unknown>

const parts = workerData as WorkerParts | undefined
if (parts !== undefined && parentPort !== null) {
  const port = parentPort
  const verbs = open(parts)
  port.on('message', async ({ id, verb, args }: Question) => {
    try {
      const found = (await verbs)[verb]
      port.postMessage({ id, value: await found?.(...args) })
    } catch (error) {
      const { message, hint } = error as Error & { hint?: string }
      port.postMessage({ id, error: { message, ...(hint === undefined ? {} : { hint }) } })
    }
  })
}

async function open(parts: WorkerParts): Promise<Readonly<Record<string, Verb>>> {
  const { pinned, role, path, policy, shared } = parts
  const now = pinned === undefined ? Date.now : () => pinned
  const store = await openStore({
    path,
    policy,
    now,
    shared,
    mustExist: true,
    readOnly: role === 'reader',
  })
  if (role === 'reader') {
    const { createReader } = await import('./reader.ts')
    return createReader(store, { ...parts, now }) as unknown as Record<string, Verb>
  }
  const { createWriter } = await import('./writer.ts')
  return createWriter(store, { ...parts, now }) as unknown as Record<string, Verb>
}
