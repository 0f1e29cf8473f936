import type { CopyReader } from '../analysis/fingerprints.ts'
import type { Analysis } from '../model/mention.ts'
import type { Post } from '../model/post.ts'
import { toCount, toJson, toReal, wellFormed } from './cells.ts'
import { joinCluster } from './clusters.ts'
import { briefHash, contentHash, textHash } from './content-hash.ts'
import type { Database, Statement } from './database.ts'
import type { CopyRow } from './fingerprints.ts'
import type { KnownRow } from './known-posts.ts'
import { packDetails } from './post-details.ts'
import { orderInstant, POSTS_A_SECOND, postId } from './post-id.ts'
import { lengthOf, searchedLanguage, searchedTag, traitsOf } from './post-traits.ts'
import type { PreparedPost } from './store.ts'

/** What the caller decided about a new post. */
export interface PostPlace {
  readonly number: number
  readonly author: number | null
  readonly thread: number | null
  readonly threadKey: string
  readonly wanted: boolean
  /** It stays for good; else it goes when its time is over. */
  readonly stays: boolean
  readonly site: string | null
}

/** What a new post says, for finding what says the same. */
function copyRowOf({ post, side }: PreparedPost, number: number, traits: number): CopyRow {
  return {
    number,
    cluster: null,
    text_hash: textHash(post) ?? null,
    kind: post.kind,
    traits,
    side,
    title: wellFormed(post.title),
    text: wellFormed(post.text) ?? '',
    url: wellFormed(post.url),
  }
}

/** Adds the post with its texts and its lists; its words are indexed by the caller. Answers its row id. */
export function addPost(
  db: Database,
  reader: CopyReader,
  prepared: PreparedPost,
  place: PostPlace,
): number {
  const { post } = prepared
  const traits = traitsOf(post)
  const row = copyRowOf(prepared, place.number, traits)
  const insert = db.sql(
    `INSERT INTO posts (id, number, author, thread, thread_key, wanted, site, cluster, text_hash, keep_until,
       platform, identity, source, kind, published, precision, edited, collected, rating, likes, replies, shares, views,
       length, traits, hash, side, addressed, muted, asks, lang, sentiment, score, analysis_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const id = insertAtFreeId(insert, postId(orderInstant(post), place.number), [
    ...placeCells(post, place),
    joinCluster(db, reader, row),
    row.text_hash,
    place.stays ? null : toCount(prepared.keepUntil),
    ...postCells(prepared, traits),
    ...judgedCells(prepared),
  ])
  addTexts(db, id, prepared)
  addLists(db, id, prepared)
  return id
}

type Cell = string | number | null

function placeCells(post: Post, place: PostPlace): readonly Cell[] {
  const key = place.threadKey === (post.identity ?? post.id) ? null : place.threadKey
  return [place.number, place.author, place.thread, key, place.wanted ? 1 : 0, place.site]
}

function postCells(prepared: PreparedPost, traits: number): readonly Cell[] {
  const { post } = prepared
  return [
    post.platform,
    post.identity ?? post.id,
    post.source,
    post.kind,
    toCount(post.publishedAt),
    post.publishedPrecision,
    toCount(post.editedAt),
    toCount(post.collectedAt),
    toReal(post.rating),
    toCount(post.likes),
    toCount(post.replies),
    toCount(post.shares),
    toCount(post.views),
    lengthOf(post.text),
    traits,
    hashOf(prepared),
  ]
}

/** By what the post is compared when it comes again. */
export function hashOf({ post, brief }: PreparedPost): string {
  return brief === true ? briefHash(post) : contentHash(post)
}

/** What scan and analysis decided about the post. */
function judgedCells(prepared: PreparedPost): readonly Cell[] {
  const { analysis, asks } = prepared
  return [
    prepared.side,
    prepared.addressed ? 1 : 0,
    prepared.muted === true ? 1 : 0,
    asks === undefined ? null : Number(asks),
    searchedLanguage(analysis?.lang ?? prepared.post.lang),
    ...feelingCells(analysis),
    analysis?.version ?? null,
  ]
}

export function feelingCells(analysis: Analysis | undefined): readonly [label: Cell, score: Cell] {
  return [analysis?.sentiment?.label ?? null, analysis?.sentiment?.score ?? null]
}

function addTexts(db: Database, id: number, { post, analysis }: PreparedPost): void {
  db.sql(
    'INSERT INTO post_texts (post, native_id, title, text, url, details, analysis) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(
    id,
    post.id,
    wellFormed(post.title),
    wellFormed(post.text),
    wellFormed(post.url),
    packDetails(post),
    toJson(analysis),
  )
}

/** Two posts share a second and a remainder only when a million posts lie between them; then the next free id serves. */
function insertAtFreeId(insert: Statement, wanted: number, cells: readonly Cell[]): number {
  const row = [wanted, ...cells]
  for (let id = wanted; id < wanted + POSTS_A_SECOND; id++) {
    try {
      row[0] = id
      insert.run(row)
      return id
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw error
    }
  }
  throw new Error('more than a million posts of one second')
}

/** Tags and intents stand in tables of their own, to be searched by. */
export function addLists(db: Database, id: number, prepared: PreparedPost): void {
  for (const tag of prepared.post.tags ?? []) {
    db.sql('INSERT OR IGNORE INTO post_tags (tag, post) VALUES (?, ?)').run(searchedTag(tag), id)
  }
  if (prepared.analysis !== undefined) addIntents(db, id, prepared.analysis)
}

export function addIntents(db: Database, id: number, analysis: Analysis): void {
  for (const { name, confidence } of analysis.intents) {
    db.sql('INSERT OR IGNORE INTO post_intents (intent, post, confidence) VALUES (?, ?, ?)').run(
      name,
      id,
      confidence,
    )
  }
}

/** Counters change without an edit; they are written only when they did. Values that are not given stay. */
export function saveCounters(db: Database, row: KnownRow, post: Post): void {
  const likes = toCount(post.likes) ?? row.likes
  const replies = toCount(post.replies) ?? row.replies
  const shares = toCount(post.shares) ?? row.shares
  const views = toCount(post.views) ?? row.views
  if (
    likes === row.likes &&
    replies === row.replies &&
    shares === row.shares &&
    views === row.views
  )
    return
  db.sql('UPDATE posts SET likes = ?, replies = ?, shares = ?, views = ? WHERE id = ?').run(
    likes,
    replies,
    shares,
    views,
    row.id,
  )
}
