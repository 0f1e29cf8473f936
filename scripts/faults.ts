// npm run faults [-- --only ID[,ID]] [--json]: what listen does under each fault of the table, one line a fault.
import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import type { FaultResult } from '../test/faults/fault.ts'
import { runFaults } from '../test/faults/run.ts'
import { FAULTS } from '../test/faults/table.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    /** Take dist/ as it is. */
    'no-build': { type: 'boolean', default: false },
  },
})
const wanted = values.only?.toUpperCase().split(',')
const unknown = wanted?.filter((id) => !FAULTS.some((fault) => fault.id === id)) ?? []

if (unknown.length > 0) {
  console.error(`there is no fault ${unknown.join(', ')}; ids run from N1 to U7`)
  process.exitCode = 2
} else {
  if (!values['no-build']) execFileSync(process.execPath, ['scripts/build.js'], { stdio: 'ignore' })
  const faults = FAULTS.filter(({ id }) => wanted?.includes(id) ?? true)
  const results = await runFaults(faults, values.json ? printJson : printLine)
  if (!values.json) printSummary(results)
  process.exitCode = results.some(({ verdict }) => verdict === 'fail') ? 1 : 0
}

function printJson(result: FaultResult): void {
  console.log(JSON.stringify(result))
}

function printLine({ id, star, verdict, fault, expected, seen, open }: FaultResult): void {
  const rest = open === undefined || verdict === 'pending' ? '' : ` · not shown: ${open}`
  console.log(
    `${id.padEnd(4)}${star ? '★' : ' '} ${verdict.padEnd(7)} ${fault} · expected: ${expected} · seen: ${seen}${rest}`,
  )
}

function printSummary(results: readonly FaultResult[]): void {
  const idsOf = (verdict: string) =>
    results.filter((each) => each.verdict === verdict).map(({ id }) => id)
  const parts = results.filter(({ verdict, open }) => verdict === 'pass' && open !== undefined)
  const [pass, fail, pending] = ['pass', 'fail', 'pending'].map(idsOf) as [
    string[],
    string[],
    string[],
  ]
  console.log(
    `\n${results.length} faults: ${pass.length} pass (${parts.length} of them in part), ${fail.length} fail, ${pending.length} pending`,
  )
  if (fail.length > 0) console.log(`fail: ${fail.join(' ')}`)
  if (parts.length > 0) console.log(`in part: ${parts.map(({ id }) => id).join(' ')}`)
  if (pending.length > 0) console.log(`pending: ${pending.join(' ')}`)
}
