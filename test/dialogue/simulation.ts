import { seededRandom } from '../../src/metrics/random.ts'
import type { Instant } from '../../src/model/post.ts'

export const DAY = 86_400_000
export const HOUR = 3_600_000
export const MINUTE = 60_000

/** What happens in the month, in order of time. `of` names an earlier deed whose post is answered. */
export interface Deed {
  readonly id: string
  readonly at: Instant
  readonly by: string
  readonly text: string
  readonly of?: string
  readonly toUs?: boolean
  /** Through `listen reply`; else on the site itself. */
  readonly throughUs?: boolean
}

/** What the figures must come to. */
export interface Truth {
  complaints: number
  answered: number
  inTime: number
  canned: number
  replies: number
  recovery: Record<'recovered' | 'unhappy' | 'silent', number>
  control: Record<'recovered' | 'silent', number>
  praisers: Set<string>
  defenders: Set<string>
  wishes: Map<string, Set<string>>
}

const CANNED = (name: string) =>
  `Hi @${name}, we are sorry for the trouble that you had. Please write to us in private and our team will look into it.`
const COMPLAINTS = [
  '@acme the Acme export is broken and I lost my work, terrible',
  '@acme I am so disappointed with Acme, worst support ever',
  '@acme the Acme app crashes every time, this is awful',
]
const HAPPY = 'Acme is great, works perfectly for me, I love it'
const UNHAPPY = 'Acme is still broken, this is terrible, very disappointed'
const WISHES: readonly (readonly [string, readonly string[], number])[] = [
  [
    'dark mode',
    [
      'please add dark mode to Acme',
      'Acme should add dark mode, please',
      'could Acme please add a dark mode',
    ],
    120,
  ],
  [
    'calendar',
    [
      'please add calendar sync to Acme',
      'Acme should add calendar sync, please',
      'could Acme please add calendar sync',
    ],
    60,
  ],
  [
    'offline maps',
    [
      'please add offline maps to Acme',
      'Acme should add offline maps, please',
      'could Acme please add offline maps',
    ],
    20,
  ],
]

export interface Month {
  readonly deeds: readonly Deed[]
  readonly truth: Truth
  readonly people: number
}

/** A month of a brand's life among 2,000 people; the seed decides. */
export function simulateMonth(start: Instant, seed: number, people = 2000): Month {
  const month = new MonthWriter(start, seed)
  for (let index = 0; index < people; index += 1) month.live(`p${index}`, index)
  return { deeds: month.inOrder(), truth: month.settle(), people }
}

class MonthWriter {
  private readonly deeds: Deed[] = []
  private readonly start: Instant
  private readonly random: () => number
  private readonly truth: Truth = {
    complaints: 0,
    answered: 0,
    inTime: 0,
    canned: 0,
    replies: 0,
    recovery: { recovered: 0, unhappy: 0, silent: 0 },
    control: { recovered: 0, silent: 0 },
    praisers: new Set(),
    defenders: new Set(),
    wishes: new Map(),
  }

  constructor(start: Instant, seed: number) {
    this.start = start
    this.random = seededRandom(seed)
  }

  /** One person's month, by their place in the row. */
  live(name: string, index: number): void {
    const kind = index % 20
    if (kind < 8) this.complain(name, index)
    else if (kind < 12) this.praise(name, index)
    else if (kind === 12) this.defend(name)
    else if (kind < 15) this.wish(name, index)
    else this.chat(name)
  }

  inOrder(): readonly Deed[] {
    return this.deeds.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
  }

  /** The first canned reply repeats nothing. */
  settle(): Truth {
    const isCanned = (deed: Deed) => deed.by === 'acme' && deed.text.includes('in private')
    const canned = this.inOrder().filter(isCanned).length
    return { ...this.truth, canned: Math.max(0, canned - 1) }
  }

  private add(deed: Deed): Deed {
    this.deeds.push(deed)
    return deed
  }

  private someTime(days: number): Instant {
    return this.start + Math.floor((this.random() * days * DAY) / 1000) * 1000
  }

