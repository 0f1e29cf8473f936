// Second levels under which countries hand out names, as in example.co.uk.
const SECOND_LEVELS = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gov',
  'ne',
  'net',
  'or',
  'org',
  'gob',
  'go',
  'nom',
])

/**
 * The domain whose owner runs a host, for manners: blogs on one hosting domain share its budget, so private
 * suffixes are not told apart here.
 */
export function domainOf(host: string): string {
  const labels = host.split('.')
  const [second = '', top = ''] = labels.slice(-2)
  const depth = labels.length > 2 && top.length === 2 && SECOND_LEVELS.has(second) ? 3 : 2
  return labels.slice(-depth).join('.')
}
