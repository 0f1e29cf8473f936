import { type SourceContract, term } from '../contract.ts'

/** Without a key: one page of an Atom feed. The API with a key has tests of its own. */
export const reddit: SourceContract = {
  platform: 'reddit',
  now: '2026-07-04T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  queries: { bells: term('bell') },
  channel: 'search bell',
  pages: ['search.xml'],
  pageOf: (request) =>
    request.path.startsWith('/search.rss?q=bell&sort=new&t=week') ? 0 : undefined,
  contentType: 'application/atom+xml; charset=UTF-8',
  conditional: true,
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '58' } },
      seconds: 58,
    },
    {
      name: '429 with a reset in seconds from now',
      answer: { status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '42' } },
      seconds: 42,
    },
  ],
}
