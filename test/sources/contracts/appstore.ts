import type { SourceContract } from '../contract.ts'

export const appstore: SourceContract = {
  platform: 'appstore',
  now: '2021-01-31T00:00:00Z',
  settings: (origin) => ({ endpoint: origin, apps: ['1510826067'], countries: ['gb'] }),
  channel: 'reviews 1510826067 gb',
  pages: ['reviews-1.json', 'reviews-2.json'],
  end: 'end.json',
  pageOf: (request) => {
    const page =
      /^\/gb\/rss\/customerreviews\/page=(\d+)\/id=1510826067\/sortby=mostrecent\/json$/.exec(
        request.path,
      )?.[1]
    return page === undefined ? undefined : Number(page) - 1
  },
  contentType: 'text/javascript; charset=utf-8',
  items: { at: ['feed', 'entry'], id: ['id', 'label'], text: ['content', 'label'] },
  limits: [
    { name: '429 alone', answer: { status: 429 }, seconds: 900 },
    {
      name: '503 with seconds',
      answer: { status: 503, headers: { 'retry-after': '120' } },
      seconds: 120,
    },
  ],
}
