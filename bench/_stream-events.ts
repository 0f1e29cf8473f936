import { randomNumbers } from './_posts.ts'

const SYLLABLES =
  'ba be bi bo ca ce co da de di do fa fe ga ge ha he hi ka ke la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to va ve wa we ya ze'.split(
    ' ',
  )

/** Made-up words, most frequent first; they are taken as Zipf's law says. */
export function makeWords(count: number, seed: number): readonly string[] {
  const next = randomNumbers(seed)
  const words = new Set<string>()
  while (words.size < count) {
    const length = 1 + Math.floor(next() * 3) + (words.size > 200 ? 1 : 0)
    let word = ''
    for (let at = 0; at < length; at++) word += SYLLABLES[Math.floor(next() * SYLLABLES.length)]
    words.add(word)
  }
  return [...words]
}

/** The name that query number so is about; no other word looks like it. */
export const nameOf = (index: number) => `qx${index.toString(36)}brand`

/** Expressions as people write them: six in ten boolean, the rest NEAR, phrases, wildcards, fuzzy and regular ones. */
export function makeQueries(count: number): readonly string[] {
  const words = makeWords(2_000, 3)
  const next = randomNumbers(5)
  const common = () => words[20 + Math.floor(next() * 1_000)] ?? 'the'
  return Array.from({ length: count }, (_, index) => {
    const name = nameOf(index)
    const [a, b] = [common(), common()]
    const place = index % 100
    if (place < 60) return `(${name} OR (${name}x ${a})) NOT ${name}${b}`
    if (place < 75) return `${name} NEAR/5 (${a} OR ${b})`
    if (place < 90) return `"${name} ${a}"`
    if (place < 95) return `${name.slice(0, -2)}*`
    return place < 98 ? `${name}~1` : `/${name}s?/`
  })
}

/** Events in the shape that Jetstream sends, but for time and key, which are told when they are sent. */
export interface EventTemplate {
  readonly head: string
  readonly middle: string
  readonly tail: string
}

/**
 * As measured on a recorded minute of the network: of ten events nine are new posts, four of them answers; some carry
 * links, hashtags, pictures; one is a deletion. `share` of the posts hold a name that queries are about.
 */
export function makeTemplates(
  count: number,
  queries: number,
  share: number,
): readonly EventTemplate[] {
  const words = makeWords(30_000, 7)
  const next = randomNumbers(11)
  const word = () => words[Math.floor(words.length ** next()) - 1] ?? 'the'
  return Array.from({ length: count }, (_, at) => {
    const did = `did:plc:${at.toString(36).padStart(24, 'a')}`
    const isDeleted = next() < 0.08
    const operation = isDeleted ? 'delete' : 'create'
    const record = isDeleted
      ? ''
      : `,"record":${JSON.stringify(makeRecord(next, word, queries, share))},"cid":"bafyreia7k3"`
    return {
      head: `{"did":"${did}","time_us":`,
      middle: `,"kind":"commit","commit":{"rev":"3mptbypcq372f","operation":"${operation}","collection":"app.bsky.feed.post","rkey":"`,
      tail: `"${record}}}`,
    }
  })
}

function makeRecord(next: () => number, word: () => string, queries: number, share: number) {
  const all = Array.from({ length: 4 + Math.floor(next() * 40) }, word)
  if (next() < share) all[Math.floor(next() * all.length)] = nameOf(Math.floor(next() * queries))
  const text = all.join(' ').slice(0, 300)
  const uri = `at://did:plc:${Math.floor(next() * 1e9).toString(36)}/app.bsky.feed.post/3mptb`
  const ref = { cid: 'bafyreib', uri }
  const size = Buffer.byteLength(text)
  const facet = (feature: object) => ({
    $type: 'app.bsky.richtext.facet',
    features: [feature],
    index: { byteStart: Math.max(0, size - 9), byteEnd: size },
  })
  return {
    $type: 'app.bsky.feed.post',
    createdAt: '2026-07-04T14:38:06.240Z',
    langs: ['en'],
    text,
    ...(next() < 0.45 ? { reply: { parent: ref, root: ref } } : {}),
    ...(next() < 0.15
      ? { facets: [facet({ $type: 'app.bsky.richtext.facet#tag', tag: word() })] }
      : {}),
    ...embedOf(next()),
  }
}

function embedOf(dice: number): object {
  const ref = { $link: 'bafkreias7oxbr6swsuggccmtnqpoeami4jza5x4w3urltn6gzhqf4k6k2e' }
  const blob = { $type: 'blob', ref, mimeType: 'image/jpeg', size: 119_635 }
  if (dice < 0.15)
    return {
      embed: {
        $type: 'app.bsky.embed.images',
        images: [{ alt: '', aspectRatio: { height: 889, width: 889 }, image: blob }],
      },
    }
  if (dice > 0.25) return {}
  const external = {
    description: 'a page',
    thumb: blob,
    title: 'A page',
    uri: 'https://x.example/a',
  }
  return { embed: { $type: 'app.bsky.embed.external', external } }
}
