import {
  type Bar,
  type BarData,
  type DistributionData,
  greatest,
  type HeatData,
  type LineData,
  roundUp,
  type StackData,
  shareUnits,
  type Tone,
} from './chart-data.ts'
import { formatNumber, formatPercent, formatShort } from './number.ts'
import { safeLine } from './safe-text.ts'
import type { Paint, Style } from './style.ts'
import { cutToWidth, displayWidth, padToWidth } from './width.ts'

export interface ChartOptions {
  /** Columns that the chart may take. */
  readonly width: number
  readonly style: Style
  /** False: only ASCII characters are drawn. Default true. */
  readonly unicode?: boolean
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const LEVELS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const ASCII_LEVELS = ['_', '.', ':', '-', '=', '+', '*', '#']
const SHADES = [' ', '░', '▒', '▓', '█']
const ASCII_SHADES = [' ', '.', ':', '+', '#']

/** One character a value, from the lowest of all to the highest; a gap is a blank. */
export function sparkline(values: readonly (number | undefined)[], unicode = true): string {
  const levels = unicode ? LEVELS : ASCII_LEVELS
  const most = greatest(values)
  return values
    .map((value) => {
      if (value === undefined) return ' '
      const level = most === 0 ? 0 : Math.round((value / most) * (levels.length - 1))
      return levels[Math.max(0, level)] ?? ' '
    })
    .join('')
}

/** Horizontal bars with their numbers, and whiskers where there is an interval. */
export function barChart(data: BarData, options: ChartOptions): readonly string[] {
  const most = data.most ?? greatest(data.bars.flatMap((bar) => [bar.value, bar.high]))
  const texts = data.bars.map((bar) =>
    safeLine(bar.text ?? formatNumber(bar.value, digitsOf(bar.value))),
  )
  const labelWidth = labelRoom(data.bars, options.width)
  const textWidth = greatest(texts.map(displayWidth))
  const room = Math.max(4, options.width - labelWidth - textWidth - 2)
  const lines = data.bars.map((bar, index) => {
    const drawn = drawBar(bar, most, room, options)
    return `${padToWidth(safeLine(bar.label), labelWidth)} ${drawn} ${texts[index] ?? ''}`.trimEnd()
  })
  return [title(data, options.style), ...lines]
}

function labelRoom(rows: readonly { readonly label: string }[], width: number): number {
  return Math.min(
    Math.floor(width / 3),
    greatest(rows.map((row) => displayWidth(safeLine(row.label)))),
  )
}

function digitsOf(value: number): number {
  return Number.isInteger(value) ? 0 : 1
}

function title(data: { readonly title: string; readonly unit: string }, style: Style): string {
  const unit = data.unit === '' ? '' : style.dim(` (${safeLine(data.unit)})`)
  return style.bold(safeLine(data.title)) + unit
}

function drawBar(bar: Bar, most: number, room: number, options: ChartOptions): string {
  const place = (value: number) =>
    most === 0 ? 0 : Math.min(room, Math.max(0, (value / most) * room))
  const unicode = options.unicode ?? true
  const text = padToWidth(
    unicode ? blocks(place(bar.value)) : '#'.repeat(Math.round(place(bar.value))),
    room,
  )
  if (bar.low === undefined || bar.high === undefined) return options.style.accent(text)
  const low = Math.min(room - 1, Math.round(place(bar.low)))
  const high = Math.min(room - 1, Math.max(low, Math.round(place(bar.high)) - 1))
  const [open, line, close] = unicode ? ['├', '─', '┤'] : ['|', '-', '|']
  const marks = [...text].map((character, at) => {
    if (at === high) return close
    if (at === low) return open
    return at > low && at < high && character === ' ' ? line : character
  })
  return options.style.accent(marks.join(''))
}

function blocks(length: number): string {
  const eighths = Math.round(length * 8)
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '')
}

