import * as v from 'valibot'
import type { ConfigProblem } from '../errors.ts'
import { nearestName } from '../text/nearest.ts'
import type { ConfigDocument, Path } from './document.ts'

/** Checks a part of the document against a schema: wrong values and unknown keys, all at once. */
export function checkPart(
  document: ConfigDocument,
  schema: v.GenericSchema,
  value: unknown,
  path: Path = [],
): { readonly output: unknown; readonly problems: readonly ConfigProblem[] } {
  const result = v.safeParse(schema, value)
  const problems = [
    ...(result.issues ?? []).filter(isOfTheFile).map((issue) => toProblem(document, issue, path)),
    ...unknownKeys(document, schema, value, path),
  ]
  return { output: result.output, problems }
}

/** Checks the values alone: keys that the schema does not know may stand beside them. */
export function checkValues(
  document: ConfigDocument,
  schema: v.GenericSchema,
  value: unknown,
  path: Path,
): readonly ConfigProblem[] {
  const { issues = [] } = v.safeParse(schema, value)
  return issues.filter(isOfTheFile).map((issue) => toProblem(document, issue, path))
}

/** A list in the place of a mapping is told once; what JavaScript's lists lack or have by themselves is no key of the file. */
function isOfTheFile(issue: v.BaseIssue<unknown>): boolean {
  const last = issue.path?.at(-1)
  return !(last && Array.isArray(last.input) && typeof last.key !== 'number')
}

function toProblem(
  document: ConfigDocument,
  issue: v.BaseIssue<unknown>,
  base: Path,
): ConfigProblem {
  const steps = (issue.path ?? []).map((item) => item.key as string | number)
  const path = [...base, ...steps]
  const missing = issue.received === 'undefined'
  const isKey = issue.path?.at(-1)?.origin === 'key'
  return {
    place: document.placeOf(path, isKey ? 'key' : 'value'),
    key: path.join('.'),
    message: missing
      ? `this key is missing; expected ${expectation(issue)}`
      : `expected ${expectation(issue)}${foundWords(issue)}`,
  }
}

/** Schemas carry what they expect as their message; valibot's own words are the fallback. */
function expectation(issue: v.BaseIssue<unknown>): string {
  return issue.message.startsWith('Invalid') ? plainType(issue.expected) : issue.message
}

function plainType(expected: string | null): string {
  if (expected === 'Array') return 'a list'
  if (expected === 'Object') return 'a mapping'
  if (expected === 'number') return 'a number'
  if (expected?.startsWith('>=')) return `at least ${expected.slice(2)}`
  return (expected ?? 'something else').replace(/^"(.*)"$/, '$1')
}

/** A mapping that lacks something as a whole is no surprise to whoever wrote it. */
function foundWords({ kind, input }: v.BaseIssue<unknown>): string {
  const isWhole = kind === 'validation' && typeof input === 'object' && !Array.isArray(input)
  return isWhole ? '' : `, found ${found(input)}`
}

/** What stands there, cut short: a configuration may hold a secret by mistake. */
function found(input: unknown): string {
  if (input === null || input === undefined) return 'nothing'
  if (Array.isArray(input)) return 'a list'
  if (typeof input === 'object') return 'a mapping'
  if (typeof input !== 'string') return String(input)
  return /^[\w .:/*+,-]{0,32}$/.test(input) ? JSON.stringify(input) : 'another text'
}

/** Keys that no schema knows, with the nearest one that exists. */
function unknownKeys(
  document: ConfigDocument,
  schema: unknown,
  value: unknown,
  path: Path,
): ConfigProblem[] {
  const shape = schema as Shape
  if (shape.wrapped) return unknownKeys(document, shape.wrapped, value, path)
  if (shape.pipe) return unknownKeys(document, { ...shape.pipe[0], pipe: undefined }, value, path)
  if (Array.isArray(value)) return unknownInList(document, shape, value, path)
  if (value === null || typeof value !== 'object') return []
  const entries = Object.entries(value)
  if (shape.type === 'record') {
    return entries.flatMap(([key, item]) =>
      RESERVED.has(key)
        ? [reservedKey(document, [...path, key])]
        : unknownKeys(document, shape.value, item, [...path, key]),
    )
  }
  if (!shape.entries || shape.type === 'loose_object') return []
  const known = shape.entries
  return entries.flatMap(([key, item]) =>
    Object.hasOwn(known, key)
      ? unknownKeys(document, known[key], item, [...path, key])
      : [unknownKey(document, [...path, key], Object.keys(known))],
  )
}

function unknownInList(
  document: ConfigDocument,
  shape: Shape,
  items: readonly unknown[],
  path: Path,
): ConfigProblem[] {
  if (shape.type === 'record' || shape.entries) return [listForMapping(document, path)]
  if (!shape.item) return []
  return items.flatMap((item, index) => unknownKeys(document, shape.item, item, [...path, index]))
}

/** To valibot a list is a mapping by numbers. */
function listForMapping(document: ConfigDocument, path: Path): ConfigProblem {
  return {
    place: document.placeOf(path, 'value'),
    key: path.join('.'),
    message: 'expected a mapping, found a list',
    hint: 'write "name: value" on lines of their own, without the dashes',
  }
}

/** Names that mean something to JavaScript itself; no query or source may have them. */
const RESERVED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

function reservedKey(document: ConfigDocument, path: Path): ConfigProblem {
  const message = `"${path.at(-1)}" cannot be used as a name`
  return {
    place: document.placeOf(path, 'key'),
    key: path.join('.'),
    message,
    hint: 'choose another name',
  }
}

function unknownKey(document: ConfigDocument, path: Path, known: readonly string[]): ConfigProblem {
  const name = String(path.at(-1))
  const near = nearestName(name, known)
  return {
    place: document.placeOf(path, 'key'),
    key: path.join('.'),
    message: `"${name.slice(0, 60)}" is not a known key`,
    hint: near ? `did you mean "${near}"?` : `known here: ${known.join(', ')}`,
  }
}

/** The parts of a valibot schema that this walk reads. */
interface Shape {
  readonly type?: string
  readonly wrapped?: unknown
  readonly pipe?: readonly object[]
  readonly item?: unknown
  readonly value?: unknown
  readonly entries?: Readonly<Record<string, unknown>>
}
