import { type BarData, greatest, roundUp, type StackData, type Tone } from './chart-data.ts'
import { escapeHtml } from './html.ts'
import { formatNumber, formatPercent } from './number.ts'
import {
  CHARACTER,
  type Drawing,
  fitText,
  frame,
  isNarrow,
  label,
  legend,
  rect,
  rule,
} from './svg-frame.ts'

/** Horizontal bars with numbers, whiskers where there is an interval. */
export function svgBars(data: BarData): string {
  return frame(data, (width) => drawBars(data, width))
}

function drawBars(data: BarData, width: number): Drawing {
  const most = data.most ?? roundUp(greatest(data.bars.flatMap((bar) => [bar.value, bar.high])))
  const texts = data.bars.map(textOf)
  const left = isNarrow(width) ? 104 : 170
  const right = Math.min(width / 3, 16 + greatest(texts.map((text) => text.length)) * CHARACTER)
  const room = width - left - right
  const x = (value: number) =>
    left + (most === 0 ? 0 : Math.min(1, Math.max(0, value / most))) * room
  const rows = data.bars.map((bar, index) => {
    const y = index * 26 + 4
    const text = texts[index] ?? ''
    const whisker =
      bar.low === undefined || bar.high === undefined
        ? ''
        : rule(x(bar.low), y + 9, x(bar.high), y + 9, 'whisker') +
          rule(x(bar.low), y + 4, x(bar.low), y + 14, 'whisker') +
          rule(x(bar.high), y + 4, x(bar.high), y + 14, 'whisker')
    const end = Math.max(x(bar.value), bar.high === undefined ? 0 : x(bar.high))
    return (
      label(left - 8, y + 13, fitText(bar.label, left - 10), { anchor: 'end' }) +
      rect(left, y, x(bar.value) - left, 18, 'f1', `${bar.label}: ${text}`) +
      whisker +
      label(end + 6, y + 13, fitText(text, width - end - 6))
    )
  })
  const height = data.bars.length * 26 + 6
  return { height, inner: rule(left, 0, left, height, 'axis') + rows.join('') }
}

function textOf({ text, value }: BarData['bars'][number]): string {
  return text ?? formatNumber(value, Number.isInteger(value) ? 0 : 1)
}

/** Bars of equal length split by share, and the same shares as words for those who do not see the colours. */
export function svgStack(data: StackData): string {
  return frame(data, (width) => drawStack(data, width)) + stackNumbers(data)
}

function drawStack(data: StackData, width: number): Drawing {
  const [left, right] = isNarrow(width) ? [104, 58] : [170, 70]
  const room = width - left - right
  const rows = data.rows.map((row, index) => {
    const y = index * 28 + 4
    const total = row.values.reduce((sum, value) => sum + value, 0)
    let from = left
    const parts = row.values.map((value, part) => {
      const wide = total === 0 ? 0 : (value / total) * room
      const { name = '', tone } = data.parts[part] ?? {}
      const share = formatPercent(total === 0 ? 0 : value / total, 0)
      const hint = `${row.label}, ${name}: ${formatNumber(value)} (${share})`
      const drawn = rect(from, y, wide - 1, 20, fillOf(part, tone), hint)
      from += wide
      return drawn
    })
    return (
      label(left - 8, y + 14, fitText(row.label, left - 10), { anchor: 'end' }) +
      parts.join('') +
      label(left + room + 6, y + 14, fitText(`n=${formatNumber(total)}`, right - 6), { soft: true })
    )
  })
  const y = data.rows.length * 28 + 8
  const names = data.parts.map(({ name }) => name)
  const marks = legend(names, { x: isNarrow(width) ? 0 : left, y, width }, (index, x, top) =>
    rect(x, top, 14, 12, fillOf(index, data.parts[index]?.tone), ''),
  )
  return { height: y + marks.height, inner: rows.join('') + marks.inner }
}

function fillOf(index: number, tone: Tone | undefined): string {
  return tone === undefined ? `f${(index % 5) + 1}` : `f${tone}`
}

function stackNumbers(data: StackData): string {
  const rows = data.rows.map((row) => {
    const total = row.values.reduce((sum, value) => sum + value, 0)
    const shares = row.values.map(
      (value, part) =>
        `${escapeHtml(data.parts[part]?.name ?? '')} ${total === 0 ? '–' : formatPercent(value / total, 0)}`,
    )
    return `<bdi>${escapeHtml(row.label)}</bdi>: ${shares.join(', ')}`
  })
  return `<p class="soft">${rows.join(' · ')}</p>`
}
