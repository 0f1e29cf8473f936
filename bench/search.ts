import { cpus } from 'node:os'
import { parseQuery } from '../src/query/parser.ts'
import type { SearchRequest } from '../src/store/store.ts'
import { BIG_NOW, openBigStore } from './_big-store.ts'

/**
 * What a search takes above start-up in a store of a million posts: the median of cold processes would measure
 * start-up, so the store is opened once and each search is asked several times, in turn.
 */
const COUNT = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = 15

const SEARCHES: readonly (readonly [name: string, expression: string])[] = [
  ['phrase', '"acme phone"'],
  ['boolean with a date range', '(acme OR globex) AND broken AND published:[2026-08 TO 2026-09]'],
  ['NEAR', 'acme NEAR/5 broken'],
  ['word', 'acme'],
  ['rare phrase', '"initech phone" AND NOT acme'],
  ['sentiment and word', 'phone sentiment:negative'],
  ['query and status', 'query:acme status:new'],
]

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

console.log(
  `search: ${COUNT} posts, ${ROUNDS} rounds · ${cpus()[0]?.model} · Node ${process.version}`,
)
const store = await openBigStore(COUNT)
const info = await store.info()
console.log(
  `store: ${Math.round(info.bytes / 2 ** 20)} MiB, ${info.mentions} mentions, ${info.threads} threads, ${info.openThreads} open`,
)
const times = new Map<string, number[]>()
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, expression] of SEARCHES) {
    const { tree } = parseQuery(expression, { context: 'view' })
    const request: SearchRequest = {
      now: BIG_NOW,
      zone: 'UTC',
      limit: 50,
      ...(tree ? { tree } : {}),
    }
    const begin = performance.now()
    const found = await store.search(request)
    const time = performance.now() - begin
    if (round === 0) console.log(`first ${name}: ${time.toFixed(1)} ms, ${found.length} posts`)
    else times.set(name, [...(times.get(name) ?? []), time])
  }
}
for (const [name, list] of times)
  console.log(`${name}: median ${median(list).toFixed(1)} ms (wanted: under 100)`)
for (const [name, work] of [
  ['latest 50', () => store.search({ now: BIG_NOW, zone: 'UTC', limit: 50 })],
  ['open work, 1000', () => store.openWork({ limit: 1000 })],
  [
    'one flag',
    () =>
      store.triage(
        { type: 'flag', flag: `f${Math.floor(performance.now() * 1000)}`, on: true },
        [COUNT - 5],
        'bench',
      ),
  ],
  [
    '30 days by query',
    () =>
      store.facets('query', {
        now: BIG_NOW,
        zone: 'UTC',
        period: { from: BIG_NOW - 30 * 86_400_000, to: BIG_NOW },
      }),
  ],
  [
    '30 days by day',
    () =>
      store.facets('day', {
        now: BIG_NOW,
        zone: 'Europe/Berlin',
        period: { from: BIG_NOW - 30 * 86_400_000, to: BIG_NOW },
      }),
  ],
] as const) {
  const list: number[] = []
  for (let round = 0; round < 7; round++) {
    const begin = performance.now()
    await work()
    list.push(performance.now() - begin)
  }
  console.log(
    `${name}: first ${list[0]?.toFixed(1)} ms, median ${median(list.slice(1)).toFixed(1)} ms`,
  )
}
await store.close()
