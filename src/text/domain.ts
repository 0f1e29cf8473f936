import { publicSuffixes } from './public-suffixes.ts'

/**
 * The domain that somebody registered: `news.bbc.co.uk` is `bbc.co.uk`; on shared hosts the customer's name,
 * `ann.github.io`. Undefined for addresses, single labels and public suffixes. By Mozilla's Public Suffix List as tldts bundles it.
 */
export function registrableDomain(host: string): string | undefined {
  return publicSuffixes().getDomain(host, { allowPrivateDomains: true }) ?? undefined
}
