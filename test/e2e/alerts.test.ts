import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { listen, temporaryFolder } from '../helpers/cli.ts'

const YAML = `version: 1
brand: { name: Acme }
queries: { acme: { role: brand, match: acme } }
sources: {}
store: { path: ./listen.db }
digest: { to: [{ type: file, path: ./digest.html }] }
alerts:
  to: [{ type: file, path: ./alert.txt }]
  rules: { any: { when: every, match: acme, within: 1000d } }
`
const POSTS = Array.from({ length: 3 }, (_, at) =>
  JSON.stringify({
    platform: 'forum',
    id: `p${at}`,
    text: `acme is broken, help me please ${at} <script>x</script>`,
    author: { id: `a${at}`, name: 'Kim' },
    published: '2026-11-16T10:00:00Z',
    collected: '2026-11-16T11:00:00Z',
  }),
).join('\n')

it('alerts, digest, report and export run as programs over one store', async () => {
  const cwd = temporaryFolder()
  writeFileSync(join(cwd, 'queries.yaml'), YAML)
  writeFileSync(join(cwd, 'posts.jsonl'), POSTS)
  const run = (...args: readonly string[]) =>
    listen([...args, '--as-of', '2026-11-17T08:00:00Z'], { cwd })
  expect((await run('import', 'posts.jsonl')).status).toBe(0)
  const alerts = await run('alerts', '--exit-code')
  expect(alerts.err).toBe('')
  expect(alerts.status).toBe(5)
  expect(alerts.out).toContain('3 new matches by 3 people')
  expect((await run('alerts', '--deliver')).status).toBe(0)
  expect((await run('alerts', '--exit-code')).status).toBe(0)
  expect((await run('digest', '--to', 'file')).status).toBe(0)
  const report = await run('report', 'volume', 'queries', '--format', 'html')
  expect(report.out).not.toContain('<script')
  expect(report.out).toBe((await run('report', 'volume', 'queries', '--format', 'html')).out)
  expect((await run('export', '--format', 'atom')).out.match(/<entry>/g)).toHaveLength(3)
  expect((await run('export', '-o', 'all.csv', '--pseudonymous')).status).toBe(0)
})
