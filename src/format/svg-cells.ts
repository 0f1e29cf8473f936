import { type DistributionData, greatest, type HeatData, roundUp } from './chart-data.ts'
import { shadeOf } from './charts.ts'
import { escapeHtml } from './html.ts'
import { formatNumber, formatShort } from './number.ts'
import {
  CHARACTER,
  type Drawing,
  fitText,
  frame,
  isNarrow,
  label,
  labelStep,
  rect,
  rule,
} from './svg-frame.ts'
import { grid, plotOf } from './svg-lines.ts'

const STRONGEST = 3

/** Cells whose strength is the value, with the number in them where it fits; the strongest are named as words. */
export function svgHeat(data: HeatData): string {
  return frame(data, (width) => drawHeat(data, width)) + strongest(data)
}

function drawHeat(data: HeatData, width: number): Drawing {
  const most = greatest(data.values.flat())
  const left = isNarrow(width) ? 34 : 44
  const wide = (width - left) / Math.max(1, data.columns.length)
  const high = Math.min(26, Math.max(16, wide))
  const cells = data.rows.map((row, line) => {
    const boxes = data.columns.map((column, index) => {
      const value = data.values[line]?.[index]
      const x = left + index * wide
      const hint = `${row} ${column}: ${value === undefined ? 'not known' : written(value)}`
      const box = rect(x, line * high, wide - 1, high - 1, `h${shadeOf(value, most)}`, hint)
      const text = value === undefined || value === 0 ? '' : formatShort(value)
      return text === '' || text.length * CHARACTER > wide - 3
        ? box
        : box + label(x + wide / 2 - 0.5, line * high + high / 2 + 4, text, { anchor: 'middle' })
    })
    return (
      label(left - 6, line * high + high / 2 + 4, fitText(row, left - 8), { anchor: 'end' }) +
      boxes.join('')
    )
  })
  const bottom = data.rows.length * high
  const every = labelStep(data.columns, wide)
  const axis = data.columns.map((column, index) =>
    index % every === 0
      ? label(left + index * wide + wide / 2, bottom + 15, fitText(column, 6 * CHARACTER), {
          anchor: 'middle',
          soft: true,
        })
      : '',
  )
  const scale = [1, 2, 3, 4].map((step) => {
    const x = left + (step - 1) * 70
    const from = formatShort(Math.max(1, Math.ceil(((step - 1) / 4) * most)))
    return (
      rect(x, bottom + 24, 14, 12, `h${step}`, '') +
      label(x + 19, bottom + 35, `${from}+`, { soft: true })
    )
  })
  return { height: bottom + 42, inner: cells.join('') + axis.join('') + scale.join('') }
}

/** For those who see no shades, and on telephones, where no number fits into a cell. */
function strongest(data: HeatData): string {
  const cells = data.rows.flatMap((row, line) =>
    data.columns.map((column, index) => ({
      name: `${row} ${column}`,
      value: data.values[line]?.[index] ?? 0,
    })),
  )
  const named = cells
    .filter(({ value }) => value > 0)
    .sort((a, b) => b.value - a.value)
    .slice(0, STRONGEST)
    .map(({ name, value }) => `${escapeHtml(name)}: ${written(value)}`)
  return named.length === 0 ? '' : `<p class="soft">Most: ${named.join(' · ')}</p>`
}

function written(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : 1)
}

/** A histogram with the target as a dashed line between two bins. */
export function svgDistribution(data: DistributionData): string {
  return frame(data, (width) => drawDistribution(data, width))
}

function drawDistribution(data: DistributionData, width: number): Drawing {
  const plot = plotOf(width)
  const most = roundUp(greatest(data.bins.map((bin) => bin.count)))
  const wide = (plot.right - plot.left) / Math.max(1, data.bins.length)
  const y = (value: number) => plot.bottom - (value / most) * (plot.bottom - plot.top)
  const every = labelStep(
    data.bins.map((bin) => bin.label),
    wide,
  )
  const bars = data.bins.map((bin, index) => {
    const x = plot.left + index * wide
    const top = y(bin.count)
    const hint = `${bin.label}: ${bin.count}`
    const number =
      bin.count === 0
        ? ''
        : label(x + wide / 2, top - 3, formatNumber(bin.count), { anchor: 'middle' })
    const name =
      index % every === 0
        ? label(x + wide / 2, plot.bottom + 18, fitText(bin.label, wide * every), {
            anchor: 'middle',
            soft: true,
          })
        : ''
    return rect(x + 1, top, wide - 2, plot.bottom - top, 'f1', hint) + number + name
  })
  const target = data.target === undefined ? '' : targetLine(data.target, plot, wide)
  return { height: plot.bottom + 30, inner: grid(most, { plot, y }) + bars.join('') + target }
}

function targetLine(
  target: { readonly after: number; readonly label: string },
  plot: ReturnType<typeof plotOf>,
  wide: number,
): string {
  const x = plot.left + (target.after + 1) * wide
  return (
    rule(x, 2, x, plot.bottom, 'target') +
    label(x + 5, 11, fitText(target.label, plot.width - x - 5))
  )
}
