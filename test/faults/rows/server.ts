import { comeBackInAnHour, threeOfTenFail } from '../checks/sources.ts'
import type { Fault } from '../fault.ts'

const CLIENT = 'test/http/client.test.ts'
const ANSWERS = 'test/http/answers.test.ts'
const FEED = 'test/sources/feed-source.test.ts'
const WALK = 'test/sources/walk.test.ts'
const CONTRACT = 'test/sources/contract.test.ts'

export const SERVER: readonly Fault[] = [
  {
    id: 'S1',
    fault: 'answers that break HTTP in every way',
    expected: 'read, or failed alone in words and soon',
    proof: [
      { file: ANSWERS, name: 'whole answers are read' },
      { file: ANSWERS, name: 'broken answers fail alone, and soon' },
      { file: 'test/heavy/hostile-http.test.ts', name: 'the open hostile set answer' },
    ],
  },
  {
    id: 'S2',
    star: true,
    fault: 'status 200 with a login page, a challenge, an error object or nothing',
    expected: 'failed, never "0 new"; the validators not kept; the posts from before kept',
    proof: [
      { file: FEED, name: 'visits what is no feed is refused with what it is' },
      { file: 'test/e2e/main-job.test.ts', name: 'a scan names what failed and keeps the rest' },
    ],
  },
  {
    id: 'S3',
    fault: '429 with "come back in an hour", and three runs within it',
    expected: 'one request; "listen sources" says until when it waits',
    check: comeBackInAnHour,
  },
  {
    id: 'S4',
    fault: 'Retry-After that is negative, no number, huge or a far date',
    expected: 'a default wait, a day at most',
    proof: [
      { file: CLIENT, name: 'retry-after' },
      { file: CLIENT, name: 'reset headers count in seconds' },
    ],
  },
  {
    id: 'S5',
    star: true,
    fault: 'three of ten sources fail, each in another way',
    expected: 'the posts of the seven as in a clean run; three named; status 3',
    check: threeOfTenFail,
  },
  {
    id: 'S6',
    fault: 'pages that come again, rings, ever new cursors without posts',
    expected: 'stops at the repeat or at the cap',
    proof: [
      { file: FEED, name: 'older pages rings and caps end' },
      { file: WALK, name: 'a new cursor each time with nothing behind it ends at the cap' },
      { file: CONTRACT, name: 'a service that answers the same page for ever is left' },
    ],
  },
  {
    id: 'S7',
    fault: 'an endless feed; 50,000 items',
    expected: 'stops at the cap, bounded; said to be not complete',
    proof: [
      { file: ANSWERS, name: 'size a body without end stops at the cap' },
      { file: 'test/sources/feed-hostile.test.ts', name: 'size items are counted to a limit' },
      { file: 'test/sources/feed-hostile.test.ts', name: 'floods' },
    ],
  },
  {
    id: 'S8',
    fault: '304 with nothing stored; validators with control bytes or of 15 KB',
    expected: 'a failure; such validators are neither kept nor sent',
    proof: [
      { file: CLIENT, name: 'a 304 to a request without validators is a failure' },
      { file: CLIENT, name: 'validators with control bytes or of 15 KB' },
    ],
  },
  {
    id: 'S9',
    fault: 'a feed that has moved for good',
    expected: 'told with the new address; never followed to another host for good unasked',
    proof: [
      { file: FEED, name: 'visits a feed that has moved for good says so' },
      {
        file: 'test/http/redirect.test.ts',
        name: 'a move is told as far as the chain is permanent',
      },
    ],
  },
  {
    id: 'S10',
    fault: '401 and 403 with a token',
    expected: 'asked once; the source named; the token not shown',
    proof: [
      { file: CONTRACT, name: '401 is unauthorized and asked once' },
      { file: CLIENT, name: 'status 401' },
      { file: CLIENT, name: 'status 403' },
    ],
  },
  {
    id: 'S11',
    fault: '404 and 410',
    expected: 'failed, asked once; stored posts kept',
    proof: [
      { file: CLIENT, name: 'status 404' },
      { file: CLIENT, name: 'status 410' },
      { file: FEED, name: 'a page that names its feed is asked again when the feed has gone' },
    ],
  },
  {
    id: 'S12',
    fault: 'an API repeats a page, drops a post, changes the order',
    expected: 'no doubles; each post that was seen is stored',
    proof: [
      { file: WALK, name: 'runs that are cut off anywhere, with news in between, find every post' },
      { file: WALK, name: 'a post dated far back, or pinned, does not end the page walk' },
      {
        file: 'test/store/save-pages.test.ts',
        name: 'a page of posts keeps one row however often',
      },
    ],
  },
]
