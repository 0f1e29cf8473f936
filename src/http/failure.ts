import { SourceError, type SourceErrorKind } from '../errors.ts'

interface Known {
  readonly text: string
  readonly kind?: SourceErrorKind
  /** May be gone a second later: worth another try. */
  readonly passing?: boolean
  /** Happened before a byte of the request left. */
  readonly early?: boolean
}

const passing = true
const early = true

const KNOWN: Readonly<Record<string, Known>> = {
  ENOTFOUND: { text: 'the name has no address (DNS)', early },
  EAI_AGAIN: { text: 'the name server did not answer (DNS)', passing, early },
  EAI_FAIL: { text: 'the name server failed (DNS)', early },
  ESERVFAIL: { text: 'the name server failed (DNS)', early },
  ETIMEOUT: { text: 'the name server took too long (DNS)', early },
  ECONNREFUSED: { text: 'the connection was refused', passing, early },
  ECONNRESET: { text: 'the connection was reset', passing },
  EPIPE: { text: 'the connection was reset', passing },
  ETIMEDOUT: { text: 'the connection timed out', passing, early },
  ENETUNREACH: { text: 'there is no route to it', passing, early },
  EHOSTUNREACH: { text: 'there is no route to it', passing, early },
  ENETDOWN: { text: 'the network is down', passing, early },
  EADDRNOTAVAIL: { text: 'no local address can reach it', passing, early },
  EMFILE: { text: 'too many files are open', passing, early },
  ENFILE: { text: 'too many files are open', passing, early },
  UND_ERR_SOCKET: { text: 'the connection was closed early', passing },
  UND_ERR_CLOSED: { text: 'the client was closed' },
  UND_ERR_DESTROYED: { text: 'the client was closed' },
  UND_ERR_CONNECT_TIMEOUT: { text: 'connecting took too long', passing, early },
  UND_ERR_HEADERS_TIMEOUT: { text: 'it took too long to answer' },
  UND_ERR_BODY_TIMEOUT: { text: 'the answer stopped coming' },
  UND_ERR_HEADERS_OVERFLOW: { text: 'the headers are too large', kind: 'too-large' },
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: {
    text: 'the answer is shorter or longer than announced',
    passing,
  },
  UND_ERR_RES_EXCEEDED_MAX_SIZE: { text: 'the body is too large', kind: 'too-large' },
  UND_ERR_INVALID_ARG: {
    text: 'the request cannot be sent as it is',
    kind: 'unexpected-response',
    early,
  },
  CERT_HAS_EXPIRED: { text: 'its certificate has expired (TLS)', early },
  CERT_NOT_YET_VALID: { text: 'its certificate is not valid yet (TLS)', early },
  ERR_TLS_CERT_ALTNAME_INVALID: { text: 'its certificate is for another host (TLS)', early },
  DEPTH_ZERO_SELF_SIGNED_CERT: { text: 'its certificate is self-signed (TLS)', early },
  SELF_SIGNED_CERT_IN_CHAIN: { text: 'its certificate chain is self-signed (TLS)', early },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: { text: 'its certificate cannot be verified (TLS)', early },
  UNABLE_TO_GET_ISSUER_CERT: { text: 'the issuer of its certificate is unknown (TLS)', early },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    text: 'the issuer of its certificate is unknown (TLS)',
    early,
  },
  ERR_SSL_WRONG_VERSION_NUMBER: { text: 'it does not speak TLS on this port (TLS)', early },
  ERR_SSL_UNSUPPORTED_PROTOCOL: { text: 'it offers only outdated versions of TLS (TLS)', early },
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: {
    text: 'it offers only outdated versions of TLS (TLS)',
    early,
  },
  EPROTO: { text: 'the TLS handshake failed (TLS)', early },
}

/** An error of the network in words. A SourceError stays what it is. */
export function toSourceError(error: unknown, where: string, tries: number): SourceError {
  if (error instanceof SourceError) return withPlace(error, where)
  const known = describe(error)
  const often = tries > 1 ? ` (tried ${tries} times)` : ''
  return new SourceError(
    known.kind ?? 'unreachable',
    `cannot read ${where}: ${known.text}${often}`,
    {
      ...(known.early === true ? { notSent: true } : {}),
    },
  )
}

/** Whether the same request may succeed a moment later. */
export function isPassing(error: unknown): boolean {
  return !(error instanceof SourceError) && describe(error).passing === true
}

/** The cause in a few words, for answers that came in part. */
export function causeOf(error: unknown): string {
  return error instanceof SourceError ? error.message : describe(error).text
}

function describe(error: unknown): Known {
  const code = codeOf(error)
  const known = KNOWN[code]
  if (known !== undefined) return known
  const unparsed = (error as Error | undefined)?.name === 'HTTPParserError'
  if (unparsed || code.startsWith('HPE_'))
    return { text: 'the answer is not proper HTTP', kind: 'unexpected-response' }
  if (code.startsWith('ERR_SSL') || code.startsWith('ERR_TLS')) {
    return { text: `the TLS handshake failed: ${code.toLowerCase()} (TLS)`, early }
  }
  return { text: `the request failed${code === '' ? '' : ` (${code})`}`, kind: 'unreachable' }
}

// Happy eyeballs reports one error for each address; undici hangs the cause of a fetch below it.
function codeOf(error: unknown): string {
  const seen = error as { code?: unknown; errors?: unknown[]; cause?: unknown } | null | undefined
  if (seen === null || typeof seen !== 'object') return ''
  if (Array.isArray(seen.errors) && seen.errors.length > 0) return codeOf(seen.errors[0])
  if (typeof seen.code === 'string') return seen.code
  return seen.cause === undefined ? '' : codeOf(seen.cause)
}

function withPlace(error: SourceError, where: string): SourceError {
  if (error.message.startsWith('cannot read ')) return error
  return new SourceError(error.kind, `cannot read ${where}: ${error.message}`, {
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.retryAfterSeconds === undefined
      ? {}
      : { retryAfterSeconds: error.retryAfterSeconds }),
    ...(error.notSent ? { notSent: true } : {}),
  })
}
