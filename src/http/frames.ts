import { SourceError } from '../errors.ts'

/** Kinds of WebSocket frames (RFC 6455, 5.2). */
const CONTINUATION = 0
const TEXT = 1
const BINARY = 2
const CLOSE = 8
const PING = 9
const PONG = 10
const LONGEST_CONTROL = 125
/** What holding a fragment costs beside its bytes: a million of one byte each are no small message. */
const FRAGMENT_COST = 64
const MOST_PIECES = 1024

/** What one piece of the connection brought. */
export interface Arrivals {
  readonly texts: string[]
  readonly pings: Buffer[]
  /** Messages that were larger than is kept. */
  skipped: number
  /** The server's farewell. */
  close?: { readonly code: number; readonly reason: string }
}

interface Head {
  readonly isLast: boolean
  readonly kind: number
  readonly size: number
  /** Where its payload begins. */
  readonly start: number
}

/**
 * Cuts the bytes of a server into messages. A message beyond `most` bytes is passed over as it comes, never held: a
 * connection that is given up for it would bring it again. Throws a SourceError at what no server may send.
 */
export function createFrameReader(most: number): (bytes: Buffer) => Arrivals {
  let rest: Buffer = Buffer.alloc(0)
  let skip = 0
  /** Pieces of a frame that is not whole yet: joined when all are there, not each time one comes. */
  let pieces: Buffer[] = []
  let piecesSize = 0
  let wanted = 0
  let parts: Buffer[] | undefined
  let partsSize = 0
  let isTooLarge = false
  let isText = true

  const finish = (arrivals: Arrivals, payload: Buffer) => {
    if (isTooLarge) arrivals.skipped++
    else if (isText) arrivals.texts.push(parts ? joined(payload) : payload.toString('utf8'))
    parts = undefined
    partsSize = 0
    isTooLarge = false
  }
  const joined = (payload: Buffer) => Buffer.concat([...(parts ?? []), payload]).toString('utf8')

  const begin = (head: Head) => {
    if (head.kind === CONTINUATION) {
      if (parts === undefined) throw broken('it goes on with a message that it did not begin')
      return
    }
    if (parts !== undefined) throw broken('it begins a message within a message')
    isText = head.kind === TEXT
  }
  const takeData = (arrivals: Arrivals, head: Head, payload: Buffer) => {
    if (head.isLast) return finish(arrivals, payload)
    parts ??= []
    partsSize += head.size + FRAGMENT_COST
    if (partsSize > most) isTooLarge = true
    if (isTooLarge) parts.length = 0
    else parts.push(Buffer.from(payload))
  }
  /** True when the frame is dealt with or being passed over; false when more bytes must come first. */
  const takeFrame = (arrivals: Arrivals, head: Head): boolean => {
    const isControl = head.kind >= CLOSE
    if (!isControl && head.size + partsSize > most) {
      begin(head)
      isTooLarge = true
      takeData(arrivals, head, Buffer.alloc(0))
      skip = head.size
      rest = rest.subarray(head.start)
      return true
    }
    if (rest.length < head.start + head.size) {
      wanted = head.start + head.size
      return false
    }
    const payload = rest.subarray(head.start, head.start + head.size)
    rest = rest.subarray(head.start + head.size)
    if (isControl) takeControl(arrivals, head.kind, payload)
    else {
      begin(head)
      takeData(arrivals, head, payload)
    }
    return true
  }

  /** False while the frame under way is not whole. */
  const gather = (bytes: Buffer): boolean => {
    pieces.push(bytes)
    piecesSize += bytes.length
    const isWhole = piecesSize >= wanted
    if (isWhole || pieces.length >= MOST_PIECES)
      pieces = [pieces.length === 1 ? bytes : Buffer.concat(pieces)]
    return isWhole
  }
  const nextHead = (): Head | undefined => {
    const passed = Math.min(skip, rest.length)
    skip -= passed
    rest = rest.subarray(passed)
    return skip > 0 ? undefined : readHead(rest)
  }

  return (bytes) => {
    const arrivals: Arrivals = { texts: [], pings: [], skipped: 0 }
    if (!gather(bytes)) return arrivals
    rest = pieces[0] as Buffer
    wanted = 0
    let head = nextHead()
    while (head !== undefined && takeFrame(arrivals, head)) head = nextHead()
    pieces = rest.length === 0 ? [] : [rest]
    piecesSize = rest.length
    return arrivals
  }
}

function takeControl(arrivals: Arrivals, kind: number, payload: Buffer): void {
  if (kind === PING) arrivals.pings.push(Buffer.from(payload))
  if (kind !== CLOSE) return
  const code = payload.length < 2 ? 1005 : payload.readUInt16BE(0)
  arrivals.close = { code, reason: payload.subarray(2).toString('utf8') }
}

/** Undefined until all of the head is there. */
function readHead(bytes: Buffer): Head | undefined {
  const [first, second] = bytes
  if (first === undefined || second === undefined) return undefined
  refuseOdd(first, second)
  const length = readLength(bytes, second)
  if (length === undefined) return undefined
  return { isLast: (first & 0x80) !== 0, kind: first & 0x0f, ...length }
}

function readLength(bytes: Buffer, short: number): Pick<Head, 'size' | 'start'> | undefined {
  if (short < 126) return { size: short, start: 2 }
  if (short === 126) return bytes.length < 4 ? undefined : { size: bytes.readUInt16BE(2), start: 4 }
  if (bytes.length < 10) return undefined
  const size = bytes.readUInt32BE(2) * 2 ** 32 + bytes.readUInt32BE(6)
  if (size > Number.MAX_SAFE_INTEGER) throw broken('a frame is larger than any')
  return { size, start: 10 }
}

function refuseOdd(first: number, second: number): void {
  const kind = first & 0x0f
  const isControl = kind >= CLOSE
  if ((first & 0x70) !== 0) throw broken('it uses an extension that was not agreed upon')
  if ((second & 0x80) !== 0) throw broken('it masks what it sends')
  if (kind > PONG || (kind > BINARY && !isControl)) throw broken('it sends an unknown frame')
  if (isControl && (second > LONGEST_CONTROL || first < 0x80))
    throw broken('a control frame is cut')
}

export const FRAME_KINDS = { text: TEXT, close: CLOSE, ping: PING, pong: PONG } as const

/** A whole message as a client writes it: masked (RFC 6455, 5.3). At most 64 KiB. */
export function writeFrame(kind: number, payload: Buffer, mask: Buffer): Buffer {
  const head =
    payload.length < 126
      ? Buffer.from([0x80 | kind, 0x80 | payload.length])
      : Buffer.from([0x80 | kind, 0x80 | 126, payload.length >> 8, payload.length & 0xff])
  const masked = Buffer.from(payload)
  for (let at = 0; at < masked.length; at++)
    masked[at] = (masked[at] as number) ^ (mask[at % 4] as number)
  return Buffer.concat([head, mask, masked])
}

function broken(what: string): SourceError {
  return new SourceError('unexpected-response', `the stream is no proper WebSocket: ${what}`)
}
