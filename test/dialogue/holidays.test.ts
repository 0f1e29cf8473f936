import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { createContext } from '../../src/context.ts'
import { addCalendarMinutes } from '../../src/ledger/calendar.ts'
import { createOutput } from '../../src/system/output.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function aContext(holidays: string) {
  const folder = mkdtempSync(join(tmpdir(), 'listen-holidays-'))
  folders.push(folder)
  const events =
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20200501\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
  writeFileSync(join(folder, 'holidays.ics'), events)
  writeFileSync(
    join(folder, 'queries.yaml'),
    `version: 1\ntimezone: Europe/Berlin\nqueries: { acme: { role: brand, match: acme } }\nsources: {}\nanswer:\n  hours: { mon-fri: ["09:00-17:00"] }\n  holidays: ${holidays}\n  targets:\n    - { intents: [praise], within: 1h, clock: first-of, latest: 1d }\n`,
  )
  return createContext({
    output: createOutput({ out: process.stdout, error: process.stderr }, { quiet: true }),
    environment: {},
    cwd: folder,
    signal: new AbortController().signal,
    standardInput: process.stdin,
    actor: 'ann',
    json: false,
    colour: false,
    verbose: false,
    asOf: Date.UTC(2026, 3, 1),
    sourceTypes: async () => ({
      names: [],
      loadSchema: async () => Promise.reject(new Error('none')),
    }),
    onSecrets: () => {},
  })
}

it('reads holidays from an iCalendar file beside the configuration', async () => {
  const { policy } = await aContext('holidays.ics').settings()
  expect(policy.calendar.holidays).toContain('2026-05-01')
  // Thursday 30 April 16:30 and an hour: the first of May is closed, so Monday 9:30.
  const due = addCalendarMinutes(Date.parse('2026-04-30T16:30+02:00'), 60, policy.calendar)
  expect(due).toBe(Date.parse('2026-05-04T09:30+02:00'))
  expect(policy.targets[0]).toMatchObject({
    clock: 'first-of',
    firstMinutes: 60,
    wallLimitMinutes: 1440,
  })
})

it('says when the file is missing', async () => {
  await expect(aContext('nowhere.ics').settings()).rejects.toThrow(/no file of holidays/)
})
