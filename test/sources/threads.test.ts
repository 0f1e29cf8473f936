import { afterEach, beforeEach, expect, test } from 'vitest'
import { threads } from '../../src/sources/threads.ts'
import { type Loopback, startLoopback } from '../helpers/loopback.ts'
import { contractClient } from './contract.ts'

const NOW = '2026-11-20T00:00:00Z'
let server: Loopback
let http: ReturnType<typeof contractClient>
beforeEach(async () => {
  server = await startLoopback()
  http = contractClient(NOW)
})
afterEach(async () => {
  await http.close()
  await server.close()
})

const place = (token: string | undefined = 'FAKE-threads-token') => ({
  settings: { endpoint: server.origin },
  name: 'sample',
  http,
  now: () => Date.parse(NOW),
  secret: () => token,
})
const wanted = {
  to: { id: '18040000000000004', thread: '18040000000000001' },
  text: 'We are on it',
  key: 'k1',
  at: Date.parse(NOW),
}
const refusal = (code: number, message: string) => ({
  status: 400,
  body: { error: { message, code, type: 'OAuthException' } },
})

test('the answers below our post belong to its conversation', async () => {
  server.on('/v1.0/18040000000000001/conversation', ({ query }) => ({
    body: query.has('after')
      ? { data: [] }
      : {
          data: [
            {
              id: '2',
              text: 'Mine too',
              username: 'mia',
              timestamp: '2026-11-19T10:00:00+0000',
              is_reply: true,
              replied_to: { id: '18040000000000001' },
              root_post: { id: '18040000000000001' },
            },
            { id: '3', text: 'And mine', username: 'jan', replied_to: { id: '2' } },
          ],
          paging: { cursors: { after: 'QVFI' } },
        },
  }))
  const answer = await threads.thread?.({ thread: '18040000000000001', posts: [] }, place())
  expect(answer).toMatchObject({ gone: [], complete: true })
  expect(answer?.posts.map(({ id, parent, thread, kind }) => [id, parent, thread, kind])).toEqual([
    ['2', '18040000000000001', '18040000000000001', 'comment'],
    ['3', '2', '18040000000000001', 'comment'],
  ])
  server.on('/v1.0/18040000000000001/conversation', {
    body: { data: [{ id: '2', text: 'Mine too' }, { id: null }] },
  })
  expect(await threads.thread?.({ thread: '18040000000000001', posts: [] }, place())).toMatchObject(
    { complete: false },
  )
})

test('a conversation of strangers is closed to us: that is no failure, and it is asked for rarely', async () => {
  server.on('*', refusal(10, 'Application does not have permission for this action'))
  expect(await threads.thread?.({ thread: '9', posts: [] }, place())).toEqual({
    posts: [],
    gone: [],
    complete: false,
    nextInSeconds: 86_400,
  })
})

test('a token that has run out is told as such', async () => {
  server.on('*', refusal(190, 'Error validating access token: Session has expired'))
  await expect(threads.thread?.({ thread: '9', posts: [] }, place())).rejects.toMatchObject({
    kind: 'unauthorized',
    hint: expect.stringContaining('THREADS_ACCESS_TOKEN'),
  })
})

test('an answer is prepared, then published, and the token stands in no address', async () => {
  server.on('/v1.0/me/threads', { body: { id: '777' } })
  server.on('/v1.0/me/threads_publish', { body: { id: '18040000000000099' } })
  expect(await threads.reply?.(wanted, place())).toMatchObject({
    outcome: 'sent',
    post: { id: '18040000000000099', parent: wanted.to.id, text: 'We are on it' },
  })
  const [prepared, published] = server.requests
  expect(Object.fromEntries(new URLSearchParams(String(prepared?.body)))).toEqual({
    media_type: 'TEXT',
    text: 'We are on it',
    reply_to_id: wanted.to.id,
    access_token: 'FAKE-threads-token',
  })
  expect(new URLSearchParams(String(published?.body)).get('creation_id')).toBe('777')
  expect(server.requests.map(({ path }) => path).join(' ')).not.toContain('FAKE')
})

test('what fails before publishing has certainly failed; what breaks while publishing is unknown', async () => {
  server.on('/v1.0/me/threads', { status: 503, body: '' })
  expect(await threads.reply?.(wanted, place())).toMatchObject({ outcome: 'failed' })
  server.on('/v1.0/me/threads', { body: { id: '777' } })
  server.on('/v1.0/me/threads_publish', { status: 503, body: '' })
  expect(await threads.reply?.(wanted, place())).toMatchObject({ outcome: 'unknown' })
  server.on('/v1.0/me/threads_publish', refusal(10, 'no permission'))
  expect(await threads.reply?.(wanted, place())).toMatchObject({ outcome: 'failed' })
  const before = server.requests.length
  expect(await threads.reply?.({ ...wanted, text: 'x'.repeat(501) }, place())).toMatchObject({
    outcome: 'failed',
  })
  expect(await threads.reply?.(wanted, place(''))).toMatchObject({
    outcome: 'failed',
    error: { kind: 'unauthorized' },
  })
  expect(server.requests.length).toBe(before)
})

test('an answer whose outcome is unknown is looked up among our own', async () => {
  server.on('/v1.0/me/replies', {
    body: { data: [{ id: '5', text: 'We are on it', replied_to: { id: wanted.to.id } }] },
  })
  expect(await threads.findReply?.(wanted, place())).toMatchObject({ id: '5' })
  expect(server.requests[0]?.query.get('since')).toBe(String(Date.parse(NOW) / 1000 - 300))
})
