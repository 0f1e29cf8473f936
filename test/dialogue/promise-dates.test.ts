import { describe, expect, it } from 'vitest'
import { findPromises } from '../../src/dialogue/promise-dates.ts'

/** Tuesday 17 November 2026, 10:30 in Berlin. */
const NOW = Date.parse('2026-11-17T10:30+01:00')

describe('promises in a reply', () => {
  it.each([
    ['I will check and come back on Friday.', 'on Friday', '2026-11-20T17:00+01:00'],
    ["We'll fix it by Monday.", 'by Monday', '2026-11-23T17:00+01:00'],
    ['We will be back Tuesday.', 'Tuesday', '2026-11-24T17:00+01:00'],
    ["I'll write to you tomorrow at 3 pm.", 'tomorrow at 3 pm', '2026-11-18T15:00+01:00'],
    ['You will hear from us tomorrow!', 'tomorrow', '2026-11-18T17:00+01:00'],
    ["You'll have your refund within 3 days.", 'within 3 days', '2026-11-20T10:30+01:00'],
    ["We're going to ship it in two weeks.", 'in two weeks', '2026-12-01T10:30+01:00'],
    ['I will be with you within the hour.', 'within the hour', '2026-11-17T11:30+01:00'],
    ['We will update you by end of day.', 'by end of day', '2026-11-17T17:00+01:00'],
    [
      'We will update you by the end of the week.',
      'by the end of the week',
      '2026-11-20T17:00+01:00',
    ],
    ['We will tell you next week.', 'next week', '2026-11-27T17:00+01:00'],
    [
      'The fix is tested and we will ship it on 2026-12-01.',
      'on 2026-12-01',
      '2026-12-01T17:00+01:00',
    ],
    ['We will ship on December 3rd.', 'on December 3rd', '2026-12-03T17:00+01:00'],
    ['We will ship on 3 January.', 'on 3 January', '2027-01-03T17:00+01:00'],
    ["I'll call you on Thursday at 14:15.", 'on Thursday at 14:15', '2026-11-19T14:15+01:00'],
    ["I'll look at it tonight.", 'tonight', '2026-11-17T22:00+01:00'],
    ['Wir melden uns bis Freitag.', 'bis Freitag', '2026-11-20T17:00+01:00'],
    ['Ich werde es bis 1.12. prüfen.', 'bis 1.12.', '2026-12-01T17:00+01:00'],
    ['Nous reviendrons vers vous vendredi.', 'vendredi', '2026-11-20T17:00+01:00'],
    ['Te avisamos mañana.', 'mañana', '2026-11-18T17:00+01:00'],
  ])('%s', (text, phrase, due) => {
    const found = findPromises(text, NOW, 'Europe/Berlin')
    expect(found.map((each) => [each.phrase, new Date(each.due).toISOString()])).toEqual([
      [phrase, new Date(due).toISOString()],
    ])
  })

  it.each([
    ['a date without a promise', 'The outage began on Friday.'],
    ['a promise without a date', 'We will look into this.'],
    ['what they will do', 'Please try it again on Friday.'],
    ['what we cannot do', 'I will not be able to answer by Friday.'],
    ['the past', 'We will never forget 2020-01-01.'],
    ['a number that is no time', 'We will send you 3 new ones.'],
    ['nothing', ''],
  ])('finds none in %s', (_name, text) => {
    expect(findPromises(text, NOW, 'Europe/Berlin')).toEqual([])
  })

  it('finds each of several', () => {
    const text = 'Sorry about the export. I will check today. We will ship the fix by Friday – Ann'
    expect(findPromises(text, NOW, 'Europe/Berlin').map((each) => each.phrase)).toEqual([
      'today',
      'by Friday',
    ])
  })

  it('reads the local clock of the zone', () => {
    // 23:30 on Tuesday in Berlin is Wednesday in Tokyo.
    const late = Date.parse('2026-11-17T23:30+01:00')
    const [berlin] = findPromises('I will write tomorrow.', late, 'Europe/Berlin')
    const [tokyo] = findPromises('I will write tomorrow.', late, 'Asia/Tokyo')
    expect(new Date(berlin?.due ?? 0).toISOString()).toBe('2026-11-18T16:00:00.000Z')
    expect(new Date(tokyo?.due ?? 0).toISOString()).toBe('2026-11-19T08:00:00.000Z')
  })
})