/** Bars of equal length split by share, each with its shares in numbers: colour never stands alone. */
export function stackChart(data: StackData, options: ChartOptions): readonly string[] {
  const unicode = options.unicode ?? true
  const fills = unicode ? ['█', '▓', '▒', '░', '·'] : ['#', '=', '-', '.', ' ']
  const legend = data.parts
    .map((part, index) => `${fills[index % fills.length]} ${safeLine(part.name)}`)
    .join('  ')
  const texts = data.rows.map((row) => shareText(row.values))
  const labelWidth = labelRoom(data.rows, options.width)
  const room = Math.max(6, options.width - labelWidth - greatest(texts.map(displayWidth)) - 2)
  const lines = data.rows.map((row, line) => {
    const shares = shareUnits(row.values, room)
    const bar = shares.map((share, index) =>
      toned(
        options.style,
        data.parts[index]?.tone,
      )((fills[index % fills.length] ?? '#').repeat(share)),
    )
    const blanks = ' '.repeat(room - shares.reduce((sum, share) => sum + share, 0))
    return `${padToWidth(safeLine(row.label), labelWidth)} ${bar.join('')}${blanks} ${texts[line] ?? ''}`.trimEnd()
  })
  return [
    title(data, options.style),
    ...lines,
    options.style.dim(cutToWidth(legend, options.width)),
  ]
}

function shareText(values: readonly number[]): string {
  const total = values.reduce((sum, value) => sum + value, 0)
  if (total === 0) return 'none'
  return `${values.map((value) => formatPercent(value / total, 0)).join(' / ')}  n=${formatNumber(total)}`
}

function toned(style: Style, tone: Tone | undefined): Paint {
  if (tone === 'good') return style.good
  if (tone === 'bad') return style.bad
  return tone === 'neutral' ? style.dim : style.accent
}

/** Rows of shaded cells; every shade's lowest value stands in the legend. */
export function heatMap(data: HeatData, options: ChartOptions): readonly string[] {
  const shades = (options.unicode ?? true) ? SHADES : ASCII_SHADES
  const most = greatest(data.values.flat())
  const labelWidth = greatest(data.rows.map((row) => displayWidth(safeLine(row))))
  const cellWidth = Math.max(
    1,
    Math.min(3, Math.floor((options.width - labelWidth - 1) / Math.max(1, data.columns.length))),
  )
  const shade = (value: number | undefined) => shades[shadeOf(value, most)] ?? ' '
  const lines = data.rows.map((row, index) => {
    const cells = (data.values[index] ?? []).map((value) => shade(value).repeat(cellWidth))
    return `${padToWidth(safeLine(row), labelWidth)} ${cells.join('')}`.trimEnd()
  })
  const steps = [1, 2, 3, 4].map(
    (step) => `${shades[step]} ${formatShort(Math.max(1, Math.ceil(((step - 1) / 4) * most)))}+`,
  )
  return [
    title(data, options.style),
    ...lines,
    axisLine(data.columns, cellWidth, labelWidth + 1),
    options.style.dim(`${' '.repeat(labelWidth + 1)}${steps.join('  ')}`),
  ]
}

/** 0 for none, then four steps up to the greatest value. */
export function shadeOf(value: number | undefined, most: number): number {
  if (value === undefined || value <= 0 || most <= 0) return 0
  return Math.min(4, Math.floor((value / most) * 4 - 1e-9) + 1)
}

/** Labels under their places, as many as fit without touching. */
function axisLine(labels: readonly string[], cellWidth: number, indent: number): string {
  let line = ''
  labels.forEach((label, index) => {
    const at = index * cellWidth
    const text = safeLine(label)
    const fits = displayWidth(line) === 0 ? at === 0 : displayWidth(line) + 1 <= at
    if (text !== '' && fits && at + displayWidth(text) <= labels.length * cellWidth)
      line = line.padEnd(at) + text
  })
  return ' '.repeat(indent) + line
}

const HEIGHT = 8

