import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { aDemo, DEMO_NOW, type DemoPlace } from '../helpers/demo.ts'

// What the reports say of the sample month against what is true of it. The truth is counted here from the month's own
// files, by a few plain loops: nothing of the program that makes reports is used.

interface TruePost {
  readonly key: string
  readonly platform: string
  readonly id: string
  readonly place: string
  readonly side: string
  readonly addressed: boolean
  readonly about: readonly string[]
  readonly intent?: string
  readonly sentiment: string
  readonly story: string
  readonly thread: string
  readonly person: string
  readonly outcome?: string
  readonly at: number
  readonly words: string
}

type Row = Readonly<Record<string, string | number | null>>
type Report = Readonly<Record<string, readonly Row[]>>

const NOW = Date.parse(DEMO_NOW)
const truth = readTruth()
const theirs = truth.filter(({ side }) => side === 'theirs')
/** A post can be found by a query only where it says the name. */
const names = (brand: string) =>
  theirs.filter(
    ({ about, words }) => about.includes(brand) && new RegExp(`\\b${brand}`, 'i').test(words),
  )
const addressed = theirs.filter((post) => post.addressed)

function readTruth(): readonly TruePost[] {
  const { posts } = JSON.parse(readFileSync('sample/truth.json', 'utf8')) as {
    readonly posts: Readonly<Record<string, Omit<TruePost, 'key' | 'at' | 'words'>>>
  }
  return readFileSync('sample/posts.jsonl', 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => {
      const { key, at, title = '', text } = JSON.parse(line) as Readonly<Record<string, string>>
      const known = posts[String(key)]
      const words = `${title} ${text}`
      // The configuration mutes this phrase.
      if (known === undefined || /use my code/i.test(words)) return []
      return [{ ...known, key: String(key), at: NOW + Number(at) * 1000, words }]
    })
    .sort((a, b) => a.at - b.at)
}

const peopleOf = (posts: readonly TruePost[]) =>
  new Set(posts.map(({ place, person }) => `${place} ${person}`)).size

interface Turn {
  readonly start: number
  /** Until the answer; undefined: none came. */
  readonly minutes: number | undefined
}
type Test = (post: TruePost) => boolean

/** Runs of their posts between ours in a thread; each is answered by the next of ours. */
function turnsOf(opens: Test, answers: Test): readonly Turn[] {
  const threads = new Map<string, TruePost[]>()
  for (const post of truth) threads.set(post.thread, [...(threads.get(post.thread) ?? []), post])
  return [...threads.values()].flatMap((posts) => turnsIn(posts, opens, answers))
}

function turnsIn(posts: readonly TruePost[], opens: Test, answers: Test): readonly Turn[] {
  const turns: Turn[] = []
  let start: number | undefined
  for (const post of posts) {
    if (start === undefined) {
      if (opens(post)) start = post.at
    } else if (answers(post)) {
      turns.push({ start, minutes: (post.at - start) / 60_000 })
      start = undefined
    }
  }
  return start === undefined ? turns : [...turns, { start, minutes: undefined }]
}

function expectNear(actual: unknown, expected: number, tolerance: number, what: string): void {
  const told = `${what}: the report says ${actual}, true is ${expected}`
  expect(Math.abs(Number(actual) - expected), told).toBeLessThanOrEqual(tolerance)
}

