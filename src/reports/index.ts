import type { ReportEntry } from './report.ts'

/** Every report, in the order of the documentation. */
export const REPORTS: readonly ReportEntry[] = [
  {
    name: 'overview',
    summary:
      'volume, feeling and share of voice by query, by day and by source; what waits for an answer',
    load: async () => (await import('./overview.ts')).overview,
  },
  {
    name: 'volume',
    summary: 'how much is said, by day, weekday and query; what moved it',
    load: async () => (await import('./volume.ts')).volume,
  },
  {
    name: 'sentiment',
    summary: 'how people feel about each query, with intervals over persons; what moved it',
    load: async () => (await import('./sentiment.ts')).sentiment,
  },
  {
    name: 'share-of-voice',
    summary: 'our part of what is said about us and competitors: posts, people, clusters',
    load: async () => (await import('./share-of-voice.ts')).shareOfVoice,
  },
  {
    name: 'topics',
    summary: 'rising, steady, falling, hot buttons, contrasts by log-odds',
    load: async () => (await import('./topics.ts')).topics,
  },
  {
    name: 'response',
    summary: 'how often and how fast we answer, the promise, when people ask and we answer',
    load: async () => (await import('./response.ts')).response,
  },
  {
    name: 'community',
    summary: 'who answers each other, and unhappy people who were won back or lost',
    load: async () => (await import('./community.ts')).community,
  },
  {
    name: 'people',
    summary: 'advocates, detractors, newcomers, lapsed, with the posts that show it',
    load: async () => (await import('./people.ts')).people,
  },
  {
    name: 'competitors',
    summary: 'how competitors answer in public, and what people say of them',
    load: async () => (await import('./competitors.ts')).competitors,
  },
  {
    name: 'feedback',
    summary: 'wishes, bugs and praise by how many people ask',
    load: async () => (await import('./feedback.ts')).feedback,
  },
  {
    name: 'sources',
    summary: 'where mentions come from; channels that failed or are silent',
    load: async () => (await import('./sources.ts')).sources,
  },
  {
    name: 'queries',
    summary: 'hits of each query and clause, dead ones, precision as far as judged',
    load: async () => (await import('./queries.ts')).queries,
  },
]
