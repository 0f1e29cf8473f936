import {
  type MarkupHandler,
  MarkupScanner,
  RAW_TEXT,
  readAttributes,
} from '../../text/html-scanner.ts'

/** What a preview says of one message, as it stands in the page; HTML is not made text yet. */
export interface PreviewMessage {
  /** `channel/number`. */
  readonly id: string
  textHtml?: string
  owner?: string
  forwardedFrom?: string
  forwardedUrl?: string
  replyUrl?: string
  datetime?: string
  views?: string
  previewUrl?: string
  isService?: boolean
  readonly media: { url: string; type: 'image' | 'video' }[]
}

export interface PreviewPage {
  /** In the order of the page: oldest first. */
  readonly messages: readonly PreviewMessage[]
  /** The list of messages is there, even if it is empty. */
  readonly hasHistory: boolean
  /** Messages without a name, which cannot be kept. */
  readonly unreadable: number
  readonly title?: string
  readonly isCut: boolean
}

/** Reads the preview of a channel by the classes of its elements; whatever else the page holds is passed over. */
export function readPreview(html: string): PreviewPage {
  const reader = new PreviewReader(html)
  const scanner = new MarkupScanner(html, reader, RAW_TEXT)
  scanner.scan()
  return {
    messages: reader.messages,
    hasHistory: reader.hasHistory,
    unreadable: reader.unreadable,
    ...(reader.title === undefined ? {} : { title: reader.title }),
    isCut: scanner.cut || !/<\/html\s*>\s*$/i.test(html),
  }
}

type Attributes = ReadonlyMap<string, string>

/** An element whose inside is wanted, until its end. */
interface Capture {
  readonly kind: string
  readonly element: string
  readonly start: number
  depth: number
}

const INSIDE: Readonly<Record<string, string>> = {
  tgme_widget_message_reply: 'reply',
  tgme_widget_message_text: 'text',
  tgme_widget_message_views: 'views',
  tgme_widget_message_owner_name: 'owner',
  tgme_widget_message_forwarded_from_name: 'forwarded',
}
const HISTORY = new Set(['js-message_history', 'tgme_channel_history'])
const MOST_CAPTURES = 50

class PreviewReader implements MarkupHandler {
  readonly done = false
  readonly messages: PreviewMessage[] = []
  hasHistory = false
  unreadable = 0
  title: string | undefined
  private readonly html: string
  private readonly captures: Capture[] = []

  constructor(html: string) {
    this.html = html
  }

  text(): void {}
  cdata(): void {}

  open(written: string, start: number, end: number, selfClosing: boolean): void {
    const element = written.toLowerCase()
    const attributes = readAttributes(this.html, start, end)
    const classes = (attributes.get('class') ?? '').split(/\s+/)
    this.hasHistory ||= classes.some((name) => HISTORY.has(name))
    if (classes.includes('tgme_widget_message')) this.begin(attributes)
    const message = this.messages.at(-1)
    if (message !== undefined) noteElement(message, element, classes, attributes)
    if (selfClosing) return
    for (const capture of this.captures) if (capture.element === element) capture.depth += 1
    this.capture(element, classes, end, message)
    if (element === 'title') this.begins('title', element, end)
  }

  close(written: string, at: number): void {
    const element = written.toLowerCase()
    for (const capture of this.captures) if (capture.element === element) capture.depth -= 1
    while (this.captures.some(({ depth }) => depth === 0)) {
      const index = this.captures.findIndex(({ depth }) => depth === 0)
      const [ended] = this.captures.splice(index, 1)
      if (ended !== undefined) this.keep(ended, this.html.slice(ended.start, at))
    }
  }

  private begin(attributes: Attributes): void {
    const id = attributes.get('data-post') ?? ''
    this.captures.length = 0
    if (/^\w{1,64}\/\d{1,12}$/.test(id)) this.messages.push({ id, media: [] })
    else {
      this.unreadable += 1
      // What follows belongs to nobody, and not to the message before.
      this.messages.push({ id: '', media: [] })
    }
  }

  private capture(
    element: string,
    classes: readonly string[],
    end: number,
    message: PreviewMessage | undefined,
  ): void {
    const kind = classes.map((name) => INSIDE[name]).find((one) => one !== undefined)
    if (kind === undefined || message === undefined) return
    // A quoted message has a text of its own, and texts nest: the outermost of this message counts.
    const isQuoted = this.captures.some((one) => one.kind === 'reply')
    const isNested = this.captures.some((one) => one.kind === kind)
    if (isNested || (isQuoted && kind !== 'reply')) return
    if (kind === 'text' && classes.includes('js-message_reply_text')) return
    this.begins(kind, element, end)
  }

  private begins(kind: string, element: string, end: number): void {
    if (this.captures.length < MOST_CAPTURES)
      this.captures.push({ kind, element, start: end + 1, depth: 1 })
  }

  private keep({ kind }: Capture, inside: string): void {
    if (kind === 'title') this.title ??= inside
    const message = this.messages.at(-1)
    if (message === undefined) return
    if (kind === 'text') message.textHtml ??= inside
    else if (kind === 'views') message.views ??= inside
    else if (kind === 'owner') message.owner ??= inside
    else if (kind === 'forwarded') message.forwardedFrom ??= inside
  }
}

const TARGETS: Readonly<Record<string, 'replyUrl' | 'previewUrl' | 'forwardedUrl'>> = {
  tgme_widget_message_reply: 'replyUrl',
  tgme_widget_message_link_preview: 'previewUrl',
  tgme_widget_message_forwarded_from_name: 'forwardedUrl',
}

/** What stands in the attributes of an element. */
function noteElement(
  message: PreviewMessage,
  element: string,
  classes: readonly string[],
  attributes: Attributes,
): void {
  const href = attributes.get('href')
  const target = classes.map((name) => TARGETS[name]).find((one) => one !== undefined)
  if (href !== undefined && target !== undefined) message[target] ??= href
  // Films have a time as well, which says how long they are.
  const datetime = element === 'time' ? attributes.get('datetime') : undefined
  if (datetime !== undefined) message.datetime ??= datetime
  if (classes.includes('service_message')) message.isService = true
  const picture = classes.includes('tgme_widget_message_photo_wrap')
  addMedia(message, 'image', picture ? pictureOf(attributes) : undefined)
  addMedia(message, 'video', element === 'video' ? attributes.get('src') : undefined)
}

function addMedia(message: PreviewMessage, type: 'image' | 'video', url: string | undefined): void {
  if (url !== undefined) message.media.push({ url, type })
}

function pictureOf(attributes: Attributes): string | undefined {
  return /background-image:\s*url\(['"]?([^'")]+)/i.exec(attributes.get('style') ?? '')?.[1]
}
