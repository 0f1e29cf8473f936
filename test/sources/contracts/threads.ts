import { type SourceContract, term } from '../contract.ts'

const error = (status: number, code: number, message: string, headers = {}) => ({
  status,
  headers,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'A1' } },
})

/** The keyword search of Meta's API; our own sample in the documented shape. */
export const threads: SourceContract = {
  platform: 'threads',
  now: '2026-11-20T00:00:00Z',
  settings: (origin) => ({ endpoint: origin }),
  secrets: { THREADS_ACCESS_TOKEN: 'FAKE-threads-token' },
  queries: { brand: term('acme', 'phone') },
  handles: ['acme'],
  channel: 'search acme phone',
  pages: ['search-1.json', 'search-2.json'],
  end: 'end.json',
  pageOf: (request) => {
    if (!request.path.startsWith('/v1.0/keyword_search?')) return undefined
    const until = Number(request.query.get('until') ?? Number.POSITIVE_INFINITY)
    if (until > Date.parse('2026-11-19T10:00:00Z') / 1000) return 0
    return until > Date.parse('2026-11-18T12:00:00Z') / 1000 ? 1 : 2
  },
  items: { at: ['data'], id: ['id'], text: ['text'] },
  limits: [
    {
      name: '400 with number 4',
      answer: error(400, 4, '(#4) Application request limit reached'),
      seconds: 3600,
    },
    {
      name: 'minutes in a header',
      answer: error(403, 80_001, 'There have been too many calls', {
        'x-business-use-case-usage':
          '{"17841":[{"type":"threads","call_count":101,"estimated_time_to_regain_access":19}]}',
      }),
      seconds: 1140,
    },
    { name: '429', answer: { status: 429, headers: { 'retry-after': '90' } }, seconds: 90 },
  ],
}
