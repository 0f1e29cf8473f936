import { readFile } from 'node:fs/promises'

/** The bytes of the trained analysis model; undefined when the package has none. */
export function readModel(): Promise<Uint8Array | undefined> {
  return readBeside('listen.bin')
}

/** The bytes of what was learned for the strong tier; undefined when the package has none. */
export function readStrongModel(): Promise<Uint8Array | undefined> {
  return readBeside('strong.bin')
}

/** Beside the bundle, and beside the source when it runs unbundled. */
async function readBeside(name: string): Promise<Uint8Array | undefined> {
  for (const place of [`./model/${name}`, `../analysis/model/${name}`]) {
    try {
      return await readFile(new URL(place, import.meta.url))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  return undefined
}
