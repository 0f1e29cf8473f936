import { type SourceContract, term } from '../contract.ts'

const PROBLEM = 'https://api.twitter.com/2/problems/'

/** The posts of the first page are our own samples; those of the second were recorded. */
export const x: SourceContract = {
  platform: 'x',
  now: '2022-10-08T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  secrets: { X_BEARER_TOKEN: 'FAKE-bearer' },
  queries: { brand: term('acme', 'phone'), other: term('tweepy') },
  handles: ['@acme'],
  competitorHandles: { globex: ['globex'] },
  channel: 'search (@acme OR to:acme OR "acme phone" OR tweepy) -is:retweet',
  pages: ['search-1.json', 'search-2.json'],
  end: 'end.json',
  pageOf: (request) => {
    if (!request.path.startsWith('/2/tweets/search/recent?')) return undefined
    return request.query.has('next_token') || request.query.has('end_time') ? 1 : 0
  },
  items: { at: ['data'], id: ['id'], text: ['text'] },
  limits: [
    {
      name: '429 until an instant',
      answer: {
        status: 429,
        headers: { 'x-rate-limit-reset': String(Date.parse('2022-10-08T00:14:00Z') / 1000) },
        body: { title: 'Too Many Requests', detail: 'Too Many Requests', status: 429 },
      },
      seconds: 840,
    },
    {
      name: '429, cap of the month',
      answer: {
        status: 429,
        body: {
          title: 'UsageCapExceeded',
          detail: 'Usage cap exceeded: Monthly product cap',
          period: 'Monthly',
          type: `${PROBLEM}usage-capped`,
        },
      },
      seconds: 86_400,
    },
  ],
}