  private complain(name: string, index: number): void {
    const text = COMPLAINTS[index % COMPLAINTS.length] as string
    const complaint = this.add({
      id: `c-${name}`,
      at: this.someTime(28),
      by: name,
      text,
      toUs: true,
    })
    this.truth.complaints += 1
    if (this.random() < 0.25) this.goUnanswered(name, complaint)
    else this.answer(name, complaint)
  }

  private goUnanswered(name: string, complaint: Deed): void {
    const back = this.random() < 0.2
    this.truth.control[back ? 'recovered' : 'silent'] += 1
    if (back) this.add({ id: `h-${name}`, at: complaint.at + 3 * DAY, by: name, text: HAPPY })
  }

  private answer(name: string, complaint: Deed): void {
    const throughUs = this.random() < 0.5
    // Through the program only what a scan has brought: scans come every half hour.
    const soon = throughUs ? 31 + this.random() * 28 : 1 + this.random() * 58
    const minutes = this.random() < 0.6 ? soon : 61 + this.random() * 1200
    const at = complaint.at + Math.floor(minutes * 60) * 1000
    const text = this.random() < 0.3 ? CANNED(name) : this.ownWords(name)
    const reply = this.add({ id: `r-${name}`, at, by: 'acme', text, of: complaint.id, throughUs })
    this.truth.answered += 1
    this.truth.replies += 1
    if (reply.at - complaint.at <= HOUR) this.truth.inTime += 1
    this.comeBack(name, reply)
  }

  private comeBack(name: string, reply: Deed): void {
    const fate = this.random()
    const outcome = fate < 0.5 ? 'recovered' : fate < 0.7 ? 'unhappy' : 'silent'
    this.truth.recovery[outcome] += 1
    if (outcome === 'silent') return
    const text = outcome === 'recovered' ? HAPPY : UNHAPPY
    this.add({
      id: `b-${name}`,
      at: reply.at + HOUR + Math.floor(this.random() * 5 * 24) * HOUR,
      by: name,
      text,
    })
  }

  /** No two alike: words drawn from nonsense that no other reply has. */
  private ownWords(name: string): string {
    const draw = () =>
      Array.from({ length: 7 }, () => 'abcdefghiklmnoprstu'[Math.floor(this.random() * 19)]).join(
        '',
      )
    return `Hi @${name}, ${Array.from({ length: 12 }, draw).join(' ')} – Ann`
  }

  private praise(name: string, index: number): void {
    const first = this.someTime(12)
    this.add({ id: `l-${name}`, at: first, by: name, text: HAPPY })
    if (index % 2 === 1) return
    this.add({
      id: `m-${name}`,
      at: first + 5 * DAY,
      by: name,
      text: 'I love Acme, great work, thank you!',
    })
    this.truth.praisers.add(name)
  }

  /** Speaks well of us in two strangers' complaints on two days. */
  private defend(name: string): void {
    const complaints = this.deeds.filter(
      (deed) => deed.id.startsWith('c-') && deed.at < this.start + 20 * DAY,
    )
    const first = complaints[Math.floor(this.random() * complaints.length)]
    const second = complaints.find((deed) => deed.at > (first?.at ?? 0) + 3 * DAY)
    if (first === undefined || second === undefined) return
    for (const [index, complaint] of [first, second].entries()) {
      this.add({
        id: `d${index}-${name}`,
        at: complaint.at + 2 * DAY,
        by: name,
        text: HAPPY,
        of: complaint.id,
      })
    }
    this.truth.defenders.add(name)
  }

  private wish(name: string, index: number): void {
    const open = WISHES.filter(
      ([topic, , most]) => (this.truth.wishes.get(topic)?.size ?? 0) < most,
    )
    const [topic, texts] = open[index % open.length] ?? []
    if (topic === undefined || texts === undefined) return
    this.add({
      id: `w-${name}`,
      at: this.someTime(28),
      by: name,
      text: texts[index % texts.length] as string,
    })
    this.truth.wishes.set(topic, (this.truth.wishes.get(topic) ?? new Set()).add(name))
  }

  private chat(name: string): void {
    this.add({
      id: `n-${name}`,
      at: this.someTime(30),
      by: name,
      text: 'Acme opened an office in Berlin',
    })
  }
}
