import { hostileFeedList, markedQueries } from '../checks/texts.ts'
import type { Fault } from '../fault.ts'

const LOAD = 'test/config/load.test.ts'
const BAD = 'test/e2e/bad-input.test.ts'

export const CONFIGURATION: readonly Fault[] = [
  {
    id: 'I1',
    fault: 'YAML that is wrong, tricky or hostile',
    expected: 'status 2 with file, line, column; nothing written; no secret in the message',
    proof: [
      { file: LOAD, name: '' },
      { file: BAD, name: 'a wrong configuration is refused with file, line and column' },
    ],
  },
  {
    id: 'I2',
    fault: 'alias bombs, __proto__, depth, a configuration of 50 MB',
    expected: 'refused at once',
    proof: [{ file: LOAD, name: 'hostile files' }],
  },
  {
    id: 'I3',
    fault: 'wrong and hostile command lines',
    expected: 'one clear sentence and status 2; nothing made',
    proof: [{ file: BAD, name: 'every wrong command line' }],
  },
  {
    id: 'I4',
    fault: 'files that others may read or write',
    expected: 'what the program makes is for its owner alone, whatever the umask',
    proof: [{ file: 'test/store/open.test.ts', name: 'a new store' }],
    open: 'a warning about a configuration that others may write',
  },
  {
    id: 'I5',
    star: true,
    fault: 'regular expressions that explode, wildcards, 100,000 brackets',
    expected: 'refused with a position, or linear; never over 2 s',
    proof: [
      { file: 'test/heavy/hostile-queries.test.ts', name: '' },
      { file: 'test/query/parser-limits.test.ts', name: '' },
    ],
  },
  {
    id: 'I6',
    fault: 'a list of feeds with commands, files and tokens in it',
    expected: 'only names and http(s) feeds come in',
    check: hostileFeedList,
  },
  {
    id: 'I7',
    fault: 'an empty or missing token variable; no HOME',
    expected: 'a message that names the variable',
    proof: [
      {
        file: LOAD,
        name: 'puts the values of environment variables in, and says which are missing',
      },
      { file: BAD, name: 'no home folder is said in words' },
    ],
  },
  {
    id: 'I8',
    fault: 'queries with marks of SQL, FTS5 and options',
    expected: 'words, or refused with a position; no error of the database',
    check: markedQueries,
    proof: [
      { file: 'test/query/parser-soup.test.ts', name: '' },
      { file: 'test/store/search.test.ts', name: 'the index and the matcher' },
    ],
  },
  {
    id: 'I9',
    fault: 'a saved query is renamed or deleted',
    expected: 'posts and decisions stay',
    proof: [{ file: 'test/store/save-pages.test.ts', name: 'queries get a new version' }],
  },
]
