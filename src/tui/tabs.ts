import type { Tab } from './state.ts'

const QUEUE =
  'Nobody waits for an answer.\nS asks the sources now; tab goes to all mentions; ? shows every key; q leaves.'
const NOTHING =
  'Nothing is stored yet.\nS asks the sources now; or leave with q and run: listen scan'

/** The queue first, the user's views behind the mentions, then what is read rather than worked on. */
export function tabsOf(
  views: readonly { readonly name: string; readonly match: string }[],
): readonly Tab[] {
  return [
    { id: 'queue', title: 'Queue', kind: 'queue', empty: QUEUE },
    { id: 'all', title: 'All', kind: 'posts', empty: NOTHING },
    {
      id: 'praise',
      title: 'Praise',
      kind: 'praise',
      empty: 'No praise waits for thanks.\ntab goes on',
    },
    {
      id: 'look',
      title: 'Look',
      kind: 'look',
      empty: 'There is no post that the program is unsure of.\ntab goes on',
    },
    ...views.map(
      ({ name, match }): Tab => ({
        id: `view ${name}`,
        title: name,
        kind: 'posts',
        expression: match,
        empty: `Nothing matches this view now:\n${match}`,
      }),
    ),
    {
      id: 'people',
      title: 'People',
      kind: 'people',
      empty: 'Nobody has said anything yet.\nS asks the sources now',
    },
    {
      id: 'outbox',
      title: 'Outbox',
      kind: 'outbox',
      empty: 'No answer is on its way.\nr on a post writes one',
    },
    { id: 'dashboard', title: 'Dashboard', kind: 'dashboard', empty: '' },
  ]
}
