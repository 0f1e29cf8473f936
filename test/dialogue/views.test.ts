import { describe, expect, it } from 'vitest'
import { adviseReply, asksThem, hashParent } from '../../src/dialogue/advice.ts'
import { readCommunityAnswers } from '../../src/dialogue/community.ts'
import {
  draftNews,
  peopleToTell,
  readFeedback,
  setFeedbackStatus,
} from '../../src/dialogue/feedback.ts'
import { readRecovery } from '../../src/dialogue/follow-up.ts'
import { readFrontDoor } from '../../src/dialogue/front-door.ts'
import { handoverJson, handoverText, readHandover } from '../../src/dialogue/handover.ts'
import { groupByMeaning } from '../../src/dialogue/meaning.ts'
import { readPeople } from '../../src/dialogue/people.ts'
import { readPersonView } from '../../src/dialogue/person.ts'
import { readQueue } from '../../src/dialogue/queue-view.ts'
import { chooseRehearsals, readRehearsal } from '../../src/dialogue/rehearse.ts'
import { readResponseData } from '../../src/dialogue/response-data.ts'
import { NotFoundError, UsageError } from '../../src/errors.ts'
import { parseQuery } from '../../src/query/parser.ts'
import type { PreparedPost, Store } from '../../src/store/store.ts'
import {
  aComplaint,
  aMatch,
  anAnalysis,
  aPage,
  aReply,
  DAY,
  HOUR,
  MINUTE,
  NOW,
  POLICY,
  temporaryStores,
} from '../store/builders.ts'

const stores = temporaryStores()
const ZONE = 'UTC'
const PERIOD = { from: NOW - 60 * DAY, to: NOW }

async function aStore(...posts: readonly PreparedPost[]): Promise<Store> {
  const store = await stores.open()
  const newestFirst = posts.toSorted(
    (a, b) => (b.post.publishedAt ?? 0) - (a.post.publishedAt ?? 0),
  )
  for (const post of newestFirst.toReversed()) {
    await store.savePages([
      aPage([
        {
          ...post,
          post: { ...post.post, collectedAt: (post.post.publishedAt ?? NOW) + 10 * MINUTE },
        },
      ]),
    ])
  }
  return store
}

const by = (id: string, name?: string) => ({
  author: { id, handle: id, ...(name === undefined ? {} : { name }) },
})
const ago = (milliseconds: number) => ({ publishedAt: NOW - milliseconds })
const happy = { analysis: anAnalysis(['praise'], 'positive') }
const numberOf = async (store: Store, id: string) =>
  (await store.search({ now: NOW, zone: ZONE })).find((post) => post.id === id)?.post ?? 0

