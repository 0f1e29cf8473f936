import { escapeHtml, htmlLink, htmlPage, htmlTable, htmlText } from '../format/html.ts'
import { svgBars, svgStack } from '../format/svg-bars.ts'
import { svgDistribution, svgHeat } from '../format/svg-cells.ts'
import { svgLines } from '../format/svg-lines.ts'
import type { Block, ChartBlock, ReportDocument, TableBlock } from './document.ts'
import { textColumns } from './table-text.ts'

/** Reports as one HTML file that loads nothing and runs nothing. */
export function renderHtml(documents: readonly ReportDocument[]): string {
  const title = documents.map((document) => document.title).join(' · ')
  return htmlPage({ title, body: documents.map(drawDocument).join('\n') })
}

function drawDocument({ title, scope, blocks }: ReportDocument): string {
  const period = `${scope.period} · ${scope.zone}`
  return `<section>\n<h1>${escapeHtml(title)}</h1>\n<p class="note">${escapeHtml(period)}</p>\n${blocks.map(drawBlock).join('\n')}\n</section>`
}

function drawBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`
    case 'text':
      return `<p>${htmlText(block.text)}</p>`
    case 'table':
      return drawTable(block)
    case 'chart':
      return drawChart(block)
  }
}

function drawTable(block: TableBlock): string {
  const head = `<h3>${escapeHtml(block.title)}</h3>`
  if (block.rows.length === 0)
    return `${head}\n<p class="note">${escapeHtml(block.empty ?? 'nothing')}</p>`
  const columns = textColumns(block)
  const rows = block.rows.map((row) =>
    columns.map(({ text, align, isLink }) => {
      const words = text(row)
      return { html: isLink ? htmlLink(words, words) : htmlText(words), align }
    }),
  )
  const more = block.more
    ? `\n<p class="note">More: <code>${escapeHtml(block.more)}</code></p>`
    : ''
  return `${head}\n${htmlTable(
    columns.map(({ title }) => title),
    rows,
  )}${more}`
}

function drawChart(block: ChartBlock): string {
  switch (block.form) {
    case 'line':
      return svgLines(block.data)
    case 'bars':
      return svgBars(block.data)
    case 'stack':
      return svgStack(block.data)
    case 'heat':
      return svgHeat(block.data)
    case 'distribution':
      return svgDistribution(block.data)
  }
}
