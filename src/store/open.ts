import { findChannel, listChannels, saveFailure } from './channels.ts'
import { connect } from './connect.ts'
import { getCounter } from './counters.ts'
import type { Database } from './database.ts'
import { explainFailure } from './failure.ts'
import { listKnown } from './known-posts.ts'
import { appendEvents, getThread } from './ledger.ts'
import { changeValue, getValue, setValue } from './named-values.ts'
import { countOpenWork, listOpenWork } from './open-work.ts'
import { listQueryVersions, saveQueries } from './queries.ts'
import { endScan, findLastScan, startScan } from './scans.ts'
import { countPosts, search, streamPosts } from './search.ts'
import type { PageToSave, SavedPage, Store, StoreOptions } from './store.ts'
import { getPost } from './stored-posts.ts'
import { listTexts, saveText } from './texts.ts'
import { refold } from './thread-states.ts'
import { triage } from './triage.ts'
import { countOpenTurns, listTurns } from './turns.ts'
import { redo, undo } from './undo.ts'

/**
 * Opens the store of a file; throws an AppError with one clear sentence where that cannot be done. What only writing
 * or care needs is loaded when it is asked for: start-up is a feature.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const db = await explained(options.path, () => connect(options))
  const run = <Result>(work: () => Result | Promise<Result>) => explained(db.path, work)
  return {
    path: options.path,
    ...collecting(db, run, options.shared === true),
    ...looking(db, run),
    ...working(db, run),
    getValue: (name) => run(() => getValue(db, name)),
    setValue: (name, value) => run(() => setValue(db, name, value)),
    changeValue: (name, change) => run(() => changeValue(db, name, change)),
    ...answering(db, run, options.shared === true),
    ...knowingPeople(db, run),
    ...caring(db, run),
    close: async () => {
      db.connection.close()
    },
  }
}

type Run = <Result>(work: () => Result | Promise<Result>) => Promise<Result>

async function explained<Result>(
  path: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw explainFailure(error, path)
  }
}

type Collecting = Pick<
  Store,
  | 'savePages'
  | 'knownPosts'
  | 'channelState'
  | 'channels'
  | 'saveFailure'
  | 'saveQueries'
  | 'queryVersions'
  | 'lease'
  | 'startScan'
  | 'endScan'
  | 'lastScan'
>

function collecting(db: Database, run: Run, shared: boolean): Collecting {
  let saving: Promise<(pages: readonly PageToSave[]) => readonly SavedPage[]> | undefined
  return {
    savePages: (pages) =>
      run(async () => {
        saving ??= prepareSaving(db)
        return (await saving)(pages)
      }),
    knownPosts: (posts) => run(() => listKnown(db, posts)),
    channelState: (channel) => run(() => findChannel(db, channel)),
    channels: () => run(() => listChannels(db)),
    saveFailure: (channel, failure) => run(() => saveFailure(db, channel, failure)),
    saveQueries: (queries) => run(() => saveQueries(db, queries)),
    queryVersions: (name) => run(() => listQueryVersions(db, name)),
    lease: (channels) => run(async () => (await import('./leases.ts')).lease(db, channels, shared)),
    startScan: () =>
      run(async () => {
        const { makeReady } = await import('./readiness.ts')
        makeReady(db)
        return startScan(db)
      }),
    endScan: (scan, summary) =>
      run(async () => {
        endScan(db, scan, summary)
        await rollUpIfItCan(db)
      }),
    lastScan: () => run(() => findLastScan(db)),
  }
}

/** The scan is saved already: days that a busy or full disk leaves out are counted from their posts until the next one. */
async function rollUpIfItCan(db: Database): Promise<void> {
  const { rollUp, POSTS_A_SCAN } = await import('./rollups.ts')
  try {
    rollUp(db, POSTS_A_SCAN)
  } catch (error) {
    if (!/^SQLITE_(BUSY|FULL|IOERR)/.test((error as { code?: string }).code ?? '')) throw error
  }
}

