import { type RawAlerts, readQuiet } from './alerts-schema.ts'
import { parseDuration } from './duration.ts'
import type { AlertRule, AlertSettings, DeliveryTarget } from './settings.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What a rule looks at when the file does not say. */
const WITHIN: Readonly<Record<AlertRule['when'], number>> = {
  every: DAY,
  threshold: HOUR,
  spike: DAY,
  dip: DAY,
  overdue: 0,
  person: DAY,
  silence: 2 * DAY,
}
const COUNT: Readonly<Record<AlertRule['when'], number>> = {
  every: 1,
  threshold: 10,
  spike: 5,
  dip: 20,
  overdue: 1,
  person: 10_000,
  silence: 1,
}

export function toAlertSettings(raw: RawAlerts, targets: readonly DeliveryTarget[]): AlertSettings {
  const cooldownMs = parseDuration(raw.cooldown) ?? HOUR
  const quiet = raw.quiet === undefined ? undefined : readQuiet(raw.quiet)
  return {
    rules: Object.entries(raw.rules ?? {}).map(([name, rule]) => ({
      name,
      when: rule.when,
      withinMs: (rule.within && parseDuration(rule.within)) || WITHIN[rule.when],
      count: rule.count ?? COUNT[rule.when],
      of: rule.of ?? 'clusters',
      sensitivity: rule.sensitivity ?? 'medium',
      cooldownMs: (rule.cooldown && parseDuration(rule.cooldown)) || cooldownMs,
      isCritical: rule.critical ?? false,
      ...(rule.match === undefined ? {} : { match: rule.match }),
      ...(rule.source === undefined ? {} : { source: rule.source }),
    })),
    to: targets,
    weekly: raw.weekly,
    ...(quiet === undefined ? {} : { quiet }),
  }
}
