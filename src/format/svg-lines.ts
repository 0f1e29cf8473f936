import { greatest, type LineData, roundUp } from './chart-data.ts'
import { escapeHtml } from './html.ts'
import { formatNumber, formatShort } from './number.ts'
import {
  at,
  CHARACTER,
  type Drawing,
  fitText,
  frame,
  isNarrow,
  label,
  labelStep,
  legend,
  rule,
} from './svg-frame.ts'

/** Where charts with a value axis draw. */
export interface Plot {
  readonly width: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

export function plotOf(width: number): Plot {
  const isSmall = isNarrow(width)
  return {
    width,
    left: isSmall ? 36 : 46,
    right: width - (isSmall ? 8 : 12),
    top: 16,
    bottom: isSmall ? 166 : 206,
  }
}

/** Lines over an axis: a colour, a dash and a name for each series, the highest value and notes written at their place. */
export function svgLines(data: LineData): string {
  return frame(data, (width) => drawLines(data, width))
}

interface Scale {
  readonly plot: Plot
  readonly x: (index: number) => number
  readonly y: (value: number) => number
}

function drawLines(data: LineData, width: number): Drawing {
  const plot = plotOf(width)
  const most = roundUp(greatest(data.series.flatMap((series) => series.values)))
  const room = plot.right - plot.left
  const count = data.labels.length
  const scale: Scale = {
    plot,
    x: (index) => plot.left + (count < 2 ? room / 2 : (index / (count - 1)) * room),
    y: (value) => plot.bottom - (value / most) * (plot.bottom - plot.top),
  }
  const lines = data.series.map(
    (series, index) =>
      `<path d="${pathOf(series.values, scale)}" class="line l${(index % 5) + 1}"/>${dots(data, index, scale)}`,
  )
  const names = data.series.length < 2 ? [] : data.series.map(({ name }) => name)
  const y = plot.bottom + 30
  const marks = legend(names, { x: plot.left, y, width }, (index, x, top) =>
    rule(x, top + 7, x + 16, top + 7, `line l${(index % 5) + 1}`),
  )
  const parts = [grid(most, scale), timeAxis(data, scale), ...lines, words(data, scale)]
  return { height: y + marks.height, inner: parts.join('') + marks.inner }
}

/** Three lines across with their values. */
export function grid(most: number, { plot, y }: Pick<Scale, 'plot' | 'y'>): string {
  return [0, most / 2, most]
    .map(
      (value) =>
        rule(plot.left, y(value), plot.right, y(value), 'axis') +
        label(plot.left - 6, y(value) + 4, formatShort(value), { anchor: 'end', soft: true }),
    )
    .join('')
}

function timeAxis({ labels }: LineData, { plot, x }: Scale): string {
  const every = labelStep(labels, (plot.right - plot.left) / Math.max(1, labels.length - 1))
  return labels
    .map((text, index) => {
      if (index % every !== 0 || text === '') return ''
      const half = (Math.min(12, text.length) * CHARACTER) / 2
      // The first and the last must not hang over the edge.
      const middle = Math.min(Math.max(x(index), half), plot.width - half)
      return label(middle, plot.bottom + 18, fitText(text, 12 * CHARACTER), {
        anchor: 'middle',
        soft: true,
      })
    })
    .join('')
}

function pathOf(values: readonly (number | undefined)[], { x, y }: Scale): string {
  return values
    .map((value, index) =>
      value === undefined
        ? ''
        : `${values[index - 1] === undefined ? 'M' : 'L'}${at(x(index))} ${at(y(value))}`,
    )
    .join('')
}

function dots(data: LineData, index: number, { x, y }: Scale): string {
  const { name = '', values = [] } = data.series[index] ?? {}
  return values
    .map((value, place) => {
      if (value === undefined) return ''
      const hint = `${name}, ${data.labels[place] ?? ''}: ${written(value)}`
      return `<circle cx="${at(x(place))}" cy="${at(y(value))}" r="2.5" class="f${(index % 5) + 1}"><title>${escapeHtml(hint)}</title></circle>`
    })
    .join('')
}

function written(value: number): string {
  return formatNumber(value, Number.isInteger(value) ? 0 : 1)
}

/** Notes at their place; without any, the number of the highest point. */
function words(data: LineData, { plot, x, y }: Scale): string {
  const side = (index: number) => (x(index) > plot.width / 2 ? 'end' : 'start')
  const step = (index: number) => (side(index) === 'end' ? -5 : 5)
  const notes = data.notes ?? []
  if (notes.length > 0)
    return notes
      .map(
        ({ at: place, text }, index) =>
          rule(x(place), plot.top, x(place), plot.bottom, 'target') +
          label(
            x(place) + step(place),
            plot.top + 10 + (index % 4) * 14,
            fitText(text, plot.width / 2),
            {
              anchor: side(place),
            },
          ),
      )
      .join('')
  const values = data.series[0]?.values ?? []
  const top = greatest(values)
  const place = values.indexOf(top)
  if (place < 0 || top === 0) return ''
  return label(x(place) + step(place) * 1.4, y(top) + 4, written(top), { anchor: side(place) })
}
