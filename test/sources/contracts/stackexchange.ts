import { type SourceContract, term } from '../contract.ts'

export const stackexchange: SourceContract = {
  platform: 'stackexchange',
  now: '2020-01-01T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  queries: { editor: term('notepad') },
  channel: 'search stackoverflow notepad',
  pages: ['search-1.json', 'search-2.json'],
  pageOf: (request) => {
    if (!request.path.startsWith('/2.3/search/advanced?')) return undefined
    return request.query.has('todate') ? 1 : 0
  },
  items: { at: ['items'], id: ['question_id'], text: ['body'] },
  limits: [
    {
      name: 'status 400 with the seconds in words',
      answer: {
        status: 400,
        body: {
          error_id: 502,
          error_name: 'throttle_violation',
          error_message: 'too many requests from this IP, more requests available in 78823 seconds',
        },
      },
      seconds: 78_823,
    },
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '30' } },
      seconds: 30,
    },
  ],
}
