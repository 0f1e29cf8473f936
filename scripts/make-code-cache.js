// Keeps V8's compiled form of dist/cli.cjs beside it, after the work of a search, so that a start need not compile.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const folder = mkdtempSync(join(tmpdir(), 'listen-build-'))
const program = resolve('bin/listen.js')
const config = join(folder, 'queries.yaml')
try {
  writeFileSync(
    config,
    'version: 1\nstore: { path: ./s.db }\nqueries:\n  acme: { role: brand, match: acme }\nsources:\n  a: { type: feed, urls: [./a.xml] }\n',
  )
  writeFileSync(
    join(folder, 'a.xml'),
    '<rss version="2.0"><channel><item><guid>1</guid><title>acme</title></item></channel></rss>',
  )
  const run = (args, environment) =>
    execFileSync(process.execPath, [program, ...args, '-c', config], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...environment },
    })
  run(['scan', '--quiet'])
  run(['search', 'acme'], { LISTEN_WRITE_CODE_CACHE: '1' })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
