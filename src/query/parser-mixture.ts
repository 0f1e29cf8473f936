import { makeProblem, type Problem } from './problems.ts'

/** Where an operand of a level stands, and how it is joined to the one before. */
export interface Operand {
  readonly start: number
  readonly end: number
  readonly joined: 'and' | 'or' | 'first'
}

/** How long a level may be for its two readings to be printed in full. */
const READABLE = 2_000

/** Q012: AND and OR on one level, with both readings. */
export function reportMixture(
  operands: readonly Operand[],
  text: string,
  problems: Problem[],
): void {
  const start = operands[0]?.start ?? 0
  const end = operands.at(-1)?.end ?? start
  const isShort = end - start <= READABLE
  problems.push(
    makeProblem('Q012', { start, end }, 'AND and OR stand on one level without brackets', {
      reason: 'a blank is AND too, and the two readings find different posts',
      fixit: isShort
        ? `write either ${readingOf(operands, text, 'and')}, or ${readingOf(operands, text, 'or')}`
        : 'put brackets around the parts that belong together',
    }),
  )
}

/** The level with brackets around the runs of one operator. */
function readingOf(operands: readonly Operand[], text: string, tight: 'and' | 'or'): string {
  const runs: string[][] = []
  for (const operand of operands) {
    const written = text.slice(operand.start, operand.end).replaceAll(/\s+/g, ' ')
    if (operand.joined === tight) runs.at(-1)?.push(written)
    else runs.push([written])
  }
  const shown = runs.map((run) =>
    run.length > 1 ? `(${run.join(tight === 'and' ? ' AND ' : ' OR ')})` : run[0],
  )
  return shown.join(tight === 'and' ? ' OR ' : ' AND ')
}
