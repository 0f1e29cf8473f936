import { type SourceContract, term } from '../contract.ts'

const NOW = '2025-07-18T00:00:00Z'

export const mastodon: SourceContract = {
  platform: 'mastodon',
  now: NOW,
  settings: (origin) => ({ endpoint: origin }),
  queries: { topic: term('rstats') },
  channel: 'tag ORIGINHOST rstats',
  pages: ['tag-1.json', 'tag-2.json'],
  end: 'empty.json',
  pageOf: (request) => {
    if (!request.path.startsWith('/api/v1/timelines/tag/rstats?')) return undefined
    const before = request.query.get('max_id')
    if (before === null) return 0
    return before === '114869598531117045' ? 1 : 2
  },
  headers: (page, origin) => ({
    link: `<${origin}/api/v1/timelines/tag/rstats?limit=3&max_id=${page === 0 ? '114869598531117045' : '114869144089828147'}>; rel="next", <${origin}/api/v1/timelines/tag/rstats?limit=3&min_id=1>; rel="prev"`,
  }),
  items: { at: [], id: ['id'], text: ['content'] },
  limits: [
    {
      name: '429 with a reset as a date',
      answer: {
        status: 429,
        headers: {
          'x-ratelimit-remaining': '0',
          'x-ratelimit-reset': '2025-07-18T00:03:00.269179Z',
        },
        body: { error: 'Too many requests' },
      },
      seconds: 181,
    },
    { name: '429 alone', answer: { status: 429 }, seconds: 900 },
  ],
}
