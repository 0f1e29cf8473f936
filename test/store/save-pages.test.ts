import { describe, expect, it } from 'vitest'
import {
  ALL,
  aComplaint,
  aMatch,
  aMention,
  anAnalysis,
  aPage,
  aPost,
  aReply,
  CHANNEL,
  HOUR,
  MINUTE,
  NOW,
  temporaryStores,
} from './builders.ts'

const stores = temporaryStores()

describe('a page of posts', () => {
  it('comes back as it was given, every field', async () => {
    const store = await stores.open()
    const post = aPost({
      id: '1',
      identity: 'guid:1',
      url: 'https://news.example.co.uk/a?b#c',
      kind: 'review',
      title: 'A title \u{1F469}‍\u{1F467}',
      text: 'line one\nline \u0000 two \ud83d\ude00',
      publishedAt: NOW - HOUR + 123,
      editedAt: NOW - MINUTE,
      lang: 'de',
      thread: 'root',
      parent: 'before',
      to: ['acme'],
      rating: 4.5,
      likes: 3,
      replies: 0,
      shares: 2,
      views: 1_000_000_000,
      tags: ['Phone', '#broken'],
      links: ['https://a.example/'],
      media: [{ url: 'https://a.example/x.png', type: 'image/png', alt: 'x' }],
      author: { id: 'a1', handle: 'ann', name: 'Ann', url: 'https://a.example/ann', followers: 12 },
    })
    const analysis = anAnalysis(['complaint'], 'negative')
    await store.savePages([
      aPage([{ post, side: 'theirs', addressed: false, mentions: [aMention()], analysis }]),
    ])
    const stored = await store.post(1)
    expect(stored).toMatchObject(post)
    expect(stored.mentions).toEqual([aMention()])
    expect(stored.analysis).toEqual(analysis)
    expect(stored.sentiment).toEqual(analysis.sentiment)
  })

  it('leaves out what the platform did not give', async () => {
    const store = await stores.open()
    const bare = {
      platform: 'feed',
      source: 'blogs',
      id: 'x',
      kind: 'article',
      text: '',
      publishedPrecision: 'none',
      collectedAt: NOW,
    } as const
    await store.savePages([
      aPage([{ post: bare, side: 'theirs', addressed: false, mentions: [aMention()] }]),
    ])
    const {
      post: _number,
      side: _side,
      addressed: _addressed,
      mentions: _mentions,
      seen: _seen,
      flags: _flags,
      labels: _labels,
      notes: _notes,
      ...given
    } = await store.post(1)
    expect(given).toEqual(bare)
  })

  it('tells the caller the numbers in the order of the page, older posts first', async () => {
    const store = await stores.open()
    const [saved] = await store.savePages([
      aPage([aMatch({ id: 'newer' }), aMatch({ id: 'older' })]),
    ])
    expect(saved).toEqual({ added: 2, edited: 0, known: 0, matched: 2, posts: [2, 1] })
  })

  it('keeps one row however often a post is seen, in whichever channel', async () => {
    const store = await stores.open()
    const other = { ...CHANNEL, key: 'other' }
    for (let round = 0; round < 3; round++) {
      await store.savePages([
        aPage([aMatch({ id: '1' })]),
        aPage([aMatch({ id: '1' })], { channel: other }),
      ])
    }
    expect(await store.count({ ...ALL, unmatched: true })).toBe(1)
    expect((await store.info()).mentions).toBe(1)
  })

  it('does not keep what nothing matched, unless it is asked to for a while', async () => {
    const store = await stores.open()
    const nothing = { side: 'theirs', addressed: false, mentions: [] } as const
    const [saved] = await store.savePages([
      aPage([
        { post: aPost({ id: '1' }), ...nothing },
        { post: aPost({ id: '2' }), ...nothing, keepUntil: NOW + HOUR },
      ]),
    ])
    expect(saved?.posts).toEqual([undefined, 1])
    expect(await store.search(ALL)).toEqual([])
    expect(await store.search({ ...ALL, unmatched: true })).toHaveLength(1)
  })

  it('moves the cursor and the health of the channel with the posts', async () => {
    const store = await stores.open()
    await store.saveFailure(CHANNEL, {
      at: NOW - HOUR,
      kind: 'unreachable',
      message: 'no route',
      notBefore: NOW,
    })
    expect(await store.channelState(CHANNEL)).toMatchObject({
      failures: 1,
      error: 'no route',
      notBefore: NOW,
    })
    await store.savePages([
      aPage([aMatch({ id: '1' })], {
        state: { page: 2 },
        validators: { etag: '"x"' },
        querySet: 'h1',
      }),
    ])
    const state = await store.channelState(CHANNEL)
    expect(state).toMatchObject({
      state: { page: 2 },
      validators: { etag: '"x"' },
      querySet: 'h1',
      failures: 0,
      postsSeen: 1,
      lastSuccessAt: NOW,
    })
    expect(state).not.toHaveProperty('error')
    expect(state).not.toHaveProperty('notBefore')
  })

  it('keeps nothing of a group when one page of it cannot be kept', async () => {
    const store = await stores.open()
    const broken = aMatch(
      { id: '2' },
      { post: { ...aPost({ id: '2' }), text: undefined as unknown as string } },
    )
    await expect(
      store.savePages([aPage([aMatch({ id: '1' })], { state: 1 }), aPage([broken])]),
    ).rejects.toThrow()
    expect(await store.channelState(CHANNEL)).toBeUndefined()
    expect(await store.count({ ...ALL, unmatched: true })).toBe(0)
  })

  it('follows counters at each sighting without calling it an edit', async () => {
    const store = await stores.open()
    await store.savePages([aPage([aMatch({ id: '1', likes: 1, replies: 5 })])])
    const [saved] = await store.savePages([aPage([aMatch({ id: '1', likes: 9 })])])
    expect(saved).toMatchObject({ known: 1, edited: 0 })
    expect(await store.post(1)).toMatchObject({ likes: 9, replies: 5 })
  })

  it('orders newest first, and a post dated in the future by when it was found', async () => {
    const store = await stores.open()
    const future = Date.UTC(2999, 0, 1)
    await store.savePages([
      aPage([
        aMatch({ id: 'found last', publishedAt: NOW - MINUTE }),
        aMatch({ id: 'from 2999', publishedAt: future, collectedAt: NOW - HOUR }),
        aMatch({ id: 'from 1969', publishedAt: -1000 }),
        aMatch({ id: 'middle', publishedAt: NOW - 30 * MINUTE }),
      ]),
    ])
    const found = await store.search(ALL)
    expect(found.map(({ id }) => id)).toEqual(['found last', 'middle', 'from 2999', 'from 1969'])
    expect(found[2]?.publishedAt).toBe(future)
    const early = await store.search({
      ...ALL,
      period: { from: NOW - HOUR, to: NOW - 30 * MINUTE },
    })
    expect(early.map(({ id }) => id)).toEqual(['from 2999'])
  })
})

