import type { Fault, FaultResult } from './fault.ts'
import { type ProofResult, runProofs } from './proofs.ts'
import { inRoom } from './room.ts'

/** Runs the rows in order and tells of each as soon as it is known; the tests that rows share are run once, first. */
export async function runFaults(
  faults: readonly Fault[],
  tell: (result: FaultResult) => void = () => {},
): Promise<FaultResult[]> {
  const proofs = faults.flatMap((fault) => fault.proof ?? [])
  const answers = await runProofs(proofs)
  const proven = new Map(proofs.map((proof, index) => [proof, answers[index]]))
  const results: FaultResult[] = []
  for (const fault of faults) {
    const proof = (fault.proof ?? []).flatMap((each) => proven.get(each) ?? [])
    const result = await runFault(fault, proof)
    tell(result)
    results.push(result)
  }
  return results
}

/** Runs the check of one row and joins what its tests said. */
export async function runFault(fault: Fault, proof: readonly ProofResult[]): Promise<FaultResult> {
  const { id, star = false, fault: what, expected, open } = fault
  const row = { id, star, fault: what, expected, ...(open === undefined ? {} : { open }) }
  try {
    const seen = fault.check === undefined ? [] : [await inRoom(fault.check)]
    seen.push(...sayProof(proof))
    if (seen.length === 0) return { ...row, verdict: 'pending', seen: open ?? 'not built yet' }
    return { ...row, verdict: 'pass', seen: seen.join('; ') }
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error)
    return { ...row, verdict: 'fail', seen }
  }
}

/** How many tests passed, or nothing when none could run. Throws when one failed. */
function sayProof(proof: readonly ProofResult[]): string[] {
  const failures = proof.flatMap((each) => each.failures)
  if (failures.length > 0) throw new Error(failures.join('; '))
  const passed = proof.reduce((sum, each) => sum + each.passed, 0)
  const skipped = proof.reduce((sum, each) => sum + each.skipped, 0)
  if (passed === 0) return []
  const rest = skipped === 0 ? '' : `, ${skipped} cannot run here`
  return [`${passed} ${passed === 1 ? 'test' : 'tests'} passed${rest}`]
}