/** Once for a store, because what it remembers of hosts serves the next page too. */
async function prepareSaving(
  db: Database,
): Promise<(pages: readonly PageToSave[]) => readonly SavedPage[]> {
  const [{ savePages }, { loadSites }, { createCopyReader }] = await Promise.all([
    import('./save-pages.ts'),
    import('./sites.ts'),
    import('../analysis/fingerprints.ts'),
  ])
  const siteOf = await loadSites()
  const copies = createCopyReader()
  return (pages) => savePages(db, pages, siteOf, copies)
}

type Caring = Pick<
  Store,
  | 'info'
  | 'check'
  | 'backup'
  | 'prune'
  | 'findAuthors'
  | 'forget'
  | 'reindex'
  | 'recluster'
  | 'refold'
  | 'dataVersion'
  | 'hasStaleIndex'
>

function caring(db: Database, run: Run): Caring {
  return {
    info: () => run(async () => (await import('./info.ts')).readInfo(db)),
    check: () => run(async () => (await import('./check.ts')).checkStore(db)),
    backup: (target, options) =>
      run(async () => (await import('./backup.ts')).backUp(db, target, options)),
    prune: (request) => run(async () => (await import('./prune.ts')).prune(db, request)),
    findAuthors: (who) => run(async () => (await import('./forget.ts')).findAuthors(db, who)),
    forget: (authors, actor) =>
      run(async () => (await import('./forget.ts')).forgetAuthors(db, authors, actor)),
    reindex: (options = {}) =>
      run(async () => {
        const { isStale, rebuildIndex } = await import('./token-index.ts')
        const { rollUp } = await import('./rollups.ts')
        const done = options.force === true || isStale(db) ? rebuildIndex(db, options) : 0
        rollUp(db)
        return done
      }),
    recluster: (options = {}) =>
      run(async () => (await import('./recluster.ts')).recluster(db, options)),
    refold: () => run(() => refold(db, true)),
    hasStaleIndex: () => run(async () => (await import('./token-index.ts')).isStale(db)),
    dataVersion: () => run(() => db.connection.pragma('data_version', { simple: true }) as number),
  }
}

type Answering = Pick<
  Store,
  | 'saveDraft'
  | 'outboxEntry'
  | 'outbox'
  | 'dropDraft'
  | 'claimReply'
  | 'finishReply'
  | 'ourReplies'
  | 'corrected'
  | 'countCorrected'
  | 'postsOfSide'
  | 'posts'
  | 'turns'
  | 'countOpenTurns'
>

function answering(db: Database, run: Run, shared: boolean): Answering {
  const outbox = () => import('./outbox.ts')
  const locks = async () => (await import('./process-lock.ts')).processLocks(db, shared)
  return {
    saveDraft: (draft, actor) => run(async () => (await outbox()).saveDraft(db, draft, actor)),
    outboxEntry: (id) => run(async () => (await outbox()).findEntry(db, id, await locks())),
    outbox: (filter = {}) =>
      run(async () => (await outbox()).listOutbox(db, filter, await locks())),
    dropDraft: (id) => run(async () => (await outbox()).dropDraft(db, id)),
    claimReply: (id) => run(async () => (await outbox()).claimReply(db, id, await locks())),
    finishReply: (id, outcome) =>
      run(async () => {
        const [{ finishReply }, { loadSites }] = await Promise.all([outbox(), import('./sites.ts')])
        return finishReply(db, id, outcome, await loadSites())
      }),
    ourReplies: (limit) => run(async () => (await import('./people.ts')).listOurReplies(db, limit)),
    corrected: () => run(async () => (await import('./corrected.ts')).listCorrected(db)),
    countCorrected: () => run(async () => (await import('./corrected.ts')).countCorrected(db)),
    postsOfSide: (side, period) =>
      run(async () => (await import('./people.ts')).listPostsOfSide(db, side, period)),
    posts: (numbers) => run(async () => (await import('./people.ts')).listPosts(db, numbers)),
    turns: (period, options = {}) => run(() => listTurns(db, period, options)),
    countOpenTurns: (now) => run(() => countOpenTurns(db, now)),
  }
}

