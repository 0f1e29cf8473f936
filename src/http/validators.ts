import type { Validators } from '../model/http.ts'

const MAX_VALIDATOR_BYTES = 8192

/** Validators that are safe to keep and to send back: no control bytes, printable Latin-1, not larger than 8 KiB. */
export function cleanValidators(raw: Validators): Validators {
  const etag = clean(raw.etag)
  const lastModified = clean(raw.lastModified)
  return {
    ...(etag === undefined ? {} : { etag }),
    ...(lastModified === undefined ? {} : { lastModified }),
  }
}

export function hasValidators(validators: Validators): boolean {
  return validators.etag !== undefined || validators.lastModified !== undefined
}

export function toConditions(validators: Validators): Record<string, string> {
  return {
    ...(validators.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators.lastModified === undefined
      ? {}
      : { 'if-modified-since': validators.lastModified }),
  }
}

function clean(value: string | undefined): string | undefined {
  if (value === undefined || value === '' || value.length > MAX_VALIDATOR_BYTES) return undefined
  return /^[\x20-\x7e\xa0-\xff]+$/.test(value) ? value : undefined
}
