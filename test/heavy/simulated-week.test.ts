import { expect, test } from 'vitest'
import { MINUTE } from '../scan/simulated/clock.ts'
import { FAULTS } from '../scan/simulated/host.ts'
import { SERVICES } from '../scan/simulated/services.ts'
import { simulate } from '../scan/simulated/simulation.ts'
import { expectGood, judge } from '../scan/simulated/truth.ts'

const SEEDS = [12, 11]
// The service's clock is ahead and behind; it is right in the tests of a day.
const SKEWS = [4 * MINUTE, -4 * MINUTE]

const runs = SERVICES.flatMap((service) =>
  SEEDS.map((seed, index) => [service.name, seed, SKEWS[index] ?? 0, service] as const),
)

test.each(runs)('a week of %s, seed %i, clock off by %i ms', async (_, seed, skewMs, service) => {
  const simulated = await simulate(service, {
    seed,
    skewMs,
    days: 7,
    everyMinutes: 45,
    faults: 0.05,
    kills: 0.08,
    burstEveryHours: 72,
    lastScans: 26,
  })
  try {
    const report = await judge(simulated)
    expectGood(report)
    expect(report.expected).toBeGreaterThan(300)
    expect(simulated.killed).toBeGreaterThan(0)
    expect([...simulated.faults.keys()].toSorted()).toEqual([...FAULTS].toSorted())
  } finally {
    await simulated.close()
  }
})
