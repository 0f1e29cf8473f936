import { nearestName } from '../text/nearest.ts'
import { FIELDS, findField } from './fields.ts'
import { ourFieldFor } from './foreign-fields.ts'
import {
  type FieldReader,
  type FieldToken,
  refuseNested,
  skipValue,
} from './parser-field-faults.ts'
import type { Frame } from './parser-frames.ts'
import { readRaw } from './parser-raw.ts'
import { readScope } from './parser-scopes.ts'
import { readValueField } from './parser-value-fields.ts'
import { makeProblem, shorten } from './problems.ts'
import { skipBlanks } from './scanner.ts'

/** Reads what stands behind `name:` and puts it in its place. */
export function readFieldToken(reader: FieldReader, frame: Frame, token: FieldToken): void {
  const { scanner } = reader
  skipBlanks(scanner)
  if (token.name.toLowerCase() === 'raw') {
    readRaw(reader, frame, token)
    return
  }
  const row = findField(token.name)
  if (row === undefined) {
    refuseField(reader, frame, token)
    return
  }
  if (row.kind === 'words') readScope(reader, frame, row, token)
  else if (frame.scope !== undefined) {
    refuseNested(reader, frame, row.name, token.span)
  } else readValueField(reader, frame, row, token)
}

function refuseField(reader: FieldReader, frame: Frame, token: FieldToken): void {
  const { scanner } = reader
  const ours = ourFieldFor(token.name)
  const nearest = nearestName(
    shorten(token.name),
    FIELDS.map((row) => row.name),
  )
  const fixit =
    ours === undefined
      ? nearest === undefined
        ? `put it in quotes if no field is meant`
        : `write ${nearest}:`
      : `write ${ours}`
  scanner.problems.push(
    makeProblem('Q021', token.span, `${shorten(token.name)}: is no field`, { fixit }),
  )
  skipValue(reader, frame, token.span.start)
}
