import { readFile } from 'node:fs/promises'

/** Beside the bundle, and beside the source when it runs unbundled. */
const PLACES = ['./model/listen.bin', '../analysis/model/listen.bin']

/** The bytes of the trained analysis model; undefined when the package has none. */
export async function readModel(): Promise<Uint8Array | undefined> {
  for (const place of PLACES) {
    try {
      return await readFile(new URL(place, import.meta.url))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return undefined
}
