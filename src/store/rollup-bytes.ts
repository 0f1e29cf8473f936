import { endianness } from 'node:os'
import type { Matches, Place, PostColumns } from './rollup-columns.ts'

/** What stands before the columns: the number of posts, and the length of the lists behind them. */
const HEADER = 8
const WIDE = ['numbers', 'offsets', 'authors', 'clusters'] as const
const NARROW = ['placeOf', 'matchOf', 'traits'] as const
const POST_BYTES = 4 * WIDE.length + 2 * NARROW.length

/**
 * The columns as bytes, 22 for a post; undefined where a value does not fit, so that such a day is counted from
 * its posts. Little-endian, as columns are read in place; on the few other machines nothing is rolled up.
 */
export function packColumns(columns: PostColumns): Buffer | undefined {
  if (!fits(columns)) return undefined
  const { count } = columns
  const lists = Buffer.from(JSON.stringify([columns.places, columns.matches]))
  const bytes = Buffer.alloc(HEADER + count * POST_BYTES + lists.length)
  bytes.writeUInt32LE(count, 0)
  bytes.writeUInt32LE(lists.length, 4)
  let at = HEADER
  for (const name of WIDE) {
    for (let index = 0; index < count; index++, at += 4)
      bytes.writeUInt32LE(columns[name][index] as number, at)
  }
  for (const name of NARROW) {
    for (let index = 0; index < count; index++, at += 2)
      bytes.writeUInt16LE(columns[name][index] as number, at)
  }
  lists.copy(bytes, at)
  return bytes
}

const DAY = 86_400_000

function fits(columns: PostColumns): boolean {
  if (endianness() !== 'LE') return false
  if (columns.places.length > 0xffff || columns.matches.length > 0xffff) return false
  for (let index = 0; index < columns.count; index++) {
    const offset = columns.offsets[index] as number
    if (!(offset >= 0 && offset < DAY)) return false
  }
  return [columns.numbers, columns.authors, columns.clusters].every((column) =>
    Array.prototype.every.call(column, isUnsigned),
  )
}

function isUnsigned(value: number): boolean {
  return value >= 0 && value <= 0xffff_ffff
}

/** The columns of these bytes, which they share; undefined where they are not whole. A new layout needs a migration that empties the table. */
export function unpackColumns(bytes: Buffer, base: number): PostColumns | undefined {
  const count = bytes.readUInt32LE(0)
  const length = bytes.readUInt32LE(4)
  const end = HEADER + count * POST_BYTES
  if (bytes.length !== end + length) return undefined
  // Columns are read in place, which wants them to begin at a multiple of their width.
  const own = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer)
  const wide = (column: number) =>
    new Uint32Array(own.buffer, own.byteOffset + HEADER + 4 * column * count, count)
  const narrowAt = own.byteOffset + HEADER + 4 * WIDE.length * count
  const narrow = (column: number) =>
    new Uint16Array(own.buffer, narrowAt + 2 * column * count, count)
  const [places, matches] = JSON.parse(own.toString('utf8', end)) as [Place[], Matches[]]
  return {
    count,
    base,
    numbers: wide(0),
    offsets: wide(1),
    authors: wide(2),
    clusters: wide(3),
    placeOf: narrow(0),
    matchOf: narrow(1),
    traits: narrow(2),
    places,
    matches,
  }
}
