import {
  type BarData,
  type DistributionData,
  greatest,
  type HeatData,
  type LineData,
  roundUp,
  type StackData,
  type Tone,
} from './chart-data.ts'
import { shadeOf } from './charts.ts'
import { escapeHtml } from './html.ts'
import { formatNumber, formatPercent, formatShort } from './number.ts'

// Colours come from classes of the page's style (html.ts): no style attributes, so that the strict policy holds.

const WIDTH = 720

function frame(
  height: number,
  data: { readonly title: string; readonly unit: string },
  inner: string,
): string {
  const unit = data.unit === '' ? '' : ` (${escapeHtml(data.unit)})`
  const name = escapeHtml(data.title)
  return `<figure><figcaption>${name}${unit}</figcaption><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${name}${unit}">${inner}</svg></figure>`
}

function label(
  x: number,
  y: number,
  text: string,
  options: { readonly anchor?: 'start' | 'middle' | 'end'; readonly soft?: boolean } = {},
): string {
  const anchor =
    options.anchor === undefined || options.anchor === 'start'
      ? ''
      : ` text-anchor="${options.anchor}"`
  return `<text x="${at(x)}" y="${at(y)}"${anchor}${options.soft === true ? ' class="soft"' : ''}>${escapeHtml(text)}</text>`
}

function rect(
  x: number,
  y: number,
  width: number,
  height: number,
  className: string,
  hint: string,
  opacity?: number,
): string {
  const faded = opacity === undefined ? '' : ` fill-opacity="${at(opacity)}"`
  return `<rect x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(Math.max(0, height))}" class="${className}"${faded}><title>${escapeHtml(hint)}</title></rect>`
}

function rule(x1: number, y1: number, x2: number, y2: number, className: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${className}"/>`
}

/** Two digits are finer than a pixel, and keep files small and equal between machines. */
function at(value: number): string {
  return String(Math.round(value * 100) / 100)
}

