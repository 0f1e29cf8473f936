import {
  barChart,
  type ChartOptions,
  distributionChart,
  heatMap,
  lineChart,
  stackChart,
} from '../format/charts.ts'
import { safeLine } from '../format/safe-text.ts'
import { createStyle } from '../format/style.ts'
import { renderRows } from '../format/table.ts'
import { wrapToWidth } from '../format/width.ts'
import type { Block, ChartBlock, ReportDocument, TableBlock } from './document.ts'
import { textColumns } from './table-text.ts'

export interface TerminalOptions {
  readonly width: number
  readonly colour: boolean
  /** Plain characters only. */
  readonly ascii: boolean
}

/** A report as text for a terminal or a pipe. */
export function renderTerminal(document: ReportDocument, options: TerminalOptions): string {
  const style = createStyle({ colour: options.colour })
  const { scope } = document
  const head = `${style.heading(safeLine(document.title))}\n${style.dim(`${scope.period} · ${scope.zone}`)}\n`
  return head + document.blocks.map((block) => `\n${drawBlock(block, options)}`).join('')
}

function drawBlock(block: Block, options: TerminalOptions): string {
  const style = createStyle({ colour: options.colour })
  switch (block.kind) {
    case 'heading':
      return `${style.bold(safeLine(block.text))}\n`
    case 'text':
      return `${wrapToWidth(safeLine(block.text), Math.min(options.width, 100)).join('\n')}\n`
    case 'table':
      return drawTable(block, options)
    case 'chart':
      return `${drawChart(block, options)}\n`
  }
}

function drawTable(block: TableBlock, options: TerminalOptions): string {
  const style = createStyle({ colour: options.colour })
  const title = `${style.bold(safeLine(block.title))}\n`
  if (block.rows.length === 0) return `${title}${style.dim(safeLine(block.empty ?? 'nothing'))}\n`
  const texts = textColumns(block)
  const columns = texts.map(({ key, title, align, text }, index) => ({
    key,
    title,
    align,
    grow: index === texts.length - 1 && align !== 'right',
    value: text,
  }))
  const table = renderRows(block.rows, columns, {
    mode: 'table',
    width: options.width,
    colour: options.colour,
  })
  return `${title}${table}${block.more ? `${style.dim(`more: ${block.more}`)}\n` : ''}`
}

function drawChart(block: ChartBlock, options: TerminalOptions): string {
  const size: ChartOptions = {
    width: Math.min(options.width, 100),
    style: createStyle({ colour: options.colour }),
    unicode: !options.ascii,
  }
  return chartLines(block, size).join('\n')
}

function chartLines(block: ChartBlock, size: ChartOptions): readonly string[] {
  switch (block.form) {
    case 'line':
      return lineChart(block.data, size)
    case 'bars':
      return barChart(block.data, size)
    case 'stack':
      return stackChart(block.data, size)
    case 'heat':
      return heatMap(block.data, size)
    case 'distribution':
      return distributionChart(block.data, size)
  }
}
