import type { SourceContract } from '../contract.ts'

export const lobsters: SourceContract = {
  platform: 'lobsters',
  now: '2025-02-14T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  channel: 'newest',
  pages: ['newest-1.json', 'newest-2.json'],
  end: 'end.json',
  pageOf: (request) => {
    if (request.path === '/newest.json') return 0
    const page = /^\/newest\/page\/(\d+)\.json$/.exec(request.path)?.[1]
    return page === undefined ? undefined : Number(page) - 1
  },
  items: { at: [], id: ['short_id'], text: ['title'] },
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '600' } },
      seconds: 600,
    },
  ],
}
