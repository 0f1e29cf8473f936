import type { Policy } from '../../src/model/config.ts'

/** One hour for everybody, round the clock. */
export const POLICY: Policy = {
  version: 'one hour',
  targets: [{ firstMinutes: 60, nextMinutes: 60, clock: 'wall' }],
  calendar: { zone: 'UTC', week: [], holidays: [] },
  opening: { intents: ['complaint', 'question'], confidence: 0.6, lookConfidence: 0.4 },
}
