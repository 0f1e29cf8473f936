import { type SourceContract, term } from '../contract.ts'

const NOW = '2022-07-20T00:00:00Z'
const RESET = String(Date.parse(NOW) / 1000 + 45)

export const github: SourceContract = {
  platform: 'github',
  now: NOW,
  settings: (origin) => ({ endpoint: origin }),
  queries: { seeds: term('sesame') },
  channel: 'search sesame is:issue',
  pages: ['search-1.json', 'search-2.json'],
  pageOf: (request) => {
    if (!request.path.startsWith('/search/issues?')) return undefined
    return request.query.get('q')?.includes('<=') || request.query.get('q')?.includes('..') ? 1 : 0
  },
  headers: (page, origin) =>
    page === 0
      ? {
          link: `<${origin}/search/issues?q=x&page=2>; rel="next", <${origin}/search/issues?q=x&page=2>; rel="last"`,
        }
      : {},
  items: { at: ['items'], id: ['id'], text: ['body'] },
  // All of the newest page lies within the overlap.
  rescanRequests: 2,
  limits: [
    {
      name: '403 with nothing remaining',
      answer: {
        status: 403,
        headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET },
        body: { message: 'API rate limit exceeded for 192.0.2.1.' },
      },
      seconds: 45,
    },
    {
      name: '403, secondary, with seconds',
      answer: {
        status: 403,
        headers: { 'retry-after': '60', 'x-ratelimit-remaining': '20', 'x-ratelimit-reset': RESET },
        body: {
          message:
            'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
        },
      },
      seconds: 60,
    },
    {
      name: '403, abuse, without a time',
      answer: {
        status: 403,
        body: {
          message:
            'You have triggered an abuse detection mechanism. Please wait a few minutes before you try again.',
        },
      },
      seconds: 900,
    },
    { name: '429', answer: { status: 429, headers: { 'x-ratelimit-reset': RESET } }, seconds: 45 },
  ],
}
