import type { SourceContract } from '../contract.ts'

export const discourse: SourceContract = {
  platform: 'discourse',
  now: '2020-01-26T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  channel: 'latest ORIGINHOST',
  pages: ['latest-1.json', 'latest-2.json'],
  end: 'end.json',
  pageOf: (request) => {
    if (!request.path.startsWith('/posts.json')) return undefined
    const before = Number(request.query.get('before') ?? 100)
    return before > 15 ? 0 : before >= 9 ? 1 : 2
  },
  items: { at: ['latest_posts'], id: ['id'], text: ['cooked'] },
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '13' } },
      seconds: 13,
    },
    {
      name: '429 with the seconds in its body',
      answer: {
        status: 429,
        body: {
          errors: ['You have performed this action too many times.'],
          error_type: 'rate_limit',
          extras: { wait_seconds: 26.2 },
        },
      },
      seconds: 27,
    },
  ],
}