type KnowingPeople = Pick<
  Store,
  | 'people'
  | 'person'
  | 'peopleOf'
  | 'personPosts'
  | 'saveApprovals'
  | 'approvals'
  | 'approvers'
  | 'linkPeople'
  | 'unlinkAuthor'
>

function knowingPeople(db: Database, run: Run): KnowingPeople {
  const people = () => import('./people.ts')
  const liking = () => import('./approvals.ts')
  return {
    people: (filter) => run(async () => (await people()).listPeople(db, filter)),
    person: (author) => run(async () => (await people()).getPerson(db, author)),
    peopleOf: (posts) => run(async () => (await people()).listPeopleOf(db, posts)),
    personPosts: (person, limit) =>
      run(async () => (await people()).listPersonPosts(db, person, limit)),
    saveApprovals: (post, approvals) =>
      run(async () => (await liking()).saveApprovals(db, post, approvals)),
    approvals: (person) => run(async () => (await liking()).listApprovals(db, person)),
    approvers: (filter) => run(async () => (await liking()).listApprovers(db, filter)),
    linkPeople: (person, other) => run(async () => (await people()).linkPeople(db, person, other)),
    unlinkAuthor: (author) => run(async () => (await people()).unlinkAuthor(db, author)),
  }
}

type Looking = Pick<
  Store,
  | 'search'
  | 'stream'
  | 'count'
  | 'post'
  | 'thread'
  | 'facets'
  | 'allFacets'
  | 'voices'
  | 'authorNames'
  | 'lastNumber'
>

function looking(db: Database, run: Run): Looking {
  return {
    search: (request) => run(() => search(db, request)),
    stream: (request) => explainedStream(db, streamPosts(db, request)),
    count: (request) => run(() => countPosts(db, request)),
    lastNumber: () => run(() => getCounter(db, 'post')),
    post: (number) => run(() => getPost(db, number)),
    thread: (number) => run(() => getThread(db, number)),
    facets: (facet, request) =>
      run(
        async () => (await (await import('./facets.ts')).countFacets(db, [facet], request))[facet],
      ),
    voices: (request) => run(async () => (await import('./voices.ts')).listVoices(db, request)),
    authorNames: (authors) =>
      run(async () => (await import('./voices.ts')).listAuthorNames(db, authors)),
    allFacets: (facets, request) =>
      run(async () => (await import('./facets.ts')).countFacets(db, facets, request)),
  }
}

async function* explainedStream<Item>(
  db: Database,
  items: AsyncIterable<Item>,
): AsyncGenerator<Item> {
  try {
    yield* items
  } catch (error) {
    throw explainFailure(error, db.path)
  }
}

type Working = Pick<
  Store,
  | 'triage'
  | 'mergeThreads'
  | 'splitPosts'
  | 'appendEvents'
  | 'undo'
  | 'redo'
  | 'openWork'
  | 'countOpenWork'
  | 'reread'
  | 'saveText'
  | 'texts'
>

function working(db: Database, run: Run): Working {
  return {
    triage: (action, posts, actor) => run(() => triage(db, action, posts, actor)),
    mergeThreads: (posts, actor) =>
      run(async () => (await import('./merge.ts')).mergeThreads(db, posts, actor)),
    splitPosts: (posts, actor) =>
      run(async () => (await import('./merge.ts')).splitPosts(db, posts, actor)),
    appendEvents: (thread, events, actor) => run(() => appendEvents(db, thread, events, actor)),
    undo: (actor) => run(() => undo(db, actor)),
    redo: (actor) => run(() => redo(db, actor)),
    openWork: (filter) => run(() => listOpenWork(db, filter)),
    countOpenWork: () => run(() => countOpenWork(db)),
    reread: (posts) => run(async () => (await import('./reread.ts')).reread(db, posts)),
    saveText: (text, post) => run(() => db.write(() => saveText(db, text, post))),
    texts: (numbers) => run(() => db.read(() => listTexts(db, numbers))),
  }
}
