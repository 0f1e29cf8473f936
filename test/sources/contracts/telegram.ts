import type { SourceContract } from '../contract.ts'

/** A preview of a channel; our own sample in the shape that the site has shown since 2026. */
export const telegram: SourceContract = {
  platform: 'telegram',
  now: '2026-11-20T00:00:00Z',
  settings: (origin) => ({ endpoint: origin, channels: ['@acme_news'] }),
  channel: 'channel acme_news',
  pages: ['page-1.html', 'page-2.html'],
  end: 'end.html',
  contentType: 'text/html; charset=utf-8',
  pageOf: (request) => {
    if (!request.path.startsWith('/s/acme_news')) return undefined
    const before = request.query.get('before')
    if (before === null) return 0
    return before === '101' ? 1 : 2
  },
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '37' } },
      seconds: 37,
    },
    { name: '429', answer: { status: 429 }, seconds: 900 },
  ],
}
