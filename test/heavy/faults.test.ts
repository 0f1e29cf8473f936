import { beforeAll, describe, expect, test } from 'vitest'
import type { ProofResult } from '../faults/proofs.ts'
import { runProofs } from '../faults/proofs.ts'
import { runFault } from '../faults/run.ts'
import { FAULTS } from '../faults/table.ts'

/** Tests of test/heavy/ run beside this one anyway. */
const proofs = FAULTS.flatMap(({ proof = [] }) => proof).filter(
  ({ file }) => !file.startsWith('test/heavy/'),
)
const answers = new Map<object, ProofResult>()

beforeAll(async () => {
  const results = await runProofs(proofs)
  for (const [index, proof] of proofs.entries()) answers.set(proof, results[index] as ProofResult)
}, 900_000)

describe('under the faults of the table', () => {
  test('the table holds every fault once', () => {
    expect(FAULTS).toHaveLength(97)
    expect(new Set(FAULTS.map(({ id }) => id)).size).toBe(97)
    expect(FAULTS.filter(({ star }) => star)).toHaveLength(20)
  })

  for (const fault of FAULTS) {
    test(`${fault.id} ${fault.fault}: ${fault.expected}`, async ({ skip }) => {
      const proof = (fault.proof ?? []).flatMap((each) => answers.get(each) ?? [])
      const result = await runFault(fault, proof)
      if (result.verdict === 'pending') skip(result.seen)
      expect(result.verdict, result.seen).toBe('pass')
    })
  }
})
