import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { displayWidth } from '../../src/format/width.ts'
import { bodyLines, footLine, messageLine, tabsLine } from '../../src/tui/frame.ts'
import { createKeymap } from '../../src/tui/keymap.ts'
import { paintLine, toAscii } from '../../src/tui/lines.ts'
import { createTheme, type ThemeName } from '../../src/tui/theme.ts'
import { aComplaint, aPage, NOW, temporaryStores } from '../store/builders.ts'
import { drive } from './desk.ts'

const stores = temporaryStores()
const { keymap } = createKeymap()

const HOSTILE = [
  'a\u001b[2J\u001b[Hb',
  'x\u001b]0;title\u0007y',
  '\u001b]52;c;aGk=\u0007',
  '\u009b31mred\u009d0;t\u009c',
  'line\r\nover\rwritten\b\b',
  '\u202egnirts\u202c \u2066x\u2069',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301',
  '👩‍👩‍👧‍👦👍🏽🇩🇪 漢字かな 한국어 ｗｉｄｅ',
  'שלום עולם مرحبا بالعالم',
  'ไทย नमस्ते \u200b\u200d\ufeff\u00ad',
  '\ud83d lone \udc00',
  '\t\ttabs\tand\u0000nul\u007fdel',
]

/** What the program itself writes: dress on and dress off. */
function undressed(text: string): string {
  return text.replaceAll(/\u001b\[[0-9;]*m/g, '')
}

function drawn(
  driven: ReturnType<typeof drive>,
  theme: ThemeName,
  environment = {},
): readonly string[] {
  const { state } = driven
  const look = createTheme(theme, environment)
  const paint = (line: Parameters<typeof paintLine>[0]) => paintLine(line, state.columns, look)
  return [
    paint(tabsLine(state)),
    ...bodyLines(state, { theme: look, keymap, zone: 'UTC' }),
    paint(messageLine(state)),
    paint(footLine(state, keymap)),
  ]
}

async function hostileInbox(size: { rows: number; columns: number }) {
  const store = await stores.open()
  await store.savePages([
    aPage(
      HOSTILE.map((text, n) =>
        aComplaint({
          id: `h${n}`,
          title: text,
          text: `${text} ${text}`,
          author: { id: text, name: text, handle: text },
          url: `https://x.example/${text}`,
          publishedAt: NOW - (n + 1) * 3_600_000,
        }),
      ),
    ),
  ])
  await store.triage({ type: 'note', text: HOSTILE.join('') }, [1, 2, 3], 'b\u001b[2Jo')
  const driven = drive(store, size)
  driven.dispatch({ type: 'do', name: 'reload' })
  await driven.settled()
  return driven
}

it.each([
  [40, 12],
  [80, 24],
  [200, 60],
  [10, 3],
  [1, 1],
])(
  'at %i × %i no text of strangers leaves its cells or moves the cursor',
  async (columns, rows) => {
    const driven = await hostileInbox({ columns, rows })
    const views = [
      'reload',
      'open',
      'next',
      'next',
      'next',
      'back',
      'nextTab',
      'last',
      'help',
    ] as const
    for (const name of views) {
      driven.dispatch({ type: 'do', name })
      await driven.settled()
      for (const line of drawn(driven, 'dark')) {
        const text = undressed(line)
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
        expect(displayWidth(text)).toBe(columns)
      }
    }
  },
)

it('says everything without colour too', async () => {
  const driven = await hostileInbox({ columns: 80, rows: 24 })
  driven.dispatch({ type: 'do', name: 'mark' })
  const lines = drawn(driven, 'dark', { NO_COLOR: '1' })
  expect(lines.join('')).not.toMatch(/\u001b\[[0-9;]*(?:3|4|9)\d/)
  expect(undressed(lines[0] ?? '')).toContain('[Queue]')
  expect(undressed(lines[2] ?? '')).toMatch(/^ \*•.*over.*−/)
  expect(undressed(lines[3] ?? '')).toMatch(/^>/)
})

it('writes ASCII alone where the locale says so, in the same cells', async () => {
  const driven = await hostileInbox({ columns: 80, rows: 24 })
  for (const line of drawn(driven, 'plain', { LC_ALL: 'POSIX' })) {
    expect(undressed(line)).toMatch(/^[\x20-\x7e]{80}$/)
  }
  expect(toAscii('schön 漢 …')).toBe('sch?n ?? ~')
})

it.each([
  [{ TERM: 'xterm-256color' }, 'dark'],
  [{ TERM: 'xterm-256color', COLORFGBG: '0;15' }, 'light'],
  [{ TERM: 'xterm' }, '16'],
  [{ TERM: 'xterm-256color', NO_COLOR: '1' }, 'plain'],
] as const)('chooses a theme for %j', (environment, wanted) => {
  expect(createTheme('auto', environment).name).toBe(wanted)
})

it('paints any segments into exactly so many cells', () => {
  const theme = createTheme('dark', {})
  const text = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .map((each) => each.replaceAll(/\p{C}|\p{Z}/gu, ' '))
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 8 }),
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      (texts, width, cursor) => {
        const painted = paintLine(
          {
            segments: texts.map((each, n) => ({ text: each, role: n % 2 === 0 ? 'hit' : 'dim' })),
            cursor,
          },
          width,
          theme,
        )
        expect(displayWidth(undressed(painted))).toBe(width)
      },
    ),
  )
})
