import type { CommandEntry } from './command.ts'

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'demo',
    summary: 'the whole main job on a bundled sample, offline',
    load: async () => (await import('./demo.ts')).command,
  },
  {
    name: 'init',
    summary: 'write a commented queries.yaml for a brand',
    load: async () => (await import('./init.ts')).command,
  },
  {
    name: 'scan',
    summary: 'run the queries against the sources',
    load: async () => (await import('./scan.ts')).command,
  },
  {
    name: 'watch',
    summary: 'scan on and on, each source at its own pace',
    load: async () => (await import('./watch.ts')).command,
  },
  {
    name: 'import',
    summary: 'posts from files: JSON lines, CSV, feeds, exports of other suites; OPML',
    load: async () => (await import('./import.ts')).command,
  },
  {
    name: 'search',
    summary: 'stored mentions by the query language, newest first',
    load: async () => (await import('./search.ts')).command,
  },
  {
    name: 'show',
    summary: 'one post with its thread, clock and why it matched',
    load: async () => (await import('./show.ts')).command,
  },
  {
    name: 'inbox',
    summary: 'the screen to review, flag, label and answer posts',
    load: async () => (await import('./inbox.ts')).command,
  },
  {
    name: 'queue',
    summary: 'what needs an answer now, in order',
    load: async () => (await import('./queue.ts')).command,
  },
  {
    name: 'seen',
    summary: 'mark posts as seen',
    load: async () => (await import('./seen.ts')).command,
  },
  { name: 'flag', summary: 'flag posts', load: async () => (await import('./flag.ts')).command },
  { name: 'label', summary: 'label posts', load: async () => (await import('./label.ts')).command },
  {
    name: 'note',
    summary: 'write a note on a post',
    load: async () => (await import('./note.ts')).command,
  },
  {
    name: 'close',
    summary: 'close the threads of posts, with a reason',
    load: async () => (await import('./close.ts')).command,
  },
  {
    name: 'reopen',
    summary: 'open closed threads again',
    load: async () => (await import('./reopen.ts')).command,
  },
  {
    name: 'assign',
    summary: 'say who takes posts',
    load: async () => (await import('./assign.ts')).command,
  },
  {
    name: 'snooze',
    summary: 'hide conversations until a time or until they reply',
    load: async () => (await import('./snooze.ts')).command,
  },
  {
    name: 'correct',
    summary: 'put sentiment or intent right',
    load: async () => (await import('./correct.ts')).command,
  },
  {
    name: 'promise',
    summary: 'note a dated promise, or that it is kept',
    load: async () => (await import('./promise.ts')).command,
  },
  {
    name: 'outcome',
    summary: 'say what came of a conversation',
    load: async () => (await import('./outcome.ts')).command,
  },
  {
    name: 'escalate',
    summary: 'give a conversation to an owner',
    load: async () => (await import('./escalate.ts')).command,
  },
  {
    name: 'merge',
    summary: 'make several conversations one',
    load: async () => (await import('./merge.ts')).command,
  },
  {
    name: 'split',
    summary: 'take posts out of a conversation',
    load: async () => (await import('./split.ts')).command,
  },
  {
    name: 'undo',
    summary: 'take your last triage step back',
    load: async () => (await import('./undo.ts')).command,
  },
  {
    name: 'reply',
    summary: 'write, check and send an answer, or record one made elsewhere',
    load: async () => (await import('./reply.ts')).command,
  },
  {
    name: 'approve',
    summary: 'say yes to a draft of somebody else',
    load: async () => (await import('./approve.ts')).command,
  },
  {
    name: 'outbox',
    summary: 'answers that are drafted, unknown or failed',
    load: async () => (await import('./outbox.ts')).command,
  },
  {
    name: 'outbox send',
    summary: 'send a draft, at most once',
    load: async () => (await import('./outbox-send.ts')).command,
  },
  {
    name: 'outbox look',
    summary: 'look at the site whether an answer stands',
    load: async () => (await import('./outbox-look.ts')).command,
  },
  {
    name: 'outbox drop',
    summary: 'take a draft back',
    load: async () => (await import('./outbox-drop.ts')).command,
  },
  {
    name: 'people',
    summary: 'advocates, detractors, newcomers: who to thank, ask, invite',
    load: async () => (await import('./people.ts')).command,
  },
  {
    name: 'person',
    summary: 'one person’s history',
    load: async () => (await import('./person.ts')).command,
  },
  {
    name: 'feedback',
    summary: 'wishes, bugs and praise, and who to tell when something ships',
    load: async () => (await import('./feedback.ts')).command,
  },
  {
    name: 'handover',
    summary: 'the shift note',
    load: async () => (await import('./handover.ts')).command,
  },
  {
    name: 'rehearse',
    summary: 'training with old conversations',
    load: async () => (await import('./rehearse.ts')).command,
  },
  {
    name: 'report',
    summary: 'a report in the terminal, as Markdown, HTML, JSON or CSV',
    load: async () => (await import('./report.ts')).command,
  },
  {
    name: 'digest',
    summary: 'what happened since the last digest',
    load: async () => (await import('./digest.ts')).command,
  },
  {
    name: 'alerts',
    summary: 'what the alert rules say now, or would have said',
    load: async () => (await import('./alerts.ts')).command,
  },
  {
    name: 'alerts mark',
    summary: 'say of an alert whether it was useful',
    load: async () => (await import('./alerts-mark.ts')).command,
  },
  {
    name: 'export',
    summary: 'stored posts as CSV or JSON lines',
    load: async () => (await import('./export.ts')).command,
  },
  {
    name: 'query check',
    summary: 'parse and lint the saved queries',
    load: async () => (await import('./query-check.ts')).command,
  },
  {
    name: 'query explain',
    summary: 'what a query means, what each source is asked, why a post matches',
    load: async () => (await import('./query-explain.ts')).command,
  },
  {
    name: 'query measure',
    summary: 'precision and recall of a saved query from judged posts',
    load: async () => (await import('./query-measure.ts')).command,
  },
  {
    name: 'query rematch',
    summary: 'apply the present version of a query to what is stored',
    load: async () => (await import('./query-rematch.ts')).command,
  },
  {
    name: 'query test',
    summary: 'which posts of a file an expression matches',
    load: async () => (await import('./query-test.ts')).command,
  },
  {
    name: 'sources',
    summary: 'the sources, their channels and health',
    load: async () => (await import('./sources.ts')).command,
  },
  {
    name: 'sources preview',
    summary: 'fetch and print posts without storing them',
    load: async () => (await import('./sources-preview.ts')).command,
  },
  {
    name: 'analyze',
    summary: 'sentiment, intent and language of texts on standard input',
    load: async () => (await import('./analyze.ts')).command,
  },
  {
    name: 'db info',
    summary: 'what the store holds',
    load: async () => (await import('./db-info.ts')).command,
  },
  {
    name: 'db check',
    summary: 'compare everything derived with what it is derived from',
    load: async () => (await import('./db-check.ts')).command,
  },
  {
    name: 'db backup',
    summary: 'a consistent copy of the store',
    load: async () => (await import('./db-backup.ts')).command,
  },
  {
    name: 'db restore',
    summary: 'put a copy back',
    load: async () => (await import('./db-restore.ts')).command,
  },
  {
    name: 'db prune',
    summary: 'delete what the retention rules give up',
    load: async () => (await import('./db-prune.ts')).command,
  },
  {
    name: 'db forget',
    summary: 'erase a person',
    load: async () => (await import('./db-forget.ts')).command,
  },
  {
    name: 'db reindex',
    summary: 'rebuild the word index and the conversations',
    load: async () => (await import('./db-reindex.ts')).command,
  },
  {
    name: 'doctor',
    summary: 'is everything in order',
    load: async () => (await import('./doctor.ts')).command,
  },
]
