import { type SourceContract, term } from '../contract.ts'

export const hackernews: SourceContract = {
  platform: 'hackernews',
  now: '2025-09-09T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  queries: { brand: term('github', 'com') },
  channel: 'search "github com"',
  pages: ['search-1.json', 'search-2.json'],
  pageOf: (request) => {
    if (!request.path.startsWith('/api/v1/search_by_date?')) return undefined
    return request.query.get('numericFilters')?.includes('<=') ? 1 : 0
  },
  items: { at: ['hits'], id: ['objectID'], text: ['comment_text'] },
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '60' } },
      seconds: 60,
    },
    { name: '429 alone', answer: { status: 429, body: 'Too Many Requests' }, seconds: 900 },
    {
      name: '403 in words',
      answer: { status: 403, body: { message: 'Rate limit exceeded', status: 403 } },
      seconds: 900,
    },
  ],
}
