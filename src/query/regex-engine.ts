import { createRequire } from 'node:module'

/** The bundler puts its own `require` here; unbundled there is none. */
declare const BUNDLED_REQUIRE: NodeJS.Require

/** The linear-time engine; large, so it is loaded when a query has a regular expression. */
export function regexEngine(): typeof import('re2js') {
  if (typeof BUNDLED_REQUIRE === 'undefined') return createRequire(import.meta.url)('re2js')
  return BUNDLED_REQUIRE('re2js')
}
