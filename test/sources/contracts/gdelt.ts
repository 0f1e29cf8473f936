import { type SourceContract, term } from '../contract.ts'

export const gdelt: SourceContract = {
  platform: 'gdelt',
  now: '2026-11-20T00:00:00Z',
  settings: (origin) => ({ endpoint: origin, page_size: 2 }),
  queries: { brand: term('acme') },
  channel: 'search acme',
  pages: ['articles-1.json', 'articles-2.json'],
  pageOf: (request) => {
    if (!request.path.startsWith('/api/v2/doc/doc?')) return undefined
    return (request.query.get('enddatetime') ?? '') > '20261119110000' ? 0 : 1
  },
  items: { at: ['articles'], id: ['url'], text: ['title'] },
  limits: [
    {
      name: '429 alone',
      answer: { status: 429, body: 'Please limit requests to one every 5 seconds' },
      seconds: 900,
    },
    {
      name: 'plain words with status 200',
      answer: { body: 'Please limit requests to one every 5 seconds or contact us.' },
      seconds: 900,
    },
  ],
}
