import { parseDocument } from 'htmlparser2'
import { describe, expect, it } from 'vitest'
import { roundUp, shareUnits } from '../../src/format/chart-data.ts'
import {
  barChart,
  distributionChart,
  heatMap,
  lineChart,
  sparkline,
  stackChart,
} from '../../src/format/charts.ts'
import { createStyle } from '../../src/format/style.ts'
import { svgBars, svgStack } from '../../src/format/svg-bars.ts'
import { svgDistribution, svgHeat } from '../../src/format/svg-cells.ts'
import { svgLines } from '../../src/format/svg-lines.ts'
import { displayWidth } from '../../src/format/width.ts'

const style = createStyle({ colour: false })
const BARS = {
  title: 'Share of voice',
  unit: '%',
  bars: [
    { label: 'Acme', value: 50, low: 40, high: 60, text: '50 % (40–60)' },
    { label: 'Globex <b>\x1b[2J', value: 25 },
    { label: 'Initech', value: 0 },
  ],
}
const LINE = {
  title: 'Posts a day',
  unit: 'posts',
  labels: ['1 Nov', '', '', '4 Nov', ''],
  series: [{ name: 'acme', values: [1, 4, undefined, 8, 2] }],
  notes: [{ at: 3, text: 'outage' }],
}
const STACK = {
  title: 'Feeling',
  unit: 'share',
  parts: [
    { name: 'positive', tone: 'good' as const },
    { name: 'neutral', tone: 'neutral' as const },
    { name: 'negative', tone: 'bad' as const },
  ],
  rows: [
    { label: 'Acme', values: [10, 5, 5] },
    { label: 'none', values: [0, 0, 0] },
  ],
}
const HEAT = {
  title: 'When people ask',
  unit: 'posts an hour, UTC',
  rows: ['Mon', 'Tue'],
  columns: Array.from({ length: 24 }, (_, hour) => (hour % 6 === 0 ? String(hour) : '')),
  values: [Array.from({ length: 24 }, (_, hour) => hour), Array.from({ length: 24 }, () => 0)],
}
const DISTRIBUTION = {
  title: 'First answer',
  unit: 'threads',
  bins: [
    { label: 'under 15 min', count: 4 },
    { label: '15–60 min', count: 8 },
    { label: 'over 1 h', count: 2 },
  ],
  target: { after: 1, label: '60 min' },
}

const terminalCharts = (unicode: boolean, width: number) => {
  const options = { style, unicode, width }
  return [
    barChart(BARS, options),
    lineChart(LINE, options),
    lineChart(
      { ...LINE, series: [...LINE.series, { name: 'globex', values: [2, 2, 2, 8, 1] }] },
      options,
    ),
    stackChart(STACK, options),
    heatMap(HEAT, options),
    distributionChart(DISTRIBUTION, options),
  ]
}

describe('terminal charts', () => {
  it.each([40, 60, 80, 120])('fit into %d columns and hold no control character', (width) => {
    for (const line of [...terminalCharts(true, width), ...terminalCharts(false, width)].flat()) {
      expect(displayWidth(line)).toBeLessThanOrEqual(width)
      expect(line).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
    }
  })

  it('draw with ASCII alone where asked', () => {
    const lines = terminalCharts(false, 60).flat().join('\n').replaceAll('–', '-')
    expect(lines).toMatch(/^[\x20-\x7e\n]*$/)
  })

  it('look like this', () => {
    expect(
      terminalCharts(true, 60)
        .map((lines) => lines.join('\n'))
        .join('\n\n'),
    ).toMatchSnapshot()
  })

  it('draw a spark-line with gaps', () => {
    expect(sparkline([0, 4, undefined, 8])).toBe('▁▅ █')
    expect(sparkline([0, 0])).toBe('▁▁')
    expect(sparkline([1, 8], false)).toBe('.#')
  })

  it('survive having nothing to show', () => {
    const options = { style, width: 40 }
    const nothing = [
      barChart({ title: 't', unit: '', bars: [] }, options),
      lineChart({ title: 't', unit: '', labels: [], series: [] }, options),
      heatMap({ title: 't', unit: '', rows: [], columns: [], values: [] }, options),
      stackChart({ title: 't', unit: '', parts: [], rows: [] }, options),
    ]
    for (const lines of nothing) expect(lines[0]).toBe('t')
  })
})

describe('SVG charts', () => {
  const charts = [
    svgBars(BARS),
    svgLines(LINE),
    svgLines({ ...LINE, series: [...LINE.series, { name: 'b', values: [1] }] }),
    svgStack(STACK),
    svgHeat(HEAT),
    svgDistribution(DISTRIBUTION),
    svgBars({ title: '', unit: '', bars: [] }),
    svgLines({ title: '', unit: '', labels: [], series: [] }),
  ]
  it('are drawings with a name, without styles, scripts, links or broken numbers', () => {
    for (const chart of charts) {
      expect(chart).toContain('role="img"')
      expect(chart).not.toMatch(/NaN|Infinity|undefined| style=|<script|href|<b>|on[a-z]+=/)
      const tree = parseDocument(chart, { xmlMode: true })
      expect(tree.children[0]).toMatchObject({ name: 'figure' })
    }
  })

  it('say their numbers', () => {
    expect(svgBars(BARS)).toContain('50 % (40–60)')
    expect(svgStack(STACK)).toContain('positive 50 %, neutral 25 %, negative 25 %')
    expect(svgLines(LINE)).toContain('outage')
    expect(svgDistribution(DISTRIBUTION)).toContain('60 min')
  })
})

describe('chart numbers', () => {
  it('round axes up and share units without losing one', () => {
    expect([
      roundUp(0),
      roundUp(7),
      roundUp(12),
      roundUp(0.03),
      roundUp(100),
      roundUp(230),
    ]).toEqual([1, 10, 20, 0.05, 100, 250])
    expect(shareUnits([1, 1, 1], 10)).toEqual([4, 3, 3])
    expect(shareUnits([0, 0], 10)).toEqual([0, 0])
  })
})
