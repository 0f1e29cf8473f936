import { otherZoneAndLanguage } from '../checks/texts.ts'
import type { Fault } from '../fault.ts'

const PAGES = 'test/store/save-pages.test.ts'

export const TIME: readonly Fault[] = [
  {
    id: 'T1',
    fault: 'dates in every form, and none at all',
    expected: 'read as written; without a zone UTC, and marked',
    proof: [
      { file: 'test/sources/feed-dates.test.ts', name: '' },
      { file: 'test/sources/feed-fuzz.test.ts', name: 'whatever comes any text is a date or none' },
    ],
  },
  {
    id: 'T2',
    fault: 'the clock jumps',
    expected: 'nothing lost or doubled; retention deletes nothing far past the last scan',
    proof: [{ file: 'test/store/care.test.ts', name: 'retention deletes nothing when the clock' }],
    open: 'a scan under a clock that goes back',
  },
  {
    id: 'T3',
    star: true,
    fault: 'digests late, missed, twice by hand',
    expected: 'each post in exactly one digest',
    proof: [
      {
        file: 'test/delivery/digest.test.ts',
        name: 'every post is in exactly one digest: late, missed and doubled runs, over the clock change',
      },
      { file: 'test/e2e/main-job.test.ts', name: 'telling every post is in exactly one digest' },
      { file: 'test/e2e/main-job.test.ts', name: 'telling a digest that could not be written' },
    ],
  },
  {
    id: 'T4',
    fault: 'TZ and LANG change between runs',
    expected: 'the same instants and matches',
    check: otherZoneAndLanguage,
  },
  {
    id: 'T5',
    fault: 'posts dated 2999, 1970 or not at all',
    expected: 'stored, sorted by a documented rule, not first for ever',
    proof: [
      { file: PAGES, name: 'a page of posts orders newest first, and a post dated in the future' },
      { file: 'test/sources/walk.test.ts', name: 'a post dated far ahead does not blind' },
    ],
  },
]
