import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { completeDeed, readDeed, WORDS } from '../../src/tui/deeds.ts'
import { createInputReader, type InputEvent } from '../../src/tui/key-input.ts'
import { BINDINGS, createKeymap } from '../../src/tui/keymap.ts'
import { parseComing } from '../../src/tui/moments.ts'

function names(...chunks: readonly string[]): readonly string[] {
  const reader = createInputReader()
  return [...chunks.flatMap((chunk) => reader.read(chunk)), ...reader.flush()].map(nameOf)
}

function nameOf(event: InputEvent): string {
  if (event.type === 'key') return event.name
  return event.type === 'paste'
    ? `paste ${event.text}`
    : `${event.button} ${event.column},${event.row}`
}

it.each([
  ['j\u001b[A\u001bOB\r', ['j', 'up', 'down', 'enter']],
  ['\u001b', ['escape']],
  ['\u001b\u001b[B', ['escape', 'down']],
  ['\u001b[5~\u001b[1;5C\u001b[Z', ['pageup', 'ctrl+right', 'shift+tab']],
  ['\u0012\u007f\t ', ['ctrl+r', 'backspace', 'tab', 'space']],
  ['\u001bx👍', ['alt+x', '👍']],
  ['\u001b[<0;5;7M\u001b[<65;1;1M\u001b[<0;5;7m', ['left 4,6', 'wheel-down 0,0']],
  ['\u001b[200~a\nq:\u001b[201~j', ['paste a\nq:', 'j']],
  ['\u001b[?1;2c\u001b[99zj', ['j']],
])('reads %j', (bytes, wanted) => {
  expect(names(bytes)).toEqual(wanted)
})

it('reads the same however the bytes are cut', () => {
  const pieces = [
    'j',
    '\u001b[A',
    '\u001b[<64;10;10M',
    '\u001b[200~pasted\u001b[201~',
    '漢',
    '\u001b[6~',
    '\r',
  ]
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      (keys, size) => {
        const bytes = keys.join('')
        const characters = [...bytes]
        const chunks = Array.from({ length: Math.ceil(characters.length / size) }, (_, n) =>
          characters.slice(n * size, (n + 1) * size).join(''),
        )
        expect(names(...chunks)).toEqual(names(bytes))
      },
    ),
  )
})

it('never throws and never keeps much, whatever arrives', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 10 }),
      (chunks) => {
        const reader = createInputReader()
        for (const chunk of chunks) reader.read(chunk)
        reader.flush()
        expect(reader.waits).toBe(false)
      },
    ),
  )
})

it('gives every key one meaning in a view', () => {
  expect(createKeymap().problems).toEqual([])
  expect(BINDINGS.every(({ keys, help }) => keys.length > 0 && help !== '')).toBe(true)
})

it('refuses conflicts and unknown actions of the configuration, and takes what is free', () => {
  const { problems } = createKeymap({ flag: ['x'], fly: ['y'] })
  expect(problems.map(({ action }) => action)).toEqual(['fly', 'flag'])
  const { keymap, problems: none } = createKeymap({ flag: ['F'], mark: ['f'] })
  expect(none).toEqual([])
  expect([
    keymap.actionFor('F', 'list'),
    keymap.actionFor('f', 'list'),
    keymap.actionFor('x', 'list'),
  ]).toEqual(['flag', 'mark', undefined])
})

const CONTEXT = {
  now: Date.UTC(2026, 9, 1, 12),
  zone: 'Europe/Berlin',
  team: ['ann', 'bo'],
  labels: ['billing'],
  tabs: ['Queue', 'All'],
}

it('reads words, their beginnings and numbers, and says what is wrong', () => {
  expect(readDeed('412', CONTEXT)).toEqual({ deed: { type: 'goto', post: 412 } })
  expect(readDeed('fla urgent', CONTEXT)).toEqual({
    deed: { type: 'triage', action: { type: 'flag', flag: 'urgent', on: true } },
  })
  expect(readDeed('close moved-private mail T1', CONTEXT)).toMatchObject({
    deed: { action: { reason: 'moved-private', channel: 'mail', ticket: 'T1' } },
  })
  expect(readDeed('correct negative bug', CONTEXT)).toMatchObject({
    deed: { action: { sentiment: 'negative', intents: ['bug'] } },
  })
  expect(readDeed('flg', CONTEXT)).toEqual({ problem: 'there is no "flg"; did you mean flag?' })
  for (const line of [
    'close',
    'close never',
    'label',
    'label a b',
    'snooze',
    'promise',
    'outcome x',
    'assign',
    'note',
    'pipe',
    'correct',
    'priority',
    'escalate',
    'escalate bo never',
    'post x',
    '',
  ]) {
    expect(readDeed(line, CONTEXT), line).toHaveProperty('problem')
  }
})

it('completes words and what stands behind them', () => {
  expect(completeDeed('re', CONTEXT)).toEqual(['reply', 'record', 'reopen', 'redo', 'reload'])
  expect(completeDeed('assign b', CONTEXT)).toEqual(['assign bo'])
  expect(completeDeed('correct negative b', CONTEXT)).toEqual(['correct negative bug'])
})

it('every word has a usage that begins with it', () => {
  expect(WORDS.filter(({ name, usage }) => !usage.startsWith(name))).toEqual([])
})

it.each([
  ['2h', '2026-10-01T14:00Z'],
  ['3d', '2026-10-04T12:00Z'],
  ['tomorrow', '2026-10-02T07:00Z'],
  ['friday', '2026-10-02T07:00Z'],
  ['thu', '2026-10-08T07:00Z'],
  ['2026-12-01 14:30', '2026-12-01T13:30Z'],
  ['16:00', '2026-10-01T14:00Z'],
])('"%s" is to come', (text, wanted) => {
  expect(parseComing(text, CONTEXT.now, CONTEXT.zone)).toBe(Date.parse(wanted))
})

it.each(['', '0h', 'yesterday', '2026-02-30', '2026-09-01', '13:00', '25:00', 'soon', '5'])(
  '"%s" is no time to come',
  (text) => {
    expect(parseComing(text, CONTEXT.now, CONTEXT.zone)).toBeUndefined()
  },
)
