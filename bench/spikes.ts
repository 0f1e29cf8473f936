// npm run bench spikes: recall and false alarms on simulated series with known events, against mean + 3σ over 14 days.
import { type Alarms, compareDetectors, KINDS } from '../test/metrics/series.ts'

const SERIES = Number(process.argv[2] ?? 300)
const SENSITIVITIES = [
  ['low', 0.00005],
  ['medium', 0.0005],
  ['high', 0.005],
] as const

const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(2)} %`.padStart(8)
const line = (name: string, { found, false: wrong }: Alarms, events: number, others: number) =>
  `  ${name.padEnd(24)} recall ${share(found, events)} (${found})`.padEnd(52) +
  `false alarms ${share(wrong, others)} of days (${wrong})`

console.log(
  `${SERIES} series of 140 days in each kind, six events in each series, seeds 1 to ${SERIES}`,
)
const totals = {
  events: 0,
  others: 0,
  season: { found: 0, false: 0 },
  plain: { found: 0, false: 0 },
}
for (const kind of KINDS) {
  const { events, days, season, plain } = compareDetectors(
    kind,
    SERIES,
    SENSITIVITIES.map(([, chance]) => chance),
  )
  console.log(`\n${kind.name}: ${events} event days, ${days - events} others`)
  for (const [index, [name]] of SENSITIVITIES.entries()) {
    const alarms = season[index] ?? { found: 0, false: 0 }
    console.log(line(`season, ${name}`, alarms, events, days - events))
    if (name === 'medium') add(totals.season, alarms)
  }
  console.log(line('mean + 3σ, 14 days', plain, events, days - events))
  add(totals.plain, plain)
  totals.events += events
  totals.others += days - events
}
console.log('\nall kinds together')
console.log(line('season, medium', totals.season, totals.events, totals.others))
console.log(line('mean + 3σ, 14 days', totals.plain, totals.events, totals.others))
const { season, plain } = totals
const isBetter = season.found > plain.found && season.false < plain.false
console.log(isBetter ? 'better on both' : 'NOT better on both')
if (!isBetter) process.exitCode = 1

function add(total: { found: number; false: number }, alarms: Alarms): void {
  total.found += alarms.found
  total.false += alarms.false
}
