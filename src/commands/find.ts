import type { CommandEntry } from './command.ts'

/** Options that stand before or after any command, with a value of their own. */
const WITH_VALUE = new Set(['-c', '--config', '--db', '--as', '--tz', '--as-of'])

/** What the command line asks for: one command, a group without its command, an unknown word, or nothing. */
export type Found =
  | { readonly kind: 'command'; readonly entry: CommandEntry }
  | { readonly kind: 'group'; readonly group: string; readonly word?: string }
  | { readonly kind: 'unknown'; readonly word: string }
  | { readonly kind: 'none' }

/** Finds the command in the arguments without parsing them: only its module is loaded then. */
export function findCommand(argv: readonly string[], entries: readonly CommandEntry[]): Found {
  const [first, second] = words(argv)
  if (first === undefined) return { kind: 'none' }
  const pair = entries.find((entry) => entry.name === `${first} ${second}`)
  if (pair) return { kind: 'command', entry: pair }
  const single = entries.find((entry) => entry.name === first)
  if (single) return { kind: 'command', entry: single }
  if (entries.some((entry) => entry.name.startsWith(`${first} `))) {
    return { kind: 'group', group: first, ...(second === undefined ? {} : { word: second }) }
  }
  return { kind: 'unknown', word: first }
}

/** The words of the command line that are neither options nor the values of common options. */
function words(argv: readonly string[]): readonly string[] {
  const found: string[] = []
  for (let index = 0; index < argv.length && found.length < 2; index++) {
    const argument = argv[index] ?? ''
    if (argument === '--') break
    if (WITH_VALUE.has(argument)) index++
    else if (!argument.startsWith('-')) found.push(argument)
  }
  return found
}
