import { type SourceContract, term } from '../contract.ts'

export const lemmy: SourceContract = {
  platform: 'lemmy',
  now: '2026-11-20T00:00:00Z',
  settings: (origin) => ({ endpoint: origin, communities: ['!phones@lemmy.example'] }),
  queries: { brand: term('acme') },
  handles: ['@acme@lemmy.example'],
  channel: 'search ORIGINHOST acme',
  pages: ['search-1.json', 'search-2.json'],
  end: 'end.json',
  pageOf: (request) =>
    request.path.startsWith('/api/v3/search?')
      ? Number(request.query.get('page') ?? 1) - 1
      : undefined,
  secrets: { LEMMY_JWT: 'lemmy-secret' },
  items: { at: ['comments'], id: ['comment', 'ap_id'], text: ['comment', 'content'] },
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '61' } },
      seconds: 61,
    },
    {
      name: '400 with its own word',
      answer: { status: 400, body: { error: 'rate_limit_error' } },
      seconds: 900,
    },
  ],
}
