import type { Database } from './database.ts'
import { firstId } from './post-id.ts'
import type { Period, SearchRequest } from './store.ts'
import { idOf } from './stored-posts.ts'

/** A statement that finds row ids: the part behind FROM, and what it binds. */
export interface Candidates {
  readonly from: string
  /** What `from` binds. */
  readonly fromValues?: readonly (string | number)[]
  readonly where: readonly string[]
  /** What `where` binds. */
  readonly values: readonly (string | number)[]
  /** The column that gives the id and the order. */
  readonly id: string
}

/** What narrows by the words and columns of an expression, made by conditions.ts. */
export interface Narrowing {
  /** An FTS5 expression that every match satisfies. */
  readonly match?: string
  /** No match has a smaller id. */
  readonly firstId?: number
  /** Every match has a smaller id. */
  readonly endId?: number
  readonly where: readonly string[]
  readonly values: readonly (string | number)[]
}

const NOTHING: Narrowing = { where: [], values: [] }

/**
 * The candidates of a request, newest or oldest first by the order that the rows already have: from the word
 * index where words are asked for, from the mentions of a query where one is named, else from the posts.
 */
export function findCandidates(
  db: Database,
  request: SearchRequest,
  narrowing: Narrowing = NOTHING,
): Candidates {
  const driver = chooseDriver(db, request, narrowing)
  const parts = [
    boundPart(`${driver.id} >= ?`, narrowing.firstId),
    boundPart(`${driver.id} < ?`, narrowing.endId),
    periodPart(driver.id, request.period),
    beforePart(db, driver.id, request.before),
    collectedPart(request.collected),
    driver.hasNumbers === true ? undefined : numbersPart(request.numbers),
    request.side === undefined ? undefined : { where: 'p.side = ?', values: [request.side] },
    request.unmatched === true ? undefined : { where: 'p.wanted = 1', values: [] },
    request.muted === true ? undefined : { where: 'p.muted = 0', values: [] },
    driver.also,
  ].filter((part) => part !== undefined)
  return {
    from: driver.from,
    ...(driver.fromValues === undefined ? {} : { fromValues: driver.fromValues }),
    id: driver.id,
    where: [...driver.where, ...parts.map(({ where }) => where), ...narrowing.where],
    values: [...driver.values, ...parts.flatMap(({ values }) => values), ...narrowing.values],
  }
}

interface Part {
  readonly where: string
  readonly values: readonly (string | number)[]
}

interface Driver extends Candidates {
  readonly also?: Part
  /** The range of numbers is in it already. */
  readonly hasNumbers?: boolean
}

function chooseDriver(db: Database, request: SearchRequest, narrowing: Narrowing): Driver {
  const query = request.query === undefined ? undefined : findQuery(db, request.query)
  if (narrowing.match !== undefined) {
    return {
      from: 'token_index f CROSS JOIN posts p ON p.id = f.rowid',
      id: 'f.rowid',
      where: ['f.token_index MATCH ?'],
      values: [narrowing.match],
      ...(query === undefined
        ? {}
        : {
            also: {
              where: 'EXISTS (SELECT 1 FROM mentions m WHERE m.query = ? AND m.post = p.id)',
              values: [query],
            },
          }),
    }
  }
  if (query !== undefined) {
    return {
      from: 'mentions m CROSS JOIN posts p ON p.id = m.post',
      id: 'm.post',
      where: ['m.query = ?'],
      values: [query],
    }
  }
  if (request.numbers !== undefined) {
    const { after, upTo } = request.numbers
    return {
      // The limit keeps the list apart: else SQLite walks every post in the order of the ids.
      from: '(SELECT id FROM posts WHERE number > ? AND number <= ? LIMIT -1) n CROSS JOIN posts p ON p.id = n.id',
      id: 'p.id',
      fromValues: [after, upTo],
      where: [],
      values: [],
      hasNumbers: true,
    }
  }
  return { from: 'posts p', id: 'p.id', where: [], values: [] }
}

/** A query that never matched has no row; −1 finds nothing. */
function findQuery(db: Database, name: string): number {
  return (
    (db.sql('SELECT id FROM queries WHERE name = ?').pluck().get(name) as number | undefined) ?? -1
  )
}

function boundPart(where: string, id: number | undefined): Part | undefined {
  return id === undefined ? undefined : { where, values: [id] }
}

/** Ids are exact to the second; what a period cuts within a second is looked up. */
function periodPart(id: string, period: Period | undefined): Part | undefined {
  if (period === undefined) return undefined
  const { from, to } = period
  const bounds = {
    where: `${id} >= ? AND ${id} < ?`,
    values: [boundOf(Math.floor(from / 1000)), boundOf(Math.ceil(to / 1000))],
  }
  if (from % 1000 === 0 && to % 1000 === 0) return bounds
  const instant = 'min(coalesce(p.published, p.collected), p.collected)'
  return {
    where: `${bounds.where} AND ${instant} >= ? AND ${instant} < ?`,
    values: [...bounds.values, from, to],
  }
}

function boundOf(second: number): number {
  return firstId(second * 1000)
}

function collectedPart(period: Period | undefined): Part | undefined {
  if (period === undefined) return undefined
  return { where: 'p.collected >= ? AND p.collected < ?', values: [period.from, period.to] }
}

function numbersPart(numbers: SearchRequest['numbers']): Part | undefined {
  if (numbers === undefined) return undefined
  return { where: 'p.number > ? AND p.number <= ?', values: [numbers.after, numbers.upTo] }
}

function beforePart(db: Database, id: string, before: number | undefined): Part | undefined {
  return before === undefined ? undefined : { where: `${id} < ?`, values: [idOf(db, before)] }
}

/** A statement with what it binds, in the order of its question marks. */
export interface Selection {
  readonly text: string
  readonly values: readonly (string | number)[]
}

/** More conditions of a selection, and what stands behind them. */
export interface More {
  readonly where?: string
  readonly values?: readonly (string | number)[]
  readonly ending?: string
}

/**
 * Selects columns from the candidates. Of two bounds on the same side SQLite walks from the one that stands first, so
 * that more conditions come first.
 */
export function selectFrom(candidates: Candidates, columns: string, more: More = {}): Selection {
  const where = [...(more.where === undefined ? [] : [more.where]), ...candidates.where]
  const condition = where.length === 0 ? '' : ` WHERE ${where.join(' AND ')}`
  return {
    text: `SELECT ${columns} FROM ${candidates.from}${condition}${more.ending ?? ''}`,
    values: [...(candidates.fromValues ?? []), ...(more.values ?? []), ...candidates.values],
  }
}
