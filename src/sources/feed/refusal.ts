import { SourceError } from '../../errors.ts'
import type { Channel } from '../source.ts'
import type { FeedFailure } from './parsed.ts'

const GATE =
  /just a moment|checking your browser|captcha|cf-chl|access denied|are you (?:a )?human|enable javascript and cookies|attention required|ddos-guard|bot (?:check|protection)/i
const LOGIN = /<input[^>]{0,300}type\s*=\s*["']?password/i

/** The error of a document that is no feed: what it is instead, and what to do. `text` is the document. */
export function refusal(failure: FeedFailure, channel: Channel, text: string): SourceError {
  const [what, hint] =
    failure.failure === 'html' ? pageKind(text.slice(0, 200_000)) : [failure.message]
  const message = `${channel.label}: not a feed but ${what}`
  return new SourceError('unexpected-response', message, hint === undefined ? {} : { hint })
}

function pageKind(head: string): readonly [string, string] {
  if (GATE.test(head)) {
    return ['a page that checks for robots', 'ask the site for a feed that programs may read']
  }
  if (LOGIN.test(head)) return ['a login page', 'the feed may need a key in its address']
  return ['a web page that names none', 'look on the page for the address of its feed']
}
