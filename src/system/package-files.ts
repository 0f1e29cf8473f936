import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file of the installed package by its name from the package's root: beside dist/, or above src/system/. */
export function packageFile(name: string): string {
  const beside = fileURLToPath(new URL(`../${name}`, import.meta.url))
  return existsSync(beside) ? beside : fileURLToPath(new URL(`../../${name}`, import.meta.url))
}