describe('an edit', () => {
  it('shows the new words, keeps the first ones, the marks and the mentions', async () => {
    const store = await stores.open()
    await store.savePages([aPage([aComplaint({ id: '1', text: 'acme is bad' })])])
    await store.triage({ type: 'flag', flag: 'hot', on: true }, [1], 'ann')
    const edit = aMatch({ id: '1', text: 'I was wrong', editedAt: NOW + MINUTE }, { mentions: [] })
    const [saved] = await store.savePages([aPage([edit])])
    expect(saved).toMatchObject({ edited: 1, posts: [1] })
    const post = await store.post(1)
    expect(post).toMatchObject({
      text: 'I was wrong',
      firstText: 'acme is bad',
      flags: ['hot'],
      editedAt: NOW + MINUTE,
    })
    expect(post.mentions).toHaveLength(1)
    const { events } = await store.thread(1)
    expect(events.filter(({ type }) => type === 'edit_detected')).toHaveLength(1)
  })

  it('is not taken back by an older copy that comes later', async () => {
    const store = await stores.open()
    const first = aMatch({ id: '1', text: 'one', editedAt: NOW - 3 * MINUTE })
    const second = aMatch({ id: '1', text: 'two', editedAt: NOW - 2 * MINUTE })
    const third = aMatch({ id: '1', text: 'three', editedAt: NOW - MINUTE })
    for (const each of [first, third, second, first]) await store.savePages([aPage([each])])
    expect(await store.post(1)).toMatchObject({ text: 'three', firstText: 'one' })
  })

  it('is not made by a cache that still serves the words from before', async () => {
    const store = await stores.open()
    for (const text of ['one', 'two', 'one', 'two', 'one'])
      await store.savePages([aPage([aMatch({ id: '1', text })])])
    expect((await store.post(1)).text).toBe('two')
  })

  it('changes what the words find', async () => {
    const store = await stores.open()
    await store.savePages([aPage([aMatch({ id: '1', text: 'zebra' })])])
    await store.savePages([aPage([aMatch({ id: '1', text: 'giraffe' })])])
    const db = await stores.open(store.path)
    expect(await db.count(ALL)).toBe(1)
  })
})

