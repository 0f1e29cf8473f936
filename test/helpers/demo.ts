import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { listen, temporaryFolder } from './cli.ts'

export interface DemoPlace {
  readonly folder: string
  /** Runs the program over the demo's store, at the demo's end. */
  run(...args: readonly string[]): ReturnType<typeof listen>
}

/** The end of the sample month. */
export const DEMO_NOW = '2026-11-17T08:00:00Z'

/** The store of `listen demo`, in a folder of the test. */
export async function aDemo(): Promise<DemoPlace> {
  const parent = temporaryFolder()
  const made = await listen(['demo', '--as-of', DEMO_NOW], { cwd: parent, env: { TMPDIR: parent } })
  const name = readdirSync(parent).find((each) => each.startsWith('listen-demo-'))
  if (made.status !== 0 || name === undefined) throw new Error(`no demo: ${made.err}`)
  const folder = join(parent, name)
  return {
    folder,
    run: (...args) =>
      listen([...args, '-c', join(folder, 'queries.yaml'), '--as-of', DEMO_NOW], { cwd: folder }),
  }
}
