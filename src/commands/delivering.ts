import { resolve } from 'node:path'
import type { DeliveryTarget, Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import { openWay } from '../delivery/index.ts'
import type { DeliveryWay } from '../delivery/message.ts'
import { UsageError } from '../errors.ts'
import type { HttpClient } from '../model/http.ts'
import { nearestName } from '../text/nearest.ts'
import { createClient } from './collect.ts'

export interface Ways {
  readonly ways: readonly DeliveryWay[]
  close(): Promise<void>
}

/** Ways out with one HTTP client between them, made when the first needs it. */
export function openWays(
  context: Context,
  settings: Settings,
  targets: readonly DeliveryTarget[],
): Ways {
  let client: HttpClient | undefined
  const options = {
    http: () => {
      client ??= createClient(context, settings)
      return client
    },
    allowHosts: settings.allowHosts,
    now: context.now,
    resolvePath: (path: string) => resolve(context.cwd, path),
  }
  return {
    ways: targets.map((target) => openWay(target, options)),
    close: async () => client?.close(),
  }
}

/** The targets that `--to` names: by name, by type, or `all`. Anything with a dot or a slash is a file. */
export function chooseTargets(
  words: readonly string[],
  known: readonly DeliveryTarget[],
): readonly DeliveryTarget[] {
  return words.flatMap((word) => {
    if (word === 'all') return known
    const found = known.filter(({ name, type }) => name === word || type === word)
    if (found.length > 0) return found
    if (/[./\\]/.test(word)) return [{ type: 'file' as const, name: word, path: word }]
    const names = [...known.map(({ name }) => name), 'stdout']
    const near = nearestName(word, names)
    throw new UsageError(`--to "${word.slice(0, 40)}" is no way out of digest.to`, {
      hint: near
        ? `did you mean "${near}"?`
        : `known: ${names.join(', ')}, or a file such as ./digest.md`,
    })
  })
}

/** Whether another process with this number runs on this machine. */
export function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
