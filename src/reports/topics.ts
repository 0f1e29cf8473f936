import { createTermReader } from '../analysis/terms.ts'
import { findTopics, type KnownTopic, type Topic, type TopicPost } from '../analysis/topics.ts'
import { contrastWords, type WordContrast } from '../metrics/log-odds.ts'
import type { StoredPost, Voice } from '../store/store.ts'
import { numberColumn, textColumn } from './columns.ts'
import type { Block, TableBlock } from './document.ts'
import { feelingOf } from './feelings.ts'
import { readKnownTopics } from './known-topics.ts'
import type { Report, ReportRequest } from './report.ts'
import {
  buildDocument,
  clauseOf,
  personOf,
  previousPeriod,
  readVoices,
  readWords,
  rolesOf,
  stepOf,
  toVoice,
} from './scope.ts'

const SHOWN = 12
const WORTH = 1.96
/** So many posts of each side are read word for word; of more, every second, third … */
const READ = 2500

export const topics: Report = {
  name: 'topics',
  summary: 'what people speak of: rising, falling, hot buttons, and contrasts by log-odds',
  build: async (request) => {
    const brands = namesOfRole(request, 'brand')
    const rivals = namesOfRole(request, 'competitor')
    const now = await readVoices(request, request.period)
    const before = await readVoices(request, previousPeriod(request.period))
    const about = now.filter((voice) => isAbout(voice, brands))
    const earlier = before.filter((voice) => isAbout(voice, brands))
    const others = now.filter((voice) => isAbout(voice, rivals))
    // One step for all, so that the counts of two periods and two sides compare.
    const step = stepOf(Math.max(about.length, earlier.length, others.length), READ)
    const ours = await readWords(request, about, step)
    const theirs = await readWords(request, others, step)
    const known = await readKnownTopics(request.store, request.now)
    const found = topicsOf(request, ours, await readWords(request, earlier, step), known)
    const feels = (label: string) => ours.filter((post) => feelingAbout(post, brands) === label)
    const advocates = await advocatesAmong(request, ours)
    return buildDocument(request, 'topics', 'Topics', [
      { kind: 'text', text: sentence(found, about.length) + sampled(step) },
      {
        kind: 'text',
        text: 'Topics and words count people; hot buttons count posts, copies too.',
      },
      topicTable('rising', 'Rising', found, ours),
      topicTable('steady', 'Steady', found, ours),
      topicTable('falling', 'Falling', found, ours),
      hotButtons(found, ours, brands),
      contrast(request, 'us_competitors', 'Said of us, and of competitors', ours, theirs, [
        'of us',
        'of them',
      ]),
      contrast(
        request,
        'happy_unhappy',
        'Said by the happy, and by the unhappy',
        feels('positive'),
        feels('negative'),
        ['happy', 'unhappy'],
      ),
      contrast(
        request,
        'advocates_everyone',
        'Said by advocates, and by everyone',
        advocates,
        ours,
        ['advocates', 'everyone'],
      ),
    ])
  },
}

function namesOfRole(request: ReportRequest, wanted: string): ReadonlySet<string> {
  return new Set([...rolesOf(request)].filter(([, role]) => role === wanted).map(([name]) => name))
}

function isAbout(post: Voice, names: ReadonlySet<string>): boolean {
  return post.mentions.some(({ query }) => names.has(query))
}

function feelingAbout(post: StoredPost, names: ReadonlySet<string>): string | undefined {
  const mention = post.mentions.find(({ query }) => names.has(query))
  return mention === undefined ? undefined : feelingOf(toVoice(post), mention.query)
}

/** The usual 500 words would drown what a few dozen people say, so that the prior grows with the posts up to it. */
function priorFor(posts: number): number {
  return Math.min(500, Math.max(20, posts / 2))
}

/** The topics of posts against those of the period before; names of brands are said by everybody and left out. */
export function topicsOf(
  request: Pick<ReportRequest, 'settings'>,
  now: readonly StoredPost[],
  before: readonly StoredPost[],
  known: readonly KnownTopic[] = [],
): readonly Topic[] {
  return findTopics(now.map(toTopicPost), before.map(toTopicPost), {
    known,
    without: namesToLeaveOut(request),
    priorSize: priorFor(now.length + before.length),
  })
}

