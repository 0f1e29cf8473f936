import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { shown } from '../delivery/place.ts'
import { listen, temporaryFolder } from '../helpers/cli.ts'
import { startLoopback } from '../helpers/loopback.ts'

interface Sent {
  readonly key: string
  readonly repeat: boolean
  readonly data: {
    readonly from: string
    readonly to: string
    readonly newest: readonly { readonly post: number }[]
  }
}

/** When the process is killed: so long after it started, or as the request arrives, or as the answer leaves. */
type Moment = number | 'asked' | 'answered'
const MOMENTS: readonly Moment[] = [
  'asked',
  'answered',
  ...Array.from({ length: 12 }, (_, at) => 60 + at * 45),
]
const HOUR = 3_600_000
const START = Date.UTC(2026, 10, 17, 8)

it('a digest that is killed at any moment: nothing lost, one repeat at most, marked', async () => {
  const folder = temporaryFolder()
  let onRequest = () => {}
  const server = await startLoopback({
    '*': () => {
      onRequest()
      return { status: 200, body: 'ok' }
    },
  })
  writeFileSync(
    join(folder, 'queries.yaml'),
    `version: 1
brand: { name: Acme }
queries: { acme: { role: topic, match: acme } }
sources: {}
network: { allow_hosts: ["127.0.0.1"] }
store: { path: ./listen.db }
digest: { to: [{ type: webhook, url: "\${HOOK}" }] }
`,
  )
  const env = { HOOK: server.url('/hook') }
  let now = START
  let posts = 0
  const add = async () => {
    posts += 1
    const line = {
      platform: 'forum',
      id: `p${posts}`,
      text: `acme number ${posts}`,
      published: new Date(now).toISOString(),
    }
    writeFileSync(join(folder, 'posts.jsonl'), JSON.stringify(line))
    const { status, err } = await listen(
      ['import', 'posts.jsonl', '--as-of', new Date(now).toISOString()],
      { cwd: folder, env },
    )
    expect(status, err).toBe(0)
  }
  const args = () => ['digest', '--to', 'webhook', '--as-of', new Date(now).toISOString()]
  const kill = (moment: Moment) =>
    new Promise<void>((done) => {
      const child = spawn(process.execPath, [resolve('bin/listen.js'), ...args()], {
        cwd: folder,
        env: { PATH: process.env.PATH ?? '', HOME: folder, ...env },
        stdio: 'ignore',
      })
      child.on('close', () => done())
      onRequest = () => {
        if (moment === 'asked') child.kill('SIGKILL')
        if (moment === 'answered') setImmediate(() => child.kill('SIGKILL'))
      }
      if (typeof moment === 'number') setTimeout(() => child.kill('SIGKILL'), moment)
    })
  for (const moment of MOMENTS) {
    now += HOUR
    await add()
    await kill(moment)
    onRequest = () => {}
    now += HOUR
    await listen(args(), { cwd: folder, env })
  }
  now += HOUR
  await add()
  await listen(args(), { cwd: folder, env })
  const sent = server.requests.map(({ body }) => JSON.parse(body) as Sent)
  const windows = new Map<string, Sent[]>()
  for (const each of sent) windows.set(each.key, [...(windows.get(each.key) ?? []), each])
  const numbers = [...windows.values()].flatMap(([first]) =>
    first === undefined ? [] : shown(first),
  )
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: posts }, (_, at) => at + 1))
  for (const all of windows.values()) {
    expect(all.length).toBeLessThanOrEqual(2)
    expect(all.filter(({ repeat }) => repeat).length).toBeGreaterThanOrEqual(all.length - 1)
    expect(new Set(all.map((each) => shown(each).join(' '))).size).toBe(1)
  }
  await server.close()
})
