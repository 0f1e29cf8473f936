import { registrableDomain } from '../text/domain.ts'
import { parseDateText } from './date-text.ts'
import { dateBounds } from './dates.ts'
import { findField } from './fields.ts'
import { makeProblem, type Problem } from './problems.ts'
import type { FieldValue, Tree } from './tree.ts'

type Field = Extract<Tree, { type: 'field' }>

/** Numbers that a field can have. */
interface Interval {
  readonly from: number
  readonly to: number
  readonly openFrom: boolean
  readonly openTo: boolean
}

const SINGLE_CHOICE = new Set(['kind', 'lang', 'status', 'priority'])

/** Reports fields of one level that no post fulfils together, or one alone that none fulfils. */
export function lintConflicts(items: readonly Tree[], problems: Problem[]): void {
  const byField = new Map<string, Field[]>()
  for (const item of items) {
    if (item.type !== 'field') continue
    byField.set(item.field, [...(byField.get(item.field) ?? []), item])
  }
  const isAlone = items.length === 1
  for (const [name, fields] of byField) {
    if (isAlone) lintAlone(name, fields[0] as Field, problems)
    else if (fields.length > 1) lintTogether(name, fields, problems)
  }
}

function lintAlone(name: string, field: Field, problems: Problem[]): void {
  if (name === 'site' && field.value.form === 'text' && isSuffix(field.value.text)) {
    problems.push(
      makeProblem(
        'W003',
        field.span,
        `${field.value.text} is a public suffix, no site of its own`,
        {
          fixit: 'write a domain below it, such as site:example.com',
        },
      ),
    )
  }
  const interval = intervalOf(field.value)
  if (interval && isEmpty(intersect(interval, possible(name)))) report(field, problems)
}

function isSuffix(host: string): boolean {
  return registrableDomain(host) === undefined && !/^localhost\b|^[\d.]+(?::\d+)?$/.test(host)
}

/** Counts are never negative, and a sentiment lies between −1 and 1. */
function possible(name: string): Interval {
  const score = findField(name)?.kind === 'score'
  return {
    from: score ? -1 : 0,
    to: score ? 1 : Number.POSITIVE_INFINITY,
    openFrom: false,
    openTo: false,
  }
}

function lintTogether(name: string, fields: readonly Field[], problems: Problem[]): void {
  if (SINGLE_CHOICE.has(name)) {
    const values = new Set(fields.map(({ value }) => (value.form === 'text' ? value.text : '')))
    if (values.size > 1) report(fields.at(-1) as Field, problems)
    return
  }
  const intervals = fields.map(({ value }) => intervalOf(value) ?? dateInterval(value))
  const known = intervals.filter((interval) => interval !== undefined)
  if (known.length > 1 && isEmpty(known.reduce(intersect))) report(fields.at(-1) as Field, problems)
}

function report(field: Field, problems: Problem[]): void {
  problems.push(
    makeProblem('W003', field.span, `no post can have this ${field.field}`, {
      fixit: 'join alternatives with OR, or correct the bounds',
    }),
  )
}

function intervalOf(value: FieldValue): Interval | undefined {
  const whole = {
    from: Number.NEGATIVE_INFINITY,
    to: Number.POSITIVE_INFINITY,
    openFrom: false,
    openTo: false,
  }
  if (value.form === 'range')
    return { ...whole, from: value.from ?? whole.from, to: value.to ?? whole.to }
  if (value.form !== 'number') return undefined
  const { compare, number } = value
  if (compare === '=') return { ...whole, from: number, to: number }
  if (compare.startsWith('>')) return { ...whole, from: number, openFrom: compare === '>' }
  return { ...whole, to: number, openTo: compare === '<' }
}

/** Written dates can be compared without a clock; durations cannot. */
function dateInterval(value: FieldValue): Interval | undefined {
  if (value.form !== 'date' && value.form !== 'dates') return undefined
  const texts = value.form === 'date' ? [value.text] : [value.from, value.to]
  const isWritten = texts.every(
    (text) => text === undefined || parseDateText(text)?.kind === 'moment',
  )
  if (!isWritten) return undefined
  const { from, to } = dateBounds(value, { now: 0, zone: 'UTC' })
  return {
    from: from ?? Number.NEGATIVE_INFINITY,
    to: to ?? Number.POSITIVE_INFINITY,
    openFrom: false,
    openTo: true,
  }
}

function intersect(a: Interval, b: Interval): Interval {
  const from = Math.max(a.from, b.from)
  const to = Math.min(a.to, b.to)
  return {
    from,
    to,
    openFrom: (a.from === from && a.openFrom) || (b.from === from && b.openFrom),
    openTo: (a.to === to && a.openTo) || (b.to === to && b.openTo),
  }
}

function isEmpty({ from, to, openFrom, openTo }: Interval): boolean {
  return from > to || (from === to && (openFrom || openTo))
}
