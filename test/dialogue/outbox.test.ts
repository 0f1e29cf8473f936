import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { hashParent } from '../../src/dialogue/advice.ts'
import { lookForReply, sendDraft, toRequest } from '../../src/dialogue/outbox.ts'
import { AppError, SourceError } from '../../src/errors.ts'
import { foldThread } from '../../src/ledger/fold.ts'
import { seededRandom } from '../../src/metrics/random.ts'
import type { Post } from '../../src/model/post.ts'
import type { ReplyRequest, ReplyResult } from '../../src/sources/source.ts'
import type { OutboxEntry } from '../../src/store/dialogue-store.ts'
import type { Store } from '../../src/store/store.ts'
import { aComplaint, aPage, MINUTE, NOW, POLICY, temporaryStores } from '../store/builders.ts'

const stores = temporaryStores()

/** A store with one complaint, and a draft that answers it. */
async function aDraft(
  text = 'Sorry about the export – Ann',
): Promise<{ store: Store; path: string; draft: OutboxEntry }> {
  const path = join(stores.folder(), 'store.db')
  const store = await stores.open(path)
  await store.savePages([aPage([aComplaint({ id: 'c1', text: 'the export is broken' })])])
  const draft = await store.saveDraft(
    { post: 1, source: 'forum', text, asks: false, parentHash: hashParent(await store.post(1)) },
    'ann',
  )
  return { store, path, draft }
}

function onSite(wanted: ReplyRequest): Post {
  return {
    platform: 'forum',
    source: 'forum',
    id: 'r1',
    url: 'https://forum.example/r1',
    kind: 'comment',
    text: wanted.text,
    author: { id: 'us' },
    publishedAt: NOW + MINUTE,
    publishedPrecision: 'second',
    collectedAt: NOW + MINUTE,
    parent: wanted.to.id,
  }
}

const sent = async (wanted: ReplyRequest): Promise<ReplyResult> => ({
  outcome: 'sent',
  post: onSite(wanted),
})
const never = async (): Promise<ReplyResult> => {
  throw new Error('nothing may be sent')
}