describe('the queue', () => {
  it('has sections, parts that sum, and promises first', async () => {
    const store = await aStore(
      aComplaint({ id: 'late', ...by('kim'), ...ago(5 * HOUR) }),
      aComplaint({ id: 'fresh', ...by('lee'), ...ago(5 * MINUTE), likes: 900 }),
      aComplaint({ id: 'thanks', ...by('mia'), ...ago(HOUR) }, happy),
      aMatch(
        { id: 'doubt', ...by('noa'), ...ago(HOUR) },
        { analysis: anAnalysis(), opening: { opening: 'look', rule: 'r' } },
      ),
      aComplaint({ id: 'promised', ...by('ola'), ...ago(2 * DAY) }),
      aReply({ id: 'r', parent: 'promised', ...ago(DAY) }),
    )
    await store.triage(
      { type: 'promise', due: NOW + HOUR },
      [await numberOf(store, 'promised')],
      'ann',
    )
    const queue = await readQueue(store, { now: NOW, policy: POLICY, limit: 10 })
    expect(queue.answer.map(({ thread }) => thread.open.post.id)).toEqual([
      'promised',
      'late',
      'fresh',
    ])
    expect(queue.praise.map(({ thread }) => thread.open.post.id)).toEqual(['thanks'])
    expect(queue.look.map(({ thread }) => thread.open.post.id)).toEqual(['doubt'])
    const late = queue.answer[1]?.score
    expect(late?.parts.map(({ name }) => name)).toContain('overdue')
    expect(late?.score).toBeCloseTo(late?.parts.reduce((sum, { value }) => sum + value, 0) ?? 0, 5)
  })

  it('is filtered before it is cut, by words and by what the ledger knows', async () => {
    const crowd = Array.from({ length: 30 }, (_, n) =>
      aComplaint({ id: `early${n}`, text: 'acme is slow', ...by(`p${n}`), ...ago(9 * HOUR + n) }),
    )
    const store = await aStore(
      ...crowd,
      aComplaint({ id: 'rare', text: 'acme lost my parcel', ...by('kim'), ...ago(HOUR) }),
      aComplaint({ id: 'hers', text: 'acme is slow today', ...by('lee'), ...ago(2 * HOUR) }),
    )
    await store.triage({ type: 'assign', to: 'ann' }, [await numberOf(store, 'hers')], 'bo')
    const ask = async (text: string) => {
      const { tree } = parseQuery(text, { context: 'view' })
      if (tree === undefined) throw new Error(text)
      const matching = { tree, now: NOW, zone: ZONE }
      const { answer } = await readQueue(store, { now: NOW, policy: POLICY, limit: 3, matching })
      return answer.map(({ thread }) => thread.open.post.id)
    }
    expect(await ask('parcel')).toEqual(['rare'])
    expect(await ask('assigned:ann')).toEqual(['hers'])
    expect(await ask('slow NOT assigned:ann')).toHaveLength(3)
    expect(await ask('nobody')).toEqual([])
  })
})

describe('advice before sending', () => {
  const post = {
    text: 'The export is broken',
    author: { id: 'kim', handle: 'kim', name: 'Kim' },
    analysis: anAnalysis(['complaint']),
  }

  it('tells the most similar earlier answer, promises and length', () => {
    const earlier = [
      {
        at: NOW - DAY,
        text: 'Hi Lee, sorry about the export, we will fix it by Friday – Ann',
        names: ['Lee'],
        to: 'lee',
      },
      { at: NOW - HOUR, text: 'Something else entirely was said here', names: [] },
    ]
    const advice = adviseReply({
      text: 'Hi Kim, sorry about the export, we will fix it by Friday – Ann',
      post,
      earlier,
      now: NOW,
      zone: ZONE,
      length: { count: 62, limit: 50, unit: 'characters' },
    })
    expect(advice.similar).toMatchObject({ similarity: 1, to: 'lee', at: NOW - DAY })
    expect(advice.promises.map(({ phrase }) => phrase)).toEqual(['by Friday'])
    expect(advice.length).toEqual({ count: 62, limit: 50, unit: 'characters', tooLong: true })
    expect(advice.checklist.every(({ ok }) => ok)).toBe(true)
  })

  it('says nothing of answers that merely share a language', () => {
    const earlier = [{ at: NOW, text: 'The new release fixes the crash on start' }]
    expect(
      adviseReply({ text: 'Which version do you use?', post, earlier, now: NOW, zone: ZONE })
        .similar,
    ).toBeUndefined()
  })

  it('knows questions, but not those of a link', () => {
    expect(asksThem('Which version?')).toBe(true)
    expect(asksThem('See https://a.example/?q=1 for it')).toBe(false)
  })

  it('sees an edit of the post', () => {
    expect(hashParent({ text: 'a' })).not.toBe(hashParent({ text: 'b' }))
    expect(hashParent({ title: 'a', text: 'b' })).not.toBe(hashParent({ text: 'ab' }))
  })
})

