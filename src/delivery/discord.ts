import { cutText, fitSections, type Message, oneLine, subjectOf } from './message.ts'
import { chunks } from './slack.ts'

// Limits: content 2,000 characters, 10 embeds, title 256, description 4,096, all embeds together 6,000 (Discord's
// message resource).
const CONTENT = 2000
const EMBEDS = 10
const TITLE = 256
const DESCRIPTION = 4096
const WHOLE = 5500

/** Embeds with every mark of Markdown escaped, and a message that may mention nobody. */
export function discordBody(message: Message): string {
  const sections = fitSections(message.sections, WHOLE, (text) => escapeDiscord(text).length)
  const embeds = sections.flatMap(({ title, lines }) =>
    chunks(
      lines.map((line) => escapeDiscord(oneLine(line))),
      DESCRIPTION,
    ).map((description, index) => ({
      ...(title === '' || index > 0
        ? {}
        : { title: cutText(escapeDiscord(oneLine(title)), TITLE) }),
      description,
    })),
  )
  return JSON.stringify({
    content: cutText(escapeDiscord(subjectOf(message)), CONTENT),
    allowed_mentions: { parse: [] },
    embeds: embeds.length <= EMBEDS ? embeds : [...embeds.slice(0, EMBEDS - 1), joined(embeds)],
  })
}

function joined(embeds: readonly { readonly description: string }[]) {
  const rest = embeds.slice(EMBEDS - 1).map(({ description }) => description)
  return { description: cutText(rest.join('\n'), DESCRIPTION) }
}

/** Backslashes before marks; a zero-width blank keeps names behind @ and # from being looked up. */
function escapeDiscord(text: string): string {
  return text.replaceAll(/[\\*_~`|>#[\]()<:-]/g, '\\$&').replaceAll('@', '@\u200b')
}
