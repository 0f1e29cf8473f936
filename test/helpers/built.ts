import { execFileSync } from 'node:child_process'

/** End-to-end tests run the program as users get it, so it is built once before them. */
export function setup(): void {
  execFileSync(process.execPath, ['scripts/build.js'], { stdio: 'inherit' })
}
