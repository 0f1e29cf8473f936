import { cutText, fitSections, type Message, oneLine, subjectOf } from './message.ts'

// A message takes 28 KB, and workflows take Adaptive Cards alone (Microsoft's pages on incoming webhooks, April 2026).
const BYTES = 26_000
const LINE = 2000

/** An Adaptive Card of text runs, in which no Markdown and no link is read. */
export function teamsBody(message: Message): string {
  const bytes = (text: string) => Buffer.byteLength(JSON.stringify(block(text))) + 40
  const sections = fitSections(message.sections, BYTES, bytes)
  const body = [
    block(subjectOf(message), { size: 'Large', weight: 'Bolder' }),
    ...sections.flatMap(({ title, lines }) => [
      ...(title === '' ? [] : [block(oneLine(title), { weight: 'Bolder' })]),
      ...lines.map((line) => block(oneLine(line))),
    ]),
  ]
  return JSON.stringify({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          body,
        },
      },
    ],
  })
}

function block(text: string, look: Readonly<Record<string, string>> = {}) {
  return {
    type: 'RichTextBlock',
    inlines: [{ type: 'TextRun', text: cutText(text, LINE), ...look }],
  }
}