describe('copies', () => {
  it('of a long text are posts of their own in one cluster', async () => {
    const store = await stores.open()
    const text = 'Acme announces a phone that never breaks, says Acme in a press release.'
    await store.savePages([
      aPage([
        aMatch({ id: '3', text: 'something else entirely, which nobody has written before' }),
        aMatch({ id: '2', text: text.toUpperCase() }),
        aMatch({ id: '1', text }),
      ]),
    ])
    expect((await store.post(1)).cluster).toBe(1)
    expect((await store.post(2)).cluster).toBe(1)
    expect(await store.post(3)).not.toHaveProperty('cluster')
    const [facet] = await store.facets('source', ALL)
    expect(facet).toMatchObject({ posts: 3, clusters: 2 })
  })
})

describe('a conversation', () => {
  it('waits for them once we answered, and for us when they come back', async () => {
    const store = await stores.open()
    await store.savePages([aPage([aComplaint({ id: '1', publishedAt: NOW - 3 * HOUR })])])
    expect((await store.post(1)).status).toBe('new')
    expect(await store.openWork({})).toHaveLength(1)
    await store.savePages([aPage([aReply({ id: '2', parent: '1', publishedAt: NOW - 2 * HOUR })])])
    expect((await store.post(1)).status).toBe('waiting')
    expect(await store.openWork({})).toEqual([])
    await store.savePages([aPage([aComplaint({ id: '3', parent: '2', publishedAt: NOW - HOUR })])])
    const [open] = await store.openWork({})
    expect(open).toMatchObject({ thread: 1, status: 'open', waitingSince: NOW - HOUR, dueAt: NOW })
    expect(open?.post.id).toBe('3')
  })

  it('takes in what was stored of it before it mattered', async () => {
    const store = await stores.open()
    const kept = { side: 'theirs', addressed: false, mentions: [], keepUntil: NOW + HOUR } as const
    await store.savePages([
      aPage([
        { post: aPost({ id: '2', thread: '1', publishedAt: NOW - 2 * HOUR }), ...kept },
        { post: aPost({ id: '1', publishedAt: NOW - 3 * HOUR }), ...kept },
      ]),
    ])
    await store.savePages([aPage([aComplaint({ id: '3', thread: '1' })])])
    const { posts, state } = await store.thread(1)
    expect(posts.map(({ id }) => id)).toEqual(['1', '2', '3'])
    expect(state.posts).toBe(3)
  })

  it('keeps every post of a thread that we follow, matched or not', async () => {
    const store = await stores.open()
    await store.savePages([aPage([aComplaint({ id: '1' })])])
    const stranger = {
      post: aPost({ id: '2', thread: '1' }),
      side: 'theirs',
      addressed: false,
      mentions: [],
    } as const
    const [saved] = await store.savePages([aPage([stranger])])
    expect(saved?.posts).toEqual([2])
  })

  it('notes a post that is gone, and that it is back', async () => {
    const store = await stores.open()
    await store.savePages([aPage([aComplaint({ id: '1' })])])
    await store.appendEvents(1, [{ type: 'gone_detected', post: 1 }], 'listen')
    expect((await store.post(1)).goneAt).toBe(NOW)
    expect(await store.openWork({})).toEqual([])
    await store.savePages([aPage([aComplaint({ id: '1' })])])
    expect(await store.post(1)).not.toHaveProperty('goneAt')
    expect(await store.openWork({})).toHaveLength(1)
    expect((await store.check()).problems).toEqual([])
  })

  it('opens when a post that was known matches at last', async () => {
    const store = await stores.open()
    const kept = { side: 'theirs', addressed: false, mentions: [], keepUntil: NOW + HOUR } as const
    await store.savePages([aPage([{ post: aPost({ id: '1' }), ...kept }])])
    const [saved] = await store.savePages([aPage([aComplaint({ id: '1' })])])
    expect(saved).toMatchObject({ known: 1, matched: 1 })
    expect(await store.openWork({})).toHaveLength(1)
    expect(await store.search(ALL)).toHaveLength(1)
  })
})

describe('queries', () => {
  it('get a new version when their words change, and mentions remember theirs', async () => {
    const store = await stores.open()
    const first = await store.saveQueries([{ name: 'acme', role: 'brand', match: 'acme' }])
    expect(first).toEqual([{ name: 'acme', role: 'brand', version: 1, match: 'acme', since: NOW }])
    await store.saveQueries([{ name: 'acme', role: 'brand', match: 'acme' }])
    const second = await store.saveQueries([
      { name: 'acme', role: 'brand', match: 'acme OR acmephone' },
    ])
    expect(second[0]?.version).toBe(2)
    expect(await store.queryVersions('acme')).toHaveLength(2)
    await store.savePages([
      aPage([aMatch({ id: '1' }, { mentions: [aMention('acme', { version: 2 })] })]),
    ])
    expect((await store.post(1)).mentions[0]?.version).toBe(2)
  })
})
