import { UsageError } from '../errors.ts'
import { CLOSE_REASONS, type LedgerEventBody } from '../model/ledger.ts'
import { saveActor } from './actors.ts'
import { addToBatch, type Batch, openBatch } from './batches.ts'
import type { Database } from './database.ts'
import { type Decision, decisionBodies } from './decisions.ts'
import { PROGRAM } from './events.ts'
import type { TriageAction, TriageResult } from './store.ts'
import { saveText } from './texts.ts'
import { openThread } from './thread-entries.ts'
import { findFacts, refreshThreads } from './thread-states.ts'

interface Target {
  readonly id: number
  readonly number: number
  readonly platform: string
  readonly key: string
  readonly thread: number | null
}

/** One deed on many posts in one transaction; what already is as wished is left alone. */
export function triage(
  db: Database,
  action: TriageAction,
  posts: readonly number[],
  actor: string,
): TriageResult {
  checkAction(action)
  return db.write(() => {
    const { targets, missing } = findTargets(db, posts)
    const steps = targets.map((target) => ({ target, wish: wishOf(db, action, target) }))
    const changing = steps.filter(({ wish }) => wish !== undefined)
    const unchanged = steps
      .filter(({ wish }) => wish === undefined)
      .map(({ target }) => target.number)
    const changed = changing.map(({ target }) => target.number)
    if (changing.length === 0) return { changed, unchanged, missing, batch: undefined }
    const batch = openBatch(db, {
      actor,
      kind: 'do',
      description: describe(action),
      posts: changed,
    })
    refreshThreads(db, writeEvents(db, batch, changing as readonly Step[]), true)
    return { changed, unchanged, missing, batch: batch.id }
  })
}

interface Step {
  readonly target: Target
  readonly wish: Wish
}

/** What has to be written: about the post, or about its thread as a whole. */
interface Wish {
  readonly scope: 'post' | 'thread'
  bodies(): readonly LedgerEventBody[]
}

/** Several posts of one thread make one decision about it. Answers the threads. */
function writeEvents(db: Database, batch: Batch, steps: readonly Step[]): ReadonlySet<number> {
  const threads = new Set<number>()
  const decided = new Set<number>()
  for (const { target, wish } of steps) {
    const thread = threadOf(db, target)
    threads.add(thread)
    if (wish.scope === 'thread' && decided.has(thread)) continue
    decided.add(thread)
    for (const body of wish.bodies()) addToBatch(db, batch, thread, body)
  }
  return threads
}

/** A post that is in no thread yet gets one, because the ledger is where marks are kept. */
function threadOf(db: Database, target: Target): number {
  const known = db.sql('SELECT thread FROM posts WHERE id = ?').pluck().get(target.id)
  if (known !== null && known !== undefined) return known as number
  return openThread(db, saveActor(db, PROGRAM), target.platform, target.key, db.now())
}

function checkAction(action: TriageAction): void {
  if (action.type !== 'close' || (CLOSE_REASONS as readonly string[]).includes(action.reason))
    return
  throw new UsageError(`unknown reason to close: ${action.reason}`, {
    hint: `one of ${CLOSE_REASONS.join(', ')}`,
  })
}

function findTargets(
  db: Database,
  posts: readonly number[],
): { targets: readonly Target[]; missing: readonly number[] } {
  const targets: Target[] = []
  const missing: number[] = []
  for (const number of new Set(posts)) {
    const target = findTarget(db, number)
    if (target === undefined) missing.push(number)
    else targets.push(target)
  }
  return { targets, missing }
}

function findTarget(db: Database, number: number): Target | undefined {
  return db
    .sql(
      `SELECT id, number, platform, coalesce(thread_key, identity) AS key, thread
       FROM posts WHERE number = ?`,
    )
    .get(number) as Target | undefined
}

/** Undefined where the post or its thread is as wished already. */
function wishOf(db: Database, action: TriageAction, target: Target): Wish | undefined {
  switch (action.type) {
    case 'seen':
      return isSeen(db, target) ? undefined : aboutPost({ type: 'seen', post: target.number })
    case 'flag': {
      if (
        hasMark(db, 'SELECT 1 FROM flags WHERE flag = ? AND post = ?', action.flag, target) ===
        action.on
      )
        return
      return aboutPost({ type: 'flagged', post: target.number, flag: action.flag, on: action.on })
    }
    case 'label': {
      if (
        hasMark(db, 'SELECT 1 FROM labels WHERE label = ? AND post = ?', action.label, target) ===
        action.on
      )
        return
      return aboutPost({
        type: 'labelled',
        post: target.number,
        label: action.label,
        on: action.on,
      })
    }
    case 'note':
      return noteOf(db, action.text, target)
    case 'correct':
      return aboutPost({
        type: 'corrected',
        post: target.number,
        ...(action.sentiment === undefined ? {} : { sentiment: action.sentiment }),
        ...(action.intents === undefined ? {} : { intents: action.intents }),
      })
    case 'credit':
      return aboutPost({ type: 'credited', post: target.number, correct: action.correct })
    default:
      return aboutThread(db, action, target)
  }
}

/** Several posts of one thread make one decision about it; a promise keeps its words apart. */
function aboutThread(db: Database, action: Decision, target: Target): Wish | undefined {
  const facts = target.thread === null ? undefined : findFacts(db, target.thread)
  const bodies = decisionBodies(action, facts)
  if (bodies.length === 0) return undefined
  const text = action.type === 'promise' ? action.text : undefined
  if (text === undefined) return { scope: 'thread', bodies: () => bodies }
  return {
    scope: 'thread',
    bodies: () => {
      const kept = saveText(db, text, target.number)
      return bodies.map((body) => (body.type === 'promised' ? { ...body, text: kept } : body))
    },
  }
}

function aboutPost(body: LedgerEventBody): Wish {
  return { scope: 'post', bodies: () => [body] }
}

function noteOf(db: Database, text: string, target: Target): Wish {
  return {
    scope: 'post',
    bodies: () => [{ type: 'noted', post: target.number, text: saveText(db, text, target.number) }],
  }
}

function isSeen(db: Database, target: Target): boolean {
  return (
    db.sql('SELECT 1 FROM post_marks WHERE post = ? AND seen_at IS NOT NULL').get(target.id) !==
    undefined
  )
}

function hasMark(db: Database, text: string, name: string, target: Target): boolean {
  return db.sql(text).get(name, target.id) !== undefined
}

/** For the person who takes it back. */
function describe(action: TriageAction): string {
  switch (action.type) {
    case 'flag':
      return `${action.on ? 'flag' : 'unflag'} ${action.flag}`
    case 'label':
      return `${action.on ? 'label' : 'unlabel'} ${action.label}`
    case 'assign':
      return action.to === null ? 'unassign' : `assign to ${action.to}`
    case 'close':
      return `close as ${action.reason}`
    case 'outcome':
      return `outcome ${action.kind}`
    case 'prioritise':
      return `priority ${action.priority}`
    default:
      return action.type.replaceAll('-', ' ')
  }
}
