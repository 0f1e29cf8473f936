import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../helpers/cli.ts'
import { startLoopback } from '../helpers/loopback.ts'

const docs = readFileSync('docs/scheduling.md', 'utf8')

function blocksOf(language: string): readonly string[] {
  return [...docs.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, body = '']) => body,
  )
}

/** The lines of the crontab: variables and commands, as cron reads them. */
function readCrontab(text: string) {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  const variables = lines.filter((line) => /^[A-Z]+=/.test(line)).map((line) => line.split('='))
  const jobs = lines.flatMap((line) => {
    const match = /^((?:\S+\s+){5})(.*)$/.exec(line)
    return match === null || /^[A-Z]+=/.test(line)
      ? []
      : [{ when: match[1] ?? '', command: match[2] ?? '' }]
  })
  return { variables: Object.fromEntries(variables) as Record<string, string>, jobs }
}

/** /srv/listen and the folder of the program, moved into folders of the test. */
async function aMachine() {
  const root = temporaryFolder()
  const home = join(root, 'srv')
  const bin = join(root, 'bin')
  mkdirSync(home)
  mkdirSync(bin)
  symlinkSync(process.execPath, join(bin, 'node'))
  writeFileSync(join(bin, 'listen'), `#!/bin/sh\nexec node ${resolve('bin/listen.js')} "$@"\n`)
  chmodSync(join(bin, 'listen'), 0o755)
  const items =
    '<item><guid>1</guid><title>Acme opens a shop</title><link>http://x.test/1</link></item>'
  const server = await startLoopback({
    '*': () => ({
      status: 200,
      headers: { 'content-type': 'application/rss+xml' },
      body: `<rss version="2.0"><channel><title>News</title>${items}</channel></rss>`,
    }),
  })
  writeFileSync(
    join(home, 'queries.yaml'),
    `version: 1
brand: { name: Acme }
queries: { acme: { role: topic, match: acme } }
sources: { news: { type: feed, urls: ["${server.url('/feed')}"] } }
network: { allow_hosts: ["127.0.0.1"] }
store: { path: ./listen.db }
`,
  )
  const moved = (text: string) =>
    text.replaceAll('/srv/listen', home).replaceAll('/usr/local/bin', bin)
  return { root, home, bin, server, moved }
}

type Machine = Awaited<ReturnType<typeof aMachine>>

/** As cron does: /bin/sh, the home, and the variables of the crontab, nothing else. */
function runJob(machine: Machine, command: string, variables: Record<string, string>) {
  const env = Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [name, machine.moved(value)]),
  )
  return new Promise<{ status: number | null; out: string; err: string }>((done) => {
    const child = spawn('/bin/sh', ['-c', machine.moved(command)], {
      cwd: machine.root,
      env: { HOME: machine.root, LOGNAME: 'listen', SHELL: '/bin/sh', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (text) => (out += text))
    child.stderr.on('data', (text) => (err += text))
    child.on('close', (status) => done({ status, out, err }))
  })
}

it('the crontab runs as it stands, and is quiet when there is nothing to say', async () => {
  const machine = await aMachine()
  const [text = ''] = blocksOf('cron')
  const { variables, jobs } = readCrontab(text)
  expect(jobs.length).toBeGreaterThan(2)
  for (const { when } of jobs) expect(when.trim().split(/\s+/)).toHaveLength(5)
  const job = (word: string) => jobs.find(({ command }) => command.includes(word))?.command ?? ''
  const run = (word: string) => runJob(machine, job(word), variables)
  expect(await run('listen scan')).toEqual({ status: 0, out: '', err: '' })
  expect(machine.server.requests.length).toBeGreaterThan(0)
  const first = await run('listen digest --quiet')
  expect(first).toMatchObject({ status: 0, err: '' })
  expect(first.out).toContain('Acme opens a shop')
  expect(await run('listen digest --quiet')).toEqual({ status: 0, out: '', err: '' })
  expect(await run('listen scan')).toEqual({ status: 0, out: '', err: '' })
  expect(await run('listen digest --quiet')).toEqual({ status: 0, out: '', err: '' })
  expect(await run('--name weekly')).toEqual({ status: 0, out: '', err: '' })
  expect(readFileSync(join(machine.home, 'week.html'), 'utf8')).toContain('Acme opens a shop')
  // What failed is in the exit status, and is news of the next digest.
  await machine.server.close()
  expect(await run('listen scan')).toEqual({ status: 1, out: '', err: '' })
  const told = await run('listen digest --quiet')
  expect(told.out).toContain('1 source failed')
})

it('the unit of the watch starts, and ends on SIGTERM with a status that it calls a success', async () => {
  const machine = await aMachine()
  const unit = blocksOf('ini').find((text) => text.includes('listen watch')) ?? ''
  const line = (key: string) => new RegExp(`^${key}=(.*)$`, 'm').exec(unit)?.[1] ?? ''
  const [program = '', ...args] = line('ExecStart').split(' ')
  const child = spawn(program, args, {
    cwd: machine.moved(line('WorkingDirectory')),
    env: { PATH: `${machine.bin}:/usr/bin:/bin`, HOME: machine.root },
    stdio: 'ignore',
  })
  const ended = new Promise<number | null>((done) => child.on('close', (status) => done(status)))
  await expect.poll(() => machine.server.requests.length, { timeout: 20_000 }).toBeGreaterThan(0)
  child.kill('SIGTERM')
  expect([0, Number(line('SuccessExitStatus'))]).toContain(await ended)
  await machine.server.close()
})

const hasSystemd = spawnSync('which', ['systemd-analyze']).status === 0

it.skipIf(!hasSystemd)('systemd takes every unit without a word', () => {
  const folder = temporaryFolder()
  const units = blocksOf('ini')
  const names = [...docs.matchAll(/`\/etc\/systemd\/system\/([\w.-]+)`/g)].map(
    ([, name = '']) => name,
  )
  expect(units).toHaveLength(names.length)
  for (const [index, text] of units.entries()) writeFileSync(join(folder, names[index] ?? ''), text)
  const paths = names.map((name) => join(folder, name))
  expect(paths.every((path) => existsSync(path))).toBe(true)
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', ...paths], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH ?? '',
      SYSTEMD_UNIT_PATH: `${folder}:/usr/lib/systemd/system:/lib/systemd/system`,
    },
  })
  const own = `${stdout}${stderr}`.split('\n').filter((each) => /listen/.test(each))
  expect({ status, own }).toEqual({ status: 0, own: [] })
})