describe('people', () => {
  it('stand on the ladder by what they did, and in one group', async () => {
    const store = await aStore(
      aMatch({ id: 'p1', ...by('lee', 'Lee'), ...ago(40 * DAY) }, happy),
      aMatch({ id: 'p2', ...by('lee', 'Lee'), ...ago(20 * DAY) }, happy),
      aComplaint({ id: 'c1', ...by('kim'), ...ago(50 * DAY) }),
      aComplaint({ id: 'c2', ...by('kim'), ...ago(3 * DAY) }),
      aMatch({ id: 'n1', ...by('new'), ...ago(2 * DAY) }),
      aMatch({ id: 'd1', thread: 'c1', parent: 'c1', ...by('fan'), ...ago(49 * DAY) }, happy),
      aMatch({ id: 'd2', thread: 'c2', parent: 'c2', ...by('fan'), ...ago(2 * DAY) }, happy),
    )
    const view = await readPeople(store, { now: NOW, zone: ZONE })
    const row = (id: string) => view.rows.find(({ summary }) => summary.authors[0]?.id === id)
    expect(row('fan')).toMatchObject({
      group: 'advocate',
      place: { step: 'defends-us', nextStep: 'invite' },
    })
    expect(row('fan')?.place.evidence.map(({ deed }) => deed)).toEqual(['defence', 'defence'])
    expect(row('lee')).toMatchObject({
      group: 'advocate',
      name: 'Lee',
      place: { step: 'praises-twice', nextStep: 'thank' },
    })
    expect(row('kim')).toMatchObject({ group: 'detractor', latest: { id: 'c2' } })
    expect(row('new')).toMatchObject({
      group: 'newcomer',
      place: { step: 'mentions-us', nextStep: 'ask' },
    })
    expect(view.advocateShare).toMatchObject({ successes: 2, n: 3 })
    expect(view.counts).toEqual({ advocate: 2, detractor: 1, newcomer: 1, lapsed: 0, other: 0 })
  })

  it('answer others when who asked says that it helped', async () => {
    const question = { analysis: anAnalysis(['question']) }
    const pairs = [1, 2].flatMap((index) => [
      aComplaint(
        {
          id: `q${index}`,
          text: 'how do I export?',
          ...by(`asker${index}`),
          ...ago(index * 5 * DAY),
        },
        question,
      ),
      aMatch(
        {
          id: `a${index}`,
          thread: `q${index}`,
          parent: `q${index}`,
          text: 'open the file menu and choose export there',
          ...by('guru'),
          ...ago(index * 5 * DAY - HOUR),
        },
        { analysis: anAnalysis() },
      ),
      aMatch(
        {
          id: `t${index}`,
          thread: `q${index}`,
          parent: `a${index}`,
          text: 'thanks, that worked',
          ...by(`asker${index}`),
          ...ago(index * 5 * DAY - 2 * HOUR),
        },
        { analysis: anAnalysis() },
      ),
    ])
    const view = await readPeople(await aStore(...pairs), { now: NOW, zone: ZONE })
    expect(view.rows.find(({ name }) => name === 'guru')?.place.step).toBe('answers-others')
  })

  it('can be looked at one by one', async () => {
    const store = await aStore(
      aComplaint({ id: 'c1', ...by('kim'), ...ago(40 * DAY) }),
      aReply({ id: 'r1', thread: 'c1', parent: 'c1', ...ago(39 * DAY) }),
      aMatch({ id: 'p1', ...by('kim'), ...ago(36 * DAY) }, happy),
    )
    const view = await readPersonView(store, { who: '@kim', now: NOW, zone: ZONE })
    expect(view.posts.map(({ id }) => id)).toEqual(['p1', 'c1'])
    expect(view.replies.map(({ id }) => id)).toEqual(['r1'])
    expect(view.recoveries.map(({ days, verdict }) => [days, verdict])).toEqual([
      [7, 'recovered'],
      [30, 'recovered'],
    ])
    expect(view.feeling.map(({ month, posts }) => [month, posts])).toEqual([['2026-08', 2]])
    await expect(readPersonView(store, { who: 'nobody', now: NOW, zone: ZONE })).rejects.toThrow(
      NotFoundError,
    )
  })

  it('must be named so that one is meant', async () => {
    const store = await aStore(
      aComplaint({ id: 'c1', ...by('kim') }),
      aComplaint({ id: 'c2', platform: 'hackernews', ...by('kim') }),
    )
    await expect(readPersonView(store, { who: 'kim', now: NOW, zone: ZONE })).rejects.toThrow(
      UsageError,
    )
    expect(
      (await readPersonView(store, { who: 'hackernews:kim', now: NOW, zone: ZONE })).posts,
    ).toHaveLength(1)
  })
})

