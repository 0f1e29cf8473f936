import { describe, expect, it } from 'vitest'
import { CUT_LINE, readDraftFile, writeDraftFile } from '../../src/dialogue/draft-text.ts'
import { adviseOn, keepDraft, readReplyContext, recordReply } from '../../src/dialogue/reply.ts'
import { lengthOn } from '../../src/dialogue/reply-limits.ts'
import { AppError } from '../../src/errors.ts'
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
  temporaryStores,
} from '../store/builders.ts'

const stores = temporaryStores()

const kim = { author: { id: 'kim', handle: 'kim', name: 'Kim' } }

async function aStore() {
  const store = await stores.open()
  await store.savePages([
    aPage([
      aComplaint({
        id: 'c1',
        text: `the export is broken\n${CUT_LINE}\nrm -rf \u001b[31m`,
        publishedAt: NOW - 30 * MINUTE,
        ...kim,
      }),
      aReply({
        id: 'r0',
        thread: 'old',
        parent: 'old',
        to: ['lee'],
        text: 'Sorry about the export, Lee – it is fixed in 2.1 since today – Ann',
        publishedAt: NOW - DAY,
      }),
      aComplaint({ id: 'old', publishedAt: NOW - 2 * DAY, author: { id: 'lee', handle: 'lee' } }),
      aMatch(
        { id: 'before', text: 'I love the editor', publishedAt: NOW - 9 * DAY, ...kim },
        { analysis: anAnalysis(['praise'], 'positive') },
      ),
    ]),
  ])
  const post =
    (await store.search({ now: NOW, zone: 'UTC' })).find(({ id }) => id === 'c1')?.post ?? 0
  return { store, post }
}

describe('the draft file', () => {
  it('shows the conversation, the clock and the person below the cut, and gives back only what is above', async () => {
    const { store, post } = await aStore()
    await store.triage({ type: 'note', text: 'called us too' }, [post], 'bo')
    const context = await readReplyContext(store, { post, now: NOW, zone: 'UTC' })
    const file = writeDraftFile('Hi Kim', context)
    for (const told of [
      'Answer to Kim',
      'the export is broken',
      '30 min left',
      '2 posts that concern us: 1 happy, 1 unhappy',
      'I love the editor',
      'bo: called us too',
    ]) {
      expect(file).toContain(told)
    }
    expect(file).not.toContain('\u001b')
    expect(file.split('\n').filter((line) => line === CUT_LINE)).toHaveLength(1)
    expect(readDraftFile(file)).toBe('Hi Kim')
    expect(readDraftFile(file.replace('Hi Kim', 'Line one\r\n\r\n#hashtag stays'))).toBe(
      'Line one\n\n#hashtag stays',
    )
    expect(readDraftFile(writeDraftFile('', context))).toBe('')
  })

  it('sends no comment where the cut was deleted', () => {
    const file = writeDraftFile('Hi Kim', {
      title: 'T',
      sections: [{ heading: 'H', lines: ['their words'] }],
    })
    expect(readDraftFile(file.replace(`${CUT_LINE}\n`, ''))).toBe('Hi Kim')
  })
})

describe('a draft', () => {
  it('is kept with the post as it is, and its question', async () => {
    const { store, post } = await aStore()
    expect(
      await keepDraft(store, { post, text: ' Which version? \n', actor: 'ann' }),
    ).toMatchObject({ text: 'Which version?', asks: true, state: 'draft', source: 'forum' })
  })

  it('is refused when it is empty', async () => {
    const { store, post } = await aStore()
    await expect(keepDraft(store, { post, text: ' \n', actor: 'ann' })).rejects.toThrow(AppError)
    expect(await store.outbox()).toEqual([])
  })

  it('is refused over the limit of the site, with the count', async () => {
    const { store } = await aStore()
    await store.savePages([aPage([aComplaint({ id: 'b1', platform: 'bluesky' })])])
    const post =
      (await store.search({ now: NOW, zone: 'UTC' })).find(({ id }) => id === 'b1')?.post ?? 0
    const family = '👩‍👩‍👧‍👦'
    expect(lengthOn('bluesky', family.repeat(100))).toEqual({
      count: 2500,
      limit: 3000,
      unit: 'bytes',
    })
    await expect(keepDraft(store, { post, text: 'x'.repeat(301), actor: 'ann' })).rejects.toThrow(
      /301 characters.*300/,
    )
    expect(await keepDraft(store, { post, text: 'x'.repeat(300), actor: 'ann' })).toMatchObject({
      state: 'draft',
    })
    expect(lengthOn('forum', 'x')).toBeUndefined()
  })

  it('is compared with what we said before', async () => {
    const { store, post } = await aStore()
    const advice = await adviseOn(store, {
      post,
      text: 'Sorry about the export, Kim – it is fixed in 2.1 since today – Ann',
      now: NOW,
      zone: 'UTC',
    })
    expect(advice.similar?.similarity).toBeGreaterThan(0.4)
    expect(advice.similar).toMatchObject({ to: 'lee', at: NOW - DAY })
  })
})

describe('an answer made elsewhere', () => {
  it('stops the clock, and can be taken back', async () => {
    const { store, post } = await aStore()
    const thread = (await store.post(post)).threadNumber ?? 0
    await recordReply(store, { post, at: NOW - 10 * MINUTE, text: 'Which version?', actor: 'ann' })
    expect((await store.thread(thread)).state).toMatchObject({
      status: 'waiting',
      answeredAt: NOW - 10 * MINUTE,
    })
    await store.undo('ann')
    expect((await store.thread(thread)).state).toMatchObject({
      waitingSince: NOW - 30 * MINUTE,
      dueAt: NOW - 30 * MINUTE + HOUR,
    })
  })

  it('opens a thread where the post had none', async () => {
    const { store } = await aStore()
    const post =
      (await store.search({ now: NOW, zone: 'UTC' })).find(({ id }) => id === 'before')?.post ?? 0
    await recordReply(store, { post, at: NOW, actor: 'ann' })
    expect(
      (await store.thread((await store.post(post)).threadNumber ?? 0)).events.map(
        ({ type }) => type,
      ),
    ).toContain('reply_recorded')
  })
})
