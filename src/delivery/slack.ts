import { cutText, fitSections, type Message, oneLine, subjectOf } from './message.ts'

// Limits: a header takes 150 characters, a section 3,000, a message 50 blocks (Slack's Block Kit reference); all blocks
// together are refused beyond about 13,000 (slackapi/bolt-js#2509).
const HEADER = 150
const SECTION = 3000
const BLOCKS = 50
const WHOLE = 11_000

/** A Block Kit message of plain text only: nothing in it is read as a mention, a link or markup. */
export function slackBody(message: Message): string {
  const subject = subjectOf(message)
  const sections = fitSections(message.sections, WHOLE, (text) => escapeSlack(text).length)
  const blocks = sections.flatMap(({ title, lines }) => [
    ...(title === '' ? [] : [header(title)]),
    ...chunks(
      lines.map((line) => escapeSlack(oneLine(line))),
      SECTION,
    ).map(section),
  ])
  const shown = [header(subject), ...blocks]
  const kept =
    shown.length <= BLOCKS
      ? shown
      : [...shown.slice(0, BLOCKS - 1), section('Cut: more sections did not fit.')]
  return JSON.stringify({
    text: escapeSlack(subject),
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: kept,
  })
}

/** The three characters that Slack reads as its own. */
function escapeSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function header(text: string) {
  const plain = cutText(oneLine(text), HEADER / 2)
  return {
    type: 'header',
    text: { type: 'plain_text', text: escapeSlack(plain).slice(0, HEADER), emoji: false },
  }
}

function section(text: string) {
  return { type: 'section', text: { type: 'plain_text', text, emoji: false } }
}

/** Lines joined up to the limit of one block; a longer line is cut. */
export function chunks(lines: readonly string[], most: number): readonly string[] {
  const parts: string[] = []
  let part = ''
  for (const line of lines) {
    const own = cutText(line, most)
    if (part !== '' && part.length + own.length + 1 > most) {
      parts.push(part)
      part = ''
    }
    part = part === '' ? own : `${part}\n${own}`
  }
  return part === '' ? parts : [...parts, part]
}
