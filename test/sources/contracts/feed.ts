import type { SourceContract } from '../contract.ts'

/** The reader's own tests hold it against a corpus; here it keeps the promises of every source. */
export const feed: SourceContract = {
  platform: 'feed',
  now: '2026-11-20T00:00:00Z',
  settings: (origin) => ({ urls: [`${origin}/feed.xml`] }),
  channel: 'http://ORIGIN/feed.xml',
  pages: ['contract.xml'],
  pageOf: (request) => (request.path === '/feed.xml' ? 0 : undefined),
  contentType: 'application/rss+xml',
  conditional: true,
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '3600' } },
      seconds: 3600,
    },
    {
      name: '503 with seconds',
      answer: { status: 503, headers: { 'retry-after': '120' } },
      seconds: 120,
    },
  ],
}