function namesToLeaveOut({ settings }: Pick<ReportRequest, 'settings'>): readonly string[] {
  const names = [
    ...settings.queries.filter(({ role }) => role !== 'topic').map(({ name }) => name),
    ...Object.keys(settings.competitors),
    ...(settings.brand === undefined ? [] : [settings.brand.name]),
  ]
  return names.flatMap((name) => name.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter(Boolean)
}

function toTopicPost(post: StoredPost): TopicPost {
  return {
    text: `${post.title ?? ''}\n${post.text}`,
    lang: post.analysis?.lang ?? post.lang,
    person: personOf(post),
  }
}

/** The people of the tables are those of the posts that were read. */
function sampled(step: number): string {
  return step === 1 ? '' : ` The figures below are of every ${ordinal(step)} post.`
}

function ordinal(step: number): string {
  return `${step}${{ 2: 'nd', 3: 'rd' }[step] ?? 'th'}`
}

function sentence(found: readonly Topic[], posts: number): string {
  const rising = found.filter(({ direction }) => direction === 'rising')
  if (posts === 0) return 'No posts about us in this period.'
  if (rising.length === 0) return `Nothing rises beyond chance among ${posts} posts about us.`
  return `Rising: ${rising
    .slice(0, 3)
    .map(({ name, people, peopleBefore }) => `${name} (${people} people, ${peopleBefore} before)`)
    .join(', ')}.`
}

function topicTable(
  direction: Topic['direction'],
  title: string,
  found: readonly Topic[],
  posts: readonly StoredPost[],
): TableBlock {
  return {
    kind: 'table',
    name: direction,
    title,
    columns: [
      textColumn('topic'),
      numberColumn('people'),
      numberColumn('before'),
      { name: 'z', title: 'z', align: 'right' },
      textColumn('words'),
      textColumn('example'),
    ],
    rows: found
      .filter((topic) => topic.direction === direction)
      .slice(0, SHOWN)
      .map((topic) => {
        const example = posts[topic.posts[0] ?? -1]
        return [
          topic.name,
          topic.people,
          topic.peopleBefore,
          topic.z,
          topic.phrases.join(', '),
          example === undefined ? null : `#${example.post} ${clauseOf(example, 90)}`,
        ]
      }),
    empty: 'None.',
    more: 'listen search \'query:NAME "the topic"\'',
  }
}

/** Topics by how many unhappy posts they stand in. */
function hotButtons(
  found: readonly Topic[],
  posts: readonly StoredPost[],
  brands: ReadonlySet<string>,
): Block {
  const rows = found
    .map((topic) => {
      const own = topic.posts.flatMap((at) => posts[at] ?? [])
      const negative = own.filter((post) => feelingAbout(post, brands) === 'negative')
      return { topic, own, negative }
    })
    .filter(({ negative }) => negative.length >= 3)
    .sort((a, b) => b.negative.length - a.negative.length || (a.topic.key < b.topic.key ? -1 : 1))
  return {
    kind: 'table',
    name: 'hot_buttons',
    title: 'Hot buttons',
    columns: [
      textColumn('topic'),
      numberColumn('negative', 'unhappy posts'),
      numberColumn('posts'),
      numberColumn('share', 'unhappy', 'percent'),
      textColumn('example'),
    ],
    rows: rows
      .slice(0, SHOWN)
      .map(({ topic, own, negative }) => [
        topic.name,
        negative.length,
        own.length,
        negative.length / own.length,
        negative[0] === undefined ? null : `#${negative[0].post} ${clauseOf(negative[0], 90)}`,
      ]),
    empty: 'No topic has three unhappy posts.',
    more: 'listen search \'sentiment:negative "the topic"\'',
  }
}

/** Words that one side says more, and the other, by persons; |z| of 1.96 and more. */
function contrast(
  request: ReportRequest,
  name: string,
  title: string,
  here: readonly StoredPost[],
  there: readonly StoredPost[],
  sides: readonly [string, string],
): TableBlock {
  const worth = contrastOf(request, here, there).filter(({ z }) => Math.abs(z) >= WORTH)
  const rows = [...worth.slice(0, 8), ...worth.slice(8).slice(-8)]
  return {
    kind: 'table',
    name: `contrast_${name}`,
    title,
    columns: [
      textColumn('word'),
      numberColumn('here', sides[0]),
      numberColumn('there', sides[1]),
      { name: 'z', title: 'z', align: 'right' },
      textColumn('side', 'said more by'),
    ],
    rows: rows.map(({ word, here: mine, there: other, z }) => [
      word,
      mine,
      other,
      Math.round(z * 100) / 100,
      z > 0 ? sides[0] : sides[1],
    ]),
    empty: 'No word tells the two apart beyond chance.',
    more: 'listen search WORD',
  }
}

function contrastOf(
  request: ReportRequest,
  here: readonly StoredPost[],
  there: readonly StoredPost[],
): readonly WordContrast[] {
  const left = new Set(namesToLeaveOut(request))
  const mine = countPeople(here, left)
  const theirs = countPeople(there, left)
  const stems = [...new Set([...mine.keys(), ...theirs.keys()])]
  const contrasts = contrastWords(
    stems.flatMap((word) => {
      const [a, b] = [mine.get(word)?.people.size ?? 0, theirs.get(word)?.people.size ?? 0]
      return a + b < 3 ? [] : [{ word, here: a, there: b, background: a + b }]
    }),
    priorFor(here.length + there.length),
  )
  return contrasts.map((each) => ({ ...each, word: writtenAs(each.word, mine, theirs) }))
}

/** A word in all its forms: who said it, and how often it was written how. */
interface SaidWord {
  readonly people: Set<string>
  readonly forms: Map<string, number>
}

function writtenAs(stem: string, ...sides: readonly ReadonlyMap<string, SaidWord>[]): string {
  const forms = new Map<string, number>()
  for (const side of sides)
    for (const [form, count] of side.get(stem)?.forms ?? [])
      forms.set(form, (forms.get(form) ?? 0) + count)
  const sorted = [...forms].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  return sorted[0]?.[0] ?? stem
}

function countPeople(
  posts: readonly StoredPost[],
  left: ReadonlySet<string>,
): ReadonlyMap<string, SaidWord> {
  const reader = createTermReader()
  const words = new Map<string, SaidWord>()
  for (const post of posts) {
    const lang = post.analysis?.lang ?? post.lang ?? 'en'
    for (const { stem, surface } of reader.terms(`${post.title ?? ''}\n${post.text}`, lang, 1)) {
      if (left.has(surface)) continue
      const word = words.get(stem) ?? { people: new Set(), forms: new Map() }
      words.set(stem, word)
      word.people.add(personOf(post))
      word.forms.set(surface, (word.forms.get(surface) ?? 0) + 1)
    }
  }
  return words
}

async function advocatesAmong(
  request: ReportRequest,
  posts: readonly StoredPost[],
): Promise<readonly StoredPost[]> {
  const { rows } = await request.dialogue.people()
  const authors = new Set(
    rows
      .filter(({ group }) => group === 'advocate')
      .flatMap(({ summary }) => summary.authors.map(({ platform, id }) => `${platform} ${id}`)),
  )
  return posts.filter((post) => authors.has(personOf(post)))
}