describe('sending', () => {
  it('keeps our answer, the outbox and the ledger as one', async () => {
    const { store, draft } = await aDraft()
    const entry = await sendDraft({ store, id: draft.id, send: sent })
    expect(entry).toMatchObject({
      state: 'sent',
      attempts: 1,
      url: 'https://forum.example/r1',
      reply: 2,
    })
    const { events, posts } = await store.thread(1)
    const facts = foldThread(events, POLICY, 1)
    expect(facts.replies).toMatchObject([{ post: 2, draft: draft.id }])
    expect(facts.status).toBe('waiting')
    expect(posts.map(({ side }) => side)).toEqual(['theirs', 'ours'])
    expect((await store.check()).problems).toEqual([])
    expect(await store.undo('ann')).toBeUndefined()
  })

  it('sends what the dry run shows', async () => {
    const { store, draft } = await aDraft('Ünï 🎉 “quotes” & <tags>\nsecond line')
    const shown = await toRequest(store, draft)
    let seen: ReplyRequest | undefined
    await sendDraft({
      store,
      id: draft.id,
      send: async (wanted) => {
        seen = wanted
        return sent(wanted)
      },
    })
    expect(JSON.stringify(seen)).toBe(JSON.stringify(shown))
    expect(seen?.text).toBe('Ünï 🎉 “quotes” & <tags>\nsecond line')
  })

  it('never sends the same text to the same post twice', async () => {
    const { store, draft } = await aDraft()
    await sendDraft({ store, id: draft.id, send: sent })
    const again = await store.saveDraft(
      { post: 1, source: 'forum', text: draft.text, asks: false },
      'bo',
    )
    expect(again).toMatchObject({ id: draft.id, state: 'sent', key: draft.key })
    expect((await sendDraft({ store, id: again.id, send: never })).state).toBe('sent')
  })

  it('keeps a draft that was refused, under the same key', async () => {
    const { store, draft } = await aDraft()
    const refused = async (): Promise<ReplyResult> => ({
      outcome: 'failed',
      error: new SourceError('unauthorized', 'the token has expired'),
    })
    expect(await sendDraft({ store, id: draft.id, send: refused })).toMatchObject({
      state: 'failed',
      error: 'the token has expired',
    })
    let key = ''
    const entry = await sendDraft({
      store,
      id: draft.id,
      send: async (wanted) => {
        key = wanted.key
        return sent(wanted)
      },
    })
    expect(entry).toMatchObject({ state: 'sent', attempts: 2 })
    expect(key).toBe(draft.key)
  })

  it('does not answer a post that was edited or is gone without being told to', async () => {
    const { store, draft } = await aDraft()
    await store.savePages([
      aPage([aComplaint({ id: 'c1', text: 'works again, thanks', editedAt: NOW + MINUTE })]),
    ])
    await expect(sendDraft({ store, id: draft.id, send: never })).rejects.toThrow(/edited since/)
    expect((await store.outboxEntry(draft.id)).state).toBe('draft')
    expect((await sendDraft({ store, id: draft.id, send: sent, acceptEdit: true })).state).toBe(
      'sent',
    )
  })

  it('waits for the yes of a second person where it must', async () => {
    const { store, draft } = await aDraft()
    const sending = { store, id: draft.id, send: sent, approval: { policy: POLICY } }
    await expect(sendDraft(sending)).rejects.toThrow(/second person/)
    await store.appendEvents(1, [{ type: 'approved', draft: draft.id }], 'ann')
    await expect(sendDraft(sending)).rejects.toThrow(/second person/)
    await store.appendEvents(1, [{ type: 'approved', draft: draft.id }], 'bo')
    expect((await sendDraft(sending)).state).toBe('sent')
  })

  it('can be taken back as long as it is a draft', async () => {
    const { store, draft } = await aDraft('a secret word')
    expect(await store.dropDraft(draft.id)).toBe(true)
    await expect(store.outboxEntry(draft.id)).rejects.toThrow(AppError)
    const other = await store.saveDraft(
      { post: 1, source: 'forum', text: 'other', asks: false },
      'ann',
    )
    await sendDraft({ store, id: other.id, send: sent })
    expect(await store.dropDraft(other.id)).toBe(false)
  })
})

describe('what is not known', () => {
  it('is said, and never tried again unasked', async () => {
    const { store, draft } = await aDraft()
    const broken = async (): Promise<ReplyResult> => {
      throw new Error('socket hang up')
    }
    expect(await sendDraft({ store, id: draft.id, send: broken })).toMatchObject({
      state: 'unknown',
      error: 'socket hang up',
    })
    await expect(sendDraft({ store, id: draft.id, send: never })).rejects.toThrow(/nobody knows/)
    const again = await store.saveDraft(
      { post: 1, source: 'forum', text: draft.text, asks: false },
      'ann',
    )
    expect(again.state).toBe('unknown')
  })

  it('is resolved by a look: there', async () => {
    const { store, draft } = await aDraft()
    await sendDraft({
      store,
      id: draft.id,
      send: async () => ({ outcome: 'unknown', error: new SourceError('unreachable', 'reset') }),
    })
    const entry = await lookForReply(store, draft.id, async (wanted) => onSite(wanted))
    expect(entry).toMatchObject({ state: 'sent', reply: 2 })
    expect(foldThread((await store.thread(1)).events, POLICY, 1).answeredAt).toBe(NOW + MINUTE)
  })

  it('is resolved by a look: not there, then sent by hand under the same key', async () => {
    const { store, draft } = await aDraft()
    await sendDraft({
      store,
      id: draft.id,
      send: async () => ({ outcome: 'unknown', error: new SourceError('unreachable', 'reset') }),
    })
    expect(await lookForReply(store, draft.id, async () => undefined)).toMatchObject({
      state: 'failed',
    })
    expect(await sendDraft({ store, id: draft.id, send: sent })).toMatchObject({
      state: 'sent',
      key: draft.key,
    })
  })
})

