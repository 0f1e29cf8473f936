import { cutAtEachByte } from '../checks/sources.ts'
import { naughtyStrings } from '../checks/texts.ts'
import type { Fault } from '../fault.ts'

const HOSTILE = 'test/sources/feed-hostile.test.ts'
const READ = 'test/sources/feed-read.test.ts'
const IDENTITY = 'test/sources/feed-identity.test.ts'
const PAGES = 'test/store/save-pages.test.ts'
const JSON_TEXT = 'test/sources/json.test.ts'
const CONTRACT = 'test/sources/contract.test.ts'
const CORPUS = 'test/heavy/feed-corpus.test.ts'

export const CONTENT: readonly Fault[] = [
  {
    id: 'C1',
    star: true,
    fault: 'XML attacks: entity bombs, external entities, XInclude, document types, depth',
    expected: 'nothing expanded, no file or port touched; small and quick',
    proof: [
      { file: HOSTILE, name: 'entities of the document' },
      { file: HOSTILE, name: 'size' },
      { file: CORPUS, name: 'hostile documents' },
    ],
  },
  {
    id: 'C2',
    fault: 'honest document types, bare ampersands, old RSS, Atom with XHTML',
    expected: 'read as meant',
    proof: [
      { file: READ, name: 'RSS' },
      { file: READ, name: 'Atom' },
      { file: READ, name: 'damage' },
      { file: 'test/sources/feed-cases.test.ts', name: 'documents of other readers’ tests' },
    ],
  },
  {
    id: 'C3',
    star: true,
    fault: 'a feed of three items cut at each byte',
    expected:
      'whole items before the cut, nothing half; validators and cursor stay; then all three',
    check: cutAtEachByte,
    proof: [
      { file: 'test/sources/feed-cut.test.ts', name: '' },
      {
        file: 'test/sources/feed-source.test.ts',
        name: 'visits a cut document keeps its whole items and moves neither state nor validators',
      },
    ],
  },
  {
    id: 'C4',
    fault: 'odd JSON of an API: wrong types, prototype keys, huge ids, cut bodies',
    expected: 'kept in part or failed alone; no prototype changed',
    proof: [
      { file: JSON_TEXT, name: 'JSON of an API' },
      { file: JSON_TEXT, name: 'fields of an API' },
      { file: CONTRACT, name: 'with odd JSON' },
      { file: 'test/heavy/hostile-http.test.ts', name: 'the open hostile set json' },
    ],
  },
  {
    id: 'C5',
    fault: 'declared, wrong, missing and dangerous encodings',
    expected: 'well-formed text, read in a documented order',
    proof: [
      { file: 'test/sources/feed-decode.test.ts', name: '' },
      { file: CORPUS, name: 'hostile documents each row of the list of encodings' },
    ],
  },
  {
    id: 'C6',
    star: true,
    fault: 'a post edited again and again, and an older copy after a newer one',
    expected: 'one row, the newest words, the first kept; marks and state stay',
    proof: [{ file: PAGES, name: 'an edit' }],
    open: 'one alert at most for an edited post',
  },
  {
    id: 'C7',
    fault: 'no id, blank ids, one id twice, ids of 20 KB, ids made anew at each request',
    expected: 'a documented identity; the same rows after many scans',
    proof: [{ file: IDENTITY, name: '' }],
  },
  {
    id: 'C8',
    fault: 'odd Unicode: halves of pairs, controls, direction marks',
    expected: 'stored well-formed',
    proof: [
      { file: HOSTILE, name: 'signs that no text may hold' },
      { file: CONTRACT, name: 'text with a lone surrogate, NUL and escapes is kept well-formed' },
      { file: JSON_TEXT, name: 'fields of an API text is well-formed and cut, with a mark' },
    ],
  },
  {
    id: 'C9',
    fault: 'a post of 20 MB, a million keys, a depth of a million',
    expected: 'cut with a mark, or failed alone; bounded',
    proof: [
      { file: HOSTILE, name: 'size texts are cut to a limit and marked' },
      { file: HOSTILE, name: 'size elements are told apart to a depth' },
      { file: HOSTILE, name: 'floods' },
    ],
  },
  {
    id: 'C10',
    fault: 'a list of naughty strings as text of posts',
    expected: 'stored, exported and read back equal',
    check: naughtyStrings,
  },
  {
    id: 'C11',
    fault: 'strings of script attacks as title, text, author and link',
    expected: 'text remains text',
    proof: [
      { file: HOSTILE, name: 'active markup leaves text' },
      { file: 'test/format/documents.test.ts', name: 'HTML turns any text into text' },
      { file: 'test/heavy/format-hostile.test.ts', name: 'hostile texts stay text in HTML' },
    ],
  },
]
