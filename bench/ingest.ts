import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openStore } from '../src/store/open.ts'
import type { PageToSave } from '../src/store/store.ts'
import { BENCH_POLICY, generatePosts } from './_posts.ts'

/**
 * Posts a second through the store's one door, against raw better-sqlite3 that inserts the very same rows into the
 * same tables and the same index, in the same transactions. What is between is what deciding, folding, splitting
 * into words and the ledger cost. The first round warms the compiler up and is not counted.
 */
const COUNT = Number(process.argv[2] ?? 20_000)
const PAGE = 500
const ROUNDS = 7
const NOW = Date.UTC(2026, 10, 1)

function pages(): PageToSave[] {
  const posts = generatePosts({ count: COUNT, seed: 7, now: NOW, days: 30 })
  const channel = { platform: 'forum', key: 'bench', source: 'forum', label: 'bench' }
  const result: PageToSave[] = []
  for (let start = 0; start < COUNT; start += PAGE) {
    const slice = posts.slice(start, start + PAGE).reverse()
    result.push({ channel, at: NOW, posts: slice, last: start + PAGE >= COUNT, state: { start } })
  }
  return result
}

/** Posts a second by the clock on the wall, and by the processor's, which a busy machine does not disturb. */
interface Rate {
  readonly wall: number
  readonly processor: number
}

function startWatch(): () => Rate {
  const begin = performance.now()
  const usage = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(usage)
    return {
      wall: (COUNT * 1000) / (performance.now() - begin),
      processor: (COUNT * 1e6) / (user + system),
    }
  }
}

async function viaStore(path: string, all: readonly PageToSave[]): Promise<Rate> {
  const store = await openStore({ path, policy: BENCH_POLICY, now: () => NOW })
  await store.savePages([])
  const watch = startWatch()
  for (const page of all) await store.savePages([page])
  const rate = watch()
  await store.close()
  return rate
}

interface Row {
  /** The transaction that it belongs to. */
  readonly step: number
  readonly cells: readonly unknown[]
}

/** The tables in the order in which their rows may refer to each other. */
const PARENTS = [
  'meta',
  'actors',
  'authors',
  'channels',
  'origins',
  'queries',
  'query_versions',
  'threads',
  'posts',
]

/** The rows that the store made of the pages, each with the page that it came with. */
function readRows(path: string): Map<string, Row[]> {
  const db = new Sqlite(path, { readonly: true })
  const steps = stepFinder(db)
  const tables = db
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'token_index%' AND name NOT LIKE 'sqlite_%'",
    )
    .pluck()
    .all() as string[]
  const ordered = [...PARENTS, ...tables.filter((table) => !PARENTS.includes(table))]
  const rows = new Map<string, Row[]>()
  for (const table of ordered) {
    const all = db.prepare(`SELECT * FROM ${table}`).all() as Record<string, number>[]
    if (all.length === 0) continue
    const list = all.map((row) => ({ step: steps(table, row), cells: Object.values(row) }))
    rows.set(
      table,
      list.sort((one, other) => one.step - other.step),
    )
  }
  db.close()
  return rows
}

function stepFinder(db: Sqlite.Database): (table: string, row: Record<string, number>) => number {
  const posts = db
    .prepare('SELECT id, number, author, thread FROM posts ORDER BY id')
    .all() as Record<string, number>[]
  const [byId, byNumber, byAuthor, byThread] = [0, 1, 2, 3].map(
    () => new Map<number | undefined, number>(),
  )
  for (const [at, post] of posts.entries()) {
    const step = Math.floor(at / PAGE)
    byId?.set(post.id, step)
    byNumber?.set(post.number, step)
    if (!byAuthor?.has(post.author)) byAuthor?.set(post.author, step)
    if (!byThread?.has(post.thread)) byThread?.set(post.thread, step)
  }
  return (table, row) => {
    if (table === 'posts') return byId?.get(row.id) ?? 0
    if (table === 'authors') return byAuthor?.get(row.id) ?? 0
    if (table === 'threads') return byThread?.get(row.number) ?? 0
    if (table === 'events') return byNumber?.get(row.post) ?? 0
    return byId?.get(row.post) ?? byThread?.get(row.thread) ?? 0
  }
}

