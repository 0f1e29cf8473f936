import { newerStore } from '../checks/store-files.ts'
import type { Fault } from '../fault.ts'

const MIGRATIONS = 'test/store/migrations.test.ts'

export const UPGRADE: readonly Fault[] = [
  {
    id: 'U1',
    star: true,
    fault: 'kill -9 and a full disk during a migration',
    expected: 'the old version or the new one; then completed',
    proof: [{ file: MIGRATIONS, name: 'migrations' }],
  },
  {
    id: 'U2',
    fault: 'an older program on a newer store',
    expected: 'status 1, says which version is needed; not a byte changed',
    check: newerStore,
    proof: [{ file: 'test/store/open.test.ts', name: 'a store of a newer program' }],
  },
  {
    id: 'U3',
    fault: 'two versions at once',
    expected: 'the older refuses',
    proof: [
      {
        file: 'test/store/open.test.ts',
        name: 'refused also while its version stands only in the log',
      },
    ],
  },
  {
    id: 'U4',
    fault: 'a migration of two million posts',
    expected: 'progress; a copy first',
    open: 'wants a store of that size',
  },
  {
    id: 'U5',
    fault: 'keys of an older configuration',
    expected: 'read with a warning',
    open: 'there are none yet: this is the first version of the configuration',
  },
  {
    id: 'U6',
    fault: 'a SQLite or a native module that does not fit',
    expected: 'status 1 with what to run',
    open: 'wants a second build of the native module',
  },
  {
    id: 'U7',
    fault: 'an installation without scripts',
    expected: 'a clear message at the start',
    open: 'wants an installation of its own',
  },
]
