import { promisify } from 'node:util'
import { brotliDecompress, constants, gunzip, inflate, inflateRaw } from 'node:zlib'
import { SourceError } from '../errors.ts'

/** What is offered to servers in accept-encoding. */
export const ACCEPTED_ENCODINGS = 'gzip, deflate, br'

const gunzipBody = promisify(gunzip)
const inflateBody = promisify(inflate)
const inflateRawBody = promisify(inflateRaw)
const brotliBody = promisify(brotliDecompress)

/**
 * Removes the content encoding. The cap counts decoded bytes: 200 kB can hold 200 MB. A chain of encodings is
 * refused, since only attackers send one. `cut` says that the raw bytes end early: what there is comes out.
 * Throws SourceError of kind `too-large` or `unexpected-response`.
 */
export async function decodeBody(
  raw: Uint8Array,
  contentEncoding: string,
  maxBytes: number,
  cut: boolean,
): Promise<Uint8Array> {
  const encoding = readEncoding(contentEncoding)
  if (encoding === undefined || raw.length === 0) return raw
  try {
    return await decode(raw, encoding, maxBytes, cut)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new SourceError('too-large', `the body is larger than ${maxBytes} bytes once decoded`)
    }
    if (error instanceof SourceError) throw error
    throw new SourceError(
      'unexpected-response',
      `the body is not the ${encoding} that it is said to be`,
    )
  }
}

/** The one encoding of a header, or undefined for none. Throws where there is more than one. */
export function readEncoding(header: string): string | undefined {
  const names = header
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
  if (names.length > 1) {
    throw new SourceError('unexpected-response', `the body is encoded ${names.length} times over`)
  }
  return names[0]
}

function decode(
  raw: Uint8Array,
  encoding: string,
  maxBytes: number,
  cut: boolean,
): Promise<Uint8Array> {
  const limits = {
    maxOutputLength: maxBytes,
    ...(cut ? { finishFlush: constants.Z_SYNC_FLUSH } : {}),
  }
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return gunzipBody(raw, limits)
    case 'deflate':
      return hasZlibHeader(raw) ? inflateBody(raw, limits) : inflateRawBody(raw, limits)
    case 'br':
      return brotliBody(raw, {
        maxOutputLength: maxBytes,
        ...(cut ? { finishFlush: constants.BROTLI_OPERATION_FLUSH } : {}),
      })
    default:
      throw new SourceError(
        'unexpected-response',
        `the body has an encoding that was not asked for: ${plain(encoding)}`,
      )
  }
}

// Some servers send raw deflate where the standard wants zlib's wrapping (RFC 1950).
function hasZlibHeader(raw: Uint8Array): boolean {
  const [first = 0, second = 0] = raw
  return (first & 0x0f) === 8 && ((first << 8) + second) % 31 === 0
}

function plain(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '').slice(0, 40)
}
