import { createRequire } from 'node:module'

/** The bundler puts its own `require` here; unbundled there is none. */
declare const BUNDLED_REQUIRE: NodeJS.Require

/** Mozilla's Public Suffix List, as tldts carries it; large, so it is loaded when a domain is asked for. */
export function publicSuffixes(): typeof import('tldts') {
  if (typeof BUNDLED_REQUIRE === 'undefined') return createRequire(import.meta.url)('tldts')
  return BUNDLED_REQUIRE('tldts')
}