describe('the reports of the sample month', () => {
  let demo: DemoPlace
  const byNumber = new Map<number, TruePost>()
  beforeAll(async () => {
    demo = await aDemo()
    const known = new Map(truth.map((post) => [`${post.platform} ${post.id}`, post]))
    const { out } = await demo.run('search', '--all', '-n', '5000', '--unfold', '--json')
    for (const line of out.trim().split('\n')) {
      const { post, platform, id } = JSON.parse(line) as Readonly<Record<string, string | number>>
      const found = known.get(`${platform} ${id}`)
      if (found !== undefined) byNumber.set(Number(post), found)
    }
    expect(byNumber.size).toBeGreaterThan(1000)
  }, 60_000)

  const report = async (name: string): Promise<Report> =>
    JSON.parse((await demo.run('report', name, '--json')).out)
  const rowOf = (rows: readonly Row[] | undefined, key: string, value: string): Row =>
    rows?.find((row) => row[key] === value) ?? {}

  it.each(['overview', 'volume', 'queries'])('%s counts the posts of each query', async (name) => {
    const { queries } = await report(name)
    for (const brand of ['acme', 'globex', 'initech']) {
      const own = names(brand)
      expectNear(rowOf(queries, 'query', brand).posts, own.length, own.length * 0.015, brand)
    }
    if (name !== 'queries')
      expectNear(
        rowOf(queries, 'query', 'addressed').posts,
        addressed.length,
        addressed.length * 0.02,
        'addressed',
      )
  })

  it('volume counts people, days and posts without copies', async () => {
    const { queries, days } = await report('volume')
    const acme = rowOf(queries, 'query', 'acme')
    expectNear(acme.people, peopleOf(names('acme')), 4, 'people')
    const heard = new Set([...names('acme'), ...names('globex'), ...names('initech'), ...addressed])
    const perDay = new Map<string, number>()
    for (const { at } of heard) {
      const day = new Date(at).toISOString().slice(0, 10)
      perDay.set(day, (perDay.get(day) ?? 0) + 1)
    }
    expect(days?.length).toBe(31)
    for (const { label, posts } of days ?? [])
      expectNear(posts, perDay.get(String(label)) ?? 0, 5, String(label))
  })

  it('share of voice is that of the names', async () => {
    const { shares_posts, shares_people } = await report('share-of-voice')
    const all = ['acme', 'globex', 'initech'].map((brand) => names(brand))
    const posts = all.reduce((sum, each) => sum + each.length, 0)
    const people = all.reduce((sum, each) => sum + peopleOf(each), 0)
    for (const [index, brand] of ['acme', 'globex', 'initech'].entries()) {
      const own = all[index] ?? []
      expectNear(rowOf(shares_posts, 'query', brand).share, own.length / posts, 0.01, brand)
      expectNear(rowOf(shares_people, 'query', brand).share, peopleOf(own) / people, 0.015, brand)
    }
  })

  it('sources give the mix', async () => {
    const { sources } = await report('sources')
    const count = (...places: readonly string[]) =>
      truth.filter(({ place }) => places.includes(place)).length
    expectNear(rowOf(sources, 'source', 'forum').posts, count('forum'), 3, 'forum')
    expectNear(rowOf(sources, 'source', 'reviews').posts, count('reviews'), 1, 'reviews')
    expectNear(rowOf(sources, 'source', 'newsroom').posts, count('blog'), 0, 'newsroom')
    const abroad = count('gadgets-de', 'puce-fr', 'movil-es', 'telefonino-it', 'celular-pt')
    expectNear(rowOf(sources, 'source', 'elsewhere').posts, abroad, 4, 'elsewhere')
  })

  it('response counts the turns that were addressed to us, and how long they waited', async () => {
    const { groups } = await report('response')
    const turns = turnsOf(
      (post) => post.side === 'theirs' && post.addressed,
      (post) => post.side === 'ours',
    )
    const minutes = turns.flatMap((turn) => (turn.minutes === undefined ? [] : [turn.minutes]))
    const sorted = minutes.toSorted((a, b) => a - b)
    const own = ['addressed to us', 'praise'].map((group) => rowOf(groups, 'group', group))
    const sum = (column: string) => own.reduce((total, row) => total + Number(row[column]), 0)
    expectNear(sum('turns'), turns.length, 3, 'turns')
    expectNear(sum('answered'), minutes.length, 5, 'answered')
    const median = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0
    expectNear(own[0]?.p50, median, median * 0.1, 'median minutes')
  })

  it('community finds the questions that customers answered, and who was won back', async () => {
    const { recovery, answers = [] } = await report('community')
    const count = (...outcomes: readonly string[]) =>
      theirs.filter(({ outcome }) => outcomes.includes(outcome ?? '')).length
    const found = answers.filter(
      ({ question }) => byNumber.get(Number(question))?.outcome === 'answered-by-customer',
    )
    // Fifteen are shown, the latest first; some that customers answered too were answered by us later.
    expect(found.length).toBeGreaterThanOrEqual(8)
    const week = rowOf(
      recovery?.filter(({ days }) => days === 7),
      'group',
      'answered',
    )
    const better = Number(week.recovered) + Number(week.softened)
    expectNear(better, count('recovered', 'softened'), 6, 'happier')
    const worse = Number(week.unhappy) + Number(week.worse)
    expectNear(worse, count('still-unhappy', 'worse'), 5, 'not happier')
  })

  it('people are called what their posts show', async () => {
    const people = await report('people')
    const feelings = (group: string) =>
      (people[group] ?? []).map(({ evidence }) =>
        String(evidence)
          .split(', ')
          .map((each) => byNumber.get(Number(each))?.sentiment ?? ''),
      )
    const share = (group: string, label: string, other: string) => {
      const all = feelings(group)
      const right = all.filter(
        (each) =>
          each.filter((one) => one === label).length >= each.filter((one) => one === other).length,
      )
      return right.length / all.length
    }
    expect(share('group_advocate', 'positive', 'negative')).toBeGreaterThan(0.7)
    expect(share('group_detractor', 'negative', 'positive')).toBeGreaterThan(0.5)
  })

  it('competitors are seen where they answer', async () => {
    const { front_doors, voices } = await report('competitors')
    for (const brand of ['globex', 'initech']) {
      const answers = truth.filter(({ side }) => side === `competitor:${brand}`).length
      const { answered, turns } = rowOf(front_doors, 'who', brand)
      // An answer to who wanted none, and a second one to the same turn, are no answered turn.
      expect(Number(answered)).toBeGreaterThan(0)
      expect(Number(answered)).toBeLessThanOrEqual(answers)
      expect(Number(turns)).toBeLessThanOrEqual(names(brand).length)
      expectNear(rowOf(voices, 'query', brand).posts, names(brand).length, 1, brand)
    }
  })

  it('feedback names wishes, bugs and praise', async () => {
    const feedback = await report('feedback')
    const share = (table: string, wanted: readonly string[]) => {
      const intents = (feedback[table] ?? []).map(
        ({ example }) => byNumber.get(Number(/#(\d+)/.exec(String(example))?.[1]))?.intent ?? '',
      )
      expect(intents.length, table).toBeGreaterThan(3)
      return intents.filter((intent) => wanted.includes(intent)).length / intents.length
    }
    expect(share('wish', ['request', 'question'])).toBeGreaterThan(0.5)
    expect(share('bug', ['bug', 'complaint'])).toBeGreaterThan(0.7)
    expect(share('praise', ['praise'])).toBeGreaterThan(0.6)
  })

  it('sentiment of the names is near the truth', async () => {
    const tables = await report('sentiment')
    const queries = tables.queries ?? tables.net
    for (const brand of ['acme']) {
      const own = names(brand)
      const share = (label: string) =>
        own.filter(({ sentiment }) => sentiment === label).length / own.length
      const net = rowOf(queries, 'query', brand).net
      expectNear(net, share('positive') - share('negative'), 0.3, `net of ${brand}`)
    }
  })

  it('topics name what the stories are about', async () => {
    const { steady = [], rising = [], hot_buttons = [] } = await report('topics')
    const rows = [...rising, ...steady, ...hot_buttons]
    const storyOf = ({ example }: Row) =>
      byNumber.get(Number(/#(\d+)/.exec(String(example))?.[1]))?.story ?? ''
    const vague = new Set(['', 'conversation', 'off-topic', 'spam', 'job'])
    expect(rows.length).toBeGreaterThan(12)
    expect(rows.filter((row) => !vague.has(storyOf(row))).length / rows.length).toBeGreaterThan(0.7)
    expect(new Set(rows.map(storyOf)).size).toBeGreaterThanOrEqual(7)
  })
})