describe('recovery', () => {
  it('judges persons once, and sets them beside those who got no answer', async () => {
    const unhappy = (id: string, days: number) =>
      aComplaint({ id: `c-${id}`, ...by(id), ...ago(days * DAY) })
    const reply = (id: string, days: number) =>
      aReply({ id: `r-${id}`, thread: `c-${id}`, parent: `c-${id}`, ...ago(days * DAY) })
    const store = await aStore(
      unhappy('won', 40),
      reply('won', 39),
      aMatch({ id: 'w', ...by('won'), ...ago(35 * DAY) }, happy),
      unhappy('lost', 40),
      reply('lost', 39),
      unhappy2('lost', 35),
      unhappy('quiet', 40),
      reply('quiet', 39),
      unhappy('alone', 40),
      aMatch({ id: 'x', ...by('alone'), ...ago(35 * DAY) }, happy),
      unhappy('late', 3),
      reply('late', 2),
    )
    const { windows } = await readRecovery(store, PERIOD, NOW)
    expect(
      windows.map(({ days, answered, unanswered }) => [days, answered.people, unanswered.people]),
    ).toEqual([
      [7, 3, 1],
      [30, 3, 1],
    ])
    expect(windows[0]?.answered.counts).toEqual({
      recovered: 1,
      softened: 0,
      silent: 1,
      unhappy: 1,
      worse: 0,
    })
    expect(windows[0]?.rate).toMatchObject({ successes: 1, n: 3 })
    expect(windows[0]?.rateOfThoseWhoSpoke).toMatchObject({ successes: 1, n: 2 })
    expect(windows[0]?.controlRate).toMatchObject({ successes: 1, n: 1 })
  })

  function unhappy2(id: string, days: number): PreparedPost {
    return aMatch(
      { id: `c2-${id}`, ...by(id), ...ago(days * DAY) },
      { analysis: anAnalysis([], 'negative') },
    )
  }
})

describe('the figures of answering', () => {
  it('have lags, office time, people, canned share and dialogue', async () => {
    const canned =
      'We are sorry for the trouble, please write to us in private and we will look at it'
    const store = await aStore(
      aComplaint({ id: 'c1', ...by('a'), ...ago(10 * HOUR), likes: 7 }),
      aReply({ id: 'r1', parent: 'c1', thread: 'c1', text: canned, ...ago(9.5 * HOUR) }),
      aComplaint({ id: 'c2', ...by('b'), ...ago(8 * HOUR), replies: 3 }),
      aReply({ id: 'r2', parent: 'c2', thread: 'c2', text: canned, ...ago(6 * HOUR) }),
      aComplaint({ id: 'c3', ...by('c'), ...ago(5 * HOUR) }),
      aReply({ id: 'news', text: 'Version 2 is out', ...ago(4 * HOUR) }),
      aComplaint({ id: 'p1', ...by('d'), ...ago(3 * HOUR) }, happy),
    )
    const data = await readResponseData(store, {
      period: { from: NOW - DAY, to: NOW },
      now: NOW,
      policy: POLICY,
    })
    expect(data.groups.addressed).toMatchObject({ turns: 3, answered: 2, waiting: 1, overdue: 1 })
    expect(data.groups.addressed.withinTarget).toMatchObject({ successes: 1, n: 3 })
    expect(data.groups.addressed.minutes).toMatchObject({ n: 2, p50: 30, p90: 120 })
    expect(data.groups.addressed.lags.discovery).toMatchObject({ n: 2, p50: 10, p90: 10 })
    expect(data.groups.addressed.lags.triage).toMatchObject({ p50: 20, p90: 110 })
    expect(data.groups.praise).toMatchObject({ turns: 1, waiting: 1 })
    expect(data.all.turns).toBe(4)
    // The praise waits for three hours too; this policy gives it one.
    expect(data.backlog).toMatchObject({ waiting: 2, overdue: 2 })
    expect(data.canned).toMatchObject({ successes: 1, n: 2 })
    expect(data.dialogue).toMatchObject({ replies: 2, broadcasts: 1, answeredInFrontOf: 10 })
    expect(data.dialogue.reciprocity).toMatchObject({ successes: 2, n: 4 })
  })
})

