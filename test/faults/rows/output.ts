import { exportThatFails } from '../checks/store-files.ts'
import { hostileLinks, secretsInRuns } from '../checks/texts.ts'
import type { Fault } from '../fault.ts'

const HOSTILE = 'test/heavy/format-hostile.test.ts'
const DOCUMENTS = 'test/format/documents.test.ts'
const INBOX = 'test/e2e/inbox.test.ts'

export const OUTPUT: readonly Fault[] = [
  {
    id: 'O1',
    star: true,
    fault: 'posts that steer terminals',
    expected: 'no control byte reaches an output',
    proof: [
      { file: 'test/format/safe-text.test.ts', name: '' },
      { file: HOSTILE, name: 'hostile texts reach a terminal as harmless lines and blocks' },
      { file: 'test/e2e/main-job.test.ts', name: 'no byte of a post steers the terminal' },
    ],
  },
  {
    id: 'O2',
    fault: 'tiny and changing windows, dumb terminals, no colour, no UTF-8',
    expected: 'no crash; the terminal is given back',
    proof: [
      { file: INBOX, name: 'survives a storm of sizes' },
      { file: INBOX, name: 'gives the terminal back after q' },
      { file: INBOX, name: 'says no to a dumb terminal and to a pipe' },
      { file: INBOX, name: 'uses no colour with NO_COLOR' },
    ],
  },
  {
    id: 'O3',
    fault: 'posts that a spreadsheet takes for formulas',
    expected: 'cells are text; the raw value comes back',
    proof: [
      { file: 'test/format/csv.test.ts', name: '' },
      { file: 'test/e2e/main-job.test.ts', name: 'telling the CSV opens as text, row by row' },
    ],
    open: 'opened in LibreOffice',
  },
  {
    id: 'O4',
    fault: 'posts that a browser takes for markup',
    expected: 'text; the page may load and run nothing',
    proof: [
      { file: DOCUMENTS, name: 'HTML' },
      { file: HOSTILE, name: 'hostile texts stay text in HTML' },
    ],
    open: 'opened in a browser',
  },
  {
    id: 'O5',
    star: true,
    fault: 'links that shells, openers or terminals could take for more',
    expected: 'the opener gets one argument, a plain web address; or it is refused',
    check: hostileLinks,
  },
  {
    id: 'O6',
    star: true,
    fault: 'secrets in addresses and the environment, in runs that fail',
    expected: 'in no output and not in the store',
    check: secretsInRuns,
  },
  {
    id: 'O7',
    fault: 'an export onto a full device, an existing file, killed half way',
    expected: 'status 1; the old file whole',
    check: exportThatFails,
    proof: [{ file: 'test/e2e/bad-input.test.ts', name: 'an existing file is not replaced' }],
  },
  {
    id: 'O8',
    fault: '100,000 posts in the inbox',
    expected: 'first picture within a second; bounded memory',
    open: 'measured by "npm run bench inbox"',
  },
]
