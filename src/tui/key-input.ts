/** What the terminal sends: a key by its name and what it types, a pasted text, or the mouse. */
export type InputEvent =
  | { readonly type: 'key'; readonly name: string; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | {
      readonly type: 'mouse'
      readonly button: 'left' | 'wheel-up' | 'wheel-down'
      /** 0-based. */
      readonly column: number
      readonly row: number
    }

const PASTE_START = '\u001b[200~'
const PASTE_END = '\u001b[201~'

const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'shift+tab',
}
const NUMBERS: Readonly<Record<string, string>> = {
  '1': 'home',
  '2': 'insert',
  '3': 'delete',
  '4': 'end',
  '5': 'pageup',
  '6': 'pagedown',
  '7': 'home',
  '8': 'end',
  '15': 'f5',
}
const CONTROLS: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u001b': 'escape',
  '\u007f': 'backspace',
  '\b': 'backspace',
  ' ': 'space',
}
const MODIFIERS: Readonly<Record<string, string>> = {
  '2': 'shift+',
  '3': 'alt+',
  '5': 'ctrl+',
}

export interface InputReader {
  /** The events of what arrived; a sequence that is cut at the end waits for the next call. */
  read(chunk: string): readonly InputEvent[]
  /** Whether a lone escape waits to be told from the start of a sequence. */
  readonly waits: boolean
  /** What waits is all there is: a lone escape is the key. */
  flush(): readonly InputEvent[]
}

/** Turns what a terminal sends into events, however the bytes are cut. */
export function createInputReader(): InputReader {
  let kept = ''
  return {
    read: (chunk) => {
      const text = kept + chunk
      const events: InputEvent[] = []
      let at = 0
      while (at < text.length) {
        const found = readEvent(text, at)
        if (found === undefined) break
        events.push(...found.events)
        at = found.end
      }
      kept = text.slice(at)
      return events
    },
    get waits() {
      return kept !== ''
    },
    flush: () => {
      const rest = kept
      kept = ''
      if (rest === '' || rest.startsWith(PASTE_START)) return []
      const events = [pressed('escape')]
      return rest.length === 1 ? events : [...events, ...keysOf(rest.slice(1))]
    },
  }
}

interface Found {
  readonly events: readonly InputEvent[]
  readonly end: number
}

/** Undefined where the text ends inside a sequence. */
function readEvent(text: string, at: number): Found | undefined {
  if (text[at] !== '\u001b') {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 32)
    return { events: [keyOf(character)], end: at + character.length }
  }
  if (text.startsWith(PASTE_START, at)) return readPaste(text, at)
  const rest = text.slice(at + 1, at + 40)
  if (rest === '') return undefined
  if (rest[0] === '[') return readCsi(at, rest)
  if (rest[0] === 'O') return readSs3(rest, at)
  if (rest[0] === '\u001b') return { events: [pressed('escape')], end: at + 1 }
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 32)
  const { name } = keyOf(character) as { name: string }
  return { events: [pressed(`alt+${name}`)], end: at + 1 + character.length }
}

function readPaste(text: string, at: number): Found | undefined {
  const end = text.indexOf(PASTE_END, at)
  if (end < 0) return undefined
  const pasted = text.slice(at + PASTE_START.length, end)
  return { events: [{ type: 'paste', text: pasted }], end: end + PASTE_END.length }
}

function readSs3(rest: string, at: number): Found | undefined {
  if (rest.length < 2) return undefined
  const name = LETTERS[rest[1] ?? '']
  return { events: name === undefined ? [] : [pressed(name)], end: at + 3 }
}

function readCsi(at: number, rest: string): Found | undefined {
  const found = /^\[([<?0-9;]*)([@-~])/.exec(rest)
  if (found === null)
    return /^\[[<?0-9;]*$/.test(rest) && rest.length < 38 ? undefined : { events: [], end: at + 2 }
  const [whole, parameters = '', final = ''] = found
  const end = at + 1 + whole.length
  if (parameters.startsWith('<')) return { events: mouseOf(parameters.slice(1), final), end }
  const [first = '', modifier = ''] = parameters.split(';')
  const name = final === '~' ? NUMBERS[first] : LETTERS[final]
  const prefix = MODIFIERS[modifier] ?? ''
  return { events: name === undefined ? [] : [pressed(`${prefix}${name}`)], end }
}

function mouseOf(parameters: string, final: string): readonly InputEvent[] {
  const [button = -1, column = 1, row = 1] = parameters.split(';').map(Number)
  const names: Readonly<Record<number, 'left' | 'wheel-up' | 'wheel-down'>> = {
    0: 'left',
    64: 'wheel-up',
    65: 'wheel-down',
  }
  const name = names[button]
  if (name === undefined || final !== 'M') return []
  return [{ type: 'mouse', button: name, column: column - 1, row: row - 1 }]
}

function keysOf(text: string): readonly InputEvent[] {
  return [...text].map(keyOf)
}

function keyOf(character: string): InputEvent {
  const name = CONTROLS[character]
  if (name !== undefined) return { type: 'key', name, text: name === 'space' ? ' ' : '' }
  const code = character.codePointAt(0) ?? 0
  if (code < 0x20) return pressed(`ctrl+${String.fromCharCode(code + 0x60)}`)
  return { type: 'key', name: character, text: code >= 0x80 && code < 0xa0 ? '' : character }
}

function pressed(name: string): InputEvent {
  return { type: 'key', name, text: '' }
}