describe('the front door of a competitor', () => {
  it('is measured by the same clocks', async () => {
    const about = {
      mentions: [{ query: 'globex', role: 'competitor' as const, version: 1, hits: [] }],
      analysis: anAnalysis(['complaint'], 'negative'),
    }
    const theirs = (
      id: string,
      parent: string | undefined,
      hours: number,
      text = `answer ${id}`,
    ): PreparedPost => ({
      ...aReply({
        id,
        text,
        ...(parent === undefined ? {} : { parent, thread: parent }),
        author: { id: 'globex' },
        ...ago(hours * HOUR),
      }),
      side: 'competitor:globex',
    })
    const store = await aStore(
      aMatch({ id: 'g1', ...by('kim'), ...ago(20 * HOUR), likes: 4 }, about),
      theirs('t1', 'g1', 19.5),
      aMatch({ id: 'g2', ...by('lee'), ...ago(15 * HOUR) }, about),
      theirs('t2', 'g2', 12),
      aMatch({ id: 'g3', text: 'nobody answers me', ...by('mia'), ...ago(10 * HOUR) }, about),
      theirs('t3', undefined, 5),
      aComplaint({ id: 'ours', ...by('noa'), ...ago(5 * HOUR) }),
    )
    const door = await readFrontDoor(store, {
      competitor: 'globex',
      queries: ['globex'],
      period: { from: NOW - DAY, to: NOW },
      now: NOW,
      zone: ZONE,
      policy: POLICY,
    })
    expect(door).toMatchObject({
      turns: 3,
      answered: 2,
      waiting: 1,
      overdue: 1,
      answeredInFrontOf: 4,
      minutes: { n: 2, p50: 30, p90: 180 },
    })
    expect(door.withinTarget).toMatchObject({ successes: 1, n: 3 })
    expect(door.dialogue).toMatchObject({ successes: 2, n: 3 })
    expect(door.open.map(({ post }) => post.text)).toEqual(['nobody answers me'])
  })
})

describe('answers by other customers', () => {
  it('are found, confirmed by who asked, and marked when they are wrong', async () => {
    const question = (id: string) =>
      aComplaint(
        { id, text: 'how do I export?', ...by(`asker-${id}`), ...ago(5 * HOUR) },
        { analysis: anAnalysis(['question']) },
      )
    const answer = (id: string, to: string, text: string) =>
      aMatch(
        { id, thread: to, parent: to, text, ...by(`guru-${id}`), ...ago(4 * HOUR) },
        { analysis: anAnalysis() },
      )
    const store = await aStore(
      question('q1'),
      answer('a1', 'q1', 'open the file menu and choose export'),
      aMatch(
        {
          id: 't1',
          thread: 'q1',
          parent: 'a1',
          text: 'thanks, that worked',
          ...by('asker-q1'),
          ...ago(3 * HOUR),
        },
        { analysis: anAnalysis() },
      ),
      question('q2'),
      answer('a2', 'q2', 'you have to delete the whole system folder'),
      question('q3'),
      answer('a3', 'q3', 'same here'),
    )
    const wrong = await numberOf(store, 'a2')
    await store.triage({ type: 'credit', correct: false }, [wrong], 'ann')
    const answers = await readCommunityAnswers(store, { from: NOW - DAY, to: NOW })
    const told = answers.map((each) => [each.answer.id, each.confirmed, each.wrong])
    expect(told.sort()).toEqual([
      ['a1', true, false],
      ['a2', false, true],
    ])
  })
})

