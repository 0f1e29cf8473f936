import {
  fewFileHandles,
  readerGoesAway,
  signalsDuringScan,
  smallHeap,
  tenScansAtOnce,
} from '../checks/processes.ts'
import type { Fault } from '../fault.ts'

const PROCESSES = 'test/store/processes.test.ts'

export const PROCESS: readonly Fault[] = [
  {
    id: 'P1',
    fault: 'stopped between two of many pages',
    expected: 'the next run goes on there; the same posts as in an undisturbed run',
    proof: [
      { file: 'test/sources/walk.test.ts', name: 'runs that are cut off anywhere' },
      {
        file: 'test/sources/contract.test.ts',
        name: 'a scan that stops after any page is finished',
      },
    ],
  },
  {
    id: 'P2',
    fault: 'screen, scan, report and export at once',
    expected: 'nobody hears of locks; no flag lost',
    proof: [
      { file: PROCESSES, name: 'several processes' },
      { file: 'test/e2e/inbox.test.ts', name: 'shows what another process collects' },
    ],
  },
  {
    id: 'P3',
    star: true,
    fault: 'ten scans in the same second',
    expected:
      'each channel is asked by exactly one; the others end with status 4 and name the holder',
    check: tenScansAtOnce,
    proof: [{ file: PROCESSES, name: 'a lease is given to exactly one of many' }],
  },
  {
    id: 'P4',
    fault: 'the holder of a lease is killed, or stopped',
    expected: 'free at once after the kill; never taken from one that is stopped',
    proof: [
      { file: PROCESSES, name: 'a lease keeps others out, tells who holds it' },
      { file: PROCESSES, name: 'a lease is not taken from a holder that is only stopped' },
    ],
    open: 'a reboot',
  },
  {
    id: 'P5',
    fault: 'SIGTERM, SIGINT, SIGHUP during a scan',
    expected: 'ends within 5 s, status 130 or 143; what was whole is kept',
    check: signalsDuringScan,
  },
  {
    id: 'P6',
    fault: 'the reader of standard output goes away',
    expected: 'no stack trace; the state is right',
    check: readerGoesAway,
  },
  {
    id: 'P7',
    fault: 'a connector throws',
    expected: 'that source fails alone; status 3',
    open: 'wants a connector that throws inside the built program',
  },
  {
    id: 'P8',
    fault: 'a heap of 64 MB and floods',
    expected: 'a message and status 1; the store in order',
    check: smallHeap,
  },
  {
    id: 'P9',
    fault: 'configuration changed or deleted during a run; store moved away',
    expected: 'the run ends on what it loaded; no new empty store for one that has gone',
    proof: [
      { file: 'test/store/open.test.ts', name: 'a new store is not made where an existing one' },
    ],
    open: 'a change during a run',
  },
  {
    id: 'P10',
    fault: 'all file handles used',
    expected: 'waits or fails alone; nothing lost',
    check: fewFileHandles,
  },
]
