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

/** A pressed key: its name in the key table, and what it types. */
export interface PressedKey {
  readonly name: string
  readonly text: string
}

const CONTROL_NAMES: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\u001b': 'escape',
  '\u007f': 'backspace',
  ' ': 'space',
}

/** The keys of one input event: fast typing and pasting arrive as one text. */
export function keysOf(input: string, key: Key): readonly PressedKey[] {
  const special = SPECIAL.find(([property]) => key[property])
  if (special) return [{ name: special[1], text: '' }]
  if (key.ctrl) return [{ name: `ctrl+${input}`, text: '' }]
  return [...input].map((text) => ({ name: CONTROL_NAMES[text] ?? text, text }))
}
