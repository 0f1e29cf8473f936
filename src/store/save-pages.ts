import { type CopyReader, createCopyReader } from '../analysis/fingerprints.ts'
import type { LedgerEvent } from '../model/ledger.ts'
import type { Post } from '../model/post.ts'
import { TokenBuffer } from '../text/tokens-buffer.ts'
import { saveActor } from './actors.ts'
import { saveAuthor } from './authors.ts'
import { saveChannel, savePageState } from './channels.ts'
import { getCounter, setCounter } from './counters.ts'
import type { Database } from './database.ts'
import { decideSighting, saveAnalysis, saveEdit, saveFuller } from './edits.ts'
import { PROGRAM } from './events.ts'
import { markGone } from './gone.ts'
import { findKnown, type KnownRow } from './known-posts.ts'
import { saveMentions } from './mentions.ts'
import { addPost, saveCounters } from './posts.ts'
import { queryFinder } from './queries.ts'
import { saveSighting } from './sightings.ts'
import type { PageToSave, PreparedPost, SavedPage } from './store.ts'
import { type Entry, enterNewPost, enterPost, startThread } from './thread-entries.ts'
import { refreshThreads, saveNewThread } from './thread-states.ts'
import { findThread, threadKey } from './threads.ts'
import { indexPost, unindexPost } from './token-index.ts'
import { hasTombstones, isBuried } from './tombstones.ts'

const DAY = 86_400_000

/** Finds the site of an address; handed in, because the list of public suffixes is loaded only to save. */
export type SiteOf = (url: string | undefined) => string | undefined

interface Saving {
  readonly db: Database
  readonly siteOf: SiteOf
  readonly copies: CopyReader
  readonly actor: number
  readonly buried: boolean
  readonly touched: Set<number>
  /** Threads with a post that people may have marked already. */
  readonly changed: Set<number>
  /** The events of threads that this group opened. */
  readonly fresh: Map<number, LedgerEvent[]>
  /** Sources and platforms that are listed already. */
  readonly origins: Set<string>
  readonly words: WordsToIndex[]
  readonly queryId: ReturnType<typeof queryFinder>
  number: number
}

interface WordsToIndex {
  readonly id: number
  readonly post: Post
  /** The index has other words of it. */
  readonly again: boolean
}

/**
 * Last of all, because the index writes what it has gathered at every statement that may have to be taken back
 * by itself, and there are such among the others.
 */
function indexWords(db: Database, words: readonly WordsToIndex[]): void {
  for (const { id, again } of words) if (again) unindexPost(db, id)
  const buffer = new TokenBuffer()
  for (const { id, post } of words) indexPost(db, id, post, buffer)
}

/** Commits the pages as one: posts, mentions, sightings, ledger, cursors and health, or nothing at all. */
export function savePages(
  db: Database,
  pages: readonly PageToSave[],
  siteOf: SiteOf,
  copies = createCopyReader(),
): readonly SavedPage[] {
  return db.write(() => {
    const first = getCounter(db, 'post')
    const saving: Saving = {
      db,
      siteOf,
      copies,
      actor: saveActor(db, PROGRAM),
      buried: hasTombstones(db),
      touched: new Set(),
      changed: new Set(),
      fresh: new Map(),
      origins: new Set(),
      words: [],
      queryId: queryFinder(db),
      number: first,
    }
    const saved = pages.map((page) => savePage(saving, page))
    if (saving.number !== first) setCounter(db, 'post', saving.number)
    for (const events of saving.fresh.values()) saveNewThread(db, events)
    refreshThreads(db, saving.changed, true)
    refreshThreads(db, saving.touched, false)
    indexWords(db, saving.words)
    return saved
  })
}

/** Oldest first, so that numbers and ledger grow with time and parents stand before their answers. */
function savePage(saving: Saving, page: PageToSave): SavedPage {
  const { db } = saving
  const channel = saveChannel(db, page.channel)
  const result = { added: 0, edited: 0, known: 0, matched: 0 }
  const posts: (number | undefined)[] = new Array(page.posts.length).fill(undefined)
  for (let index = page.posts.length - 1; index >= 0; index--) {
    const prepared = page.posts[index] as PreparedPost
    const outcome = savePost(saving, prepared, page)
    if (outcome === undefined) continue
    saveSighting(db, outcome.id, channel, page.at)
    result[outcome.what]++
    if (outcome.matched) result.matched++
    posts[index] = outcome.number
  }
  const gone = (page.gone ?? []).filter((id) => saveGone(saving, page, id)).length
  savePageState(db, channel, page)
  return { ...result, posts, ...(gone === 0 ? {} : { gone }) }
}

/** True where that was news. The fold of its thread tells the post. */
function saveGone(saving: Saving, page: PageToSave, id: string): boolean {
  const { db, actor } = saving
  const gone = markGone(db, actor, { platform: page.channel.platform, id, at: page.at })
  if (typeof gone === 'string') return false
  if (gone.thread !== undefined) {
    saving.fresh.delete(gone.thread)
    saving.changed.add(gone.thread)
  }
  return true
}

interface Outcome {
  readonly id: number
  readonly number: number
  readonly what: 'added' | 'edited' | 'known'
  readonly matched: boolean
}

function savePost(saving: Saving, prepared: PreparedPost, page: PageToSave): Outcome | undefined {
  const { post } = prepared
  const known = findKnown(saving.db, post.platform, post.identity ?? post.id)
  return known === undefined
    ? saveNew(saving, prepared, page)
    : saveKnown(saving, known, prepared, page)
}