/** A site that keeps what it is sent; `answer` decides what the sender hears. */
interface Site {
  readonly url: string
  readonly held: { readonly text: string; readonly key: string }[]
  server: Server
}

const servers: Server[] = []
const children: ChildProcess[] = []
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function aSite(
  behaviour: 'answers' | 'resets' | 'hangs' | 'slow' = 'answers',
): Promise<Site> {
  const held: { text: string; key: string }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      held.push(JSON.parse(body))
      if (behaviour === 'resets') request.socket.resetAndDestroy()
      else if (behaviour === 'slow')
        setTimeout(() => response.end(JSON.stringify({ number: held.length })), 150)
      else if (behaviour === 'answers') response.end(JSON.stringify({ number: held.length }))
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, held, server }
}

function startSender(
  path: string,
  id: number,
  url: string,
): { child: ChildProcess; ended: Promise<string> } {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/dialogue/outbox-child.ts', path, String(id), url],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  children.push(child)
  let told = ''
  child.stdout?.on('data', (chunk) => {
    told += chunk
  })
  return { child, ended: new Promise((resolve) => child.on('exit', () => resolve(told))) }
}

describe('several processes', () => {
  it('send one draft once', async () => {
    const { path, draft } = await aDraft()
    const site = await aSite('slow')
    const senders = Array.from({ length: 10 }, () => startSender(path, draft.id, site.url))
    const told = await Promise.all(senders.map(({ ended }) => ended))
    expect(site.held).toHaveLength(1)
    expect(told.filter((each) => each === 'sent').length).toBeGreaterThanOrEqual(1)
    expect(told.filter((each) => each !== 'sent' && each !== 'LockedError')).toEqual([])
  }, 60_000)

  it('know nothing after the site took it and hung up', async () => {
    const { store, path, draft } = await aDraft()
    const site = await aSite('resets')
    expect(await startSender(path, draft.id, site.url).ended).toBe('unknown')
    expect(await startSender(path, draft.id, site.url).ended).toBe('AppError')
    expect(site.held).toHaveLength(1)
    expect((await store.outboxEntry(draft.id)).state).toBe('unknown')
  }, 60_000)

  it('leave "unknown" when they are killed while the site holds the request', async () => {
    const { store, path, draft } = await aDraft()
    const site = await aSite('hangs')
    const { child, ended } = startSender(path, draft.id, site.url)
    await new Promise<void>((resolve) => site.server.on('request', () => resolve()))
    expect((await store.outboxEntry(draft.id)).state).toBe('sending')
    child.kill('SIGKILL')
    await ended
    expect((await store.outbox({ states: ['unknown'] })).map(({ id }) => id)).toEqual([draft.id])
    await expect(sendDraft({ store, id: draft.id, send: never })).rejects.toThrow(/nobody knows/)
  }, 60_000)

  it('never double an answer when they are killed at any moment', async () => {
    const random = seededRandom(20261122)
    const rounds = Number(process.env.LISTEN_KILL_ROUNDS ?? 6)
    const { store, path } = await aDraft()
    const site = await aSite('slow')
    for (let round = 0; round < rounds; round += 1) {
      const text = `answer ${round}`
      const { id } = await store.saveDraft({ post: 1, source: 'forum', text, asks: false }, 'ann')
      const { child, ended } = startSender(path, id, site.url)
      const killer = setTimeout(() => child.kill('SIGKILL'), 200 + 900 * random())
      await ended
      clearTimeout(killer)
      const { state } = await store.outboxEntry(id)
      const held = site.held.filter((each) => each.text === text).length
      expect(['draft', 'unknown', 'sent']).toContain(state)
      if (state === 'draft') expect(held).toBe(0)
      if (state === 'sent') expect(held).toBe(1)
      expect(held).toBeLessThanOrEqual(1)
      if (state !== 'draft')
        expect(await startSender(path, id, site.url).ended).toMatch(/sent|AppError/)
      expect(site.held.filter((each) => each.text === text).length).toBe(held)
    }
    expect((await store.check()).problems).toEqual([])
  }, 600_000)
})