/** A line chart of one or several series, drawn in eighths for one and with letters for several. */
export function lineChart(data: LineData, options: ChartOptions): readonly string[] {
  const most = roundUp(greatest(data.series.flatMap((series) => series.values)))
  const scale = [most, most / 2, 0].map(formatShort)
  const indent = greatest(scale.map((text) => text.length)) + 1
  const room = Math.max(8, options.width - indent)
  const cellWidth = Math.max(1, Math.min(3, Math.floor(room / Math.max(1, data.labels.length))))
  const count = Math.min(data.labels.length, room)
  const grid =
    data.series.length === 1
      ? columnsOf(data, most, count, options)
      : pointsOf(data, most, count, options)
  const lines = grid.map((cells, row) => {
    const label =
      row === 0 ? scale[0] : row === HEIGHT / 2 ? scale[1] : row === HEIGHT - 1 ? scale[2] : ''
    return `${(label ?? '').padStart(indent - 1)} ${cells.map((cell) => cell.repeat(cellWidth)).join('')}`.trimEnd()
  })
  return [
    title(data, options.style),
    ...lines,
    axisLine(data.labels.slice(-count), cellWidth, indent),
    ...legendLines(data, options),
  ]
}

/** One series: filled columns with eighths at the top. */
function columnsOf(
  data: LineData,
  most: number,
  count: number,
  options: ChartOptions,
): readonly (readonly string[])[] {
  const levels = (options.unicode ?? true) ? LEVELS : ['.', '.', ':', ':', '|', '|', '|', '|']
  const values = (data.series[0]?.values ?? []).slice(-count)
  return Array.from({ length: HEIGHT }, (_, row) =>
    values.map((value) => {
      const eighths = Math.round(((value ?? 0) / most) * HEIGHT * 8) - (HEIGHT - 1 - row) * 8
      if (eighths <= 0) return ' '
      return levels[Math.min(8, eighths) - 1] ?? ' '
    }),
  )
}

/** Several series: a letter at each point; where two meet, a star. */
function pointsOf(
  data: LineData,
  most: number,
  count: number,
  options: ChartOptions,
): readonly (readonly string[])[] {
  const star = (options.unicode ?? true) ? '◆' : '*'
  const grid = Array.from({ length: HEIGHT }, () => Array.from({ length: count }, () => ' '))
  data.series.forEach((series, index) => {
    series.values.slice(-count).forEach((value, column) => {
      if (value === undefined) return
      const row = grid[HEIGHT - 1 - Math.round((value / most) * (HEIGHT - 1))]
      if (row !== undefined) row[column] = row[column] === ' ' ? letterOf(index) : star
    })
  })
  return grid
}

function letterOf(index: number): string {
  return String.fromCharCode(97 + (index % 26))
}

function legendLines(data: LineData, options: ChartOptions): readonly string[] {
  const names = data.series.map((series, index) => `${letterOf(index)} ${safeLine(series.name)}`)
  const legend =
    data.series.length > 1 ? [options.style.dim(cutToWidth(names.join('  '), options.width))] : []
  const notes = (data.notes ?? []).map((note) => {
    const text = `${data.labels[note.at] ?? ''}: ${note.text}`
    return options.style.warn(cutToWidth(safeLine(text), options.width))
  })
  return [...legend, ...notes]
}

/** A histogram with the line of the target between two bins. */
export function distributionChart(
  data: DistributionData,
  options: ChartOptions,
): readonly string[] {
  const bars = barChart(
    {
      title: data.title,
      unit: data.unit,
      bars: data.bins.map((bin) => ({ label: bin.label, value: bin.count })),
    },
    options,
  )
  if (data.target === undefined) return bars
  const rule = ((options.unicode ?? true) ? '┄' : '-').repeat(
    Math.max(3, options.width - displayWidth(data.target.label) - 1),
  )
  const line = options.style.warn(
    cutToWidth(`${rule} ${safeLine(data.target.label)}`, options.width),
  )
  const cut = data.target.after + 2
  return [...bars.slice(0, cut), line, ...bars.slice(cut)]
}
