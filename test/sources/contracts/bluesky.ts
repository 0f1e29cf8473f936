import { type SourceContract, term } from '../contract.ts'

const NOW = '2025-05-20T00:00:00Z'

export const bluesky: SourceContract = {
  platform: 'bluesky',
  now: NOW,
  settings: (origin) => ({ endpoint: origin, handle: 'acme.example', token: 'FAKE-app-password' }),
  secrets: { BLUESKY_APP_PASSWORD: 'FAKE-app-password' },
  queries: { topic: term('redistricting') },
  channel: 'search redistricting',
  pages: ['search-1.json', 'search-2.json'],
  pageOf: (request) => {
    if (!request.path.startsWith('/xrpc/app.bsky.feed.searchPosts?')) return undefined
    return request.query.has('cursor') || request.query.has('until') ? 1 : 0
  },
  routes: {
    '/xrpc/com.atproto.server.createSession': {
      body: {
        accessJwt: 'FAKE-jwt',
        refreshJwt: 'FAKE-refresh',
        did: 'did:plc:acme',
        handle: 'acme.example',
      },
    },
  },
  items: { at: ['posts'], id: ['uri'], text: ['record', 'text'] },
  limits: [
    {
      name: '429 with a reset in seconds since 1970',
      answer: {
        status: 429,
        headers: { 'ratelimit-reset': String(Date.parse(NOW) / 1000 + 120) },
        body: { error: 'RateLimitExceeded', message: 'Rate Limit Exceeded' },
      },
      seconds: 120,
    },
    { name: '429 alone', answer: { status: 429 }, seconds: 900 },
  ],
}
