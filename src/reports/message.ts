import type { Message, MessageSection } from '../delivery/message.ts'
import type { Block, ReportDocument } from './document.ts'
import { renderJson } from './render-data.ts'
import { renderHtml } from './render-html.ts'
import { renderTerminal } from './render-terminal.ts'
import { textColumns } from './table-text.ts'

/** Lines of plain text in mails are so long. */
const WIDTH = 100

/** A document as a message: plain text, HTML, sections for chats, data for programs. */
export function toMessage(
  kind: Message['kind'],
  subject: string,
  document: ReportDocument,
  identity: { readonly key: string; readonly isRepeat: boolean },
): Message {
  return {
    kind,
    subject,
    text: renderTerminal(document, { width: WIDTH, colour: false, ascii: false }),
    html: renderHtml([document]),
    sections: document.blocks.flatMap(sectionOf),
    data: JSON.parse(renderJson(document)),
    ...identity,
  }
}

/** Charts are for those who have room; empty tables say nothing in a chat. */
function sectionOf(block: Block): readonly MessageSection[] {
  if (block.kind === 'text') return [{ title: '', lines: [block.text] }]
  if (block.kind !== 'table' || block.rows.length === 0) return []
  const columns = textColumns(block)
  const lines = block.rows.map((row) =>
    columns
      .map(({ text }) => text(row))
      .filter((cell) => cell !== '' && cell !== '–')
      .join(' · '),
  )
  return [{ title: block.title, lines }]
}
