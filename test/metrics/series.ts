import { seededRandom } from '../../src/metrics/random.ts'
import { findSpikes, isPeak } from '../../src/metrics/spikes.ts'

export interface Simulation {
  readonly series: readonly number[]
  /** The days of the events. */
  readonly known: ReadonlySet<number>
}

export interface Kind {
  readonly name: string
  /** Mean posts a day, from and to; every series draws its own. */
  readonly level: readonly [number, number]
  /** What a day with an event has: times the ordinary mean, and so many more. */
  readonly times: number
  readonly more: number
  /** Days that one event lasts. */
  readonly lasts: number
}

/** The kinds of series that an owner of a brand sees: loud and quiet brands, one day and several. */
export const KINDS: readonly Kind[] = [
  { name: 'ordinary', level: [4, 44], times: 2.2, more: 8, lasts: 1 },
  { name: 'quiet brand', level: [0.3, 3], times: 2, more: 6, lasts: 1 },
  { name: 'loud brand', level: [100, 400], times: 1.8, more: 0, lasts: 1 },
  { name: 'three days', level: [4, 44], times: 2.2, more: 8, lasts: 3 },
]

const DAYS = 140
/** Both have a history from here on. */
const WARM = 28
const EVENTS = 6
/** The chance of `sensitivity: medium`. */
const MEDIUM = 0.0005

/** 140 days with a weekly shape, more noise than chance gives, and six events of known days. */
export function simulate(seed: number, kind: Kind): Simulation {
  const random = seededRandom(seed)
  const [least, most] = kind.level
  const level = least + (most - least) * random()
  const known = new Set<number>()
  for (let events = 0; events < EVENTS; ) {
    const day = WARM + Math.floor(random() * (DAYS - WARM - kind.lasts))
    if (known.has(day)) continue
    for (let at = 0; at < kind.lasts; at += 1) known.add(day + at)
    events += 1
  }
  const series = Array.from({ length: DAYS }, (_, day) => {
    const mean = level * (day % 7 < 5 ? 1.2 : 0.45) * (0.8 + 0.4 * random())
    return drawPoisson(known.has(day) ? mean * kind.times + kind.more : mean, random)
  })
  return { series, known }
}

/** Knuth's method, in parts so that large means do not underflow. */
function drawPoisson(mean: number, random: () => number): number {
  let count = 0
  for (let rest = mean; rest > 0; rest -= 30) {
    const limit = Math.exp(-Math.min(rest, 30))
    for (let product = random(); product > limit; product *= random()) count += 1
  }
  return count
}

export interface Alarms {
  /** Event days that rang, of all. */
  readonly found: number
  /** Days that rang for nothing. */
  readonly false: number
}

export interface Comparison {
  readonly events: number
  readonly days: number
  /** By the chances that were asked for, in their order. */
  readonly season: readonly Alarms[]
  readonly plain: Alarms
}

/** The seasonal baseline against mean + 3σ over 14 days, on the same series. */
export function compareDetectors(
  kind: Kind,
  series: number,
  chances: readonly number[] = [MEDIUM],
): Comparison {
  const runs = Array.from({ length: series }, (_, index) => simulate(index + 1, kind))
  return {
    events: runs.reduce((sum, { known }) => sum + known.size, 0),
    days: series * (DAYS - WARM),
    season: chances.map((chance) =>
      countAlarms(runs, (each) => findSpikes(each, { chance }).map(({ index }) => index)),
    ),
    plain: countAlarms(runs, (each) =>
      [...each.keys()].filter((day) => isPeak(each.slice(0, day), each[day] ?? 0)),
    ),
  }
}

function countAlarms(
  runs: readonly Simulation[],
  detect: (series: readonly number[]) => readonly number[],
): Alarms {
  const alarms = runs.flatMap(({ series, known }) =>
    detect(series)
      .filter((day) => day >= WARM)
      .map((day) => known.has(day)),
  )
  const found = alarms.filter((isKnown) => isKnown).length
  return { found, false: alarms.length - found }
}
