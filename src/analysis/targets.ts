import type { Hit, Sentiment } from '../model/mention.ts'
import type { ComparisonTables, Places } from './comparisons.ts'
import { compareSubjects, contrastedSubjects } from './comparisons.ts'
import type { AppliedCalibration } from './corrections.ts'
import { applyCalibration } from './corrections.ts'
import { squeezeValence } from './mood.ts'
import { fromShares, sentimentOfValence, toSentiment } from './sentiment.ts'
import type { TargetAttention } from './target-attention.ts'
import { attendTarget, createTargetAttention } from './target-attention.ts'
import type { Subject } from './target-features.ts'
import { ownPart, valenceAround } from './target-features.ts'
import type { TextReader } from './text-reader.ts'
import { sumValence } from './text-reader.ts'
import type { Tokens } from './tokens.ts'

/** A query's subject in the text: the places where its words stand. */
export interface Target {
  readonly query: string
  readonly hits: readonly Hit[]
}

/** What targets need besides the reader. */
export interface TargetParts {
  readonly reader: TextReader
  readonly comparisons: ComparisonTables
  readonly attention: TargetAttention | undefined
  /** What was learned from corrections; a comparison needs none. */
  readonly local: AppliedCalibration | undefined
}

export function createTargetParts(
  reader: TextReader,
  comparisons: ComparisonTables,
  local?: AppliedCalibration,
): TargetParts {
  return {
    reader,
    comparisons,
    attention: reader.model?.attention && createTargetAttention(reader.model.attention),
    local,
  }
}

/** Token indices that the hits touch; `shift` moves hits of the text behind a title. Other fields touch nothing. */
export function tokensOfHits(tokens: Tokens, hits: readonly Hit[], shift: number): number[] {
  const found: number[] = []
  for (let at = 0; at < tokens.count; at += 1) {
    const start = tokens.start[at] as number
    const end = tokens.end[at] as number
    if (hits.some((hit) => overlaps(hit, start, end, shift))) found.push(at)
  }
  return found
}

function overlaps(hit: Hit, start: number, end: number, shift: number): boolean {
  if (hit.field !== 'text' && hit.field !== 'title') return false
  const moved = hit.field === 'title' ? 0 : shift
  return hit.start + moved < end && hit.end + moved > start
}

/**
 * The sentiment towards each subject of the text that was read last. A comparison decides where there is one; else
 * what stands around the subject; a subject without a place in the text gets the mood of the whole.
 */
export function judgeTargets(
  parts: TargetParts,
  targets: readonly Target[],
  shift: number,
  mood: Sentiment,
): Readonly<Record<string, Sentiment>> {
  const { reader, comparisons } = parts
  const subjects = targets.map(({ hits }) => tokensOfHits(reader.tokens, hits, shift))
  const signs = compareSubjects(reader, comparisons, subjects)
  const contrasted = contrastedSubjects(reader, comparisons, subjects)
  const found: Record<string, Sentiment> = {}
  targets.forEach(({ query }, at) => {
    const sign = contrasted.has(at) ? -Math.sign(Math.trunc(mood.score * 4)) : (signs[at] ?? 0)
    const subject = sign === 0 ? subjectOf(reader, subjects, at) : undefined
    found[query] =
      subject === undefined
        ? sign === 0
          ? mood
          : decided(sign)
        : applyCalibration(judgeAround(parts, subject, firstsOf(subjects, at)), parts.local)
  })
  return found
}

/** A comparison is plain speech, yet not always meant. */
function decided(sign: number): Sentiment {
  return sign > 0 ? fromShares(0.06, 0.12, 0.82) : fromShares(0.82, 0.12, 0.06)
}

/** The subject with what is its own in the text; undefined where its words do not stand in it. */
export function subjectOf(
  reader: TextReader,
  subjects: readonly Places[],
  at: number,
): Subject | undefined {
  const places = subjects[at] ?? []
  const first = places[0]
  if (first === undefined) return undefined
  const last = lastOfRun(places)
  const others = subjects.flatMap((other, i) => (i === at ? [] : other)).sort((a, b) => a - b)
  const { contested, ...own } = ownPart(reader, first, last, others)
  return { first, last, own, contested }
}

/** Where the other subjects begin. */
function firstsOf(subjects: readonly Places[], at: number): readonly number[] {
  return subjects.flatMap((places, other) =>
    other === at || places[0] === undefined || places[0] === subjects[at]?.[0] ? [] : [places[0]],
  )
}

function judgeAround(
  { reader, attention }: TargetParts,
  subject: Subject,
  others: readonly number[],
): Sentiment {
  if (attention === undefined) return sentimentOfValence(valenceAround(reader, subject) * 1.3)
  attendTarget(attention, reader, subject, others)
  const [negative = 0, neutral = 0, positive = 0] = attention.logits
  const push = subject.contested ? pushOfOwnPart(reader, subject) : 0
  return toSentiment(negative - push, neutral, positive + push)
}

/** Where others have clauses of their own, what stands in the subject's clause counts once more. */
function pushOfOwnPart(reader: TextReader, subject: Subject): number {
  return CONTESTED_PUSH * squeezeValence(sumValence(reader, subject.own.from, subject.own.to))
}

const CONTESTED_PUSH = 0.6

/** The end of the first unbroken run: later places of the subject are other sentences' business. */
function lastOfRun(places: Places): number {
  let last = places[0] ?? 0
  for (const place of places) if (place === last + 1) last = place
  return last
}
