import { expect, test } from 'vitest'
import { SERVICES } from './services.ts'
import { simulate } from './simulation.ts'
import { expectGood, judge } from './truth.ts'

// A week of each, with several seeds, runs among the heavy tests.
test.each(SERVICES.map((service) => [service.name, service] as const))(
  'a day of %s, with all that goes wrong',
  async (_, service) => {
    const simulated = await simulate(service, {
      seed: 1,
      days: 1,
      everyMinutes: 75,
      faults: 0.06,
      kills: 0.3,
      perHour: 2,
      burst: 105,
      burstEveryHours: 24,
      lastScans: 6,
    })
    try {
      const report = await judge(simulated)
      expectGood(report)
      expect(report.expected).toBeGreaterThan(10)
      expect(simulated.killed).toBeGreaterThan(0)
    } finally {
      await simulated.close()
    }
  },
  120_000,
)