/** Labels longer than this are cut: a foreign name must not run over the drawing. */
function cut(text: string, length: number): string {
  const characters = [...text]
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join('')}…`
}

/** Horizontal bars with numbers, whiskers where there is an interval. */
export function svgBars(data: BarData): string {
  const most = data.most ?? roundUp(greatest(data.bars.flatMap((bar) => [bar.value, bar.high])))
  const [left, right, step] = [170, 110, 26]
  const room = WIDTH - left - right
  const x = (value: number) =>
    left + (most === 0 ? 0 : Math.min(1, Math.max(0, value / most))) * room
  const rows = data.bars.map((bar, index) => {
    const y = index * step + 4
    const text = bar.text ?? formatNumber(bar.value, Number.isInteger(bar.value) ? 0 : 1)
    const whisker =
      bar.low === undefined || bar.high === undefined
        ? ''
        : rule(x(bar.low), y + 9, x(bar.high), y + 9, 'whisker') +
          rule(x(bar.low), y + 4, x(bar.low), y + 14, 'whisker') +
          rule(x(bar.high), y + 4, x(bar.high), y + 14, 'whisker')
    const end = Math.max(x(bar.value), bar.high === undefined ? 0 : x(bar.high))
    return (
      label(left - 8, y + 13, cut(bar.label, 26), { anchor: 'end' }) +
      rect(left, y, x(bar.value) - left, 18, 'f1', `${bar.label}: ${text}`) +
      whisker +
      label(end + 6, y + 13, text)
    )
  })
  const height = data.bars.length * step + 6
  return frame(height, data, rule(left, 0, left, height, 'axis') + rows.join(''))
}

/** Bars of equal length split by share, with the shares written in or behind them. */
export function svgStack(data: StackData): string {
  const [left, right, step] = [170, 70, 28]
  const room = WIDTH - left - right
  const rows = data.rows.map((row, index) => {
    const y = index * step + 4
    const total = row.values.reduce((sum, value) => sum + value, 0)
    let from = left
    const parts = row.values.map((value, part) => {
      const wide = total === 0 ? 0 : (value / total) * room
      const name = data.parts[part]?.name ?? ''
      const drawn = rect(
        from,
        y,
        wide,
        20,
        fillOf(part, data.parts[part]?.tone),
        `${row.label}, ${name}: ${formatNumber(value)} (${formatPercent(total === 0 ? 0 : value / total, 0)})`,
      )
      from += wide
      return drawn
    })
    return (
      label(left - 8, y + 14, cut(row.label, 26), { anchor: 'end' }) +
      parts.join('') +
      label(left + room + 6, y + 14, `n=${formatNumber(total)}`, { soft: true })
    )
  })
  const bottom = data.rows.length * step + 4
  return (
    frame(bottom + 24, data, rows.join('') + stackLegend(data, left, bottom + 6)) +
    stackNumbers(data)
  )
}

function fillOf(index: number, tone: Tone | undefined): string {
  return tone === undefined ? `f${(index % 5) + 1}` : `f${tone}`
}

function stackLegend(data: StackData, left: number, y: number): string {
  return data.parts
    .map(
      (part, index) =>
        rect(left + index * 120, y, 12, 12, fillOf(index, part.tone), part.name) +
        label(left + index * 120 + 17, y + 11, cut(part.name, 14)),
    )
    .join('')
}

/** The same shares as words, for those who do not see the colours. */
function stackNumbers(data: StackData): string {
  const rows = data.rows.map((row) => {
    const total = row.values.reduce((sum, value) => sum + value, 0)
    const shares = row.values.map(
      (value, part) =>
        `${escapeHtml(data.parts[part]?.name ?? '')} ${total === 0 ? '–' : formatPercent(value / total, 0)}`,
    )
    return `${escapeHtml(row.label)}: ${shares.join(', ')}`
  })
  return `<p class="soft">${rows.join(' · ')}</p>`
}

const PLOT = { left: 46, right: 12, top: 10, height: 190, bottom: 30 }

/** Lines over an axis, one colour and one name a series, notes as marks on their place. */
export function svgLines(data: LineData): string {
  const most = roundUp(greatest(data.series.flatMap((series) => series.values)))
  const room = WIDTH - PLOT.left - PLOT.right
  const x = (index: number) =>
    PLOT.left + (data.labels.length < 2 ? room / 2 : (index / (data.labels.length - 1)) * room)
  const y = (value: number) => PLOT.top + PLOT.height - (value / most) * PLOT.height
  const legend = data.series.length < 2 ? '' : lineLegend(data)
  const height = PLOT.top + PLOT.height + PLOT.bottom + (legend === '' ? 0 : 20)
  const lines = data.series.map(
    (series, index) =>
      `<path d="${pathOf(series.values, x, y)}" class="line l${(index % 5) + 1}"/>${dots(data, series.values, index, x, y)}`,
  )
  return frame(
    height,
    data,
    grid(most, y) + timeAxis(data.labels, x) + lines.join('') + noteMarks(data, x) + legend,
  )
}

function grid(most: number, y: (value: number) => number): string {
  return [0, most / 2, most]
    .map(
      (value) =>
        rule(PLOT.left, y(value), WIDTH - PLOT.right, y(value), 'axis') +
        label(PLOT.left - 6, y(value) + 4, formatShort(value), { anchor: 'end', soft: true }),
    )
    .join('')
}

function timeAxis(labels: readonly string[], x: (index: number) => number): string {
  const every = Math.max(1, Math.ceil(labels.length / 8))
  return labels
    .map((text, index) =>
      index % every === 0 && text !== ''
        ? label(x(index), PLOT.top + PLOT.height + 18, cut(text, 12), {
            anchor: 'middle',
            soft: true,
          })
        : '',
    )
    .join('')
}

function pathOf(
  values: readonly (number | undefined)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, index) =>
      value === undefined
        ? ''
        : `${values[index - 1] === undefined ? 'M' : 'L'}${at(x(index))} ${at(y(value))}`,
    )
    .join('')
}

function dots(
  data: LineData,
  values: readonly (number | undefined)[],
  index: number,
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, place) =>
      value === undefined
        ? ''
        : `<circle cx="${at(x(place))}" cy="${at(y(value))}" r="2.5" class="f${(index % 5) + 1}"><title>${escapeHtml(`${data.series[index]?.name ?? ''}, ${data.labels[place] ?? ''}: ${formatNumber(value, Number.isInteger(value) ? 0 : 1)}`)}</title></circle>`,
    )
    .join('')
}

function noteMarks(data: LineData, x: (index: number) => number): string {
  return (data.notes ?? [])
    .map(
      (note) =>
        rule(x(note.at), PLOT.top, x(note.at), PLOT.top + PLOT.height, 'target') +
        label(x(note.at), PLOT.top + 10, cut(note.text, 40), {
          anchor: x(note.at) > WIDTH / 2 ? 'end' : 'start',
        }),
    )
    .join('')
}

function lineLegend(data: LineData): string {
  const y = PLOT.top + PLOT.height + PLOT.bottom
  return data.series
    .map(
      (series, index) =>
        rect(PLOT.left + index * 130, y, 12, 12, `f${(index % 5) + 1}`, series.name) +
        label(PLOT.left + index * 130 + 17, y + 11, cut(series.name, 15)),
    )
    .join('')
}

/** Cells whose strength is the value; each names itself on hover, and the scale stands below. */
export function svgHeat(data: HeatData): string {
  const most = greatest(data.values.flat())
  const left = 60
  const cell = (WIDTH - left) / Math.max(1, data.columns.length)
  const high = Math.min(26, Math.max(14, cell))
  const cells = data.rows.map((row, line) => {
    const boxes = data.columns.map((column, index) => {
      const value = data.values[line]?.[index]
      const hint = `${row} ${column}: ${value === undefined ? 'not known' : formatNumber(value, Number.isInteger(value) ? 0 : 1)}`
      return rect(
        left + index * cell,
        line * high,
        cell - 1,
        high - 1,
        'f1',
        hint,
        0.06 + shadeOf(value, most) * 0.23,
      )
    })
    return (
      label(left - 6, line * high + high / 2 + 4, cut(row, 8), { anchor: 'end' }) + boxes.join('')
    )
  })
  const bottom = data.rows.length * high
  const every = Math.max(1, Math.ceil(data.columns.length / 12))
  const axis = data.columns.map((column, index) =>
    index % every === 0
      ? label(left + index * cell + cell / 2, bottom + 15, cut(column, 6), {
          anchor: 'middle',
          soft: true,
        })
      : '',
  )
  const scale = [1, 2, 3, 4].map(
    (step) =>
      rect(left + (step - 1) * 80, bottom + 24, 12, 12, 'f1', '', 0.06 + step * 0.23) +
      label(
        left + (step - 1) * 80 + 17,
        bottom + 35,
        `${formatShort(Math.max(1, Math.ceil(((step - 1) / 4) * most)))}+`,
        { soft: true },
      ),
  )
  return frame(bottom + 42, data, cells.join('') + axis.join('') + scale.join(''))
}

/** A histogram with the target as a dashed line between two bins. */
export function svgDistribution(data: DistributionData): string {
  const most = roundUp(greatest(data.bins.map((bin) => bin.count)))
  const room = WIDTH - PLOT.left - PLOT.right
  const wide = room / Math.max(1, data.bins.length)
  const y = (value: number) => PLOT.top + PLOT.height - (value / most) * PLOT.height
  const bars = data.bins.map((bin, index) => {
    const x = PLOT.left + index * wide
    const number =
      bin.count === 0
        ? ''
        : label(x + wide / 2, y(bin.count) - 3, formatNumber(bin.count), { anchor: 'middle' })
    return (
      rect(
        x + 1,
        y(bin.count),
        wide - 2,
        PLOT.top + PLOT.height - y(bin.count),
        'f1',
        `${bin.label}: ${bin.count}`,
      ) +
      number +
      label(
        x + wide / 2,
        PLOT.top + PLOT.height + 18,
        cut(bin.label, Math.max(4, Math.floor(wide / 7))),
        { anchor: 'middle', soft: true },
      )
    )
  })
  return frame(
    PLOT.top + PLOT.height + PLOT.bottom,
    data,
    grid(most, y) + bars.join('') + targetLine(data, wide),
  )
}

function targetLine(data: DistributionData, wide: number): string {
  if (data.target === undefined) return ''
  const x = PLOT.left + (data.target.after + 1) * wide
  return (
    rule(x, PLOT.top - 6, x, PLOT.top + PLOT.height, 'target') +
    label(x + 5, PLOT.top + 4, cut(data.target.label, 40))
  )
}