/** Of a list, of an account that counts, or of a conversation that we follow: worth its place for good. */
function isWanted(prepared: PreparedPost): boolean {
  return prepared.mentions.length > 0 || prepared.addressed || prepared.side === 'ours'
}

function saveNew(saving: Saving, prepared: PreparedPost, page: PageToSave): Outcome | undefined {
  const { db } = saving
  const { post } = prepared
  if (saving.buried && isBuried(db, post.platform, post.identity ?? post.id)) return undefined
  const key = threadKey(db, post)
  const known = findThread(db, post.platform, key)
  const isFollowed = known !== undefined || prepared.opening !== undefined
  const stays = isWanted(prepared) || prepared.side !== 'theirs' || isFollowed
  if (!stays && prepared.keepUntil === undefined) return undefined
  const thread = isFollowed ? (known ?? openFresh(saving, post.platform, key, page)) : undefined
  const number = ++saving.number
  const author = authorOf(db, post)
  const id = addPost(db, saving.copies, prepared, {
    number,
    author,
    thread: thread ?? null,
    threadKey: key,
    wanted: isWanted(prepared),
    stays,
    site: saving.siteOf(post.url) ?? null,
  })
  saving.words.push({ id, post, again: false })
  const matched = saveMentions(db, id, prepared.mentions, page.at, {
    reread: false,
    queryId: saving.queryId,
  })
  listOrigin(saving, post)
  if (thread !== undefined) {
    tellThread(
      saving,
      thread,
      enterNewPost({ db, actor: saving.actor, thread, at: page.at }, prepared, number, author),
    )
  }
  return { id, number, what: 'added', matched }
}

/** A thread that was opened just now is folded from memory, any other from what the store has. */
function tellThread(saving: Saving, thread: number, events: readonly LedgerEvent[]): void {
  const fresh = saving.fresh.get(thread)
  if (fresh === undefined) saving.touched.add(thread)
  else fresh.push(...events)
}

/** Remembers what is written into a thread that did not exist before, so that it need not be read back. */
function openFresh(saving: Saving, platform: string, key: string, page: PageToSave): number {
  const { thread, isEmpty } = startThread(saving.db, saving.actor, platform, key, page.at)
  if (isEmpty) saving.fresh.set(thread, [])
  return thread
}

function listOrigin({ db, origins }: Saving, post: Post): void {
  const key = `${post.source} ${post.platform}`
  if (origins.has(key)) return
  origins.add(key)
  db.sql('INSERT OR IGNORE INTO origins (source, platform) VALUES (?, ?)').run(
    post.source,
    post.platform,
  )
}

function authorOf(db: Database, post: Post): number | null {
  return post.author === undefined ? null : saveAuthor(db, post.platform, post.author)
}

function saveKnown(
  saving: Saving,
  row: KnownRow,
  prepared: PreparedPost,
  page: PageToSave,
): Outcome {
  const { db } = saving
  const decision = decideSighting(db, row, prepared)
  if (decision === 'edited') {
    saveEdit(db, saving.copies, row, prepared, page.at)
    saving.words.push({ id: row.id, post: prepared.post, again: true })
  } else if (decision === 'fuller') saveFuller(db, row, prepared)
  else if (decision === 'same' && prepared.analysis !== undefined)
    saveAnalysis(db, row.id, prepared)
  if (decision !== 'older') {
    saveCounters(db, row, prepared.post)
    authorOf(db, prepared.post)
  }
  const matched = saveMentions(db, row.id, prepared.mentions, page.at, {
    reread: decision === 'edited',
    queryId: saving.queryId,
  })
  const rose = raise(db, row, prepared)
  const isBack = row.gone !== null && prepared.listed !== true
  // Nobody reads it with a conversation: a list that still shows it a day later is right.
  if (row.gone !== null && row.thread === null && (isBack || page.at - row.gone > DAY))
    db.sql('UPDATE posts SET gone = NULL WHERE id = ?').run(row.id)
  const key = threadKey(db, prepared.post)
  enter(saving, {
    id: row.id,
    number: row.number,
    platform: prepared.post.platform,
    key,
    thread: row.thread ?? findThread(db, prepared.post.platform, key),
    at: page.at,
    opening: prepared.opening,
    isNew: row.thread === null,
    changed: rose || decision === 'edited' || isBack,
    edited: decision === 'edited',
    isBack,
  })
  return {
    id: row.id,
    number: row.number,
    what: decision === 'edited' ? 'edited' : 'known',
    matched,
  }
}

/** A post only ever gains: what was wanted or addressed once stays so. Muting follows the present rules. */
function raise(db: Database, row: KnownRow, prepared: PreparedPost): boolean {
  const wanted = row.wanted === 1 || isWanted(prepared)
  const addressed = row.addressed === 1 || prepared.addressed
  const muted = prepared.muted === true
  const isSame =
    wanted === (row.wanted === 1) &&
    addressed === (row.addressed === 1) &&
    muted === (row.muted === 1)
  if (isSame) return false
  db.sql(
    'UPDATE posts SET wanted = ?, addressed = ?, muted = ?, keep_until = iif(?, NULL, keep_until) WHERE id = ?',
  ).run(wanted ? 1 : 0, addressed ? 1 : 0, muted ? 1 : 0, wanted ? 1 : 0, row.id)
  return addressed !== (row.addressed === 1)
}

function enter(saving: Saving, entry: Entry): void {
  const thread = enterPost(saving.db, saving.actor, entry)
  if (thread === undefined) return
  saving.fresh.delete(thread)
  ;(entry.changed ? saving.changed : saving.touched).add(thread)
}