async function viaSqlite(
  path: string,
  rows: Map<string, Row[]>,
  words: readonly IndexRow[],
): Promise<Rate> {
  const store = await openStore({ path, policy: BENCH_POLICY, now: () => NOW })
  await store.close()
  const db = new Sqlite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = FULL')
  db.pragma('foreign_keys = ON')
  db.pragma('secure_delete = ON')
  db.pragma('wal_autocheckpoint = 4000')
  db.pragma('cache_size = -65536')
  db.exec('DELETE FROM meta')
  const statements = [...rows].map(([name, all]) => {
    const marks = (all[0]?.cells ?? []).map(() => '?').join(', ')
    return { all, insert: db.prepare(`INSERT INTO ${name} VALUES (${marks})`), at: 0 }
  })
  const index = db.prepare(
    'INSERT INTO token_index (rowid, title, text, alternates) VALUES (?, ?, ?, ?)',
  )
  const steps = Math.ceil(COUNT / PAGE)
  const watch = startWatch()
  for (let step = 0; step < steps; step++) {
    db.exec('BEGIN IMMEDIATE')
    for (const statement of statements) {
      for (
        let row = statement.all[statement.at];
        row !== undefined && row.step <= step;
        row = statement.all[++statement.at]
      ) {
        statement.insert.run(...row.cells)
      }
    }
    for (const row of words.slice(step * PAGE, (step + 1) * PAGE)) index.run(...row)
    db.exec('COMMIT')
  }
  const rate = watch()
  db.close()
  return rate
}

type IndexRow = readonly [id: number, title: string, text: string, alternates: string]

async function readWords(path: string): Promise<IndexRow[]> {
  const { indexTerms } = await import('../src/text/tokens-index.ts')
  const db = new Sqlite(path, { readonly: true })
  const texts = db.prepare('SELECT post, title, text FROM post_texts ORDER BY post').all() as {
    post: number
    title: string | null
    text: string
  }[]
  db.close()
  return texts.map(({ post, title, text }) => {
    const [a, b] = [indexTerms(title ?? ''), indexTerms(text)]
    return [post, a.primary, b.primary, `${a.alternates} ${b.alternates}`.trim()]
  })
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

const folder = mkdtempSync(join(tmpdir(), 'listen-ingest-'))
try {
  console.log(
    `ingest: ${COUNT} posts in pages of ${PAGE}, ${ROUNDS} rounds · ${cpus()[0]?.model} · Node ${process.version}`,
  )
  const all = pages()
  const results: { readonly store: Rate; readonly raw: Rate }[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const path = join(folder, `store-${round}.db`)
    const store = await viaStore(path, all)
    const raw = await viaSqlite(
      join(folder, `raw-${round}.db`),
      readRows(path),
      await readWords(path),
    )
    if (round === 0) {
      for (const each of [path, join(folder, 'raw-0.db')]) rmSync(each, { force: true })
      continue
    }
    results.push({ store, raw })
    for (const each of [path, join(folder, `raw-${round}.db`)]) rmSync(each, { force: true })
    console.log(
      `round ${round}: store ${describe(store)}, raw ${describe(raw)}, ratio ${ratioOf(store, raw)}`,
    )
  }
  const wall = median(results.map(({ store, raw }) => store.wall / raw.wall))
  const processor = median(results.map(({ store, raw }) => store.processor / raw.processor))
  console.log(
    `median: store ${Math.round(median(results.map(({ store }) => store.wall)))} posts/s, raw better-sqlite3 ${Math.round(median(results.map(({ raw }) => raw.wall)))} posts/s`,
  )
  console.log(
    `ratio ${wall.toFixed(2)} by the wall clock, ${processor.toFixed(2)} by processor time (wanted: at least 0.60)`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function describe(rate: Rate): string {
  return `${Math.round(rate.wall)}/s`
}

function ratioOf(store: Rate, raw: Rate): string {
  return `${(store.wall / raw.wall).toFixed(2)} (processor ${(store.processor / raw.processor).toFixed(2)})`
}
