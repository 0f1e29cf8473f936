import type { InputEvent } from './key-input.ts'
import type { Keymap } from './keymap.ts'
import { type Action, type State, viewOf } from './state.ts'

/** What an input means in this state. */
export function actionsOf(event: InputEvent, state: State, keymap: Keymap): readonly Action[] {
  if (event.type === 'mouse') return mouseActions(event, state)
  if (event.type === 'paste')
    return state.prompt === undefined ? [] : [{ type: 'type', text: event.text }]
  const { name, text } = event
  if (state.prompt !== undefined) return promptActions(name, text)
  if (state.pending !== undefined) return [{ type: 'letter', letter: name }]
  if (/^[1-9]$/.test(name) || (name === '0' && state.count !== ''))
    return [{ type: 'digit', digit: name }]
  const action = keymap.actionFor(name, viewOf(state))
  return action === undefined ? [] : [{ type: 'do', name: action }]
}

function mouseActions(
  event: Extract<InputEvent, { type: 'mouse' }>,
  state: State,
): readonly Action[] {
  if (state.prompt !== undefined) return []
  if (event.button === 'left') return [{ type: 'click', row: event.row, column: event.column }]
  return [{ type: 'wheel', step: event.button === 'wheel-down' ? 3 : -3 }]
}

function promptActions(name: string, text: string): readonly Action[] {
  if (name === 'enter') return [{ type: 'submit' }]
  if (name === 'escape' || name === 'ctrl+c') return [{ type: 'cancel' }]
  if (name === 'tab') return [{ type: 'complete', step: 1 }]
  if (name === 'shift+tab') return [{ type: 'complete', step: -1 }]
  return text === '' ? [{ type: 'edit', key: name }] : [{ type: 'type', text }]
}
