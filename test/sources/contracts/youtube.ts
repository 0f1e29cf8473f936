import { fixture, type SourceContract, term } from '../contract.ts'

const FORBIDDEN = (reason: string) => ({
  status: 403,
  body: {
    error: {
      code: 403,
      message: 'The request cannot be completed.',
      errors: [{ domain: 'youtube.quota', reason }],
    },
  },
})

/** Search with a key. The feeds of channels and the comments have tests of their own. */
export const youtube: SourceContract = {
  platform: 'youtube',
  now: '2019-12-07T00:00:00Z',
  settings: (origin) => ({ endpoint: origin, api_key: 'FAKE-key' }),
  secrets: { YOUTUBE_API_KEY: 'FAKE-key' },
  queries: { surf: term('surfing') },
  channel: 'search surfing',
  pages: ['search-1.json'],
  end: 'end.json',
  pageOf: (request) => {
    if (!request.path.startsWith('/youtube/v3/search?')) return undefined
    return request.query.has('publishedBefore') ? 1 : 0
  },
  routes: {
    '/youtube/v3/videos': () => ({ body: JSON.parse(fixture('youtube', 'videos.json')) as object }),
  },
  items: { at: ['items'], id: ['id', 'videoId'], text: ['snippet', 'description'] },
  limits: [
    // Until midnight in California.
    { name: '403, quota of the day', answer: FORBIDDEN('quotaExceeded'), seconds: 8 * 3600 },
    { name: '403, too fast', answer: FORBIDDEN('rateLimitExceeded'), seconds: 900 },
    { name: '429', answer: { status: 429 }, seconds: 900 },
  ],
  rescanRequests: 2,
}
