import type { Key } from 'ink'

const SPECIAL = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'escape'],
  ['tab', 'tab'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
] as const

/** The name of a pressed key as the key table writes it. */
export function keyName(input: string, key: Key): string {
  const special = SPECIAL.find(([property]) => key[property])
  if (special) return special[1]
  if (input === ' ') return 'space'
  return key.ctrl ? `ctrl+${input}` : input
}
