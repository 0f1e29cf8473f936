import type { Fault } from '../fault.ts'

const OUTBOX = 'test/dialogue/outbox.test.ts'
const REPLY = 'test/dialogue/reply.test.ts'
const WAYS = 'test/delivery/ways.test.ts'
const DIGEST = 'test/delivery/digest.test.ts'

export const REPLIES: readonly Fault[] = [
  {
    id: 'R1',
    star: true,
    fault: 'the site takes a reply and hangs up before it answers',
    expected: '"unknown"; never sent again unasked; a repeat has the same key',
    proof: [
      { file: OUTBOX, name: 'several processes know nothing after the site took it and hung up' },
      { file: OUTBOX, name: 'what is not known' },
    ],
  },
  {
    id: 'R2',
    star: true,
    fault: 'kill -9 before, during and after sending',
    expected: 'never two at the site; what is said of it is true',
    proof: [
      { file: 'test/heavy/outbox-kills.test.ts', name: 'several processes never double an answer' },
      { file: OUTBOX, name: 'several processes leave "unknown" when they are killed' },
    ],
  },
  {
    id: 'R3',
    fault: 'two processes send one draft',
    expected: 'it is sent once',
    proof: [
      { file: OUTBOX, name: 'several processes send one draft once' },
      { file: OUTBOX, name: 'sending never sends the same text to the same post twice' },
    ],
  },
  {
    id: 'R4',
    fault: 'mail and webhooks that fail, hang or drop',
    expected: 'a digest is not lost, and at most once more with the same id',
    proof: [
      { file: DIGEST, name: 'a clear failure leaves the window open' },
      { file: DIGEST, name: 'a doubt is repeated once' },
      { file: DIGEST, name: 'a run that died after it began to send' },
      { file: WAYS, name: 'mail ' },
      { file: WAYS, name: 'marks a repeat, with the same Message-ID' },
      { file: WAYS, name: 'a webhook that' },
    ],
  },
  {
    id: 'R5',
    fault: 'mail fields that try to add recipients',
    expected: 'the recipients of the configuration alone',
    proof: [{ file: WAYS, name: 'a subject adds no header, no recipient' }],
  },
  {
    id: 'R6',
    fault: 'an editor that fails, is killed or leaves nothing',
    expected: 'nothing is sent; no file is left',
    proof: [
      { file: 'test/system/editor.test.ts', name: '' },
      { file: 'test/e2e/inbox.test.ts', name: 'sends and keeps nothing when the editor fails' },
    ],
  },
  {
    id: 'R7',
    fault: 'a post that is redirected to another host',
    expected: 'not followed',
    proof: [
      { file: WAYS, name: 'to another host is not followed' },

      {
        file: 'test/http/client.test.ts',
        name: 'the body of a post goes out once, is not redirected',
      },
    ],
  },
  {
    id: 'R8',
    fault: 'mentions and links in webhook messages',
    expected: 'no mass mention, no masked link',
    proof: [{ file: WAYS, name: 'chats take' }],
  },
  {
    id: 'R9',
    fault: 'a reply over the limit of the site',
    expected: 'refused before sending, with the count',
    proof: [{ file: REPLY, name: 'a draft is refused over the limit of the site' }],
  },
  {
    id: 'R10',
    fault: 'the post was edited or deleted since; the site refuses',
    expected: 'not sent unless told to; the draft is kept',
    proof: [
      { file: OUTBOX, name: 'sending does not answer a post that was edited or is gone' },
      { file: OUTBOX, name: 'sending keeps a draft that was refused' },
    ],
  },
  {
    id: 'R11',
    fault: 'a dry run',
    expected: 'nothing is sent; what is shown is what would be sent',
    proof: [{ file: OUTBOX, name: 'sending sends what the dry run shows' }],
  },
]
