import { damagedStore, lostLog, noStoreOfOurs } from '../checks/store-files.ts'
import type { Fault } from '../fault.ts'

const OPEN = 'test/store/open.test.ts'
const CARE = 'test/store/care.test.ts'
const PROCESSES = 'test/store/processes.test.ts'

export const DISK: readonly Fault[] = [
  {
    id: 'D1',
    star: true,
    fault: 'kill -9 at any moment of storing',
    expected: 'the store in order, nothing acknowledged lost, nothing half',
    proof: [
      { file: PROCESSES, name: 'a process that is killed' },
      { file: 'test/heavy/store-crash.test.ts', name: 'two hundred kills' },
    ],
    open: 'kills during export, backup and erasing',
  },
  {
    id: 'D2',
    fault: 'power loss',
    expected: 'each commit waits for the disk, on every connection',
    proof: [{ file: OPEN, name: 'a connection waits for the disk at each commit' }],
  },
  {
    id: 'D3',
    star: true,
    fault: 'the disk is full in the middle of a page',
    expected: '"disk full" with the path; nothing of the page kept; goes on when there is room',
    proof: [
      { file: PROCESSES, name: 'a file that may not grow' },
      { file: OPEN, name: 'failures of the disk are told with the path' },
    ],
  },
  {
    id: 'D4',
    fault: 'a write or fsync that fails',
    expected: 'status 1, no success claimed',
    open: 'wants a mount that injects errors',
  },
  {
    id: 'D5',
    fault: 'an overwritten page, a file cut short, garbage behind the end',
    expected: 'the check names the damage; the file is not repaired unasked',
    check: damagedStore,
    proof: [
      { file: CARE, name: 'check' },
      { file: OPEN, name: 'a damaged store' },
    ],
  },
  {
    id: 'D6',
    fault: 'an empty file, text, a foreign database, a folder, a FIFO as the store',
    expected: 'status 1, refused, not a byte changed and nothing left beside it',
    check: noStoreOfOurs,
    proof: [{ file: OPEN, name: 'a file that is no store of ours' }],
  },
  {
    id: 'D7',
    fault: 'a file and folder that cannot be written',
    expected: 'reads work; writes say why not',
    proof: [{ file: OPEN, name: 'a medium that cannot be written' }],
  },
  {
    id: 'D8',
    fault: 'a store on a network drive or in a synchronised folder',
    expected: 'a warning with the reason',
    proof: [{ file: CARE, name: 'the place of a store is warned of' }],
  },
  {
    id: 'D9',
    fault: 'the -wal file deleted after a crash',
    expected: 'opens or is refused in words; no crash',
    check: lostLog,
    open: 'a word that the last writes may be missing',
  },
  {
    id: 'D10',
    fault: 'a backup during a scan, and its return',
    expected: 'whole, for its owner alone; never replaces a file unasked',
    proof: [{ file: CARE, name: 'a backup' }],
  },
  {
    id: 'D11',
    fault: 'a person is erased, old posts are given up',
    expected: 'no word left in any file; the next scan does not bring it back',
    proof: [
      { file: CARE, name: 'forgetting a person' },
      { file: CARE, name: 'retention' },
    ],
  },
  {
    id: 'D12',
    fault: 'rebuilding the word index is stopped',
    expected: 'goes on where it was stopped',
    proof: [{ file: CARE, name: 'the word index' }],
    open: 'a store of 2 GB',
  },
]
