import type { SourceContract } from '../contract.ts'

export const devto: SourceContract = {
  platform: 'devto',
  now: '2026-11-20T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  handles: ['@acme'],
  channel: 'latest',
  pages: ['latest-1.json', 'latest-2.json'],
  end: 'end.json',
  pageOf: (request) =>
    request.path.startsWith('/api/articles/latest?')
      ? Number(request.query.get('page') ?? 1) - 1
      : undefined,
  items: { at: [], id: ['id'], text: ['title'] },
  limits: [
    {
      name: '429 with seconds',
      answer: { status: 429, headers: { 'retry-after': '30' } },
      seconds: 30,
    },
  ],
}
