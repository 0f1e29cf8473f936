import { safeBlock, safeLine } from '../format/safe-text.ts'
import { wrapToWidth } from '../format/width.ts'

/** Everything from this line on is for the writer's eyes and is never sent. */
export const CUT_LINE = '# ------------------------ >8 ------------------------'

/** What the writer sees below the cut, in order. */
export interface DraftContext {
  readonly title: string
  readonly sections: readonly { readonly heading: string; readonly lines: readonly string[] }[]
}

const WIDTH = 96

/** The file for the editor: the draft on top, then the cut, then the conversation and what we know as comments. */
export function writeDraftFile(draft: string, context: DraftContext): string {
  const lines = [
    CUT_LINE,
    '# Write your answer above this line; nothing from it on is sent. An empty answer sends nothing.',
    '#',
    `# ${safeLine(context.title)}`,
    ...context.sections.flatMap(({ heading, lines: body }) => [
      '#',
      `# ${safeLine(heading)}`,
      ...body.flatMap(comment),
    ]),
  ]
  return `${draft.trimEnd()}\n\n${lines.join('\n')}\n`
}

/** Texts of strangers cannot leave the comment: every line of theirs begins with the mark. */
function comment(text: string): readonly string[] {
  return safeBlock(text)
    .split('\n')
    .flatMap((line) => wrapToWidth(line, WIDTH))
    .map((line) => `#   ${line}`)
}

/** The answer in an edited file: all above the first cut line; all of it where the writer removed the cut. */
export function readDraftFile(content: string): string {
  const lines = content.replace(/^\ufeff/, '').split(/\r?\n/)
  const cut = lines.indexOf(CUT_LINE)
  return (cut < 0 ? lines.filter((line) => !/^#(?: |$)/.test(line)) : lines.slice(0, cut))
    .join('\n')
    .trim()
}
