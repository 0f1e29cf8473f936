// Takes pictures of the inbox over a store: npx tsx scripts/take-screens.ts QUERIES.YAML (see listen demo) [FOLDER].
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { eastAsianWidth } from 'get-east-asian-width'
import { openTerminal, type Terminal } from '../test/helpers/tmux.ts'

const [config, folder = 'docs/screens'] = process.argv.slice(2)

const CELL = 8.4
const LINE = 18
const PAD = 12
const PALETTE = [
  '#1e1e1e',
  '#e06c75',
  '#98c379',
  '#e5c07b',
  '#61afef',
  '#c678dd',
  '#56b6c2',
  '#d4d4d4',
]
const BRIGHT = [
  '#5c6370',
  '#ff7a85',
  '#b5e890',
  '#f5d58b',
  '#82c4ff',
  '#dd9aef',
  '#7fd4df',
  '#ffffff',
]
const BACKGROUND = '#16181d'
const FOREGROUND = '#d4d7dd'

interface Look {
  readonly colour: string
  readonly background?: string
  readonly bold: boolean
  readonly underline: boolean
}

const START: Look = { colour: FOREGROUND, bold: false, underline: false }

function colourOf(number: number): string {
  if (number < 8) return PALETTE[number] ?? FOREGROUND
  if (number < 16) return BRIGHT[number - 8] ?? FOREGROUND
  if (number >= 232) {
    const grey = 8 + (number - 232) * 10
    return `rgb(${grey},${grey},${grey})`
  }
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40)
  const cube = number - 16
  return `rgb(${level(Math.floor(cube / 36))},${level(Math.floor(cube / 6) % 6)},${level(cube % 6)})`
}

/** The dress after a sequence of SGR parameters. */
function dressed(look: Look, parameters: readonly number[]): Look {
  let next = look
  for (let at = 0; at < Math.max(1, parameters.length); at++) {
    const code = parameters[at] ?? 0
    if (code === 0) next = START
    else if (code === 1) next = { ...next, bold: true }
    else if (code === 4) next = { ...next, underline: true }
    else if (code === 22) next = { ...next, bold: false }
    else if (code === 24) next = { ...next, underline: false }
    else if (code === 38) {
      next = { ...next, colour: colourOf(parameters[at + 2] ?? 7) }
      at += 2
    } else if (code === 48) {
      next = { ...next, background: colourOf(parameters[at + 2] ?? 0) }
      at += 2
    } else if (code === 39) next = { ...next, colour: FOREGROUND }
    else if (code === 49) {
      const { background: _background, ...rest } = next
      next = rest
    } else if (code >= 30 && code <= 37) next = { ...next, colour: colourOf(code - 30) }
    else if (code >= 40 && code <= 47) next = { ...next, background: colourOf(code - 40) }
  }
  return next
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(' ', '\u00a0')
}

/** Every run of one dress at its own cell, so that no font moves what follows. */
function drawLine(line: string, row: number): string {
  let look = START
  let column = 0
  let out = ''
  for (const [, codes, text = ''] of line.matchAll(/\u001b\[([\d;]*)m|([^\u001b]+)/g)) {
    if (codes !== undefined) {
      look = dressed(look, codes.split(';').filter(Boolean).map(Number))
      continue
    }
    const width = [...text].reduce(
      (sum, each) => sum + eastAsianWidth(each.codePointAt(0) ?? 32),
      0,
    )
    const x = PAD + column * CELL
    const y = PAD + row * LINE
    if (look.background !== undefined)
      out += `<rect x="${x.toFixed(1)}" y="${y}" width="${(width * CELL).toFixed(1)}" height="${LINE}" fill="${look.background}"/>`
    if (text.trim() !== '')
      out += `<text x="${x.toFixed(1)}" y="${y + 13}" textLength="${(width * CELL).toFixed(1)}" fill="${look.colour}"${look.bold ? ' font-weight="700"' : ''}${look.underline ? ' text-decoration="underline"' : ''}>${escapeXml(text)}</text>`
    column += width
  }
  return out
}

function toSvg(terminal: Terminal, columns: number, rows: number, title: string): string {
  const lines = terminal.styled().replace(/\n$/, '').split('\n')
  const width = Math.ceil(columns * CELL + 2 * PAD)
  const height = rows * LINE + 2 * PAD
  const body = lines.map(drawLine).join('\n')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<title>${title}</title>
<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>
<g font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="14">
${body}
</g>
</svg>
`
}

interface Shot {
  readonly name: string
  readonly title: string
  readonly size: readonly [columns: number, rows: number]
  readonly go: (terminal: Terminal) => Promise<unknown>
}

const SHOTS: readonly Shot[] = [
  {
    name: 'queue',
    title: 'The queue of the inbox with the thread beside it',
    size: [150, 34],
    go: async (terminal) => {
      terminal.press('j', 'j', 'j')
      // The list is whole, and the thread beside it is that of the row under the cursor.
      await terminal.until(/4\/\d{3}/)
      await terminal.until((screen) => {
        const post = /^> .\s+(\d+)/m.exec(screen)?.[1]
        return post !== undefined && screen.includes(` #${post}`)
      })
    },
  },
  {
    name: 'queue-80',
    title: 'The queue on 80 by 24',
    size: [80, 24],
    go: (terminal) => terminal.until(/1\/\d{3}/),
  },
  {
    name: 'thread',
    title: 'One thread: clock, posts, reasons, person and ledger',
    size: [100, 30],
    go: async (terminal) => {
      terminal.press('Enter')
      await terminal.until(/^thread \d+/m)
    },
  },
  {
    name: 'filter',
    title: 'A filter with its problem while it is typed',
    size: [100, 20],
    go: async (terminal) => {
      terminal.press('Tab')
      await terminal.until('[All]')
      terminal.press('/')
      terminal.type('battery AND (')
      await terminal.until('never closed')
    },
  },
  {
    name: 'command',
    title: 'The line behind a colon with its completion',
    size: [100, 20],
    go: async (terminal) => {
      terminal.press('x', 'x', ':')
      terminal.type('close ')
      terminal.press('Tab')
      await terminal.until('[not-us]')
    },
  },
  {
    name: 'dashboard',
    title: 'The dashboard',
    size: [110, 44],
    go: async (terminal) => {
      terminal.press(':')
      terminal.type('tab dash')
      terminal.press('Enter')
      await terminal.until('Share of voice')
    },
  },
]

if (config === undefined) {
  console.error('npx tsx scripts/take-screens.ts QUERIES.YAML [FOLDER]')
  process.exitCode = 2
} else {
  mkdirSync(folder, { recursive: true })
  for (const { name, title, size, go } of SHOTS) {
    const [columns, rows] = size
    const terminal = openTerminal(
      `'${process.execPath}' '${resolve('bin/listen.js')}' inbox -c '${resolve(config)}'`,
      { columns, rows, env: { COLORTERM: 'truecolor' } },
    )
    try {
      await terminal.until(/1\/\d+/)
      await go(terminal)
      writeFileSync(join(folder, `${name}.svg`), toSvg(terminal, columns, rows, title))
      console.log(`${name}.svg`)
    } finally {
      terminal.close()
    }
  }
}
