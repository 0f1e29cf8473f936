import { escapeMarkdown, markdownTable } from '../format/markdown.ts'
import { chartTable } from './chart-table.ts'
import { type Block, formatCell, type ReportDocument } from './document.ts'
import { textColumns } from './table-text.ts'

/** A report as Markdown: charts become tables of the same numbers. */
export function renderMarkdown(document: ReportDocument): string {
  const { scope } = document
  const parts = [`# ${escapeMarkdown(document.title)}`, `${scope.period} · ${scope.zone}`]
  return `${[...parts, ...document.blocks.map(drawBlock)].join('\n\n')}\n`
}

function drawBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escapeMarkdown(block.text)}`
    case 'text':
      return escapeMarkdown(block.text)
    case 'table': {
      if (block.rows.length === 0)
        return `**${escapeMarkdown(block.title)}**: ${escapeMarkdown(block.empty ?? 'nothing')}`
      const columns = textColumns(block)
      const rows = block.rows.map((row) => columns.map(({ text }) => escapeMarkdown(text(row))))
      const more = block.more === undefined ? '' : `\n\nmore: ${escapeMarkdown(block.more)}`
      return `**${escapeMarkdown(block.title)}**\n\n${markdownTable(
        columns.map(({ title }) => escapeMarkdown(title)),
        rows,
      )}${more}`
    }
    case 'chart': {
      const { head, rows } = chartTable(block)
      const table = markdownTable(
        head.map(escapeMarkdown),
        rows.map((row) => row.map((cell) => escapeMarkdown(formatCell(cell, undefined)))),
      )
      return `**${escapeMarkdown(block.data.title)}** (${escapeMarkdown(block.data.unit)})\n\n${table}`
    }
  }
}
