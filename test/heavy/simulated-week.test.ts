import { expect, test } from 'vitest'
import { MINUTE } from '../scan/simulated/clock.ts'
import { FAULTS } from '../scan/simulated/host.ts'
import { SERVICES } from '../scan/simulated/services.ts'
import { simulate } from '../scan/simulated/simulation.ts'
import { expectGood, judge } from '../scan/simulated/truth.ts'

// The service's clock is ahead and behind, by turns; it is right in the tests of a day.
const WEEKS = [
  { seed: 12, skewMs: 4 * MINUTE },
  { seed: 11, skewMs: -4 * MINUTE },
]
// LISTEN_WEEKS=all tries both with every service.
const isAll = process.env.LISTEN_WEEKS === 'all'

const runs = SERVICES.flatMap((service, index) =>
  WEEKS.filter((_, turn) => isAll || turn === index % WEEKS.length).map(
    ({ seed, skewMs }) => [service.name, seed, skewMs, service] as const,
  ),
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
