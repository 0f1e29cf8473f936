import type { IntentName, SentimentLabel } from '../../src/model/mention.ts'
import { type Chance, createDeck } from './chance.ts'
import { DAY } from './draft.ts'
import { TOPICS, type Topic } from './topics.ts'

export type VoiceKind = 'bad' | 'good' | 'question' | 'wish'

/** Something that one person says about the phone. */
export interface Voice {
  readonly topic: string
  readonly kind: VoiceKind
  readonly first: string
  /** Sentences that may follow, in order. */
  readonly more: readonly string[]
  readonly intent: IntentName
  readonly feeling: SentimentLabel
  /** Seconds before the end between which it can have been said. */
  readonly window: readonly [number, number]
}

/** What the phone is called by those who own it, and by others; which sentences fit its maker. */
export interface Phones {
  readonly mine: readonly string[]
  readonly any: readonly string[]
  readonly fits: (sentence: string) => boolean
}

const OUR_PHONES_MINE = [
  'my Acme',
  'my Acme Nova 2',
  'the Acme Nova 2',
  'my Acme phone',
  'this Acme phone',
  'my Acme Nova',
]
const OUR_PHONES_ANY = ['the Acme Nova 2', 'the Acme Nova', 'the new Acme', 'the Acme phone']

const OUR_PHONES: Phones = { mine: OUR_PHONES_MINE, any: OUR_PHONES_ANY, fits: () => true }

/** A competitor's phone: nothing that only happened to ours. */
export function rivalPhones(mine: readonly string[], any: readonly string[]): Phones {
  return {
    mine,
    any,
    fits: (text) => !/Acme|Nova|4\.[12]|indexer|cloud|Jonas|Ines|update/i.test(text),
  }
}

/** Deals voices: every beginning is used before one comes again. */
export function createVoices(
  chance: Chance,
  phones: Phones = OUR_PHONES,
): (kind: VoiceKind, only?: string) => Voice {
  const all = TOPICS.flatMap((topic) =>
    (['bad', 'good', 'question', 'wish'] as const).flatMap((kind) =>
      topic[kind].filter(phones.fits).map((first) => ({ topic, kind, first })),
    ),
  )
  const decks = new Map<string, () => (typeof all)[number]>()
  const followers = new Map<string, () => string>()
  const follow = (topic: Topic, list: 'badMore' | 'ask' | 'goodMore') => {
    const name = `${topic.name} ${list}`
    const deck = followers.get(name) ?? createDeck(chance, topic[list].filter(phones.fits))
    followers.set(name, deck)
    return deck()
  }
  return (kind, only) => {
    const name = `${kind} ${only ?? ''}`
    const deck =
      decks.get(name) ??
      createDeck(
        chance,
        all.filter(
          (each) => each.kind === kind && (only === undefined || each.topic.name === only),
        ),
      )
    decks.set(name, deck)
    const { topic, first } = deck()
    const more =
      kind === 'bad'
        ? [follow(topic, 'badMore'), follow(topic, 'ask')]
        : kind === 'good'
          ? [follow(topic, 'goodMore')]
          : []
    return {
      topic: topic.name,
      kind,
      first: withPhone(first, topic, kind, chance, phones),
      more,
      intent: intentOf(topic, kind, first),
      feeling: kind === 'bad' ? 'negative' : kind === 'good' ? 'positive' : 'neutral',
      window: windowOf(topic, first, kind),
    }
  }
}

function withPhone(
  text: string,
  topic: Topic,
  kind: VoiceKind,
  chance: Chance,
  phones: Phones,
): string {
  const isOwn =
    kind === 'good' ||
    (kind === 'bad' && !['delivery', 'billing', 'price', 'size'].includes(topic.name))
  const phone = chance.pick(isOwn ? phones.mine : phones.any)
  const filled = text.replaceAll('{P}', phone)
  return filled.replace(
    /(^|[.!?] )([a-z])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  )
}

function intentOf(topic: Topic, kind: VoiceKind, first: string): IntentName {
  if (kind === 'bad') return topic.bug ? 'bug' : 'complaint'
  if (kind === 'good') return 'praise'
  if (kind === 'wish') return 'request'
  return /Thinking of buying|worth it over|best price/.test(first) ? 'purchase' : 'question'
}

/** Nobody speaks of an update before it is out, or of an outage before it happens. */
function windowOf(topic: Topic, first: string, kind: VoiceKind): readonly [number, number] {
  const days = (from: number, to: number) => [-from * DAY, -to * DAY] as const
  if (/4\.2\.1/.test(first)) return days(5.1, 0.1)
  if (topic.name === 'cloud' && kind === 'bad') return days(8.85, 8.3)
  if (/cloud trouble|outage|month of Acme Cloud/.test(first)) return days(7.1, 1)
  if (/4\.2|media indexer|since the update|after the update/i.test(first)) return days(18.2, 5.6)
  if (topic.name === 'battery' && kind === 'bad') return days(17.9, 6)
  return days(29.6, 0.03)
}