describe('the feedback register', () => {
  const wish = { analysis: anAnalysis(['request']) }
  const bug = { analysis: anAnalysis(['bug'], 'negative') }

  const asked = () =>
    aStore(
      aMatch(
        {
          id: 'w1',
          text: 'please add dark mode to the editor',
          ...by('kim', 'Kim'),
          ...ago(40 * DAY),
        },
        wish,
      ),
      aMatch(
        {
          id: 'w2',
          text: 'a dark mode for the editor would be lovely',
          ...by('lee', 'Lee'),
          ...ago(20 * DAY),
        },
        wish,
      ),
      aMatch(
        {
          id: 'w3',
          text: 'still no dark mode in your editor?',
          ...by('kim', 'Kim'),
          ...ago(5 * DAY),
        },
        wish,
      ),
      aMatch(
        {
          id: 'w4',
          text: 'could invoices have our purchase order number',
          ...by('mia'),
          ...ago(4 * DAY),
        },
        wish,
      ),
      aMatch(
        {
          id: 'b1',
          text: 'the editor crashes when the dark theme of the system is on',
          ...by('noa'),
          ...ago(3 * DAY),
        },
        bug,
      ),
    )

  it('groups what is meant, by kind, with people and trend', async () => {
    const items = await readFeedback(await asked(), { period: PERIOD, now: NOW, zone: ZONE })
    expect(
      items.map(({ kind, posts, people }) => [kind, posts.map(({ id }) => id), people]),
    ).toEqual([
      ['wish', ['w1', 'w2', 'w3'], 2],
      ['bug', ['b1'], 1],
      ['wish', ['w4'], 1],
    ])
    expect(items[0]).toMatchObject({
      brand: 'acme',
      isOurs: true,
      status: 'heard',
      firstAt: NOW - 40 * DAY,
      lastAt: NOW - 5 * DAY,
      trend: { now: 2, before: 1 },
    })
    expect(items[0]?.words).toEqual(expect.arrayContaining(['dark', 'mode']))
  })

  it('keeps the status, and drafts the news for everybody who asked', async () => {
    const store = await asked()
    const [item] = await readFeedback(store, { period: PERIOD, now: NOW, zone: ZONE })
    if (item === undefined) throw new Error('no item')
    await setFeedbackStatus(store, item.id, 'shipped', { actor: 'ann', now: NOW })
    const [again] = await readFeedback(store, { period: PERIOD, now: NOW, zone: ZONE })
    expect(again).toMatchObject({ id: item.id, status: 'shipped', statusBy: 'ann', statusAt: NOW })
    expect(peopleToTell(item).map(({ id }) => id)).toEqual(['w2', 'w3'])
    const drafts = await draftNews(store, item, 'Hi {name}, dark mode is here – Ann', 'ann')
    expect(drafts.map(({ state, text }) => [state, text])).toEqual([
      ['draft', 'Hi Lee, dark mode is here – Ann'],
      ['draft', 'Hi Kim, dark mode is here – Ann'],
    ])
    expect(await draftNews(store, item, 'Hi {name}, dark mode is here – Ann', 'ann')).toEqual(
      drafts,
    )
  })

  it('moves no post to another group when more come', () => {
    const texts = [
      'dark mode please',
      'need dark mode now',
      'csv export of reports',
      'export reports as csv',
      'dark mode again',
      'exports csv broken reports',
    ]
    const grouped = (count: number) =>
      groupByMeaning(
        texts.slice(0, count).map((text) => ({ text })),
        [],
      ).map(({ posts }) => posts.map(({ text }) => text))
    expect(grouped(6)).toEqual([
      ['dark mode please', 'need dark mode now', 'dark mode again'],
      ['csv export of reports', 'export reports as csv', 'exports csv broken reports'],
    ])
    for (let count = 1; count < 6; count += 1) {
      for (const [index, group] of grouped(count).entries())
        expect(grouped(6)[index]?.slice(0, group.length)).toEqual(group)
    }
  })
})

