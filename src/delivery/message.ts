/** One message for people, in every form that a way out may want. Texts in it are foreign: each way makes them safe. */
export interface Message {
  readonly kind: 'digest' | 'alert'
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly sections: readonly MessageSection[]
  /** The figures as data, for programs. */
  readonly data: unknown
  /** Known by this: a repeat carries the same key, so that the other side can tell. */
  readonly key: string
  /** Sent again because nobody knows what became of the first try. */
  readonly isRepeat: boolean
}

export interface MessageSection {
  /** "" for words without a title. */
  readonly title: string
  readonly lines: readonly string[]
}

/** `doubt`: it may have arrived, nobody can say. `note` tells what did not go well all the same. */
export type DeliveryResult =
  | { readonly state: 'delivered'; readonly note?: string }
  | { readonly state: 'failed' | 'doubt'; readonly error: string }

/** One way out. */
export interface DeliveryWay {
  /** The state of its windows is kept under this name. */
  readonly name: string
  readonly deliver: (message: Message) => Promise<DeliveryResult>
}

const REPEAT = 'Repeat'

/** The subject as one line, marked when it goes out for the second time. */
export function subjectOf({ subject, isRepeat }: Message): string {
  const line = oneLine(subject)
  return cutText(isRepeat ? `${REPEAT}: ${line}` : line, 200)
}

/** No line break, no control character: nothing that a header or a protocol could take for its own. */
export function oneLine(text: string): string {
  return text
    .replaceAll(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .replaceAll(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g, '')
    .trim()
}

/** Cuts behind so many UTF-16 units, never inside a character; the cut shows. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const end = most - 1
  const isPair = /[\ud800-\udbff]/.test(text.charAt(end - 1))
  return `${text.slice(0, isPair ? end - 1 : end)}…`
}

/**
 * The sections that fit into a budget of characters, and a last line that says how many lines were left out. `size` is
 * what a line costs in the way's own writing.
 */
export function fitSections(
  sections: readonly MessageSection[],
  budget: number,
  size: (text: string) => number = (text) => text.length,
): readonly MessageSection[] {
  const fitted: MessageSection[] = []
  let left = budget - 60
  let dropped = 0
  for (const { title, lines } of sections) {
    const kept: string[] = []
    const head = size(title) + 2
    for (const line of lines) {
      const cost = size(line) + 1 + (kept.length === 0 ? head : 0)
      if (cost > left) {
        dropped += 1
        continue
      }
      kept.push(line)
      left -= cost
    }
    if (kept.length > 0) fitted.push({ title, lines: kept })
  }
  if (dropped > 0)
    fitted.push({ title: '', lines: [`Cut: ${dropped} more lines did not fit into this message.`] })
  return fitted
}
