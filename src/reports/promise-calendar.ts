import { safeLine } from '../format/safe-text.ts'
import type { OpenThread } from '../store/store.ts'
import { clauseOf, nameOfAuthor } from './scope.ts'

const QUARTER = 900_000

/** Promises due as an iCalendar file (RFC 5545): CR LF, lines of at most 75 bytes, UTC. */
export function promiseCalendar(threads: readonly OpenThread[], now: number): string {
  const events = threads.flatMap((thread) =>
    (thread.promises ?? []).map((promise) => ({ thread, promise })),
  )
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//listen//promises//EN',
    'CALSCALE:GREGORIAN',
    ...events
      .toSorted((a, b) => a.promise.due - b.promise.due || a.promise.event - b.promise.event)
      .flatMap(({ thread, promise }) => [
        'BEGIN:VEVENT',
        `UID:promise-${promise.event}@listen`,
        `DTSTAMP:${stamp(now)}`,
        `DTSTART:${stamp(promise.due)}`,
        `DTEND:${stamp(promise.due + QUARTER)}`,
        `SUMMARY:${escapeValue(`Promised to ${nameOfAuthor(thread.post)} by ${promise.actor}`)}`,
        `DESCRIPTION:${escapeValue(`${clauseOf(thread.post, 300)} (listen show ${thread.post.post})`)}`,
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'DESCRIPTION:promise',
        'TRIGGER:-PT30M',
        'END:VALARM',
        'END:VEVENT',
      ]),
    'END:VCALENDAR',
  ]
  return `${lines.map(fold).join('\r\n')}\r\n`
}

function stamp(at: number): string {
  return new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
}

function escapeValue(text: string): string {
  return safeLine(text).replaceAll(/[\\;,]/g, '\\$&')
}

/** Cut between characters; a line goes on behind CR LF and a blank. */
function fold(line: string): string {
  const parts: string[] = []
  let part = ''
  for (const character of line) {
    const limit = parts.length === 0 ? 75 : 74
    if (Buffer.byteLength(part + character) > limit) {
      parts.push(part)
      part = ''
    }
    part += character
  }
  return [...parts, part].join('\r\n ')
}