describe('the handover', () => {
  it('says what the next shift must know, in plain text', async () => {
    const store = await aStore(
      aComplaint({ id: 'c1', text: 'the export is broken', ...by('kim', 'Kim'), ...ago(5 * HOUR) }),
      aComplaint({
        id: 'c2',
        text: 'where is my order',
        ...by('lee', 'Lee\u001b[31m'),
        ...ago(30 * MINUTE),
      }),
      aComplaint({ id: 'c3', ...by('mia'), ...ago(3 * DAY) }),
      aReply({ id: 'r3', thread: 'c3', parent: 'c3', ...ago(2 * HOUR) }),
    )
    const [c1, c3] = [await numberOf(store, 'c1'), await numberOf(store, 'c3')]
    await store.triage({ type: 'promise', due: NOW - HOUR }, [c3], 'ann')
    await store.triage({ type: 'escalate', owner: 'bo' }, [c1], 'ann')
    await store.triage({ type: 'assign', to: 'ann' }, [c1], 'ann')
    const handover = await readHandover(store, { since: NOW - 8 * HOUR, now: NOW, policy: POLICY })
    const text = handoverText(handover, ZONE)
    expect(handover).toMatchObject({ overdue: 1, changed: { came: 2, answered: 1, closed: 0 } })
    expect(text).toContain('Open: 3 to answer, 1 overdue, 0 praise, 0 to look at')
    expect(text).toMatch(/Promised\n {2}\d+ {2}BROKEN, was due 2026-10-01 11:00/)
    expect(text).toMatch(/Escalated\n {2}\d+ {2}bo has it: Kim: the export is broken \(ann\)/)
    expect(text).toMatch(/Waits longest\n {2}\d+ {2}5 h, 4 h overdue: Kim/)
    expect(text).not.toContain('\u001b')
    expect(text).not.toContain('did not get through')
    expect(handoverJson(handover, ZONE)).toMatchObject({
      open: { answer: 3, praise: 0, look: 0 },
      overdue: 1,
      promised: [{ post: c3, due: '2026-10-01T11:00:00+00:00' }],
      escalated: [{ post: c1, owner: 'bo' }],
    })
  })
})

describe('rehearsals', () => {
  it('show a thread up to our answer, then what was sent and what followed', async () => {
    const store = await aStore(
      aComplaint({ id: 'c1', ...by('kim'), ...ago(50 * DAY) }),
      aMatch(
        { id: 'm1', thread: 'c1', parent: 'c1', ...by('lee'), ...ago(50 * DAY - HOUR) },
        { analysis: anAnalysis() },
      ),
      aReply({ id: 'r1', thread: 'c1', parent: 'c1', ...ago(50 * DAY - 2 * HOUR) }),
      aMatch(
        { id: 't1', thread: 'c1', parent: 'r1', text: 'thanks!', ...by('kim'), ...ago(49 * DAY) },
        happy,
      ),
      aComplaint({ id: 'c2', ...by('mia'), ...ago(DAY) }),
    )
    const turns = await chooseRehearsals(store, { now: NOW, seed: 1, limit: 5 })
    expect(turns).toHaveLength(1)
    const rehearsal = await readRehearsal(store, turns[0] as (typeof turns)[number])
    expect(rehearsal.before.map(({ id }) => id)).toEqual(['c1', 'm1'])
    expect(rehearsal.sent.id).toBe('r1')
    expect(rehearsal.after.map(({ id }) => id)).toEqual(['t1'])
    expect(rehearsal).toMatchObject({ waited: 2 * HOUR, verdict: 'recovered' })
  })

  it('come in an order that the seed decides', async () => {
    const many = Array.from({ length: 12 }, (_, index) => [
      aComplaint({ id: `c${index}`, ...by(`p${index}`), ...ago((index + 2) * DAY) }),
      aReply({
        id: `r${index}`,
        thread: `c${index}`,
        parent: `c${index}`,
        ...ago((index + 2) * DAY - HOUR),
      }),
    ]).flat()
    const store = await aStore(...many)
    const order = async (seed: number) =>
      (await chooseRehearsals(store, { now: NOW, seed, limit: 12 })).map(({ thread }) => thread)
    expect(await order(1)).toEqual(await order(1))
    expect(await order(1)).not.toEqual(await order(2))
  })
})
