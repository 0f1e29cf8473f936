import { nearestName } from '../text/nearest.ts'
import { bareAddress } from './addresses.ts'
import type { FieldRow } from './fields.ts'
import { MAX_WORD, refuse, type ValuePlace } from './parser-refusals.ts'
import { makeProblem, shorten } from './problems.ts'
import type { FieldValue } from './tree.ts'

/** Checks and normalises a text value by the rules of its field; undefined where it is refused (reported). */
export function textValue(
  place: ValuePlace,
  text: string,
  quoted: boolean,
): FieldValue | undefined {
  const { row } = place
  if (text.length > MAX_WORD)
    return refuse(place, 'Q035', `a value of ${text.length} characters is too long`)
  if (!quoted && /^[^,]+,[^,]/.test(text) && row.kind !== 'address') return refuseList(place, text)
  if (row.kind === 'choice') return checkChoice(place, text)
  if (row.kind === 'language') return language(place, text)
  if (row.kind === 'host') return host(place, text)
  if (row.kind === 'address') return address(place, text)
  return whole(place, text)
}

function refuseList(place: ValuePlace, text: string): undefined {
  const values = text.split(',').filter((value) => value !== '')
  const list = values.slice(0, 8).join(' OR ')
  return refuse(
    place,
    'Q022',
    'a comma does not separate values',
    `write ${place.row.name}:(${shorten(list)})`,
  )
}

/** One of the field's list, in any letter case. A value for views keeps its name: the caller refuses it by context. */
export function checkChoice(place: ValuePlace, text: string): FieldValue | undefined {
  const { row } = place
  const known = [...(row.values ?? []), ...(row.viewValues ?? [])]
  const value = known.find((one) => one === text.toLowerCase())
  if (value !== undefined) return { form: 'text', text: value, wildcard: false }
  const nearest = nearestName(shorten(text), known)
  return refuse(
    place,
    'Q022',
    `${row.name}: has no value ${shorten(text)}`,
    nearest === undefined ? `write one of ${known.join(', ')}` : `write ${row.name}:${nearest}`,
    nearest === undefined ? undefined : `the values are ${known.join(', ')}`,
  )
}

function language(place: ValuePlace, text: string): FieldValue | undefined {
  const code = /^([a-z]{2,3})(?:[-_][a-z0-9]+)*$/i.exec(text)?.[1]
  if (code !== undefined) return { form: 'text', text: code.toLowerCase(), wildcard: false }
  return refuse(
    place,
    'Q022',
    `${shorten(text)} is no language`,
    'write its ISO 639-1 code, such as lang:en',
  )
}

function host(place: ValuePlace, text: string): FieldValue | undefined {
  const bare = text
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/^\*\./, '')
    .replace(/[/.]+$/, '')
  if (/[/?#]/.test(bare)) {
    return refuse(
      place,
      'Q022',
      `${shorten(text)} is more than a domain`,
      `write url:${shorten(bare)} for a beginning of addresses`,
    )
  }
  if (!/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?::\d+)?$|^localhost(?::\d+)?$/u.test(bare)) {
    return refuse(
      place,
      'Q022',
      `${shorten(text)} is no domain`,
      'write a domain such as site:example.com',
    )
  }
  return { form: 'text', text: bare, wildcard: false }
}

function address(place: ValuePlace, text: string): FieldValue | undefined {
  const bare = bareAddress(text)
  if (/^[/?#]|^$/.test(bare)) {
    return refuse(
      place,
      'Q022',
      `${shorten(text)} names no host`,
      `write ${place.row.name}:example.com/path`,
    )
  }
  return { form: 'text', text: bare, wildcard: false }
}

/** Free text: a sign before it is dropped, blanks are single; * and ? are wildcards, but never first. */
function whole(place: ValuePlace, text: string): FieldValue | undefined {
  const bare = withoutSigil(place.row, text).replaceAll(/\s+/g, ' ')
  if (/^[*?]/.test(bare)) {
    place.scanner.problems.push(
      makeProblem('Q009', place.span, `${shorten(text)} begins with a wildcard`, {
        fixit: 'begin with letters',
      }),
    )
    return undefined
  }
  if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(bare)) {
    return refuse(place, 'Q022', `${place.row.name}: needs a value with letters or digits`)
  }
  return { form: 'text', text: bare, wildcard: /[*?]/.test(bare) }
}

function withoutSigil(row: FieldRow, text: string): string {
  return row.sigil !== undefined && text.startsWith(row.sigil) ? text.slice(1) : text
}
