import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Proof } from './fault.ts'

export interface ProofResult {
  readonly passed: number
  readonly skipped: number
  /** Full names, each with the first line of its failure. */
  readonly failures: readonly string[]
}

interface TestReport {
  readonly fullName: string
  readonly status: string
  readonly failureMessages?: readonly string[]
}

const ROOT = resolve(import.meta.dirname, '..', '..')

/** Runs each file once, with the tests that are named for it; the answers stand in the order of `proofs`. */
export async function runProofs(proofs: readonly Proof[]): Promise<ProofResult[]> {
  const files = [...new Set(proofs.map(({ file }) => file))]
  const reports = new Map<string, readonly TestReport[] | string>()
  for (const file of files) {
    const names = new Set(proofs.filter((each) => each.file === file).map(({ name }) => name))
    reports.set(file, await runFile(file, [...names]))
  }
  return proofs.map((proof) => judge(proof, reports.get(proof.file) ?? 'was not run'))
}

function judge({ file, name }: Proof, report: readonly TestReport[] | string): ProofResult {
  if (typeof report === 'string') return { passed: 0, skipped: 0, failures: [`${file}: ${report}`] }
  const mine = report.filter(({ fullName }) => fullName.includes(name))
  if (mine.length === 0)
    return { passed: 0, skipped: 0, failures: [`${file} has no test "${name}"`] }
  return {
    passed: mine.filter(({ status }) => status === 'passed').length,
    skipped: mine.filter(({ status }) => status !== 'passed' && status !== 'failed').length,
    failures: mine
      .filter(({ status }) => status === 'failed')
      .map((each) => `${each.fullName}: ${firstLine(each.failureMessages)}`),
  }
}

function firstLine(messages: readonly string[] | undefined): string {
  return (messages?.[0] ?? 'failed').split('\n')[0] ?? ''
}

/** The tests of a file, or why there are none. */
async function runFile(
  file: string,
  names: readonly string[],
): Promise<readonly TestReport[] | string> {
  const folder = mkdtempSync(join(tmpdir(), 'listen-proof-'))
  const output = join(folder, 'report.json')
  const pattern = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')
  try {
    const words = await runVitest([
      file,
      '-t',
      pattern,
      '--reporter=json',
      `--outputFile=${output}`,
    ])
    return readReport(output) ?? `no report: ${words.trim().split('\n').at(-1) ?? ''}`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function readReport(path: string): readonly TestReport[] | string | undefined {
  try {
    const report = JSON.parse(readFileSync(path, 'utf8')) as {
      testResults: readonly { message?: string; assertionResults: readonly TestReport[] }[]
    }
    const tests = report.testResults.flatMap((each) => each.assertionResults)
    const failure = report.testResults.find(({ message }) => message)?.message ?? 'no test was run'
    return tests.length === 0 ? `could not be loaded: ${firstLine([failure])}` : tests
  } catch {
    return undefined
  }
}

/** What vitest says on standard error. */
function runVitest(args: readonly string[]): Promise<string> {
  const env = Object.entries(process.env).filter(
    // A run inside a run must not take itself for a worker of the outer one.
    ([name]) => !name.startsWith('VITEST') && name !== 'NODE_ENV' && name !== 'TEST',
  )
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', ...args],
      { cwd: ROOT, env: Object.fromEntries(env), stdio: ['ignore', 'ignore', 'pipe'] },
    )
    let words = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      words += text
    })
    child.on('error', fail)
    child.on('close', () => done(words))
  })
}
